"""YAML as people write it: plain words where they are safe, one item a line, text as a block."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

WIDTH = 118
_PLAIN = re.compile(r"[^\W_](?:[\w .+/\u2019-]*[\w.+/\u2019-])?(?:#[0-9]+)?\Z")
_OTHERWISE = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|\.?nan|[-+]?\.?inf|[-+]?[0-9][0-9_.xob]*(?:e[-+]?[0-9]+)?)\Z",
    re.IGNORECASE,
)
"""Words that YAML takes for something else: safe here, but not in other people's readers."""
_UNSEEN = "\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
_ESCAPED = re.compile(f"[{_UNSEEN}]")
_BLOCK = re.compile(f"[^\x00-\x08\x0b-\x1f{_UNSEEN}]*\\Z")

Flow = str | Sequence["Flow"] | Mapping[str, "Flow"]
"""A value of the form: a scalar already in YAML, a list, or a mapping."""


def word(text: str) -> str:
    """Return a YAML scalar that reads as exactly this text."""
    if _PLAIN.match(text) and not _OTHERWISE.match(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def plain(value: object) -> Flow:
    """Return a string, a truth value or a list of strings as a value of the form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return [word(str(item)) for item in value]
    return word(str(value))


def _pieces(value: Flow) -> list[str]:
    """Return a value in YAML's flow style, in pieces between which a line may break."""
    if isinstance(value, str):
        return [value]
    keyed = isinstance(value, Mapping)
    parts = (
        [(f"{key}: ", _pieces(item)) for key, item in value.items()]
        if isinstance(value, Mapping)
        else [("", _pieces(item)) for item in value]
    )
    pieces: list[str] = []
    for number, (key, inner) in enumerate(parts, 1):
        pieces += [key + inner[0], *inner[1:]]
        pieces[-1] += "," if number < len(parts) else ""
    pieces = pieces or [""]
    pieces[0] = ("{" if keyed else "[") + pieces[0]
    pieces[-1] += "}" if keyed else "]"
    return pieces


def wrapped(start: str, value: Flow) -> Iterable[str]:
    """Yield the lines of `start` and a value, broken where they grow wider than `WIDTH`."""
    line = start
    for number, piece in enumerate(_pieces(value)):
        if number and len(line) + 1 + len(piece) > WIDTH:
            yield line
            line = "      " + piece
        else:
            line += " " * bool(number) + piece
    yield line


def text_lines(text: str) -> Iterable[str]:
    """Yield `text:` and the text as a block, or escaped where a block would hide what it holds."""
    body = text.rstrip("\n")
    if not body or not _BLOCK.match(text):
        yield from _escaped_lines(text)
        return
    ends = len(text) - len(body)
    keep = "-" if ends == 0 else "" if ends == 1 else "+"
    yield f"text: |{'2' if body[0].isspace() else ''}{keep}"
    for line in body.split("\n") + [""] * (ends - 1):
        yield f"  {line}" if line else ""


def _escaped_lines(text: str) -> Iterable[str]:
    """Yield `text:` and the text in quotation marks, a line of it on each line."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        inner = _ESCAPED.sub(
            lambda found: f"\\u{ord(found[0]):04x}", json.dumps(line, ensure_ascii=False)[1:-1]
        )
        start = 'text: "' if number == 0 else "  "
        if number and inner.startswith(" "):
            inner = "\\" + inner
        yield start + inner + ("\\n\\" if number < len(lines) - 1 else '"')
