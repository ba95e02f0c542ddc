"""A fresh form for one article: its text, its metadata, and where the annotation goes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import msgspec

from communique.authoring.form import edit_form
from communique.codec import SCHEMA_VERSION, text_digest
from communique.errors import InputError
from communique.model import Article
from communique.ontology import labels

_SECTIONS = """\
# List above what you annotate in full: {layers}; and who you are:
# provenance: {{annotators: [me], guidelines: "1.0", date: 2031-09-20}}

# Quote the text to the letter: `words` where they stand once, `words#2` for their second place,
# `first … last` for a long stretch. All of the form is in the guidelines, authoring-form.md.

entities:
  # lhosan: {{type: GPE, name: Lhosan, NAM: [Kemrat, Lhosani#2], PRO: [its]}}
  # ursen: {{type: PER, part_of: lhosan, NAM: ["Foreign Minister [Tadek Ursen]"], NOM: [minister]}}
  # t-tue: {{type: TIME, value: 2031-09-16, at: [Tuesday]}}

events:
  # v1: {{at: refused, is: REJECT/meet, fact: CT+, actor: lhosan, theme: {{q: talks}}, time: t-tue}}

attributions:
  # a1: {{source: the minister, entity: ursen, cue: said, content: that they … over, kind: indirect,
  #      commitment: affirms}}

stances:
  # - {{holder: ursen, target: v1, label: favor, basis: stated, evidence: [right to refuse]}}

sentiments:
  # - {{expr: right, holder: ursen, target: v1, polarity: positive, intensity: weak, quoted: false}}
"""


def normalised(text: str) -> str:
    r"""Return the text as records store it: Unicode NFC, `\n` line ends, no byte order mark."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines)


def changes(text: str) -> list[str]:
    """Say what `normalised` changes in a text."""
    found = {
        "its byte order mark was taken off": text.startswith("\ufeff"),
        "its line ends were made \\n": "\r" in text,
        "its characters were composed (Unicode NFC)": not unicodedata.is_normalized("NFC", text),
    }
    return [said for said, changed in found.items() if changed]


def scaffold(name: str, text: str, metadata: Mapping[str, str]) -> str:
    """Return a form for the article `name` with its text: sections empty, examples as comments.

    `text` is as `normalised` gives it; `metadata` goes without its digest and length.

    Raises:
        InputError: the id or the metadata are not what a record may have.
    """
    bare = {
        "schema_version": SCHEMA_VERSION,
        "id": name,
        "metadata": {**metadata, "text_sha256": text_digest(text), "text_length": len(text)},
        "layers": (),
        "text": text,
    }
    try:
        article = msgspec.convert(bare, Article)
    except msgspec.ValidationError as error:
        hint = "ids are lowercase letters and digits with single hyphens; dates are YYYY-MM-DD"
        raise InputError(f"no article can be made of this: {error}", hint=hint) from None
    return edit_form(article) + _SECTIONS.format(layers=", ".join(labels("layers")))
