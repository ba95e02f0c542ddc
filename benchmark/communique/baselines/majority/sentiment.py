"""Sentiments from a lexicon of expressions, holder and target where they most often stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import answer
from communique.baselines.frame import HOLDER, TARGET, Frame, sentiment_frames, words_of
from communique.baselines.majority.counting import (
    Beside,
    Lexicon,
    at,
    beside,
    commonest,
    fit_lexicon,
)
from communique.baselines.quotation import is_quoted
from communique.baselines.sheet import sheet_of
from communique.baselines.tagger import Found
from communique.model import Article, Prediction, Sentiment
from communique.tasks.task import Given


class MajoritySentiment(msgspec.Struct, frozen=True):
    """Phrases that mostly were expressions, with their most frequent polarity.

    Holder and target are what stands where they most often stand (so many tokens before or after
    the expression, or nowhere); intensity is the most frequent one.
    """

    LAYERS: ClassVar = ("sentiments",)

    expressions: Lexicon
    holder: Beside | None
    target: Beside | None
    intensity: str | None

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that counted the articles' sentiments; counting needs no seed."""
        del seed
        marked, frames, intensities = [], [], []
        for article in articles:
            sheet = sheet_of(article)
            gold = sentiment_frames(article, sheet)
            marked.append((sheet, [Found(frame.expression, item.polarity) for item, frame in gold]))
            frames += [frame for _, frame in gold]
            intensities += [item.intensity for item, _ in gold if item.intensity]
        return cls(
            expressions=fit_lexicon(marked),
            holder=_usual(frames, HOLDER),
            target=_usual(frames, TARGET),
            intensity=commonest(intensities),
        )

    def predict(self, given: Given) -> Prediction:
        """Return sentiments."""
        sheet = sheet_of(given.article)
        written: list[Sentiment] = []
        for place, polarity in self.expressions.find(sheet):
            holder, target = (at(usual, place, sheet) for usual in (self.holder, self.target))
            written.append(
                Sentiment(
                    id=f"o{len(written) + 1}",
                    expression=(sheet.span(place),),
                    polarity=polarity,
                    holder=words_of(sheet, [holder] if holder else []),
                    target=words_of(sheet, [target] if target else []),
                    intensity=self.intensity,
                    quoted=is_quoted(sheet, place),
                )
            )
        return msgspec.structs.replace(answer(given.article.id), sentiments=tuple(written))


def _usual(frames: Sequence[Frame], label: str) -> Beside | None:
    """Return where one part most often stands; nothing where it is most often absent."""
    places = [frame.pieces(label) for frame in frames]
    return commonest(
        beside(pieces[0], frame.expression) if pieces else None
        for frame, pieces in zip(frames, places, strict=True)
    )
