"""References: every id that an item names exists, is of the right kind, and makes no circle."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping

from communique.model.record import AUTHOR
from communique.validate.facts import Facts
from communique.validate.rule import ERROR, WARNING, Hit, hit, rule


def _near(name: str, known: Collection[str]) -> str:
    """Say which ids would be right: the nearest ones, or that there is none."""
    near = difflib.get_close_matches(name, known, n=3)
    if near:
        return f"did you mean {', '.join(near)}?"
    return f"there are {len(known)} such ids" if known else "the record has none"


def _dangling(facts: Facts, path: str, name: str, known: Collection[str], owner: str) -> Hit:
    return hit(path, name=name, found=facts.what(name), owner=owner, near=_near(name, known))


@rule(
    "REF-001",
    ERROR,
    "mention {owner} names entity {name!r}, but that is {found}",
    hint="declare the entity, or correct the reference; {near}",
)
def mention_names_an_entity(facts: Facts) -> Iterator[Hit]:
    """A mention of nothing is lost from coreference and from every layer that goes through it."""
    for i, mention in enumerate(facts.article.mentions):
        if mention.entity not in facts.entities:
            path = f"$.mentions[{i}].entity"
            yield _dangling(facts, path, mention.entity, facts.entities, mention.id)


@rule(
    "REF-002",
    ERROR,
    "entity {owner} is part of {name!r}, but that is {found}",
    hint="declare the entity that it belongs to, or correct the reference; {near}",
)
def whole_is_an_entity(facts: Facts) -> Iterator[Hit]:
    """Tools roll stances up along `part_of`: a broken step loses the state behind the body."""
    for i, entity in enumerate(facts.article.entities):
        if entity.part_of is not None and entity.part_of not in facts.entities:
            path = f"$.entities[{i}].part_of"
            yield _dangling(facts, path, entity.part_of, facts.entities, entity.id)


def _circle(start: str, step: Mapping[str, str | None]) -> list[str]:
    """Return the ids from `start` around to it again; empty where the steps end elsewhere."""
    seen, here = [start], step.get(start)
    while here is not None and here not in seen:
        seen.append(here)
        here = step.get(here)
    return seen if here == start else []


def _circles(step: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield each circle once: its first id in sorted order, and the way round."""
    for name in step:
        way = _circle(name, step)
        if way and name == min(way):
            yield name, " → ".join([*way, name])


@rule(
    "REF-003",
    ERROR,
    "entity {owner} is a part of itself: {way}",
    hint="remove the `part_of` that points from the whole to the part",
)
def part_of_has_no_circle(facts: Facts) -> Iterator[Hit]:
    """Rolling up along a circle never ends, and none of its members is the whole."""
    index = {entity.id: i for i, entity in enumerate(facts.article.entities)}
    step = {entity.id: entity.part_of for entity in facts.article.entities}
    for name, way in _circles(step):
        yield hit(f"$.entities[{index[name]}].part_of", owner=name, way=way)


@rule(
    "REF-004",
    ERROR,
    "the {role} of event {owner} is {name!r}, but that is {found}",
    hint="name a mention (the one nearest to the trigger) or an event{mine}",
)
def argument_is_a_mention_or_event(facts: Facts) -> Iterator[Hit]:
    """Arguments are scored by the words that fill them, which an entity as such does not have."""
    known = facts.mentions.keys() | facts.events.keys()
    for i, event in enumerate(facts.article.events):
        for j, argument in enumerate(event.arguments):
            if argument.ref is not None and argument.ref not in known:
                yield hit(
                    f"$.events[{i}].arguments[{j}].ref",
                    role=argument.role,
                    owner=event.id,
                    name=argument.ref,
                    found=facts.what(argument.ref),
                    mine=_own_mentions(facts, argument.ref, known),
                )


def _own_mentions(facts: Facts, name: str, known: Collection[str]) -> str:
    """Name the mentions of an entity that was given in place of one; else the nearest ids."""
    own = [mention.id for mention in facts.mentions_of.get(name, [])]
    return f": its mentions are {', '.join(own)}" if own else f"; {_near(name, known)}"


@rule(
    "REF-005",
    ERROR,
    "event {owner} belongs to cluster {name!r}, but that is {found}",
    hint="add the cluster to `event_clusters`, or correct the reference; {near}",
)
def cluster_exists(facts: Facts) -> Iterator[Hit]:
    """A cluster is declared once, so that two spellings of its id cannot make two clusters."""
    for i, event in enumerate(facts.article.events):
        if event.cluster is not None and event.cluster not in facts.clusters:
            path = f"$.events[{i}].cluster"
            yield _dangling(facts, path, event.cluster, facts.clusters, event.id)


@rule(
    "REF-006",
    WARNING,
    "no event belongs to cluster {owner}",
    hint="give its events `cluster: {owner}`, or remove the cluster",
)
def cluster_has_events(facts: Facts) -> Iterator[Hit]:
    """A cluster without events is a reference lost while editing."""
    for i, cluster in enumerate(facts.article.event_clusters):
        if cluster.id not in facts.events_of:
            yield hit(f"$.event_clusters[{i}]", owner=cluster.id)


