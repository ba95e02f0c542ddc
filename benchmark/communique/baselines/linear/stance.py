"""Stance of given pairs: a classifier of what stands where holder and target meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Self

import msgspec

from communique.baselines.annotation import answer, spotted, trigger_of, written_stances
from communique.baselines.classifier import Classifier, fit
from communique.baselines.features import between_row, bucket, negated
from communique.baselines.sheet import Sheet, Stretch, gap, sheet_of
from communique.model import Article, Event, Prediction
from communique.model.record import AUTHOR
from communique.tasks.task import Given, Pair

NEAR = 8
"""Tokens to either side of a trigger that count as its surroundings."""


class Meeting(NamedTuple):
    """A sentence in which holder and target stand, where they are nearest to each other."""

    sentence: int
    holder: Stretch
    target: Stretch


class Scene:
    """An article's entities and events as places in its text, ready to be asked for pairs."""

    def __init__(self, article: Article) -> None:
        """Read what the article gives; coreferent events count as one target."""
        self.sheet: Sheet = sheet_of(article)
        self.types = {entity.id: entity.type for entity in article.entities}
        self.events = {event.id: event for event in article.events}
        self.places: dict[str, list[Stretch]] = {}
        for item in spotted(article, self.sheet):
            self.places.setdefault(item.entity, []).append(item.stretch)
        self.triggers = {
            event.id: place
            for event in article.events
            if (place := trigger_of(event, self.sheet)) is not None
        }
        for event in article.events:
            same = [other for other in article.events if coreferent(event, other)]
            found = [self.triggers[other.id] for other in same if other.id in self.triggers]
            self.places[event.id] = sorted(found)

    def sentence_of(self, place: Stretch) -> int:
        """Return the number of the sentence in which a stretch begins."""
        return self.sheet.tokens[place.first].sentence

    def meetings(self, holder: str, target: str) -> list[Meeting]:
        """Return the sentences in which both stand, in order."""
        nearest: dict[int, Meeting] = {}
        for one in self.places.get(holder, ()):
            for other in self.places.get(target, ()):
                sentence = self.sentence_of(one)
                if sentence != self.sentence_of(other):
                    continue
                new = Meeting(sentence, one, other)
                old = nearest.get(sentence, new)
                nearest[sentence] = min(old, new, key=lambda m: (gap(m.holder, m.target), m))
        return [nearest[sentence] for sentence in sorted(nearest)]

    def kind(self, name: str) -> str:
        """Return what a holder or target is: the author, an entity's type, an event's category."""
        if name == AUTHOR:
            return AUTHOR
        if name in self.events:
            return self.events[name].category
        return self.types.get(name, "unknown")


def coreferent(one: Event, other: Event) -> bool:
    """Tell whether two events are one, or share a cluster."""
    return one.id == other.id or (one.cluster is not None and one.cluster == other.cluster)


def pair_row(scene: Scene, pair: Pair) -> list[str]:
    """Return the features of a holder and a target."""
    holder, target = scene.kind(pair.holder), scene.kind(pair.target)
    met = scene.meetings(pair.holder, pair.target)
    row = ["bias", f"kinds={holder}>{target}", f"target={target}", f"holder={holder}"]
    row.append(f"met={bucket(len(met))}")
    row.append(f"mentions={bucket(len(scene.places.get(pair.target, ())))}")
    for meeting in met:
        row += _meeting_row(scene, meeting, target)
    if pair.holder == AUTHOR or not met:
        row += [f"{_side(pair)}:{name}" for name in _own_row(scene, pair.target)]
    for place in scene.places.get(pair.target, ())[:4]:
        if pair.target in scene.events:
            row += [f"trigger={word}" for word in scene.sheet.words(place)]
    return sorted(set(row))


def _side(pair: Pair) -> str:
    return AUTHOR if pair.holder == AUTHOR else "apart"


def _meeting_row(scene: Scene, meeting: Meeting, target: str) -> list[str]:
    sheet = scene.sheet
    row = between_row(sheet, meeting.holder, meeting.target)
    for i in sheet.sentence(meeting.sentence):
        token = sheet.tokens[i]
        row.append(f"sentence={token.low}")
        if token.quoted:
            row.append("has-quote")
        if negated(token.low):
            row.append("has-negation")
    for name, place in sorted(scene.triggers.items()):
        if scene.sentence_of(place) == meeting.sentence:
            category = scene.events[name].category
            order = (place > meeting.holder) + 2 * (place > meeting.target)
            row += [f"act={category}", f"act={category} {order} {target}"]
    return row


def _own_row(scene: Scene, name: str) -> list[str]:
    """Return the words near a target, and whether they are quoted."""
    row = []
    for place in scene.places.get(name, ()):
        sheet, here = scene.sheet, scene.sentence_of(place)
        row += [
            f"{'quoted' if token.quoted else 'near'}={token.low}"
            for token in sheet.tokens[max(place.first - NEAR, 0) : place.last + NEAR + 1]
            if token.sentence == here
        ]
    return row


class LinearStance(msgspec.Struct, frozen=True):
    """Logistic regression on kinds, meeting sentences and the events in them."""

    LAYERS: ClassVar = ("stances",)

    labels: Classifier

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that learnt from the articles' stances."""
        rows, labels = [], []
        for article in articles:
            scene = Scene(article)
            for stance in article.stances:
                rows.append(pair_row(scene, Pair(stance.holder, stance.target)))
                labels.append(stance.label)
        return cls(fit(rows, labels, seed=seed, strength=0.3))

    def predict(self, given: Given) -> Prediction:
        """Return a label for each pair given."""
        scene = Scene(given.article)
        best = self.labels.best([pair_row(scene, pair) for pair in given.pairs])
        return msgspec.structs.replace(
            answer(given.article.id), stances=written_stances(given.pairs, best)
        )
