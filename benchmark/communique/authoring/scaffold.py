"""The beginning of a form: head and text written, the layers explained and empty."""

from __future__ import annotations

import unicodedata

import msgspec

from communique.authoring.form import head_lines
from communique.codec import text_digest
from communique.model import Article

LAYERS = """\
layers: []
# Those you annotate: entities, coreference, events, factuality, attributions, stances, sentiments
# provenance: {annotators: [your-name], guidelines: "1.0", date: 2031-09-20}

# Quotes: words that stand once; words#2 for the second time; first words … last words; the [head].
# entities:
#   lhosan: {type: GPE, name: Lhosan, NAM: [Kemrat#1], PRO: [its]}
#   t-tue: {type: TIME, value: 2031-09-16, at: [Tuesday]}
# events:
#   v1: {at: refused, is: REJECT/meet, fact: CT+, actor: lhosan, theme: v2}
# attributions:
#   a1: {source: the ministry, entity: mfa, cue: "said#1", content: "Kemrat has … envoys",
#        kind: indirect, commitment: affirms}
# stances:
#   - {holder: lhosan, target: v2, label: against, basis: enacted, evidence: [refused to meet]}
# sentiments:
#   - {expr: worrying, holder: mfa, target: v1, polarity: negative, intensity: standard,
#      quoted: true}
"""


def normalised(text: str) -> str:
    r"""Return the text as records keep it: NFC, `\n` line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def scaffold(name: str, text: str, **metadata: str) -> str:
    """Return the form of a new article `name` with this text, ready to annotate.

    `metadata` takes the fields of the record's metadata; those not given are left out.

    Raises:
        msgspec.ValidationError: the name is no slug, or a field of metadata is not allowed.
    """
    given = {
        "language": "en",
        "origin": "written",
        "licence": "CC-BY-4.0",
        "text_sha256": text_digest(text),
        "text_length": len(text),
        **metadata,
    }
    plain = {"schema_version": "1.0", "id": name, "metadata": given, "layers": [], "text": text}
    article = msgspec.convert(plain, Article)
    return "\n".join(head_lines(article)) + "\n" + LAYERS
