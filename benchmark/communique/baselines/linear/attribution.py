"""Attribution: cues tagged, then the source and content of each cue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import answer
from communique.baselines.classifier import Classifier, fit
from communique.baselines.features import clause_row, stretch_row
from communique.baselines.frame import CONTENT, SOURCE, Frame, attribution_frames
from communique.baselines.linear.frames import FrameExample, Frames, fit_frames
from communique.baselines.quotation import kind_of, with_parents
from communique.baselines.sheet import Sheet, sheet_of
from communique.model import Article, Attribution, Prediction, Source
from communique.tasks.task import Given

REACH = 70
"""Tokens to either side of a cue in which its source and content are looked for."""


class LinearAttribution(msgspec.Struct, frozen=True):
    """Frames of cue, source and content; kind by the quotation marks; commitment by the cue."""

    LAYERS: ClassVar = ("attributions",)

    frames: Frames
    commitments: Classifier

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that learnt from the articles' attributions that have a cue."""
        examples, rows, commitments = [], [], []
        for article in articles:
            sheet = sheet_of(article)
            frames = attribution_frames(article, sheet)
            examples.append(FrameExample(sheet, [frame for _, frame in frames]))
            for item, frame in frames:
                if item.commitment is not None:
                    rows.append(_commitment_row(sheet, frame))
                    commitments.append(item.commitment)
        frames_found = fit_frames(examples, reach=REACH, seed=seed)
        return cls(frames_found, fit(rows, commitments, seed=seed))

    def predict(self, given: Given) -> Prediction:
        """Return attributions: those frames that have a content."""
        sheet = sheet_of(given.article)
        found = [frame for frame in self.frames.find(sheet) if frame.pieces(CONTENT)]
        rows = [_commitment_row(sheet, frame) for frame in found]
        known = self.commitments.classes
        commitments = self.commitments.best(rows) if known else [None] * len(found)
        written = [
            self._written(sheet, number, frame, commitment)
            for number, (frame, commitment) in enumerate(zip(found, commitments, strict=True), 1)
        ]
        return msgspec.structs.replace(answer(given.article.id), attributions=with_parents(written))

    def _written(
        self, sheet: Sheet, number: int, frame: Frame, commitment: str | None
    ) -> Attribution:
        sources = frame.pieces(SOURCE)
        content = frame.pieces(CONTENT)
        return Attribution(
            id=f"a{number}",
            content=sheet.fragment(content),
            cue=(sheet.span(frame.expression),),
            source=Source(spans=sheet.fragment(sources[:1])) if sources else None,
            kind=kind_of(sheet, content),
            commitment=commitment,
        )


def _commitment_row(sheet: Sheet, frame: Frame) -> list[str]:
    row = [*stretch_row(sheet, frame.expression), *clause_row(sheet, frame.expression)]
    for place in frame.pieces(CONTENT)[:1]:
        row += [f"content={word}" for word in sheet.words(place)[:6]]
    return row
