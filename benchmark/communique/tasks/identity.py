"""Which predicted entity is which gold one, and which predicted event: by where they are named.

Two places name the same thing where their Dice coefficient in code points is at least one half;
that is what differing extents ("Lloyd Austin", "Defense Secretary Lloyd Austin") survive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from communique.align import Place, best_pairs, dice, half, place
from communique.errors import InputError
from communique.tasks.projection import Record, unique


class Thing(NamedTuple):
    """An entity or an event with the places that name it; sorted by content, its id last.

    `kind` is the entity's type, or "" for an event; `name` is casefolded.
    """

    places: tuple[tuple[Place, str], ...]
    kind: str
    name: str
    id: str


def entities(record: Record) -> list[Thing]:
    """Return the entities of a record with the places of their mentions, sorted by these.

    Raises:
        InputError: two entities have one id, or a mention names no entity.
    """
    unique(record, "entities", (entity.id for entity in record.entities))
    places: dict[str, set[tuple[Place, str]]] = {entity.id: set() for entity in record.entities}
    for mention in record.mentions:
        if mention.entity not in places:
            raise InputError(
                f"{record.id}: mention {mention.id!r} names the entity {mention.entity!r},"
                " which is not there",
                hint="a mention's entity is one of the entities of the same line",
            )
        places[mention.entity].add((place(mention.spans), ""))
    return sorted(
        Thing(tuple(sorted(places[item.id])), item.type, (item.name or "").casefold(), item.id)
        for item in record.entities
    )


def event_key(record: Record) -> dict[str, str]:
    """Return, for every event's id, what stands for it: its cluster, or else itself."""
    unique(record, "events", (event.id for event in record.events))
    return {
        event.id: f"cluster {event.cluster}" if event.cluster else f"event {event.id}"
        for event in record.events
    }


def events(record: Record) -> list[Thing]:
    """Return the events of a record, coreferent ones as one, with triggers and categories."""
    keys = event_key(record)
    places: defaultdict[str, set[tuple[Place, str]]] = defaultdict(set)
    for event in record.events:
        places[keys[event.id]].add((place(event.trigger), event.category))
    return sorted(Thing(tuple(sorted(where)), "", "", key) for key, where in places.items())


def likeness(gold: Thing, pred: Thing) -> float:
    """Return how much speaks for two things being one; 0 where nothing does.

    The sum, over pairs of places that name the same thing, of their Dice coefficient, twice that
    where an event's category agrees too. Where one of two entities has no mention, a common name
    (but for case) speaks for them.
    """
    if not gold.places or not pred.places:
        return float(gold.name == pred.name != "")
    return sum(
        dice(g, p) * (2 if mark == other else 1)
        for g, mark in gold.places
        for p, other in pred.places
        if half(g, p)
    )


def correspondence(golds: Sequence[Thing], preds: Sequence[Thing]) -> dict[str, str]:
    """Return the gold id for every predicted id that has one, one to one, greatest likeness."""
    pairs = best_pairs(golds, preds, likeness)
    return {preds[j].id: golds[i].id for i, j in pairs}


def entity_map(gold: Record, prediction: Record) -> Mapping[str, str]:
    """Return the gold entity's id for every predicted entity that corresponds to one."""
    return correspondence(entities(gold), entities(prediction))


def event_map(gold: Record, prediction: Record) -> Mapping[str, str]:
    """Return the gold key (see `event_key`) for every predicted key that corresponds to one."""
    return correspondence(events(gold), events(prediction))
