"""What is counted in one article, layer by layer: what both have, what each has, pairs of labels.

Everything adds up over articles, so that figures and their intervals come from sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from communique.agreement.pairing import Pairing, Pairs, overlap, same_place
from communique.align import length, place, shared
from communique.metrics.coreference import (
    PARTS,
    Cluster,
    Clusters,
    coreference_counts,
    distinct,
)
from communique.model import Attribution, Event, Fragment
from communique.model.record import AUTHOR
from communique.tasks.coreference import clusters


class Common(NamedTuple):
    """How many items both annotators have, and how many each has: what F1 is made of."""

    both: int
    a: int
    b: int


class Judged(NamedTuple):
    """The labels that the two gave to the items that both have."""

    pairs: tuple[tuple[str, str], ...]


class Chains(NamedTuple):
    """The counts of MUC, B³ and CEAFe (`CHAIN_COLUMNS`), and how many mentions are compared."""

    counts: tuple[float, ...]
    mentions: Common


CHAIN_MEASURES = ("muc", "b3", "ceafe")
CHAIN_COLUMNS = tuple(f"{measure}.{part}" for measure in CHAIN_MEASURES for part in PARTS)

Tally = dict[str, Common | Judged | Chains]


def _common(both: int, a: Sequence[object], b: Sequence[object]) -> Common:
    return Common(both, len(a), len(b))


def _judged(pairs: Iterable[tuple[Any, Any]]) -> Judged:
    """Keep the pairs in which both gave a label: an optional field left open is no judgement."""
    return Judged(tuple((str(x), str(y)) for x, y in pairs if x is not None and y is not None))


def _count(pairs: Pairs[Any], test: Callable[[Any, Any], bool]) -> int:
    return sum(test(x, y) for x, y in pairs)


def _same_places(fragment: Callable[[Any], Fragment]) -> Callable[[Any, Any], bool]:
    return lambda x, y: same_place(fragment(x), fragment(y))


def entities(p: Pairing) -> Tally:
    """Mentions: extents, and heads with what is said of them."""
    a, b = p.a.article.mentions, p.b.article.mentions
    types = [(p.a.types.get(x.entity), p.b.types.get(y.entity)) for x, y in p.mentions]
    exact = _count(p.mentions, _same_places(lambda m: m.spans))
    return {
        "mention extent": _common(exact, a, b),
        "mention head": _common(len(p.mentions), a, b),
        "mention head + type": _common(sum(x == y for x, y in types), a, b),
        "mention head + level": _common(_count(p.mentions, lambda x, y: x.level == y.level), a, b),
        "entity type": _judged(types),
        "mention level": _judged((x.level, y.level) for x, y in p.mentions),
    }


def coreference(p: Pairing) -> Tally:
    """Chains: of mentions with equal extents, as the task has it, and of those matched by head."""
    names = {y.id: x.id for x, y in p.mentions}
    heads = (
        _chains((m.entity, m.id) for m in p.a.article.mentions),
        _chains((m.entity, names.get(m.id, f"only b {m.id}")) for m in p.b.article.mentions),
    )
    return {
        "chains, extents equal": _compare(clusters(p.a.article), clusters(p.b.article)),
        "chains, heads overlap": _compare(*heads),
    }


def _chains(mentions: Iterable[tuple[str, str]]) -> list[Cluster]:
    found: dict[str, list[str]] = {}
    for entity, mention in mentions:
        found.setdefault(entity, []).append(mention)
    return distinct(found.values())


def _compare(a: Clusters, b: Clusters) -> Chains:
    counts = coreference_counts("", a, b)
    left, right = ({mention for chain in side for mention in chain} for side in (a, b))
    values = tuple(counts[f".{column}"] for column in CHAIN_COLUMNS)
    return Chains(values, Common(len(left & right), len(left), len(right)))


def events(p: Pairing) -> Tally:
    """Triggers, their categories and modes, arguments, and which events are one."""
    a, b = p.a.article.events, p.b.article.events
    same = [(x, y) for x, y in p.events if x.category == y.category]
    agreed = sum(len(p.arguments(x, y)) for x, y in p.events)
    shared_events = [x for x, _ in p.events], [y for _, y in p.events]
    return {
        "trigger exact": _common(_count(p.events, _same_places(lambda e: e.trigger)), a, b),
        "trigger overlap": _common(len(p.events), a, b),
        "trigger overlap + category": _common(len(same), a, b),
        "category": _judged((x.category, y.category) for x, y in p.events),
        "mode": _judged((x.mode or "none", y.mode or "none") for x, y in same),
        "arguments": Common(agreed, *map(_arguments, (a, b))),
        "arguments of shared events": Common(agreed, *map(_arguments, shared_events)),
        "coreference links": _coreference_links(p),
    }


def _arguments(found: Sequence[Event]) -> int:
    return sum(len(event.arguments) for event in found)


def _coreference_links(p: Pairing) -> Common:
    """Pairs of coreferent events, identified by their triggers."""
    partner = {x.id: y.id for x, y in p.events}
    a, b = (_links(side.article.events) for side in (p.a, p.b))
    carried = {frozenset(partner.get(e, "") for e in link) for link in a}
    return _common(len(carried & b), list(a), list(b))


def _links(found: Sequence[Event]) -> set[frozenset[str]]:
    return {
        frozenset((x.id, y.id))
        for x, y in combinations(found, 2)
        if x.cluster is not None and x.cluster == y.cluster
    }


def factuality(p: Pairing) -> Tally:
    """Factuality on events whose triggers overlap."""
    return {"factuality": _judged((x.factuality, y.factuality) for x, y in p.events)}


def _source(item: Attribution) -> Fragment:
    return item.source.spans if item.source else ()


def _cue(item: Attribution) -> Fragment:
    return item.cue


def _content(item: Attribution) -> Fragment:
    return item.content


def attributions(p: Pairing) -> Tally:
    """Contents; sources and cues of the matched ones; their labels; how they nest."""
    a, b = p.a.article.attributions, p.b.article.attributions
    pairs = p.attributions
    whole = _count(pairs, lambda x, y: _same_part(x, y, _cue) and _same_part(x, y, _source))
    exact = _count(
        pairs, lambda x, y: all(_same_places(f)(x, y) for f in (_content, _cue, _source))
    )
    return {
        "content exact": _common(_count(pairs, _same_places(_content)), a, b),
        "content overlap": _common(len(pairs), a, b),
        "content coverage": _coverage(p),
        **_parts(p, "source", _source),
        **_parts(p, "cue", _cue),
        "relation exact": _common(exact, a, b),
        "relation overlap": _common(whole, a, b),
        "source entity": _source_entities(p),
        "kind": _judged((x.kind, y.kind) for x, y in pairs),
        "commitment": _judged((x.commitment, y.commitment) for x, y in pairs),
        "parent": _parents(p),
    }


def _coverage(p: Pairing) -> Common:
    """Code points that stand in any content: what does not depend on how contents are matched."""
    a, b = (
        place(span for item in side.article.attributions for span in item.content)
        for side in (p.a, p.b)
    )
    return Common(shared(a, b), length(a), length(b))


def _parts(p: Pairing, name: str, part: Callable[[Attribution], Fragment]) -> Tally:
    """Sources or cues, those of matched contents against each other."""
    have = [[i for i in side.article.attributions if part(i)] for side in (p.a, p.b)]
    both = [(part(x), part(y)) for x, y in p.attributions if overlap(part(x), part(y))]
    exact = sum(same_place(x, y) for x, y in both)
    return {
        f"{name} exact": _common(exact, *have),
        f"{name} overlap": _common(len(both), *have),
    }


def _same_part(x: Attribution, y: Attribution, part: Callable[[Attribution], Fragment]) -> bool:
    """Tell whether both lack a part, or both have it and the two overlap."""
    if not part(x) or not part(y):
        return part(x) == part(y)
    return overlap(part(x), part(y))


def _source_entities(p: Pairing) -> Common:
    def entity(item: Attribution) -> str | None:
        return item.source.entity if item.source else None

    linked = [(entity(x), entity(y)) for x, y in p.attributions]
    same = sum(x is not None and p.entities.get(x) == y for x, y in linked)
    have = [[i for i in side.article.attributions if entity(i)] for side in (p.a, p.b)]
    return _common(same, *have)


def _parents(p: Pairing) -> Common:
    links = {(x.id, y.id) for x, y in p.attributions}
    same = _count(p.attributions, lambda x, y: (x.parent, y.parent) in links)
    nested = [[i for i in side.article.attributions if i.parent] for side in (p.a, p.b)]
    return _common(same, *nested)


def stances(p: Pairing) -> Tally:
    """Holder-target pairs, their labels and what these rest on."""
    a, b = p.a.article.stances, p.b.article.stances
    equal = [(x, y) for x, y in p.stances if x.label == y.label]
    mine = [[s for s in side if s.holder == AUTHOR] for side in (a, b)]
    return {
        "pairs": _common(len(p.stances), a, b),
        "pairs + label": _common(len(equal), a, b),
        "pairs of the author": _common(_count(p.stances, lambda x, _: x.holder == AUTHOR), *mine),
        "label": _judged((x.label, y.label) for x, y in p.stances),
        "basis": _judged((x.basis, y.basis) for x, y in p.stances),
    }


def sentiments(p: Pairing) -> Tally:
    """Expressions, their labels, and whose feeling about what."""
    a, b = p.a.article.sentiments, p.b.article.sentiments
    exact = _count(p.sentiments, _same_places(lambda s: s.expression))
    same = _count(p.sentiments, lambda x, y: x.polarity == y.polarity)
    tally: Tally = {
        "expression exact": _common(exact, a, b),
        "expression overlap": _common(len(p.sentiments), a, b),
        "expression overlap + polarity": _common(same, a, b),
        "polarity": _judged((x.polarity, y.polarity) for x, y in p.sentiments),
        "intensity": _judged((x.intensity, y.intensity) for x, y in p.sentiments),
        "quoted": _judged((x.quoted, y.quoted) for x, y in p.sentiments),
    }
    for part in ("holder", "target"):
        have = [[s for s in side if getattr(s, part)] for side in (a, b)]
        both = [(getattr(x, part), getattr(y, part)) for x, y in p.sentiments]
        agreed = _count(both, lambda x, y: bool(x and y) and p.same_filler(x, y))
        tally[part] = _common(agreed, *have)
    return tally
