"""What of an article each task looks for, gold and predicted, in one shape for all tasks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import msgspec

from communique.align import Place, best_pairs, place
from communique.metrics.coreference import distinct
from communique.model import Article, Event, Prediction, Sentiment
from communique.model.record import AUTHOR
from communique.tasks import Pair, attribution, factuality, sentiment, stance, stance_extraction
from communique.tasks.projection import Record, filler_place, mention_places, referents


class Item(NamedTuple):
    """Something that gold or a prediction has.

    `places` are where its parts stand, that which is shown first; an absent part is the empty
    place. `labels` are compared in order, "" being none. `row` is the line of the error table that
    it belongs to, `words` says what it is taken for, `key` is what the task compares it by.
    """

    places: tuple[Place, ...]
    labels: tuple[str, ...]
    row: str
    words: str
    key: Any = None


Sides = tuple[list[Item], list[Item]]


def words(text: str | None, at: Place) -> str:
    """Return what stands at a place in a few words; of what lies off the text, that it does."""
    if text is None or not at:
        return ""
    found = " … ".join(filter(None, (" ".join(text[start:end].split()) for start, end in at)))
    return f"{found[:58].rstrip()} …" if len(found) > 60 else found or "not in the text"


class Party(NamedTuple):
    """What an entity, an event or the author is called, and where it is first named."""

    name: str
    at: Place


def parties(record: Record, text: str | None) -> dict[str, Party]:
    """Return the author and the entities and events of a record by id."""
    found = {AUTHOR: Party("the author", ())}
    for name, places in mention_places(record).items():
        found[name] = Party(words(text, min(places, default=())), min(places, default=()))
    for entity in record.entities:
        if entity.name:
            found[entity.id] = Party(entity.name, found[entity.id].at)
    for event in record.events:
        at = place(event.trigger)
        found[event.id] = Party(f"“{words(text, at)}” {event.category}", at)
    return found


def triggers(gold: Article, prediction: Prediction) -> Sides:
    """Return the triggers with their categories."""

    def items(record: Record) -> list[Item]:
        found = {(place(event.trigger), event.category) for event in record.events}
        return [Item((at,), (category,), category, category) for at, category in found]

    return items(gold), items(prediction)


def arguments(gold: Article, prediction: Prediction) -> Sides:
    """Return the arguments with their roles, each attached to a trigger with its category."""

    def items(record: Record) -> list[Item]:
        known = referents(record)
        found = {
            _part(event, filler_place(record, known, item, f"event {event.id!r}"), item.role)
            for event in record.events
            for item in event.arguments
        }
        return [item._replace(words=f"{item.row} of {named(item)}") for item in found]

    def named(item: Item) -> str:
        return f"“{words(gold.text, item.places[1])}” {item.labels[1]}"

    return items(gold), items(prediction)


def _part(event: Event, at: Place, role: str) -> Item:
    """Return an argument without words."""
    return Item((at, place(event.trigger)), (role, event.category), role, "")


def values(gold: Article, prediction: Prediction) -> Sides:
    """Return the factuality of gold's events, and the answers to those that have one."""
    answers = factuality.answers(prediction, gold)
    asked = {event.id: event for event in gold.events if event.factuality}

    def items(found: Mapping[str, str | None]) -> list[Item]:
        return [
            Item((place(asked[name].trigger),), (value,), value, value, name)
            for name, value in found.items()
            if value and name in asked
        ]

    return items({event.id: event.factuality for event in asked.values()}), items(answers)


def stances(gold: Article, prediction: Prediction) -> Sides:
    """Return the labels of gold's pairs of holder and target, and the answers; shown by evidence.

    Without evidence a pair stands where its target is first named.
    """
    known = parties(gold, gold.text)
    shown = {
        Pair(item.holder, item.target): place(s for part in item.evidence for s in part)
        for item in gold.stances
    }

    def items(found: Mapping[Pair, str]) -> list[Item]:
        return [
            Item(
                places=(shown[pair] or known[pair.target].at,),
                labels=(label,),
                row=label,
                words=f"{known[pair.holder].name} → {known[pair.target].name}: {label}",
                key=pair,
            )
            for pair, label in found.items()
        ]

    return items(stance.labelled(gold)), items(stance.answers(gold, prediction))


def tuples(gold: Article, prediction: Prediction) -> Sides:
    """Return the stances of both sides, holders and targets being identified as in the task."""
    own, theirs = stance_extraction.names(gold, prediction)
    called = _called(gold, own, gold.text)

    def items(record: Record, names: Mapping[str, str]) -> list[Item]:
        known = _called(record, names, gold.text)
        shown = known | called
        return [
            Item(
                places=(known[side.target].at,),
                labels=(side.label,),
                row=side.label,
                words=f"{shown[side.holder].name} → {shown[side.target].name}: {side.label}",
                key=side[:2],
            )
            for side in stance_extraction.sides(record, names)
        ]

    return items(gold, own), items(prediction, theirs)


