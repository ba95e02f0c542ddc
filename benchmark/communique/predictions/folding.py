"""Texts without the differences that copying makes, and whence each of their characters comes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache

_MARKS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)


@lru_cache(maxsize=4096)
def _char(char: str) -> str:
    """Return what stands for one code point: nothing for what is not seen."""
    if char.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", char.translate(_MARKS)).translate(_MARKS).casefold()
    if unicodedata.category(char) == "Cf":
        return ""
    return re.sub(r"\s", " ", plain)


class Folded:
    """A text in which white space, quotation marks, dashes, case and ligatures are made alike.

    Compatible characters (NFKC) become one, a run of white space one space; format characters
    (soft hyphen, zero-width space) vanish. `text` is what comes out.
    """

    def __init__(self, original: str) -> None:
        """Fold the text, taken in NFC as records store it."""
        out: list[str] = []
        source: list[int] = []
        for at, char in enumerate(original):
            for piece in _char(char):
                if piece != " " or not out or out[-1] != " ":
                    out.append(piece)
                    source.append(at)
        self.text = "".join(out)
        self._source = source

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stands in the original, in code points."""
        return self._source[start], self._source[end - 1] + 1

    def splits(self, start: int, end: int) -> bool:
        """Tell whether a stretch begins or ends inside what one original character became."""
        source = self._source
        return (start > 0 and source[start - 1] == source[start]) or (
            end < len(source) and source[end - 1] == source[end]
        )

    def before(self, at: int) -> int:
        """Return where the original's code point `at`, or the next one left, stands folded."""
        return bisect_left(self._source, at)


def fold(words: str) -> str:
    """Return words folded, without white space at either end."""
    return Folded(unicodedata.normalize("NFC", words)).text.strip()
