"""The text of a standoff annotation: found beside it, normalised, its offsets carried over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from communique.codec import is_nfc
from communique.errors import InputError

NEAR = 40
"""How far from its offsets, in code points, a span's words are looked for."""

_OPENING = {"“": "”", "«": "»", "„": "“"}


def normal(text: str) -> str:
    r"""Return the text in NFC with `\\n` line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_file(annotation: Path, stems: Sequence[str]) -> Path:
    """Return the text file of an annotation file: of one of these stems, beside it or in `text/`.

    Raises:
        InputError: there is none.
    """
    folders = (annotation.parent, annotation.parent.parent / "text")
    for stem in stems:
        for folder in folders:
            if (found := folder / f"{stem}.txt").is_file():
                return found
    wanted = " or ".join(f"{stem}.txt" for stem in dict.fromkeys(stems))
    raise InputError(
        f"{annotation}: no text: looked for {wanted} in {folders[0]} and {folders[1]}",
        hint="put the .txt file beside the .ann file",
    )


class StandoffText:
    """A text as annotators saw it and as a record stores it, and the way from one to the other."""

    def __init__(self, raw: str) -> None:
        """Take the text as it is in the file."""
        self.raw = raw
        self.changed = not is_nfc(raw)
        self.text = normal(raw) if self.changed else raw

    def carry(self, offset: int) -> int:
        """Return where an offset into the raw text lies in the stored text."""
        return len(normal(self.raw[:offset])) if self.changed else offset

    def locate(
        self, places: Sequence[tuple[int, int]], words: str
    ) -> tuple[tuple[tuple[int, int], ...], int] | None:
        """Return where a span with these words stands, and by how far it was moved.

        Words are compared with any white space for any other. A continuous span whose words do
        not stand at its offsets is looked for within `NEAR` code points, the nearest first;
        nothing is returned where it is not found.
        """
        carried = tuple((self.carry(start), self.carry(end)) for start, end in places)
        if _flat(" ".join(self.text[start:end] for start, end in carried)) == _flat(words):
            return carried, 0
        if len(places) > 1 or not words.strip():
            return None
        near = self._nearest(words, carried[0][0])
        return None if near is None else ((near,), near[0] - carried[0][0])

    def _nearest(self, words: str, start: int) -> tuple[int, int] | None:
        pattern = re.compile(r"\s+".join(re.escape(word) for word in normal(words).split()))
        low, high = max(0, start - NEAR), start + NEAR + len(words)
        found = [match.span() for match in pattern.finditer(self.text, low, high)]
        return min(found, key=lambda at: (abs(at[0] - start), at), default=None)


def _flat(words: str) -> str:
    return " ".join(normal(words).split())


def quotation_kind(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Return direct, indirect or mixed: whether all, none or some of the words stand in marks.

    Counted are the marks in the pieces and right around them (a comma or stop between); a mark
    that is not closed reaches to the piece's end, one that is not opened to its beginning.
    """
    inside = outside = 0
    for start, end in places:
        words = text[start:end]
        before, after = text[max(0, start - 1) : start], text[end : end + 2].lstrip(",.?!")[:1]
        if before in {*_OPENING, '"'} and after in {*_OPENING.values(), '"'}:
            words = before + words + after
        quoted = _quoted(words)
        inside += sum(a and c.isalnum() for a, c in zip(quoted, words, strict=True))
        outside += sum(not a and c.isalnum() for a, c in zip(quoted, words, strict=True))
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _quoted(words: str) -> list[bool]:
    """Tell of each character whether it stands in quotation marks."""
    flags = [False] * len(words)
    closing, since = "", 0
    for index, char in enumerate(words):
        if closing and char == closing:
            flags[since:index] = [True] * (index - since)
            closing = ""
        elif not closing and char in {"”", "»"}:
            flags[:index] = [True] * index
        elif not closing and (char in _OPENING or char == '"'):
            closing, since = _OPENING.get(char, '"'), index
    if closing:
        flags[since:] = [True] * (len(words) - since)
    return flags
