"""Where sentences begin: simple, wary of abbreviations, and the same for everyone."""

from __future__ import annotations

import re

# One character class in front lets the engine skip to what can end a sentence.
_BREAK = re.compile(
    r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[”\"\u2019»)]*[ \u00a0]+(?=[“\"\u2018«(]?[A-Z0-9]))"
)
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Mx|Dr|Prof|St|Gen|Lt|Col|Maj|Brig|Capt|Cmdr|Adm|Rear|Sgt|Cpl"
    r"|Sen|Rep|Gov|Pres|Hon|Rev|Amb|Min|Jr|Sr|Pat|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\Z"
)
_LONGEST = 7


def sentence_starts(text: str) -> list[int]:
    """Return the offsets at which sentences begin, the first of them 0; at abbreviations none."""
    starts = [0]
    for found in _BREAK.finditer(text):
        stop = found.start()
        if (
            text[stop] != "."
            or text[stop - 4 : stop].islower()  # no capital in reach: no abbreviation, told fast
            or not _ABBREVIATION.search(text, max(stop - _LONGEST, 0), stop)
        ):
            starts.append(found.end())
    return starts
