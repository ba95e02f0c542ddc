"""Frames of the gold: an expression with the parts that belong to it.

Attributions (cue; source, content) and sentiments (expression; holder, target) are frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from communique.baselines.annotation import filler_stretch, fillers
from communique.baselines.sheet import Sheet, Stretch
from communique.baselines.tagger import Found
from communique.model import Article, Attribution, Filler, Sentiment

SOURCE, CONTENT = "source", "content"
HOLDER, TARGET = "holder", "target"


class Frame(NamedTuple):
    """An expression and its parts in order of the text; one label may have several pieces."""

    expression: Stretch
    parts: tuple[Found, ...]

    def pieces(self, label: str) -> list[Stretch]:
        """Return the pieces of one part."""
        return [found.stretch for found in self.parts if found.label == label]


def attribution_frames(article: Article, sheet: Sheet) -> list[tuple[Attribution, Frame]]:
    """Return the record's attributions as frames; those without a cue are left out."""
    found = []
    for item in article.attributions:
        parts = [Found(place, CONTENT) for place in sheet.stretches(item.content)]
        if item.source is not None:
            parts += [Found(place, SOURCE) for place in sheet.stretches(item.source.spans)]
        found += [(item, Frame(cue, tuple(sorted(parts)))) for cue in sheet.stretches(item.cue)[:1]]
    return found


def sentiment_frames(article: Article, sheet: Sheet) -> list[tuple[Sentiment, Frame]]:
    """Return the record's sentiments as frames; of a broken expression the first piece."""
    known = fillers(article, sheet)
    found = []
    for item in article.sentiments:
        parts = []
        for label, filler in ((HOLDER, item.holder), (TARGET, item.target)):
            place = filler_stretch(filler, known, sheet) if filler else None
            if place is not None:
                parts.append(Found(place, label))
        found += [
            (item, Frame(expression, tuple(sorted(parts))))
            for expression in sheet.stretches(item.expression)[:1]
        ]
    return found


def words_of(sheet: Sheet, places: Sequence[Stretch]) -> Filler | None:
    """Return the words of a holder or target, or nothing where there is none."""
    return Filler(spans=sheet.fragment(places)) if places else None
