"""Sentiment Tuple F1 of SemEval-2022 Task 10, from sets of tokens (Barnes et al. 2022)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

Tokens = frozenset[int]
ABSENT: Tokens = frozenset({-1})
"""An absent holder or target: it overlaps with an absent one, and with nothing else."""

OPINION_COLUMNS = tuple(
    f"{name}.{part}"
    for name in ("tuple", "unpolar")
    for part in ("hit", "hit-gold", "gold", "pred")
)


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


class Credits:
    """What opinions are worth against those of the other side, over as many texts as are added.

    Two match where holder, target and expression overlap and the polarity is equal. The weight of
    an opinion is the greatest `overlap` with any of the other side, of whatever polarity: that is
    the official scorer's rule.
    """

    def __init__(self) -> None:
        """Begin without any opinion."""
        self._gold: list[float] = []
        self._pred: list[float] = []
        self._gold_agrees: list[bool] = []
        self._pred_agrees: list[bool] = []

    def add(self, gold: Sequence[Opinion], pred: Sequence[Opinion]) -> None:
        """Add the opinions of one text; one pass over the pairs serves both sides."""
        own, theirs = self._gold, self._pred
        i, first = len(own), len(theirs)
        own += [0.0] * len(gold)
        theirs += [0.0] * len(pred)
        self._gold_agrees += [False] * len(gold)
        self._pred_agrees += [False] * len(pred)
        for holder, target, expression, polarity in gold if pred else ():
            for j, (holder_, target_, expression_, polarity_) in enumerate(pred, first):
                words = len(expression & expression_)
                if not words:
                    continue
                # Most often both are the one `ABSENT`.
                who = len(holder) if holder is holder_ else len(holder & holder_)
                what = len(target & target_)
                if not who or not what:
                    continue
                share = (who / len(holder) + what / len(target) + words / len(expression)) / 3
                if share > own[i]:  # noqa: PLR1730 - a call takes longer
                    own[i] = share
                share = (who / len(holder_) + what / len(target_) + words / len(expression_)) / 3
                if share > theirs[j]:  # noqa: PLR1730 - likewise
                    theirs[j] = share
                if polarity == polarity_:
                    self._gold_agrees[i] = self._pred_agrees[j] = True
            i += 1

    def counts(self) -> dict[str, float]:
        """Return `OPINION_COLUMNS`: `hit` / `pred` is precision, `hit-gold` / `gold` recall.

        The two numerators are float64 sums of weights; `unpolar` does not want the polarity.
        """
        gold, pred = len(self._gold), len(self._pred)
        return {
            "tuple.hit": math.fsum(compress(self._pred, self._pred_agrees)),
            "tuple.hit-gold": math.fsum(compress(self._gold, self._gold_agrees)),
            "tuple.gold": gold,
            "tuple.pred": pred,
            "unpolar.hit": math.fsum(self._pred),
            "unpolar.hit-gold": math.fsum(self._gold),
            "unpolar.gold": gold,
            "unpolar.pred": pred,
        }


def opinion_counts(gold: Sequence[Opinion], pred: Sequence[Opinion]) -> dict[str, float]:
    """Return `OPINION_COLUMNS` for the opinions of one text: a sentence there, an article here."""
    credits_ = Credits()
    credits_.add(gold, pred)
    return credits_.counts()
