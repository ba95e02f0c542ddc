"""Quotation marks: what stands in them."""

from __future__ import annotations

_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ("\u2018", "\u2019"))
_CLOSING = {"“": "”", '"': '"', "„": "“", "«": "»"}
_FAR = 200


def is_one_quotation(words: str) -> bool:
    """Tell whether the words stand, from first to last, in one pair of quotation marks."""
    closing = _CLOSING.get(words[:1])
    return closing is not None and words.find(closing, 1) == len(words) - 1


def quoted_words(text: str, start: int, end: int) -> int | None:
    """Return how many words the quotation marks hold around `[start, end)`; `None` without marks.

    Marks are looked for within the line, at most 200 code points to either side.
    """
    before, after = text[max(start - _FAR, 0) : start], text[end : end + _FAR]
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    for opening, closing in _PAIRS:
        left = before.rfind(opening)
        if left >= 0 and closing not in before[left + 1 :] and closing in after:
            held = before[left + 1 :] + text[start:end] + after[: after.index(closing)]
            return len(held.split())
    if before.count('"') % 2 and '"' in after:
        held = before.rpartition('"')[2] + text[start:end] + after.partition('"')[0]
        return len(held.split())
    return None


def curly_words(text: str, start: int, end: int) -> int | None:
    """Return what `quoted_words` does, fast, for a text whose only opening marks are “."""
    left = text.rfind("“", max(start - _FAR, 0), start)
    if left < 0 or text.find("”", left, start) >= 0 or text.find("\n", left, start) >= 0:
        return None
    right = text.find("”", end, end + _FAR)
    if right < 0 or text.find("\n", end, right) >= 0:
        return None
    return len(text[left + 1 : right].split())


def has_rare_marks(text: str) -> bool:
    """Tell whether the text has opening marks other than “."""
    return '"' in text or "\u2018" in text or "„" in text or "«" in text
