"""A text cut into tokens that know their sentence, paragraph and quotation."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from communique.codec.sentences import sentence_starts
from communique.errors import InputError
from communique.model import Article, Fragment, Span

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"  # 1,000.5  10:30
    r"|\w+n['\u2019]t\b"  # didn't
    r"|['\u2019](?:s|re|ve|ll|d|m)\b"
    r"|\w+"
    r"|\.{2,}"
    r"|[^\w\s]"
)
_OPENING, _CLOSING, _STRAIGHT = "“«„", "”»", '"'


class Stretch(NamedTuple):
    """Tokens `first` to `last`, both included."""

    first: int
    last: int


class Token(NamedTuple):
    """A word, number or mark at `[start, end)`.

    `low` is the lowercased text; `quoted` tells whether it stands in double quotation marks, or
    is one.
    """

    start: int
    end: int
    text: str
    low: str
    sentence: int
    paragraph: int
    quoted: bool


class Sheet:
    """A text's tokens, with the ways from offsets to tokens and back."""

    def __init__(self, text: str) -> None:
        """Cut the text."""
        self.text = text
        self.tokens = list(_tokens(text))
        self._starts = [token.start for token in self.tokens]
        self._ends = [token.end for token in self.tokens]
        self._sentences = [token.sentence for token in self.tokens]
        self._paragraphs = [token.paragraph for token in self.tokens]

    def stretch(self, span: Span) -> Stretch | None:
        """Return the tokens that a span touches, or nothing where it touches none."""
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end) - 1
        return Stretch(first, last) if first <= last else None

    def stretches(self, spans: Iterable[Span]) -> list[Stretch]:
        """Return the tokens of each piece of a fragment, in order."""
        found = (self.stretch(span) for span in spans)
        return [item for item in found if item is not None]

    def hull(self, spans: Iterable[Span]) -> Stretch | None:
        """Return the tokens from the fragment's first to its last, gaps included."""
        found = self.stretches(spans)
        return Stretch(found[0].first, found[-1].last) if found else None

    def span(self, stretch: Stretch) -> Span:
        """Return the span of the text that the tokens cover."""
        start, end = self.tokens[stretch.first].start, self.tokens[stretch.last].end
        return Span(start, end, self.text[start:end])

    def fragment(self, stretches: Sequence[Stretch]) -> Fragment:
        """Return the spans of several stretches, in the order of the text."""
        return tuple(self.span(stretch) for stretch in sorted(stretches))

    def words(self, stretch: Stretch) -> list[str]:
        """Return the lowercased tokens of a stretch."""
        return [token.low for token in self.tokens[stretch.first : stretch.last + 1]]

    def sentence(self, number: int) -> range:
        """Return the numbers of the tokens of a sentence; empty where there is no such one."""
        return range(bisect_left(self._sentences, number), bisect_right(self._sentences, number))

    def paragraph(self, number: int) -> range:
        """Return the numbers of the tokens of a paragraph; empty where there is no such one."""
        return range(bisect_left(self._paragraphs, number), bisect_right(self._paragraphs, number))

    def sentences(self) -> list[range]:
        """Return the sentences that have tokens, in order."""
        return [self.sentence(number) for number in sorted(set(self._sentences))]

    def paragraphs(self) -> list[range]:
        """Return the paragraphs that have tokens, in order: together all tokens."""
        return [self.paragraph(number) for number in sorted(set(self._paragraphs))]


def _tokens(text: str) -> Iterator[Token]:
    sentences = sentence_starts(text)
    paragraph, place, inside = 0, 0, False
    for found in _TOKEN.finditer(text):
        word, start = found[0], found.start()
        if "\n" in text[place:start]:
            paragraph, inside = paragraph + 1, False
        place = start
        opens = word in _OPENING or (word in _STRAIGHT and not inside)
        quoted = inside or opens or word in _CLOSING
        closes = word in _CLOSING or (word in _STRAIGHT and inside)
        inside = (inside or opens) and not closes
        sentence = bisect_right(sentences, start)
        yield Token(start, found.end(), word, word.lower(), sentence, paragraph, quoted)


@lru_cache(maxsize=512)
def _sheet(text: str) -> Sheet:
    return Sheet(text)


def sheet_of(article: Article) -> Sheet:
    """Return the article's text, cut.

    Raises:
        InputError: the record goes without its text.
    """
    if article.text is None:
        raise InputError(
            f"record {article.id!r} has no text, and baselines read nothing else",
            hint="put its text on it with `communique attach`",
        )
    return _sheet(article.text)


def nearest(stretches: Iterable[Stretch], to: Stretch) -> Stretch | None:
    """Return the stretch with the fewest tokens between it and `to`; the earlier one of two."""
    return min(stretches, key=lambda item: (gap(item, to), item), default=None)


def gap(one: Stretch, other: Stretch) -> int:
    """Return how many tokens lie between two stretches; 0 where they touch or overlap."""
    return max(one.first - other.last, other.first - one.last, 1) - 1


def within(inner: Stretch, outer: Stretch) -> bool:
    """Tell whether all tokens of `inner` are in `outer`."""
    return outer.first <= inner.first and inner.last <= outer.last


def overlap(one: Stretch, other: Stretch) -> bool:
    """Tell whether two stretches share a token."""
    return one.first <= other.last and other.first <= one.last
