"""Where sentences begin: simple, wary of abbreviations, and the same for everyone."""

from __future__ import annotations

import re
from functools import cache

_AFTER = r"[”\"\u2019»)]*[ \u00a0]+(?=[“\"\u2018«(]?[A-Z0-9])"
"""What follows the mark that ends a sentence, up to where the next one begins."""
_ABBREVIATIONS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ") | frozenset({
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "St", "Gen", "Lt", "Col", "Maj", "Brig", "Capt", "Cmdr",
    "Adm", "Rear", "Sgt", "Cpl", "Sen", "Rep", "Gov", "Pres", "Hon", "Rev", "Amb", "Min", "Jr",
    "Sr", "Pat", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec",
})  # fmt: skip
"""Initials, titles and months, which a full stop may follow."""
_LONGEST = max(map(len, _ABBREVIATIONS))


@cache
def _end(mark: str) -> re.Pattern[str]:
    """Return the pattern of a sentence's end; one a mark, since a fixed letter is found fastest."""
    return re.compile(re.escape(mark) + _AFTER)


def sentence_starts(text: str) -> list[int]:
    """Return the offsets at which sentences begin, the first of them 0; at abbreviations none."""
    starts = [0]
    for found in _end(".").finditer(text):
        stop, start = found.span()
        if not _is_abbreviation(text, stop):
            starts.append(start)
    for mark in "!?":
        if mark in text:
            starts += [found.end() for found in _end(mark).finditer(text)]
    at = text.find("\n")
    while at >= 0:
        at += 1
        if not text.startswith("\n", at):
            starts.append(at)
        at = text.find("\n", at)
    return sorted(starts)


def _is_abbreviation(text: str, stop: int) -> bool:
    """Tell whether the word that ends at `stop` is one that a full stop may follow."""
    if text[stop - _LONGEST : stop].islower():
        return False  # told fast: each of them has a capital
    start = stop
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
        if stop - start > _LONGEST:
            return False
    return text[start:stop] in _ABBREVIATIONS
