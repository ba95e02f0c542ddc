"""Factuality: a classifier of the words around each trigger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import answer, trigger_of
from communique.baselines.classifier import Classifier, fit
from communique.baselines.features import clause_row, stretch_row
from communique.baselines.sheet import Sheet, sheet_of
from communique.model import Article, Event, FactualityJudgement, Prediction
from communique.tasks.task import Given


class LinearFactuality(msgspec.Struct, frozen=True):
    """Logistic regression on trigger, category and clause: negation, modal words, quotation."""

    LAYERS: ClassVar = ("events", "factuality")

    values: Classifier

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that learnt from the articles' events that have a value."""
        rows, values = [], []
        for article in articles:
            for event in article.events:
                if event.factuality is not None:
                    rows.append(_row(sheet_of(article), event))
                    values.append(event.factuality)
        return cls(fit(rows, values, seed=seed))

    def predict(self, given: Given) -> Prediction:
        """Return a value for each event given."""
        events = given.article.events
        best = self.values.best([_row(sheet_of(given.article), event) for event in events])
        judged = tuple(
            FactualityJudgement(event=event.id, value=value)
            for event, value in zip(events, best, strict=True)
        )
        return msgspec.structs.replace(answer(given.article.id), factuality=judged)


def _row(sheet: Sheet, event: Event) -> list[str]:
    place = trigger_of(event, sheet)
    category = f"category={event.category}"
    if place is None:
        return ["bias", category]
    clause = clause_row(sheet, place)
    tail = sheet.words(place)[0][-3:]
    return [
        category,
        *stretch_row(sheet, place),
        *clause,
        *(f"{name} {tail}" for name in clause if name.startswith("before-near")),
    ]
