"""Annotations as stretches of tokens: what baselines learn from, and what they write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from communique.baselines.sheet import Sheet, Stretch, sheet_of
from communique.model import Argument, Article, Entity, Event, Filler, Mention, Prediction, Stance
from communique.tasks.task import Pair

SIDES = frozenset({"PER", "ORG", "GPE"})
"""Entity types that hold stances and are their targets."""


class Spotted(NamedTuple):
    """A mention as tokens; level, entity and id are empty where unknown."""

    stretch: Stretch
    type: str = ""
    level: str = ""
    entity: str = ""
    id: str = ""


def spotted(article: Article, sheet: Sheet) -> list[Spotted]:
    """Return the record's mentions in the order of the text; of a broken one its first piece."""
    types = {entity.id: entity.type for entity in article.entities}
    found = []
    for mention in article.mentions:
        pieces = sheet.stretches(mention.spans)
        if pieces:
            level, kind = mention.level or "", types.get(mention.entity, "")
            found.append(Spotted(pieces[0], kind, level, mention.entity, mention.id))
    return sorted(found)


class Example(NamedTuple):
    """A text and the mentions in it."""

    sheet: Sheet
    mentions: Sequence[Spotted]


def mention_example(article: Article) -> Example:
    """Return the article's text and mentions."""
    sheet = sheet_of(article)
    return Example(sheet, spotted(article, sheet))


def filler_example(article: Article) -> Example:
    """Return the article's mentions; where these were not annotated, the words that fill roles."""
    sheet = sheet_of(article)
    if "entities" in article.layers:
        return Example(sheet, spotted(article, sheet))
    words = {
        place
        for event in article.events
        for item in event.arguments
        if (place := sheet.hull(item.spans))
    }
    return Example(
        sheet, sorted({Spotted(place) for place in words} | set(spotted(article, sheet)))
    )


def trigger_of(event: Event, sheet: Sheet) -> Stretch | None:
    """Return the tokens of an event's trigger; of a broken one its first piece."""
    pieces = sheet.stretches(event.trigger)
    return pieces[0] if pieces else None


def fillers(article: Article, sheet: Sheet) -> dict[str, Stretch]:
    """Return where the mentions and triggers of a record stand, by id."""
    found = {item.id: item.stretch for item in spotted(article, sheet)}
    for event in article.events:
        trigger = trigger_of(event, sheet)
        if trigger is not None:
            found[event.id] = trigger
    return found


def filler_stretch(
    item: Argument | Filler, known: dict[str, Stretch], sheet: Sheet
) -> Stretch | None:
    """Return the tokens of an argument, holder or target, or nothing where it has none."""
    return known.get(item.ref) if item.ref else sheet.hull(item.spans)


def answer(article_id: str) -> Prediction:
    """Return the prediction that says nothing."""
    return Prediction(schema_version="1.0", id=article_id)


def written_stances(pairs: Sequence[Pair], labels: Sequence[str]) -> tuple[Stance, ...]:
    """Return the stances of the pairs, named s1, s2 and so on."""
    return tuple(
        Stance(id=f"s{number}", holder=pair.holder, target=pair.target, label=label)
        for number, (pair, label) in enumerate(zip(pairs, labels, strict=True), 1)
    )


def grouped(
    sheet: Sheet, mentions: Sequence[Spotted], groups: Sequence[Sequence[int]]
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Return entities, one a group of mentions, and the mentions with their ids e1…, m1….

    An entity has the most frequent type of its mentions, and the longest of its names.
    """
    entities, owners = [], {}
    for number, group in enumerate(sorted(groups, key=min), 1):
        kinds = [mentions[i].type for i in group]
        kind = min(kinds, key=lambda name: (-kinds.count(name), name))
        entities.append(Entity(id=f"e{number}", type=kind, name=_name(sheet, mentions, group)))
        owners.update(dict.fromkeys(group, f"e{number}"))
    written = tuple(
        Mention(
            id=f"m{number + 1}",
            entity=owners[number],
            spans=(sheet.span(item.stretch),),
            level=item.level or None,
        )
        for number, item in enumerate(mentions)
    )
    return tuple(entities), written


def _name(sheet: Sheet, mentions: Sequence[Spotted], group: Sequence[int]) -> str | None:
    """Return the longest name among the mentions, cut to what a name may hold."""
    named = [i for i in group if mentions[i].level == "NAM"] or list(group)
    words = [sheet.span(mentions[i].stretch).text or "" for i in named]
    return max(words, key=len)[:1000] or None
