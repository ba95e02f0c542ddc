"""What of one annotation is the same as what of another: items, entities, events, fillers.

Items are matched one to one by where they stand: as many in equal places as can be, then by
overlap. Any overlap will do for triggers, expressions and the heads of mentions; contents of
attributions nest, so theirs takes a Dice of at least one half, as in the attribution task.
Entities are identified by the mentions that they share, events by their triggers or through
coreference with an event so identified.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from communique.align import Place, best_pairs, dice, half, place, shared
from communique.errors import InputError
from communique.model import (
    Argument,
    Article,
    Attribution,
    Event,
    Filler,
    Fragment,
    Mention,
    Sentiment,
    Stance,
)
from communique.model.record import AUTHOR


class _Item(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T")
Item = TypeVar("Item", bound=_Item)
Pairs = list[tuple[T, T]]
Reference = Argument | Filler

_TIE = 1e-6


Fits = Callable[[Place, Place], bool]


def touch(x: Place, y: Place) -> bool:
    """Tell whether two places overlap at all."""
    return shared(x, y) > 0


def match(left: Sequence[T], right: Sequence[T], weight: Callable[[T, T], float]) -> Pairs[T]:
    """Return the one-to-one pairs of greatest total weight; both sides come sorted by content."""
    return [(left[i], right[j]) for i, j in best_pairs(left, right, weight)]


def match_places(
    items: tuple[Sequence[Item], Sequence[Item]],
    at: Callable[[Item], Place],
    fits: Fits,
    prefer: Callable[[Item, Item], float],
) -> Pairs[Item]:
    """Return one-to-one pairs of items whose places fit, in text order.

    As many as can be in equal places, then the greatest sum of `dice`; where that ties, the
    greatest sum of `prefer` (0 to 1 a pair).
    """
    left, right = (sorted(side, key=lambda item: (at(item), item.id)) for side in items)
    equal = min(len(left), len(right)) + 1.0

    def weight(x: Item, y: Item) -> float:
        if not fits(at(x), at(y)):
            return 0.0
        whole = equal if at(x) == at(y) else dice(at(x), at(y))
        return whole + _TIE * prefer(x, y)

    return match(left, right, weight)


def head(mention: Mention) -> Place:
    """Return where a mention's head stands; the whole extent where none is given."""
    return place((mention.head,)) if mention.head else place(mention.spans)


def same_place(x: Fragment, y: Fragment) -> bool:
    """Tell whether two fragments cover the same code points."""
    return place(x) == place(y)


def overlap(x: Fragment, y: Fragment) -> bool:
    """Tell whether two fragments share a code point."""
    return touch(place(x), place(y))


@dataclass(frozen=True)
class Annotation:
    """One annotator's record with its items by id."""

    article: Article

    @cached_property
    def mentions(self) -> dict[str, Mention]:
        """Mentions by id."""
        return {m.id: m for m in self.article.mentions}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by id."""
        return {e.id: e for e in self.article.events}

    def event(self, name: str) -> Event:
        """Return an event by its id.

        Raises:
            InputError: the record has none of that id; nor, as callers know, anything else.
        """
        if name not in self.events:
            raise InputError(
                f"record {self.article.id!r} refers to {name!r}, which it does not have",
                hint="run `communique validate` on it",
            )
        return self.events[name]

    @cached_property
    def types(self) -> dict[str, str]:
        """Entity types by the entity's id."""
        return {e.id: e.type for e in self.article.entities}

    def fragment(self, item: Reference) -> Fragment:
        """Return the words that an argument, holder or target stands for."""
        if item.ref is None:
            return item.spans
        mention = self.mentions.get(item.ref)
        return mention.spans if mention else self.event(item.ref).trigger

    def entity_of(self, item: Reference) -> str | None:
        """Return the entity whose mention an argument, holder or target names."""
        mention = self.mentions.get(item.ref or "")
        return mention.entity if mention else None


