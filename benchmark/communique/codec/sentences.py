"""Where sentences begin: simple, wary of abbreviations, and the same for everyone."""

from __future__ import annotations

import re

_BREAK = re.compile(r"\n+|(?<=[.!?])[”\"\u2019»)]*[ \u00a0]+(?=[“\"\u2018«(]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b[A-Z][a-z]{1,3}|\b(?:No|Rear|Prof|Capt|Brig|Maj))\.\Z")


def sentence_starts(text: str) -> list[int]:
    """Return the offsets at which sentences begin, the first of them 0; at abbreviations none."""
    starts = [0]
    for found in _BREAK.finditer(text):
        before = text[max(found.start() - 8, 0) : found.start()]
        if found[0][0] == "\n" or not _ABBREVIATION.search(before):
            starts.append(found.end())
    return starts
