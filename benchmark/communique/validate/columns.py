"""The items of a record side by side, gathered once for all parts of the gate."""

from __future__ import annotations

from typing import NamedTuple, cast

from communique.model import Article


class Columns(NamedTuple):
    """What the parts of the gate ask for again and again: lists, one value an item.

    Items are numbered through: entities, mentions, events, then all others.
    """

    number: dict[str, int]
    """Id → number of the item."""
    types: list[str]
    """Type of each entity."""
    starts: list[int]
    """Where each mention begins, in rising order."""
    ends: list[int]
    """Where each mention ends."""
    words: list[str]
    """The words that each mention carries."""
    named: list[int]
    """Number of the entity that each mention names."""
    triggers: list[int]
    """Where each event's trigger begins, in rising order."""
    kinds: list[str]
    """By number: `entity`, the type of what a mention names, `event`; none of the others."""
    places: list[int]
    """By number: where a mention or event begins, -1 for an entity; none of the others."""


def gather(article: Article) -> Columns | None:
    """Return the columns of a record, or `None` where the gate cannot be sure of it.

    It is sure only where mentions and events stand in the order of the text, each mention is one
    span that carries words, no two events begin together, and no id is given twice.

    Raises:
        KeyError, IndexError: a mention names what is no entity of the record.
        ValueError: a mention has several spans.
    """
    entities, mentions, events = article.entities, article.mentions, article.events
    extents = [span for (span,) in [mention.spans for mention in mentions]]
    starts = [span.start for span in extents]
    triggers = [event.trigger[0].start for event in events]
    ids = [item.id for item in entities]
    ids += [item.id for item in mentions]
    ids += [item.id for item in events]
    ids += [item.id for item in article.event_clusters]
    ids += [item.id for item in article.attributions]
    ids += [item.id for item in article.stances]
    ids += [item.id for item in article.sentiments]
    number = {name: at for at, name in enumerate(ids)}
    if starts != sorted(starts) or triggers != sorted(set(triggers)) or len(number) != len(ids):
        return None
    types = [item.type for item in entities]
    named = [number[mention.entity] for mention in mentions]
    return Columns(
        number=number,
        types=types,
        starts=starts,
        ends=[span.end for span in extents],
        words=cast("list[str]", [span.text for span in extents]),
        named=named,
        triggers=triggers,
        kinds=["entity"] * len(types) + [types[at] for at in named] + ["event"] * len(events),
        places=[-1] * len(types) + starts + triggers,
    )