class Pairing:
    """Two annotations of one text, and what in them is the same."""

    def __init__(self, a: Article, b: Article) -> None:
        """Take two records of the same text."""
        self.a, self.b = Annotation(a), Annotation(b)
        self.layers = frozenset(a.layers) & frozenset(b.layers)

    @cached_property
    def mentions(self) -> Pairs[Mention]:
        """Mentions whose heads overlap; among several, those of equal extent and type."""

        def prefer(x: Mention, y: Mention) -> float:
            same_type = self.a.types.get(x.entity) == self.b.types.get(y.entity)
            return 0.6 * same_place(x.spans, y.spans) + 0.4 * same_type

        sides = self.a.article.mentions, self.b.article.mentions
        return match_places(sides, head, touch, prefer)

    @cached_property
    def entities(self) -> dict[str, str]:
        """Entities of A with those of B, one to one, by the greatest number of shared mentions."""
        both = Counter((x.entity, y.entity) for x, y in self.mentions)
        rows = list(dict.fromkeys(x for x, _ in both))
        columns = list(dict.fromkeys(y for _, y in both))

        def weight(i: int, j: int) -> float:
            x, y = rows[i], columns[j]
            same_type = self.a.types.get(x) == self.b.types.get(y)
            return both[x, y] * (1 + _TIE * same_type)

        pairs = best_pairs(range(len(rows)), range(len(columns)), weight)
        return {rows[i]: columns[j] for i, j in pairs} | {AUTHOR: AUTHOR}

    @cached_property
    def events(self) -> Pairs[Event]:
        """Events whose triggers overlap; among several on one trigger, those of one category."""
        return match_places(
            (self.a.article.events, self.b.article.events),
            lambda e: place(e.trigger),
            touch,
            lambda x, y: 0.8 * (x.category == y.category) + 0.2 * (x.mode == y.mode),
        )

    @cached_property
    def event_links(self) -> frozenset[tuple[str, str]]:
        """Ids of events that are the same, themselves or through their clusters."""
        groups = [_clusters(side.article.events) for side in (self.a, self.b)]
        return frozenset(
            (p, q)
            for x, y in self.events
            for p in groups[0][x.cluster or x.id]
            for q in groups[1][y.cluster or y.id]
        )

    @cached_property
    def attributions(self) -> Pairs[Attribution]:
        """Attributions whose contents overlap by half; among several, those of one cue, source.

        Contents nest, so one that merely lies inside another is not the same.
        """

        def prefer(x: Attribution, y: Attribution) -> float:
            sources = (x.source.spans if x.source else ()), (y.source.spans if y.source else ())
            return 0.5 * overlap(x.cue, y.cue) + 0.5 * overlap(*sources)

        sides = self.a.article.attributions, self.b.article.attributions
        return match_places(sides, lambda item: place(item.content), half, prefer)

    @cached_property
    def stances(self) -> Pairs[Stance]:
        """Stances of the same holder towards the same target; among several, of one label."""

        def weight(x: Stance, y: Stance) -> float:
            return self.same_holder_and_target(x, y) * (1 + _TIE * (x.label == y.label))

        sides = (self.a.article.stances, self.b.article.stances)
        left, right = (sorted(side, key=lambda s: (s.holder, s.target, s.id)) for side in sides)
        return match(left, right, weight)

    @cached_property
    def sentiments(self) -> Pairs[Sentiment]:
        """Sentiments whose expressions overlap; among several, those of one polarity."""
        return match_places(
            (self.a.article.sentiments, self.b.article.sentiments),
            lambda item: place(item.expression),
            touch,
            lambda x, y: float(x.polarity == y.polarity),
        )

    def same_holder_and_target(self, x: Stance, y: Stance) -> bool:
        """Tell whether two stances are about the same pair."""
        return self.same_node(x.holder, y.holder) and self.same_node(x.target, y.target)

    def same_node(self, x: str, y: str) -> bool:
        """Tell whether an entity or event of A is one of B."""
        return self.entities.get(x) == y or (x, y) in self.event_links

    def same_filler(self, x: Reference, y: Reference) -> bool:
        """Tell whether two arguments, holders or targets name the same.

        They do where they name the same entity, matched mentions, or the same event; plain words
        name what they overlap with.
        """
        if x.ref is None or y.ref is None:
            return overlap(self.a.fragment(x), self.b.fragment(y))
        if (x.ref, y.ref) in self.event_links or (x.ref, y.ref) in self._mention_links:
            return True
        entity = self.a.entity_of(x)
        return entity is not None and self.entities.get(entity) == self.b.entity_of(y)

    def arguments(self, x: Event, y: Event) -> Pairs[Argument]:
        """Return the arguments of two events that agree in role and filler."""
        left, right = (sorted(e.arguments, key=_argument_order) for e in (x, y))
        return match(left, right, lambda p, q: p.role == q.role and self.same_filler(p, q))

    @cached_property
    def _mention_links(self) -> frozenset[tuple[str, str]]:
        return frozenset((x.id, y.id) for x, y in self.mentions)


def _argument_order(item: Argument) -> tuple[str, str, Place]:
    return (item.role, item.ref or "", place(item.spans))


def _clusters(events: Sequence[Event]) -> dict[str, list[str]]:
    """Return the ids of each cluster's events; an event without cluster is alone under its id."""
    found: dict[str, list[str]] = {}
    for event in events:
        found.setdefault(event.cluster or event.id, []).append(event.id)
    return found