@rule(
    "REF-007",
    ERROR,
    "the source of attribution {owner} is entity {name!r}, but that is {found}",
    hint="declare the entity, or correct the reference; {near}",
)
def source_is_an_entity(facts: Facts) -> Iterator[Hit]:
    """Who said it is scored by the entity; “officials” and “a person familiar” are entities too."""
    for i, attribution in enumerate(facts.article.attributions):
        name = attribution.source.entity if attribution.source else None
        if name is not None and name not in facts.entities:
            path = f"$.attributions[{i}].source.entity"
            yield _dangling(facts, path, name, facts.entities, attribution.id)


@rule(
    "REF-008",
    ERROR,
    "attribution {owner} lies in {name!r}, but that is {found}",
    hint="name the attribution whose content holds this one; {near}",
)
def parent_is_an_attribution(facts: Facts) -> Iterator[Hit]:
    """The nearest source of an event is found by following the parents."""
    for i, attribution in enumerate(facts.article.attributions):
        name = attribution.parent
        if name is not None and name not in facts.attributions:
            path = f"$.attributions[{i}].parent"
            yield _dangling(facts, path, name, facts.attributions, attribution.id)


@rule(
    "REF-009",
    ERROR,
    "attribution {owner} lies in itself: {way}",
    hint="the outer attribution has no parent: remove its `parent`",
)
def parents_have_no_circle(facts: Facts) -> Iterator[Hit]:
    """Nesting has an outermost level; a circle has none, and walking it never ends."""
    index = {attribution.id: i for i, attribution in enumerate(facts.article.attributions)}
    step = {attribution.id: attribution.parent for attribution in facts.article.attributions}
    for name, way in _circles(step):
        yield hit(f"$.attributions[{index[name]}].parent", owner=name, way=way)


@rule(
    "REF-010",
    ERROR,
    "the holder of stance {owner} is {name!r}, but that is {found}",
    hint="name an entity, or `author` for the article's own voice; {near}",
)
def holder_is_an_entity(facts: Facts) -> Iterator[Hit]:
    """A stance that nobody holds cannot be scored."""
    for i, stance in enumerate(facts.article.stances):
        if stance.holder not in facts.entities and stance.holder != AUTHOR:
            path = f"$.stances[{i}].holder"
            yield _dangling(facts, path, stance.holder, facts.entities, stance.id)


@rule(
    "REF-011",
    ERROR,
    "the target of stance {owner} is {name!r}, but that is {found}",
    hint="name an entity or an event; {near}",
)
def target_is_an_entity_or_event(facts: Facts) -> Iterator[Hit]:
    """A stance towards nothing cannot be scored; a mention is one place, not the thing meant."""
    known = facts.entities.keys() | facts.events.keys()
    for i, stance in enumerate(facts.article.stances):
        if stance.target not in known:
            yield _dangling(facts, f"$.stances[{i}].target", stance.target, known, stance.id)


@rule(
    "REF-012",
    ERROR,
    "the holder of sentiment {owner} is {name!r}, but that is {found}",
    hint="name a mention (the nearest one){mine}",
)
def sentiment_holder_is_a_mention(facts: Facts) -> Iterator[Hit]:
    """Sentiment tuples are matched by words: the holder is a place in the text."""
    for i, sentiment in enumerate(facts.article.sentiments):
        name = sentiment.holder.ref if sentiment.holder else None
        if name is not None and name not in facts.mentions:
            yield hit(
                f"$.sentiments[{i}].holder.ref",
                name=name,
                found=facts.what(name),
                owner=sentiment.id,
                mine=_own_mentions(facts, name, facts.mentions),
            )


@rule(
    "REF-013",
    ERROR,
    "the target of sentiment {owner} is {name!r}, but that is {found}",
    hint="name a mention or an event{mine}",
)
def sentiment_target_is_a_mention_or_event(facts: Facts) -> Iterator[Hit]:
    """Sentiment tuples are matched by words: the target is a place in the text."""
    known = facts.mentions.keys() | facts.events.keys()
    for i, sentiment in enumerate(facts.article.sentiments):
        name = sentiment.target.ref if sentiment.target else None
        if name is not None and name not in known:
            yield hit(
                f"$.sentiments[{i}].target.ref",
                name=name,
                found=facts.what(name),
                owner=sentiment.id,
                mine=_own_mentions(facts, name, known),
            )


@rule(
    "REF-014",
    ERROR,
    "event {owner} is an argument of itself: {way}",
    hint="an event cannot be what it asks, refuses or causes: correct one of the arguments",
)
def events_have_no_circle(facts: Facts) -> Iterator[Hit]:
    """Who unfolds a theme into its own theme must come to an end."""
    steps = {
        event.id: [a.ref for a in event.arguments if a.ref and a.ref in facts.events]
        for event in facts.article.events
    }
    reported: set[frozenset[str]] = set()
    for i, event in enumerate(facts.article.events):
        way = _way_back(event.id, steps)
        if way and frozenset(way) not in reported:
            reported.add(frozenset(way))
            yield hit(f"$.events[{i}].arguments", owner=event.id, way=" → ".join([*way, event.id]))


def _way_back(start: str, steps: Mapping[str, list[str]]) -> list[str]:
    """Return a way from `start` to itself along the steps, breadth first; empty if there is none."""  # noqa: E501 - one sentence
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    for way in ways:
        for name in steps.get(way[-1], []):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []
