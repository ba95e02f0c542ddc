"""Counts: the most frequent label of a phrase, and the most frequent place beside an expression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from communique.baselines.sheet import Sheet, Stretch, overlap
from communique.baselines.tagger import Found

T = TypeVar("T", bound=Hashable)


def commonest(items: Iterable[T]) -> T | None:
    """Return the most frequent item, of equals the one that sorts first; nothing of nothing."""
    counts = Counter(items)
    return min(counts, key=lambda item: (-counts[item], str(item)), default=None)


class Lexicon(msgspec.Struct, frozen=True):
    """Phrases that were annotated in more than half of their occurrences, with their label."""

    labels: dict[str, str]
    longest: int
    cased: bool

    def find(self, sheet: Sheet) -> list[Found]:
        """Return the phrases of the text, from left to right, the longest one at each place."""
        words = _words(sheet, cased=self.cased)
        found: list[Found] = []
        start = 0
        while start < len(words):
            place = self._longest_at(words, start)
            if place is None:
                start += 1
                continue
            found.append(place)
            start = place.stretch.last + 1
        return found

    def _longest_at(self, words: Sequence[str], start: int) -> Found | None:
        for size in range(min(self.longest, len(words) - start), 0, -1):
            label = self.labels.get(" ".join(words[start : start + size]))
            if label is not None:
                return Found(Stretch(start, start + size - 1), label)
        return None


def _words(sheet: Sheet, *, cased: bool) -> list[str]:
    return [token.text if cased else token.low for token in sheet.tokens]


def fit_lexicon(
    examples: Sequence[tuple[Sheet, Sequence[Found]]], *, cased: bool = False, longest: int = 6
) -> Lexicon:
    """Return the lexicon of phrases of at most `longest` tokens that the examples mark."""
    marked: dict[str, Counter[str]] = {}
    for sheet, found in examples:
        words = _words(sheet, cased=cased)
        for (first, last), label in found:
            if last - first < longest:
                phrase = " ".join(words[first : last + 1])
                marked.setdefault(phrase, Counter())[label] += 1
    occurs: Counter[str] = Counter()
    for sheet, _ in examples:
        words = _words(sheet, cased=cased)
        for size in range(1, longest + 1):
            phrases = (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
            occurs.update(phrase for phrase in phrases if phrase in marked)
    labels = {
        phrase: min(counts, key=lambda name: (-counts[name], name))
        for phrase, counts in sorted(marked.items())
        if 2 * counts.total() > occurs[phrase]
    }
    return Lexicon(labels, longest, cased)


class Beside(NamedTuple):
    """A place in tokens from an expression: negative before its first one, else after its last."""

    first: int
    last: int


def beside(place: Stretch, expression: Stretch) -> Beside | None:
    """Return where a stretch stands relative to an expression; nothing where they overlap."""
    if overlap(place, expression):
        return None
    origin = expression.first if place < expression else expression.last
    return Beside(place.first - origin, place.last - origin)


def at(place: Beside | None, expression: Stretch, sheet: Sheet) -> Stretch | None:
    """Return the stretch at a relative place; nothing where it leaves the expression's sentence."""
    if place is None:
        return None
    origin = expression.first if place.first < 0 else expression.last
    found = Stretch(origin + place.first, origin + place.last)
    sentence = sheet.sentence(sheet.tokens[expression.first].sentence)
    return found if found.first in sentence and found.last in sentence else None
