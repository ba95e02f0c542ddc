"""Mentions of entities: where they stand, their type and level. A part of other systems."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from communique.baselines.annotation import Example, Spotted
from communique.baselines.classifier import Classifier, fit
from communique.baselines.features import stretch_row, token_rows
from communique.baselines.sheet import Sheet, Stretch, within
from communique.baselines.tagger import Found, Tagger, fit_tagger, tag

MENTION = "mention"


class Mentions(msgspec.Struct, frozen=True):
    """Finds outermost mentions, then mentions inside these, then the type and level of each."""

    outer: Tagger
    inner: Tagger
    types: Classifier
    levels: Classifier

    def find(self, sheet: Sheet, rows: Sequence[Sequence[str]] | None = None) -> list[Spotted]:
        """Return the mentions of a text in order; `rows` are its token rows where they exist."""
        rows = token_rows(sheet) if rows is None else rows
        found = [item.stretch for item in self.outer.find(rows, sheet.paragraphs())]
        places = sorted({*found, *self._inside(found, rows)})
        if not places:
            return []
        described = [stretch_row(sheet, place) for place in places]
        kinds, levels = self.types.best(described), self.levels.best(described)
        return [Spotted(*item) for item in zip(places, kinds, levels, strict=True)]

    def _inside(self, found: Sequence[Stretch], rows: Sequence[Sequence[str]]) -> list[Stretch]:
        inner = []
        for place in found:
            for (first, last), _ in self.inner.find(_inner_rows(place, rows)):
                inner.append(Stretch(place.first + first, place.first + last))
        return inner


def fit_mentions(examples: Sequence[Example], *, seed: int) -> Mentions:
    """Return the finder that learnt from the examples."""
    rows = [token_rows(sheet) for sheet, _ in examples]
    nests = [_nests([item.stretch for item in example.mentions]) for example in examples]
    outer_tags = [
        tag(len(line), [Found(place, MENTION) for place in nest])
        for line, nest in zip(rows, nests, strict=True)
    ]
    inner_rows, inner_tags = [], []
    for line, nest in zip(rows, nests, strict=True):
        for place, parts in nest.items():
            inner_rows.append(_inner_rows(place, line))
            marks = [Found(part, MENTION) for part in parts]
            inner_tags.append(tag(place.last - place.first + 1, marks, place.first))
    described = [
        (stretch_row(sheet, item.stretch), item) for sheet, items in examples for item in items
    ]
    spans = [row for row, _ in described]
    return Mentions(
        outer=fit_tagger(rows, outer_tags, seed=seed),
        inner=fit_tagger(inner_rows, inner_tags, seed=seed),
        types=fit(spans, [item.type for _, item in described], seed=seed),
        levels=fit(spans, [item.level for _, item in described], seed=seed),
    )


def _nests(places: Sequence[Stretch]) -> dict[Stretch, list[Stretch]]:
    """Return the outermost stretches, each with those inside it."""
    nests: dict[Stretch, list[Stretch]] = {}
    for place in sorted(set(places), key=lambda item: (item.first, -item.last)):
        outer = next((other for other in reversed(nests) if within(place, other)), None)
        if outer is None:
            nests[place] = []
        else:
            nests[outer].append(place)
    return nests


def _inner_rows(place: Stretch, rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the rows of a mention's tokens, with how far each is from its two ends."""
    length = place.last - place.first
    return [
        [*rows[place.first + i], f"from-start={min(i, 4)}", f"to-end={min(length - i, 4)}"]
        for i in range(length + 1)
    ]
