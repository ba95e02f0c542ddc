"""A text cut at every boundary of every mark, so that marks may nest and overlap at will."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from communique.model import Fragment


class Chip(NamedTuple):
    """A small label that stands beside marked words; `sign` is the mark of factuality before it."""

    classes: str
    text: str
    title: str
    sign: str = ""


class Mark(NamedTuple):
    """What is marked in the text.

    `item` is the id of the item, `card` that of the card which describes it, `group` what is
    highlighted together; marks of a lower `rank` lie around those of a higher one. `before` stands
    at the beginning of the first span, `after` at the end of the last.
    """

    item: str
    card: str
    group: str
    classes: str
    fragment: Fragment
    rank: int
    before: Chip | None = None
    after: Chip | None = None


class Piece(NamedTuple):
    """A mark on one segment: whether a span of it starts or ends here, and whether it all does."""

    mark: Mark
    starts: bool
    ends: bool
    first: bool
    last: bool


class Segment(NamedTuple):
    """A stretch of text under the same marks throughout, the outermost first."""

    text: str
    pieces: tuple[Piece, ...]


class Paragraph(NamedTuple):
    """One line of the text, `[start, end)`, in segments."""

    start: int
    end: int
    segments: tuple[Segment, ...]


def paragraphs(text: str, marks: Sequence[Mark]) -> list[Paragraph]:
    """Return the lines of the text that are not blank, cut into segments."""
    ordered = sorted(
        marks, key=lambda mark: (mark.rank, -_length(mark), mark.fragment[0].start, mark.item)
    )
    found = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            inside = [m for m in ordered if _touches(m, start, end)]
            found.append(Paragraph(start, end, tuple(_segments(text, start, end, inside))))
        start = end + 1
    return found


def _length(mark: Mark) -> int:
    return mark.fragment[-1].end - mark.fragment[0].start


def _touches(mark: Mark, start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in mark.fragment)


def _segments(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Segment]:
    edges = {start, end}
    edges |= {e for m in marks for s in m.fragment for e in (s.start, s.end) if start < e < end}
    for left, right in pairwise(sorted(edges)):
        pieces = tuple(p for m in marks for p in _pieces(m, left, right))
        yield Segment(text[left:right], pieces)


def _pieces(mark: Mark, left: int, right: int) -> Iterator[Piece]:
    for span in mark.fragment:
        if span.start < right and left < span.end:
            yield Piece(
                mark=mark,
                starts=span.start == left,
                ends=span.end == right,
                first=mark.fragment[0].start == left,
                last=mark.fragment[-1].end == right,
            )
