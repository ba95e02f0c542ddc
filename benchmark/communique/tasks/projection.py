"""From a record or a prediction to places in the text: what ids and spans stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from communique.align import Place, place
from communique.errors import InputError
from communique.model import Argument, Article, Event, Filler, Fragment, Prediction

Record = Article | Prediction
T = TypeVar("T")


def unique(record: Record, kind: str, ids: Iterable[str]) -> None:
    """Check that no id comes twice.

    Raises:
        InputError: one does.
    """
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise InputError(f"{record.id}: two {kind} have the id {name!r}", hint="rename one")
        seen.add(name)


def fragments(record: Record) -> dict[str, Fragment]:
    """Return the words of the mentions and the event triggers of a record, by id.

    Raises:
        InputError: an id is there twice.
    """
    found = {mention.id: mention.spans for mention in record.mentions}
    for event in record.events:
        found[event.id] = event.trigger
    if len(found) < len(record.mentions) + len(record.events):
        ids = [*(item.id for item in record.mentions), *(item.id for item in record.events)]
        unique(record, "mentions or events", ids)
    return found


def referents(record: Record) -> dict[str, Place]:
    """Return where the mentions and the event triggers of a record lie, by id.

    Raises:
        InputError: an id is there twice.
    """
    return {name: place(spans) for name, spans in fragments(record).items()}


def mention_places(record: Record) -> dict[str, set[Place]]:
    """Return where each entity of a record is mentioned, by the entity's id.

    Raises:
        InputError: two entities or two mentions have one id, or a mention names no entity.
    """
    unique(record, "entities", (entity.id for entity in record.entities))
    unique(record, "mentions", (mention.id for mention in record.mentions))
    places: dict[str, set[Place]] = {entity.id: set() for entity in record.entities}
    for mention in record.mentions:
        if mention.entity not in places:
            raise InputError(
                f"{record.id}: mention {mention.id!r} names the entity {mention.entity!r},"
                " which is not there",
                hint="a mention's entity is one of the entities of the same line",
            )
        places[mention.entity].add(place(mention.spans))
    return places


def filler_place(
    record: Record, known: Mapping[str, Place], item: Argument | Filler, owner: str
) -> Place:
    """Return where an argument, or the holder or target of a sentiment, lies.

    Raises:
        InputError: it refers to no mention or event of the record.
    """
    return place(item.spans) if item.ref is None else named(record, known, item.ref, owner)


def named(record: Record, known: Mapping[str, T], ref: str, owner: str) -> T:
    """Return what an id of a mention or event stands for.

    Raises:
        InputError: `owner` refers to no mention or event of the record.
    """
    if ref not in known:
        raise InputError(
            f"{record.id}: {owner} refers to {ref!r}, no mention or event of the same line",
            hint="a prediction's references name items of the prediction itself",
        )
    return known[ref]


def bare_event(event: Event, *, cluster: bool = False) -> Event:
    """Return an event's id, trigger and category, and on request its cluster: nothing else."""
    return Event(
        id=event.id,
        trigger=event.trigger,
        category=event.category,
        cluster=event.cluster if cluster else None,
    )
