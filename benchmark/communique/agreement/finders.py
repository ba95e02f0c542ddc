"""What differs, layer by layer: each finder yields drafts, which `differences` numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from communique.agreement.pairing import Pairing, Pairs, Reference, same_place
from communique.agreement.wording import Wording, category, words
from communique.model import Argument, Attribution, Entity, Event, Fragment, Mention, Stance
from communique.model.record import AUTHOR

Kind = Literal["only-a", "only-b", "extent", "label", "argument", "link"]
Part = Callable[[Any], Fragment]


class Draft(NamedTuple):
    """A difference before it has its number and context."""

    kind: Kind
    field: str
    ids: tuple[str | None, str | None]
    values: tuple[str | None, str | None]
    at: Fragment


class Sides(NamedTuple):
    """What two annotations share; each side's items and how they read are in `a` and `b`."""

    p: Pairing

    @property
    def a(self) -> Wording:
        """The first annotator's items in words."""
        return Wording(self.p.a)

    @property
    def b(self) -> Wording:
        """The second annotator's items in words."""
        return Wording(self.p.b)


def _alone(
    field: str,
    items: tuple[Sequence[Any], Sequence[Any]],
    pairs: Pairs[Any],
    at: tuple[Part, Part],
    say: tuple[Callable[[Any], str], Callable[[Any], str]],
) -> Iterator[Draft]:
    """Yield the items that only one annotator has."""
    matched = {x.id for x, _ in pairs}, {y.id for _, y in pairs}
    for item in items[0]:
        if item.id not in matched[0]:
            yield Draft("only-a", field, (item.id, None), (say[0](item), None), at[0](item))
    for item in items[1]:
        if item.id not in matched[1]:
            yield Draft("only-b", field, (None, item.id), (None, say[1](item)), at[1](item))


def _extents(sides: Sides, field: str, pairs: Pairs[Any], part: Part) -> Iterator[Draft]:
    """Yield the pairs of which a part covers other words, or is there on one side only."""
    for x, y in pairs:
        left, right = part(x), part(y)
        if not same_place(left, right):
            values = (_quote(sides.a, left), _quote(sides.b, right))
            kind: Kind = "extent" if left and right else "argument"
            yield Draft(kind, field, (x.id, y.id), values, left or right)


def _quote(side: Wording, fragment: Fragment) -> str | None:
    return f"“{words(side.article, fragment)}”" if fragment else None


def _labels(field: str, pairs: Pairs[Any], at: Part) -> Iterator[Draft]:
    """Yield the pairs that bear different labels in a field."""
    read = attrgetter(field)
    for x, y in pairs:
        if read(x) != read(y):
            yield Draft("label", field, (x.id, y.id), (_say(read(x)), _say(read(y))), at(x))


def _say(label: str | bool | None) -> str | None:
    return str(label).lower() if isinstance(label, bool) else label


def _spans(item: Mention) -> Fragment:
    return item.spans


def _trigger(item: Event) -> Fragment:
    return item.trigger


def entities(sides: Sides) -> Iterator[Draft]:
    """Mentions, their extents and levels; what is said of entities that both have."""
    p = sides.p
    items = p.a.article.mentions, p.b.article.mentions
    at, say = (_spans, _spans), (sides.a.mention, sides.b.mention)
    yield from _alone("mention", items, p.mentions, at, say)
    yield from _extents(sides, "mention", p.mentions, _spans)
    yield from _labels("level", p.mentions, _spans)
    both = {e.id: e for e in p.b.article.entities}
    for x in p.a.article.entities:
        y = both.get(p.entities.get(x.id, ""))
        if y is not None:
            yield from _entity(sides, x, y)


def _entity(sides: Sides, x: Entity, y: Entity) -> Iterator[Draft]:
    at = sides.a.first_mention(x.id)
    for field in ("type", "value", "kb"):
        yield from _labels(field, [(x, y)], lambda _: at)
    if not _same_entity(sides.p, x.part_of, y.part_of):
        values = _name(sides.a, x.part_of), _name(sides.b, y.part_of)
        yield Draft("link", "part_of", (x.id, y.id), values, at)


def _same_entity(p: Pairing, x: str | None, y: str | None) -> bool:
    if x is None or y is None:
        return x is y
    return p.entities.get(x) == y


def _name(side: Wording, entity: str | None) -> str | None:
    return side.entity(entity) if entity else None


def coreference(sides: Sides) -> Iterator[Draft]:
    """Mentions that both have, in chains that are not the same."""
    for x, y in sides.p.mentions:
        if sides.p.entities.get(x.entity) != y.entity:
            values = sides.a.entity(x.entity), sides.b.entity(y.entity)
            yield Draft("link", "entity", (x.id, y.id), values, x.spans)


def events(sides: Sides) -> Iterator[Draft]:
    """Triggers, categories with modes, arguments, and which events are one."""
    p = sides.p
    items = p.a.article.events, p.b.article.events
    say = (sides.a.whole_event, sides.b.whole_event)
    yield from _alone("event", items, p.events, (_trigger, _trigger), say)
    yield from _extents(sides, "trigger", p.events, _trigger)
    for x, y in p.events:
        left, right = category(x), category(y)
        if left != right:
            yield Draft("label", "category", (x.id, y.id), (left, right), x.trigger)
        yield from _arguments(sides, x, y)
    yield from _same_events(sides)


