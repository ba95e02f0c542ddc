"""Sentiment Tuple F1 of SemEval-2022 Task 10, from sets of tokens (Barnes et al. 2022)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Tokens = frozenset[int]
ABSENT: Tokens = frozenset({-1})
"""An absent holder or target: it overlaps with an absent one, and with nothing else."""


class Opinion(NamedTuple):
    """A sentiment as sets of token numbers; an absent holder or target is `ABSENT`."""

    holder: Tokens
    target: Tokens
    expression: Tokens
    polarity: str


def overlap(one: Opinion, other: Opinion) -> float:
    """Return the mean share of the first one's holder, target and expression in the second's.

    It is 0 where one of the three has nothing in common; polarity plays no part.
    """
    common = [len(a & b) for a, b in zip(one[:3], other[:3], strict=True)]
    if not all(common):
        return 0.0
    return sum(n / len(own) for n, own in zip(common, one[:3], strict=True)) / 3


def credit(items: Iterable[Opinion], others: Sequence[Opinion], *, polarity: bool) -> float:
    """Return the sum of the weights of those items that match one of the others.

    Two match where all three sets overlap and, with `polarity`, the polarity is equal. The weight
    of a match is the greatest `overlap` with any of the others, of whatever polarity: that is the
    official scorer's rule.
    """
    weights = []
    for item in items:
        overlaps = [(overlap(item, other), other.polarity) for other in others]
        if any(value and (not polarity or sign == item.polarity) for value, sign in overlaps):
            weights.append(max(value for value, _ in overlaps))
    return math.fsum(weights)


def opinion_counts(
    name: str, gold: Sequence[Opinion], pred: Sequence[Opinion], *, polarity: bool
) -> dict[str, float]:
    """Return `name.hit` and `name.hit-gold` (float64 sums of weights), `name.gold`, `name.pred`.

    `hit` / `pred` is precision, `hit-gold` / `gold` recall. The opinions are those of one text:
    a sentence there, an article here.
    """
    return {
        f"{name}.hit": credit(pred, gold, polarity=polarity),
        f"{name}.hit-gold": credit(gold, pred, polarity=polarity),
        f"{name}.gold": len(gold),
        f"{name}.pred": len(pred),
    }
