"""Sentiment: expressions tagged, then the holder and target of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import answer
from communique.baselines.classifier import Classifier, fit
from communique.baselines.features import clause_row, stretch_row
from communique.baselines.frame import HOLDER, TARGET, sentiment_frames, words_of
from communique.baselines.linear.frames import FrameExample, Frames, fit_frames
from communique.baselines.quotation import is_quoted
from communique.baselines.sheet import Sheet, Stretch, sheet_of
from communique.model import Article, Prediction, Sentiment
from communique.tasks.task import Given

REACH = 40
"""Tokens to either side of an expression in which its holder and target are looked for."""


class LinearSentiment(msgspec.Struct, frozen=True):
    """Frames of expression, holder and target; polarity and intensity by classifiers.

    Holders and targets are written as words. `quoted` is read off the quotation marks.
    """

    LAYERS: ClassVar = ("sentiments",)

    frames: Frames
    polarities: Classifier
    intensities: Classifier

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that learnt from the articles' sentiments."""
        examples, rows, polarities, graded, intensities = [], [], [], [], []
        for article in articles:
            sheet = sheet_of(article)
            frames = sentiment_frames(article, sheet)
            examples.append(FrameExample(sheet, [frame for _, frame in frames]))
            for item, frame in frames:
                row = _polarity_row(sheet, frame.expression)
                rows.append(row)
                polarities.append(item.polarity)
                if item.intensity is not None:
                    graded.append(row)
                    intensities.append(item.intensity)
        return cls(
            frames=fit_frames(examples, reach=REACH, seed=seed),
            polarities=fit(rows, polarities, seed=seed),
            intensities=fit(graded, intensities, seed=seed),
        )

    def predict(self, given: Given) -> Prediction:
        """Return sentiments."""
        sheet = sheet_of(given.article)
        found = self.frames.find(sheet)
        rows = [_polarity_row(sheet, frame.expression) for frame in found]
        polarities = self.polarities.best(rows)
        known = self.intensities.classes
        intensities = self.intensities.best(rows) if known else [None] * len(found)
        answers = zip(found, polarities, intensities, strict=True)
        sentiments = tuple(
            Sentiment(
                id=f"o{number}",
                expression=(sheet.span(frame.expression),),
                polarity=polarity,
                holder=words_of(sheet, frame.pieces(HOLDER)[:1]),
                target=words_of(sheet, frame.pieces(TARGET)[:1]),
                intensity=intensity,
                quoted=is_quoted(sheet, frame.expression),
            )
            for number, (frame, polarity, intensity) in enumerate(answers, 1)
        )
        return msgspec.structs.replace(answer(given.article.id), sentiments=sentiments)


def _polarity_row(sheet: Sheet, expression: Stretch) -> list[str]:
    return [*stretch_row(sheet, expression), *clause_row(sheet, expression, 4)]
