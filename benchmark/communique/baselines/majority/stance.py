"""Stance of given pairs: the most frequent label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import answer, written_stances
from communique.baselines.majority.counting import commonest
from communique.model import Article, Prediction
from communique.tasks.task import Given


class MajorityStance(msgspec.Struct, frozen=True):
    """Every pair gets the label that most pairs of the training records have."""

    LAYERS: ClassVar = ("stances",)

    label: str | None

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that counted the articles' labels; counting needs no seed."""
        del seed
        return cls(commonest(stance.label for article in articles for stance in article.stances))

    def predict(self, given: Given) -> Prediction:
        """Return the label for each pair given."""
        labels = [self.label] * len(given.pairs) if self.label else []
        pairs = given.pairs[: len(labels)]
        return msgspec.structs.replace(
            answer(given.article.id), stances=written_stances(pairs, labels)
        )
