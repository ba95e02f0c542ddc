"""Which predicted entity is which gold one, and which predicted event: by where they are named.

Two places name the same thing where their Dice coefficient in code points is at least one half;
that is what differing extents ("Lloyd Austin", "Defense Secretary Lloyd Austin") survive.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from communique.align import Place, best_pairs, best_total, dice, half, place
from communique.model import Event
from communique.tasks.projection import Record, mention_places, unique

PREFERRED = 1e-6
"""What speaks for two things that are both preferred: it decides between equal likenesses only."""


class Key(NamedTuple):
    """What stands for a thing of a record: `kind` is entity, cluster (of events) or event."""

    kind: str
    id: str


class Thing(NamedTuple):
    """An entity or an event: the places that name it, each with the thing's type or category.

    Sorted by content; `name` is casefolded, the key comes last.
    """

    places: tuple[tuple[Place, str], ...]
    name: str
    key: Key


def entities(record: Record) -> list[Thing]:
    """Return the entities of a record with the places of their mentions, sorted by these.

    Raises:
        InputError: two entities or mentions have one id, or a mention names no entity.
    """
    places = mention_places(record)
    return sorted(
        Thing(
            tuple((at, entity.type) for at in sorted(places[entity.id])),
            (entity.name or "").casefold(),
            Key("entity", entity.id),
        )
        for entity in record.entities
    )


def keys(record: Record) -> dict[str, Key]:
    """Return the key of every entity and event by id: an event's is its cluster's, if it has one.

    Raises:
        InputError: two of them have one id.
    """
    ids = [*(entity.id for entity in record.entities), *(event.id for event in record.events)]
    unique(record, "entities or events", ids)
    found = {entity.id: Key("entity", entity.id) for entity in record.entities}
    found.update((event.id, _event_key(event)) for event in record.events)
    return found


def _event_key(event: Event) -> Key:
    return Key("cluster", event.cluster) if event.cluster else Key("event", event.id)


def events(record: Record) -> list[Thing]:
    """Return the events of a record, coreferent ones as one, with their triggers, sorted."""
    places: defaultdict[Key, set[tuple[Place, str]]] = defaultdict(set)
    for event in record.events:
        places[_event_key(event)].add((place(event.trigger), event.category))
    return sorted(Thing(tuple(sorted(where)), "", key) for key, where in places.items())


def likeness(gold: Thing, pred: Thing) -> float:
    """Return how much speaks for two things being one; 0 where nothing does.

    The greatest sum, over pairs of places one to one that name the same thing, of their Dice
    coefficient, twice that where type or category agree too. Where one of two entities has no
    mention, a common name (but for case) speaks for them. No thing is more like another than like
    itself.
    """
    if not gold.places or not pred.places:
        return float(gold.name == pred.name != "")
    pairs = {
        (g, p): dice(g[0], p[0]) * (2 if g[1] == p[1] else 1)
        for g in gold.places
        for p in pred.places
        if half(g[0], p[0])
    }
    if not pairs:
        return 0.0
    rows, cols = sorted({g for g, _ in pairs}), sorted({p for _, p in pairs})
    if len(rows) == len(cols) == len(pairs):
        return math.fsum(pairs.values())
    return best_total(rows, cols, lambda g, p: pairs.get((g, p), 0.0))


def correspondence(
    golds: Sequence[Thing],
    preds: Sequence[Thing],
    preferred: tuple[Collection[Key], Collection[Key]] = ((), ()),
) -> dict[Key, Key]:
    """Return the gold key for every predicted key that has one: one to one, of greatest likeness.

    Of equal likenesses that counts between two of the preferred gold and predicted keys.
    """

    def weight(gold: Thing, pred: Thing) -> float:
        value = likeness(gold, pred)
        wanted = value and gold.key in preferred[0] and pred.key in preferred[1]
        return value + PREFERRED if wanted else value

    return {preds[j].key: golds[i].key for i, j in best_pairs(golds, preds, weight)}


def entity_map(gold: Record, prediction: Record) -> Mapping[str, str]:
    """Return the gold entity's id for every predicted entity that corresponds to one."""
    found = correspondence(entities(gold), entities(prediction))
    return {pred.id: known.id for pred, known in found.items()}
