"""Questions to the spans of a fragment."""

from __future__ import annotations

from collections.abc import Sequence

from communique.model import Span


def at(spans: Sequence[Span]) -> tuple[int, int]:
    """Return the first start and the last end of a fragment."""
    return spans[0].start, spans[-1].end


def extent(spans: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    """Return the fragment's offsets alone: what makes two fragments the same."""
    return tuple((span.start, span.end) for span in spans)


def inside(inner: Sequence[Span], outer: Sequence[Span]) -> bool:
    """Tell whether every span of `inner` lies within some span of `outer`."""
    for span in inner:
        start, end = span.start, span.end
        for around in outer:
            if around.start <= start and end <= around.end:
                break
        else:
            return False
    return True


def overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Tell whether the two fragments share a code point."""
    for a in one:
        start, end = a.start, a.end
        for b in other:
            if start < b.end and b.start < end:
                return True
    return False