def _called(record: Record, names: Mapping[str, str], text: str | None) -> dict[str, Party]:
    """Return the parties of a record by the names that the task identifies them with."""
    return {
        names[name]: party for name, party in sorted(parties(record, text).items(), reverse=True)
    }


def relations(gold: Article, prediction: Prediction) -> Sides:
    """Return the attributions: content, cue and source, with kind and commitment."""

    def items(record: Record) -> list[Item]:
        return [
            Item(
                places=found[:3],
                labels=(found.kind, found.commitment),
                row=found.commitment or "no commitment",
                words=_said(found, gold.text),
                key=found,
            )
            for found in attribution.relations(record)
        ]

    return items(gold), items(prediction)


def _said(found: attribution.Relation, text: str | None) -> str:
    who = words(text, found.source) or "no source"
    how = words(text, found.cue) or "no cue"
    return f"{who} · {how} · {', '.join(filter(None, (found.kind, found.commitment)))}"


def opinions(gold: Article, prediction: Prediction) -> Sides:
    """Return the sentiments: expression, holder and target, with polarity."""
    tokens = sentiment.Words(gold.text or "")

    def items(record: Record) -> list[Item]:
        found: dict[Hashable, Item] = {}
        for item in record.sentiments:
            new = _opinion(record, item, tokens, gold.text)
            found[new.key] = min(found.get(new.key, new), new, key=order)
        return list(found.values())

    return items(gold), items(prediction)


def _opinion(record: Record, item: Sentiment, tokens: sentiment.Words, text: str | None) -> Item:
    alone = msgspec.structs.replace(record, sentiments=(item,))
    opinion = sentiment.sentiments(alone, tokens)[0].opinion
    known = referents(record)
    holder, target = (
        filler_place(record, known, filler, f"sentiment {item.id!r}") if filler else ()
        for filler in (item.holder, item.target)
    )
    who, whom = words(text, holder) or "the author", words(text, target) or "nothing named"
    return Item(
        places=(place(item.expression), holder, target),
        labels=(item.polarity,),
        row=item.polarity,
        words=f"{item.polarity}, {who} → {whom}",
        key=opinion,
    )


def order(item: Item) -> tuple[Any, ...]:
    """Return what items are sorted by: their content."""
    return item[:4]


class Cluster(NamedTuple):
    """The mentions of an entity, each of them in no other one, with its name and type."""

    places: frozenset[Place]
    name: str
    type: str


def clusters(record: Record, text: str | None) -> list[Cluster]:
    """Return the entities that have mentions, mentions being matched as in the task."""
    places = mention_places(record)
    types = {entity.id: entity.type for entity in record.entities}
    known = parties(record, text)
    found = []
    for kept in distinct(places.values()):
        owner = min(name for name, own in places.items() if own.issuperset(kept))
        found.append(Cluster(frozenset(kept), known[owner].name, types[owner]))
    return found


def mentions(gold: Article, prediction: Prediction) -> Sides:
    """Return the mentions; their label is the gold entity that theirs corresponds to.

    Entities correspond one to one, by the mentions that they share, as in CEAFe.
    """
    left, right = clusters(gold, gold.text), clusters(prediction, gold.text)
    pairs = {j: i for i, j in best_pairs(left, right, _alike)}
    golds = [
        Item((at,), (f"gold {number}",), cluster.type, cluster.name)
        for number, cluster in enumerate(left)
        for at in sorted(cluster.places)
    ]
    preds = []
    for number, cluster in enumerate(right):
        same = pairs.get(number)
        label = f"predicted {number}" if same is None else f"gold {same}"
        name = cluster.name if same is None else left[same].name
        preds += [Item((at,), (label,), cluster.type, name) for at in sorted(cluster.places)]
    return golds, preds


def _alike(gold: Cluster, pred: Cluster) -> float:
    common = len(gold.places & pred.places)
    return 2 * common / (len(gold.places) + len(pred.places))


class Entities(NamedTuple):
    """How many entities there are, and how many are torn apart or thrown together.

    A gold entity is split where its mentions that are found are in several predicted ones; a
    predicted entity is merged where it has mentions of several gold ones.
    """

    gold: int
    predicted: int
    split: int
    merged: int

    def plus(self, other: Entities) -> Entities:
        """Return the counts of both."""
        return Entities(*(one + two for one, two in zip(self, other, strict=True)))


def entities(gold: Article, prediction: Prediction) -> Entities:
    """Return the counts of split and merged entities of one article."""
    left, right = ([c.places for c in clusters(r, None)] for r in (gold, prediction))
    split = sum(sum(bool(g & p) for p in right) > 1 for g in left)
    merged = sum(sum(bool(g & p) for g in left) > 1 for p in right)
    return Entities(len(left), len(right), split, merged)
