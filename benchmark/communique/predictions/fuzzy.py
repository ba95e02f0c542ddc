"""Nearly the same words: the one place in a text that differs little enough from a quote.

Distances are Levenshtein's, by the bit-vector algorithm of Myers (1999): one step of a few
operations on whole numbers of as many bits as the quote has characters, for each of the text's.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

EDIT_PER = 5
"""A quote may differ by one edit for so many of its characters."""
ENOUGH = 8
"""In quotes of so many words, the rest of them say what is meant where one is another word."""
LONGEST = 4000
"""Longer quotes are not searched for."""


def _walk(pattern: str, text: str, *, anchored: bool) -> Iterator[int]:
    """Yield, for each character of the text, the least distance of the pattern to what ends there.

    Anchored, to the text from its beginning; else to any stretch that ends there.
    """
    bits: dict[str, int] = {}
    for number, char in enumerate(pattern):
        bits[char] = bits.get(char, 0) | 1 << number
    full, last, first = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1), int(anchored)
    plus, minus, distance = full, 0, len(pattern)
    for char in text:
        same = bits.get(char, 0)
        down = same | minus
        across = (((same & plus) + plus) ^ plus) | same
        more, less = minus | (~(across | plus) & full), plus & across
        distance += bool(more & last) - bool(less & last)
        more, less = (more << 1 | first) & full, less << 1 & full
        plus, minus = less | (~(down | more) & full), more & down
        yield distance


def distance(one: str, two: str) -> int:
    """Return Levenshtein's distance of two strings."""
    if not one or not two:
        return len(one) + len(two)
    *_, last = _walk(one, two, anchored=True)
    return last


class Near(NamedTuple):
    """The stretch that is nearest, if there is one, and how many characters of text were walked."""

    place: tuple[int, int] | None
    walked: int


def nearest(quote: str, text: str) -> Near:
    """Return the stretch of `text` that is nearest to `quote`, or none.

    None where no stretch is within one edit for every `EDIT_PER` characters of the quote, or where
    another stretch apart from it is as near. Both strings are folded.
    """
    most = len(quote) // EDIT_PER
    if not most or len(quote) > LONGEST:
        return Near(None, 0)
    windows = _windows(quote, text, most)
    walked = sum(end - start for start, end in windows)
    near = [
        (value, start + number)
        for start, end in windows
        for number, value in enumerate(_walk(quote, text[start:end], anchored=False), 1)
        if value <= most
    ]
    if not near:
        return Near(None, walked)
    least = min(near)[0]
    ends = [end for value, end in near if value == least]
    end = ends[0]
    if ends[-1] >= end + len(quote) - most:
        return Near(None, walked)
    return Near((_start(quote, text, end, least + len(quote)), end), walked)


def _windows(quote: str, text: str, most: int) -> list[tuple[int, int]]:
    """Return the stretches in which all that is within `most` edits of the quote lies, in order.

    Of `most` + 1 pieces of the quote one is not edited: it stands in the text, and the rest around
    it, up to `most` characters off.
    """
    cuts = [len(quote) * number // (most + 1) for number in range(most + 2)]
    starts = set()
    for cut, end in itertools.pairwise(cuts):
        at = text.find(quote[cut:end])
        while at >= 0:
            starts.add(at - cut - most)
            at = text.find(quote[cut:end], at + 1)
    merged: list[tuple[int, int]] = []
    for start in sorted(starts):
        end = min(start + len(quote) + 2 * most, len(text))
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((max(start, 0), end))
    return merged


def _start(quote: str, text: str, end: int, reach: int) -> int:
    """Return where the stretch that ends at `end` begins, of equally near ones the shortest."""
    back = text[max(end - reach, 0) : end][::-1]
    distances = list(_walk(quote[::-1], back, anchored=True))
    return end - distances.index(min(distances)) - 1


def same_words(quote: str, found: str) -> bool:
    """Tell whether two folded stretches differ in spelling, or in words left out, alone.

    Words that stand in the place of one another must be the same but for the order of their letters
    or one edit in `EDIT_PER` of them, and have the same digits: center is centre, but north is not
    south, and 5 is not 6. A quote of `ENOUGH` words is not held to it.
    """
    one, two = (re.findall(r"\w+", words) for words in (quote, found))
    if len(one) >= ENOUGH:
        return True
    blocks = difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    pairs = [("".join(one[a:b]), "".join(two[c:d])) for how, a, b, c, d in blocks if how != "equal"]
    return all(_alike(left, right) for left, right in pairs if left and right) and not any(
        re.search(r"\d", left + right) for left, right in pairs if not (left and right)
    )


def _alike(one: str, two: str) -> bool:
    digits = [re.findall(r"\d", word) for word in (one, two)]
    most = max(len(one), len(two)) // EDIT_PER
    swapped = sorted(one) == sorted(two)
    return digits[0] == digits[1] and (swapped or distance(one, two) <= most)
