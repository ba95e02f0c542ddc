"""One-to-one matching of two sets of items: deterministic, and blind to the order they come in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from communique.model import Fragment

T = TypeVar("T")

_TIE = 1e-6


def shared(left: Fragment, right: Fragment) -> int:
    """Return how many code points two fragments have in common."""
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in left for y in right)


def size(fragment: Fragment) -> int:
    """Return how many code points a fragment covers."""
    return sum(span.end - span.start for span in fragment)


def places(fragment: Fragment) -> tuple[tuple[int, int], ...]:
    """Return a fragment's offsets, without its words: what exact matching compares."""
    return tuple((span.start, span.end) for span in fragment)


def dice(left: Fragment, right: Fragment) -> float:
    """Return twice the shared code points over the sum of both sizes: 1 for equal fragments."""
    total = size(left) + size(right)
    return 2 * shared(left, right) / total if total else 0.0


def align(
    left: Sequence[T],
    right: Sequence[T],
    weight: Callable[[T, T], float],
    key: Callable[[T], Any],
) -> list[tuple[T, T]]:
    """Return the one-to-one pairs of greatest total weight; pairs of no weight are left out.

    Both sides are sorted by `key` first, so that ties break by content and never by order.
    """
    rows, columns = sorted(left, key=key), sorted(right, key=key)
    weights = [[weight(x, y) for y in columns] for x in rows]
    if not any(any(row) for row in weights):
        return []
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow to import

    chosen = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    return [(rows[i], columns[j]) for i, j in chosen if weights[i][j] > 0]


def align_fragments(
    left: Sequence[T],
    right: Sequence[T],
    fragment: Callable[[T], Fragment],
    *,
    key: Callable[[T], Any],
    prefer: Callable[[T, T], float] | None = None,
) -> list[tuple[T, T]]:
    """Return one-to-one pairs of items whose fragments overlap, in text order of the left.

    As many pairs of equal fragments as possible come first, then the greatest sum of `dice`;
    where that ties, the greatest sum of `prefer` (0 to 1 a pair), then `key`.
    """
    exact = min(len(left), len(right)) + 1.0

    def weight(x: T, y: T) -> float:
        a, b = fragment(x), fragment(y)
        if not shared(a, b):
            return 0.0
        whole = exact if places(a) == places(b) else dice(a, b)
        return whole + (_TIE * prefer(x, y) if prefer else 0.0)

    def order(item: T) -> tuple[Hashable, Any]:
        return (places(fragment(item)), key(item))

    return sorted(align(left, right, weight, order), key=lambda pair: order(pair[0]))