def _arguments(sides: Sides, x: Event, y: Event) -> Iterator[Draft]:
    """Yield arguments that differ: one draft a role, or one where only the role differs."""
    agreed = sides.p.arguments(x, y)
    left = [item for item in x.arguments if not any(item is p for p, _ in agreed)]
    right = [item for item in y.arguments if not any(item is q for _, q in agreed)]
    for p in list(left):
        q = next((q for q in right if sides.p.same_filler(p, q)), None)
        if q is not None:
            left.remove(p)
            right.remove(q)
            values = f"{p.role}: {sides.a.filler(p)}", f"{q.role}: {sides.b.filler(q)}"
            yield Draft("label", "role", (x.id, y.id), values, x.trigger)
    for role in sorted({item.role for item in (*left, *right)}):
        values_ = _fillers(sides.a, left, role), _fillers(sides.b, right, role)
        yield Draft("argument", role, (x.id, y.id), values_, x.trigger)


def _fillers(side: Wording, found: Sequence[Argument], role: str) -> str | None:
    return "; ".join(side.filler(item) for item in found if item.role == role) or None


def _same_events(sides: Sides) -> Iterator[Draft]:
    """Yield events that take up another earlier event on each side."""
    partner = {x.id: y.id for x, y in sides.p.events}
    for index, (x, y) in enumerate(sides.p.events):
        before = sides.p.events[:index]
        left = [p.id for p, _ in before if p.cluster is not None and p.cluster == x.cluster]
        right = [q.id for _, q in before if q.cluster is not None and q.cluster == y.cluster]
        if [partner[p] for p in left] != right:
            values = _antecedents(sides.a, left), _antecedents(sides.b, right)
            yield Draft("link", "same event as", (x.id, y.id), values, x.trigger)


def _antecedents(side: Wording, found: Sequence[str]) -> str | None:
    return "; ".join(side.event(name) for name in found) or None


def factuality(sides: Sides) -> Iterator[Draft]:
    """Values of the events that both have."""
    return _labels("factuality", sides.p.events, _trigger)


def _content(item: Attribution) -> Fragment:
    return item.content


def _cue(item: Attribution) -> Fragment:
    return item.cue


def _source(item: Attribution) -> Fragment:
    return item.source.spans if item.source else ()


def attributions(sides: Sides) -> Iterator[Draft]:
    """Contents, sources, cues, labels and how they nest."""
    p = sides.p
    items = p.a.article.attributions, p.b.article.attributions
    say = (sides.a.attribution, sides.b.attribution)
    yield from _alone("attribution", items, p.attributions, (_content, _content), say)
    for field, part in (("content", _content), ("source", _source), ("cue", _cue)):
        yield from _extents(sides, field, p.attributions, part)
    for field in ("kind", "commitment"):
        yield from _labels(field, p.attributions, _content)
    nested = {(x.id, y.id) for x, y in p.attributions} | {(None, None)}
    for x, y in p.attributions:
        if (x.parent, y.parent) not in nested:
            parents = sides.a.parent(x), sides.b.parent(y)
            yield Draft("link", "parent", (x.id, y.id), parents, x.content)
        entity = _source_entity(x), _source_entity(y)
        if x.source and y.source and not _same_entity(p, *entity):
            values = _name(sides.a, entity[0]), _name(sides.b, entity[1])
            yield Draft("link", "source entity", (x.id, y.id), values, _source(x))


def _source_entity(item: Attribution) -> str | None:
    return item.source.entity if item.source else None


def stances(sides: Sides) -> Iterator[Draft]:
    """Pairs of holder and target, their labels and bases."""
    p = sides.p
    items = p.a.article.stances, p.b.article.stances
    at = _evidence(sides.a), _evidence(sides.b)
    yield from _alone("stance", items, p.stances, at, (sides.a.stance, sides.b.stance))
    for x, y in p.stances:
        pair = f"{sides.a.node(x.holder)} → {sides.a.node(x.target)}"
        for draft in (*_labels("label", [(x, y)], at[0]), *_labels("basis", [(x, y)], at[0])):
            yield draft._replace(field=f"{draft.field} of {pair}")


def _evidence(side: Wording) -> Callable[[Stance], Fragment]:
    """Return what finds a stance's first evidence; else its target's or holder's first mention."""

    def first(item: Stance) -> Fragment:
        if item.evidence:
            return min(item.evidence, key=lambda fragment: fragment[0].start)
        if item.target in side.side.events:
            return side.side.events[item.target].trigger
        holder = "" if item.holder == AUTHOR else item.holder
        return side.first_mention(item.target) or side.first_mention(holder)

    return first


def sentiments(sides: Sides) -> Iterator[Draft]:
    """Expressions, their labels, whose they are and what about."""
    p = sides.p

    def expression(item: Any) -> Fragment:
        spans: Fragment = item.expression
        return spans

    items = p.a.article.sentiments, p.b.article.sentiments
    say = (sides.a.sentiment, sides.b.sentiment)
    yield from _alone("sentiment", items, p.sentiments, (expression, expression), say)
    yield from _extents(sides, "expression", p.sentiments, expression)
    for field in ("polarity", "intensity", "quoted"):
        yield from _labels(field, p.sentiments, expression)
    for x, y in p.sentiments:
        for field in ("holder", "target"):
            left, right = getattr(x, field), getattr(y, field)
            if not _same_filler(p, left, right):
                values = _filler(sides.a, left), _filler(sides.b, right)
                yield Draft("argument", field, (x.id, y.id), values, x.expression)


def _same_filler(p: Pairing, x: Reference | None, y: Reference | None) -> bool:
    if x is None or y is None:
        return x is y
    return p.same_filler(x, y)


def _filler(side: Wording, item: Reference | None) -> str | None:
    return side.filler(item) if item else None


FINDERS: Mapping[str, Callable[[Sides], Iterator[Draft]]] = {
    "entities": entities,
    "coreference": coreference,
    "events": events,
    "factuality": factuality,
    "attributions": attributions,
    "stances": stances,
    "sentiments": sentiments,
}
