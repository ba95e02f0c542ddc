"""Attributions: quotations and the nearest cue; other cues and the rest of their sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import answer
from communique.baselines.frame import SOURCE, attribution_frames
from communique.baselines.majority.counting import (
    Beside,
    Lexicon,
    at,
    beside,
    commonest,
    fit_lexicon,
)
from communique.baselines.quotation import kind_of, quotations, with_parents
from communique.baselines.sheet import Sheet, Stretch, nearest, overlap, sheet_of
from communique.baselines.tagger import Found
from communique.model import Article, Attribution, Prediction, Source
from communique.tasks.task import Given

CUE = "cue"
FEWEST = 4
"""Tokens that a content has at least; a quotation with its marks has one word more than two."""


class MajorityAttribution(msgspec.Struct, frozen=True):
    """Phrases that mostly were cues, such as “said”.

    The content of a cue is every quotation in its paragraph that no other cue is nearer to; where
    there is none, the longer part of its sentence, before or after it. The source is what stands
    where sources most often stand (so many tokens before or after the cue). The commitment is the
    most frequent one.
    """

    LAYERS: ClassVar = ("attributions",)

    cues: Lexicon
    source: Beside | None
    commitment: str | None

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that counted the articles' attributions; counting needs no seed."""
        del seed
        marked, sources, commitments = [], [], []
        for article in articles:
            sheet = sheet_of(article)
            frames = attribution_frames(article, sheet)
            marked.append((sheet, [Found(frame.expression, CUE) for _, frame in frames]))
            for item, frame in frames:
                commitments += [item.commitment] if item.commitment else []
                places = frame.pieces(SOURCE)
                sources.append(beside(places[0], frame.expression) if places else None)
        return cls(fit_lexicon(marked), commonest(sources), commonest(commitments))

    def predict(self, given: Given) -> Prediction:
        """Return attributions."""
        sheet = sheet_of(given.article)
        cues = [found.stretch for found in self.cues.find(sheet)]
        spoken = _by_cue(sheet, cues)
        written: list[Attribution] = []
        for cue in cues:
            content = spoken.get(cue) or _rest(sheet, cue)
            if content:
                written.append(self._written(sheet, len(written) + 1, cue, content))
        return msgspec.structs.replace(answer(given.article.id), attributions=with_parents(written))

    def _written(
        self, sheet: Sheet, number: int, cue: Stretch, content: Sequence[Stretch]
    ) -> Attribution:
        source = at(self.source, cue, sheet)
        if source is not None and any(overlap(source, piece) for piece in content):
            content = _without(content, source)
        return Attribution(
            id=f"a{number}",
            content=sheet.fragment(content),
            cue=(sheet.span(cue),),
            source=Source(spans=(sheet.span(source),)) if source else None,
            kind=kind_of(sheet, content),
            commitment=self.commitment,
        )


def _by_cue(sheet: Sheet, cues: Sequence[Stretch]) -> dict[Stretch, list[Stretch]]:
    """Return the quotations of each cue: the nearest one in the paragraph, outside of them."""
    quoted = [item for item in quotations(sheet) if item.last - item.first >= FEWEST]
    outside = [cue for cue in cues if not any(overlap(cue, item) for item in quoted)]
    found: dict[Stretch, list[Stretch]] = {}
    for item in quoted:
        paragraph = sheet.paragraph(sheet.tokens[item.first].paragraph)
        cue = nearest([cue for cue in outside if cue.first in paragraph], item)
        if cue is not None:
            found.setdefault(cue, []).append(item)
    return found


def _rest(sheet: Sheet, cue: Stretch) -> list[Stretch]:
    """Return the longer part of the cue's sentence, without the mark that ends it."""
    sentence = sheet.sentence(sheet.tokens[cue.first].sentence)
    before = Stretch(sentence.start, cue.first - 1)
    after = Stretch(cue.last + 1, sentence.stop - 1)
    longer = max(after, before, key=lambda part: part.last - part.first)
    while longer.last >= longer.first and not sheet.tokens[longer.last].text[0].isalnum():
        longer = Stretch(longer.first, longer.last - 1)
    return [longer] if longer.last - longer.first + 1 >= FEWEST else []


def _without(content: Sequence[Stretch], source: Stretch) -> list[Stretch]:
    """Return the content cut where the source stands; whole where nothing would be left."""
    cut = []
    for first, last in content:
        cut += [
            Stretch(first, min(last, source.first - 1)),
            Stretch(max(first, source.last + 1), last),
        ]
    kept = sorted({piece for piece in cut if piece.first <= piece.last})
    apart = [piece for piece in kept if not overlap(piece, source)]
    return apart or list(content)
