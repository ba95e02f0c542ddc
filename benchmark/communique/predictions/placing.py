"""Stretches given by offsets or words → spans; what cannot be found → spans off the text."""

from __future__ import annotations

from collections import Counter

from communique.align import LOST
from communique.codec.quotes import context
from communique.diagnostics import Severity
from communique.errors import InputError
from communique.model import Span
from communique.predictions.aligning import Aligner, Choice, Stretch
from communique.predictions.rules import Note, note, show, show_both
from communique.predictions.shapes import One, Spot, Where

SPANS = 20_000
"""A prediction with more stretches is not read."""
_WIDEST = 10_000


class TooManyError(ValueError):
    """A prediction has more stretches than `SPANS`."""


class Placer:
    """Places the stretches of one prediction in its article's text.

    `ways` counts how each was resolved (see `Report`), `notes` says what is doubtful.
    """

    def __init__(self, name: str, length: int, aligner: Aligner | None) -> None:
        """`name` is the article's id; without text there is no aligner, and no words are found."""
        self.ways: Counter[str] = Counter()
        self.notes: list[Note] = []
        self._name = name
        self._length = length
        self._aligner = aligner
        self._lost = LOST
        self._spans = 0

    @property
    def known(self) -> Aligner | None:
        """What finds words, or nothing where the record has no text."""
        return self._aligner

    @property
    def aligner(self) -> Aligner:
        """What finds words.

        Raises:
            InputError: the record has no text.
        """
        if self._aligner is None:
            raise InputError(
                f"{self._name}: the gold record has no text in which words could be found",
                hint="put its text on it with `communique attach`, or give offsets",
            )
        return self._aligner

    def fragment(self, where: Where, path: str, near: Stretch | None = None) -> tuple[Span, ...]:
        """Return the spans of a fragment, in order; of several, each is near the one before."""
        spans = []
        for number, one in enumerate(where if isinstance(where, tuple) else (where,)):
            inner = f"{path}[{number}]" if isinstance(where, tuple) else path
            spans.append(self.span(one, inner, near))
            near = stretch((spans[-1],)) or near
        return tuple(sorted(spans, key=lambda span: (span.start, span.end)))

    def span(self, one: One, path: str, near: Stretch | None = None) -> Span:
        """Return the span of a stretch; where it cannot be found, one off the text of its own.

        Raises:
            TooManyError: it is one more than `SPANS`.
            InputError: words are to be found, and the record has no text.
        """
        self._spans += 1
        if self._spans > SPANS:
            raise TooManyError(f"it has more than {SPANS:,} spans")
        if isinstance(one, Spot) and one.quote is None:
            return self._at(one, path)
        spot = Spot(quote=one) if isinstance(one, str) else one
        return self._quoted(spot, path, near)

    def lose(self, words: int = 1) -> Span:
        """Return a span off the text that no other of the prediction touches; it counts as lost."""
        self.ways["lost"] += 1
        start, width = self._lost, min(max(words, 1), _WIDEST)
        self._lost = start + width + 1
        return Span(start, start + width)

    def count(self, choice: Choice, words: str, path: str, near: Stretch | None = None) -> None:
        """Count words that were found, and note what is doubtful about it.

        Of several places the one that is `near` was taken; without that, it was the first.
        """
        self.ways[choice.way] += 1
        text = self.aligner.text
        if choice.misfit:
            self.notes.append(note("PRE-018", path, words=show(words)))
        if choice.of > 1:
            self.ways["ambiguous"] += 1
            chosen = show(context(text, choice.start, choice.end), 160)
            which = "the first, " if near is None else "the nearest, "
            said = {"words": show(words), "times": str(choice.of), "chosen": which + chosen}
            self.notes.append(Note("PRE-012", path, said, Severity.INFO if near else None))
        if choice.way != "exact":
            rule = "PRE-013" if choice.way == "folded" else "PRE-014"
            given, found = show_both(words, text[choice.start : choice.end])
            self.notes.append(note(rule, path, words=given, found=found))

    def _at(self, spot: Spot, path: str) -> Span:
        start, end = spot.start or 0, spot.end or 0
        inside = 0 <= start < end <= self._length
        there = self._aligner.text[start:end] if inside and self._aligner else spot.text
        if inside and spot.text in {None, there}:
            self.ways["offsets"] += 1
            return Span(start, end)
        said = {"start": show_number(start), "end": show_number(end)}
        if inside:
            differ = {"there": show(there), "words": show(spot.text)}
            self.notes.append(Note("PRE-010", path, {**said, **differ}))
        else:
            self.notes.append(Note("PRE-009", path, {**said, "length": str(self._length)}))
        if spot.text and self._aligner:
            return self._quoted(Spot(quote=spot.text), path, (start, end))
        return self.lose(min(end - start, _WIDEST))

    def _quoted(self, spot: Spot, path: str, near: Stretch | None) -> Span:
        words = spot.quote or ""
        found = self.aligner.choose(
            words, prefix=spot.prefix, occurrence=spot.occurrence, near=near
        )
        if found is None:
            self.notes.append(note("PRE-011", path, words=show(words)))
            return self.lose(len(words))
        self.count(found, words, path, near)
        return Span(found.start, found.end)


def stretch(spans: tuple[Span, ...]) -> Stretch | None:
    """Return from where to where a fragment reaches, or nothing where a piece of it is lost."""
    if not spans or spans[-1].start >= LOST:
        return None
    return spans[0].start, spans[-1].end


def show_number(number: int) -> str:
    """Return a whole number, its middle left out where it is long."""
    return str(number) if abs(number) < 10**20 else f"a number of {number.bit_length()} bits"
