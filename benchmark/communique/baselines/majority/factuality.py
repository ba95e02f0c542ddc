"""Factuality: the most frequent value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import answer
from communique.baselines.majority.counting import commonest
from communique.model import Article, FactualityJudgement, Prediction
from communique.tasks.task import Given


class MajorityFactuality(msgspec.Struct, frozen=True):
    """Every event gets the value that most events of the training records have."""

    LAYERS: ClassVar = ("events", "factuality")

    value: str | None

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that counted the articles' values; counting needs no seed."""
        del seed
        return cls(
            commonest(
                event.factuality
                for article in articles
                for event in article.events
                if event.factuality is not None
            )
        )

    def predict(self, given: Given) -> Prediction:
        """Return the value for each event given."""
        judged = tuple(
            FactualityJudgement(event=event.id, value=self.value)
            for event in given.article.events
            if self.value is not None
        )
        return msgspec.structs.replace(answer(given.article.id), factuality=judged)
