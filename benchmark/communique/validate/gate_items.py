"""The gate's part on entities, mentions, events and clusters; see `communique.validate.gate`."""

# ruff: noqa: PLR0911, C901 - one early "not sure" after another is the point here

from __future__ import annotations

from communique import ontology
from communique.model import Article, Entity, Event, Mention, Span
from communique.validate import tables

_FITS = tables.fits()
_PLAIN_ROLES = {name: tables.ABSTRACT & roles.keys() for name, roles in _FITS.items()}
_MODES = {name: ontology.modes(name) | {None} for name in ontology.labels("event_categories")}
_NAMED = frozenset(ontology.labels("mention_levels"))
_LEVELS: dict[str, frozenset[str | None]] = dict.fromkeys(
    ontology.labels("entity_types"), _NAMED
) | {"TIME": frozenset({None}), "MONEY": frozenset({"NOM"})}
_WHERE = frozenset({"place", "time"})
_FOREVER = 2**31
_surfaces: set[str] = set()
"""Words of mentions that were found to break no rule on extents, whatever their level."""
_MANY = 1 << 16


def end_soon(step: dict[str, str]) -> bool:
    """Tell whether each way along the steps comes to an end within eight."""
    for there in step.values():
        here, left = there, 8
        while here in step and left:
            here, left = step[here], left - 1
        if not left:
            return False
    return True


def entities_are_clean(
    entities: tuple[Entity, ...],
    mentions: tuple[Mention, ...],
    types: dict[str, str],
    *,
    written: bool,
) -> bool:
    """Rule out REF-002, REF-003, SEM-103 to 108, SEM-113 and SEM-114."""
    kbs = [item.kb for item in entities if item.kb is not None]
    named = {
        mention.entity
        for mention in mentions
        if mention.level != "PRO" or str(mention.spans[0].text).lower() not in tables.ANAPHORS
    }
    if len(set(kbs)) != len(kbs) or len(named) != len(types):
        return False
    wholes = {item.id: item.part_of for item in entities if item.part_of is not None}
    for part, whole in wholes.items():
        if types[whole] not in tables.WHOLES[types[part]]:
            return False
    if not end_soon(wholes):
        return False
    for item in entities:
        value, kind = item.value, item.type
        if value is None:
            if written and (kind == "TIME" or kind == "MONEY"):  # noqa: PLR1714 - faster so
                return False
        elif not tables.is_value_of(kind, value):
            return False
    return True


def mentions_are_clean(
    mentions: tuple[Mention, ...], extents: list[Span], kinds: dict[str, str], *, written: bool
) -> bool:
    """Rule out STR-006, SEM-101, SEM-102 and SEM-109 to 112."""
    reach = 0
    for mention, span, kind in zip(mentions, extents, kinds.values(), strict=False):
        start, end, head, level = span.start, span.end, mention.head, mention.level
        if start < reach and not _nest(extents):
            return False
        reach = end
        if head is not None:
            begin, stop = head.start, head.end
            if begin < start or stop > end:
                return False
            if written and level != "NAM":
                if level == "NOM" and kind != "MONEY":
                    if " " in str(head.text):
                        return False
                elif begin != start or stop != end:
                    return False
        if written and level not in _LEVELS[kind]:
            return False
    return not written or _surfaces_are_clean(mentions, extents)


def _nest(extents: list[Span]) -> bool:
    """Tell whether extents are nested or apart, none of them twice."""
    bounds = sorted([(span.start, -span.end) for span in extents])
    if len(set(bounds)) != len(bounds):
        return False
    open_: list[int] = []
    for start, minus_end in bounds:
        while open_ and open_[-1] <= start:
            open_.pop()
        if open_ and open_[-1] < -minus_end:
            return False
        open_.append(-minus_end)
    return True


def _surfaces_are_clean(mentions: tuple[Mention, ...], extents: list[Span]) -> bool:
    """Rule out SEM-110 and SEM-111, remembering words that were looked at before."""
    new = {str(span.text) for span in extents} - _surfaces
    good = {words for words in new if _is_clean_surface(words)}
    if len(_surfaces) > _MANY:
        _surfaces.clear()
    _surfaces.update(good)
    doubtful = new - good
    if not doubtful:
        return True
    for mention, span in zip(mentions, extents, strict=True):
        words, level = str(span.text), mention.level
        if words in doubtful and level != "PRO":
            barred = tables.DETERMINERS if level else tables.ARTICLES
            first = words.partition(" ")[0]
            if (first if level == "NAM" else first.lower()) in barred:
                return False
            if not _has_clean_edges(words):
                return False
    return True


def _is_clean_surface(words: str) -> bool:
    first, _, rest = words.partition(" ")
    return _has_clean_edges(words) and not (rest and first.lower() in tables.DETERMINERS)


def _has_clean_edges(words: str) -> bool:
    return (
        words[0] not in tables.EDGES
        and words[-1] not in tables.EDGES
        and not words.endswith(("'s", "\u2019s"))
    )


def events_are_clean(
    article: Article,
    kinds: dict[str, str],
    extents: list[Span],
    places: dict[str, int],
    sentences: list[int] | None,
) -> bool:
    """Rule out STR-017, REF-004, REF-014, SEM-201 to 213 and SEM-216.

    `places` are the starts of mentions and events, `sentences` those of sentences; without them
    what only concerns written articles is not looked at.
    """
    events = article.events
    themes: dict[str, list[str]] = {}
    bounds, here = [*(sentences or [0]), _FOREVER], 0
    starts = {span.start for span in extents}
    for event in events:
        arguments, fitting = event.arguments, _FITS[event.category]
        several = len(arguments) > 1 and len({a.ref for a in arguments}) != len(arguments)
        if several and not _plain_words_differ(event):
            return False
        if event.mode not in _MODES[event.category]:
            return False
        while bounds[here] <= event.trigger[0].start:
            here += 1
        first, last = bounds[here - 1], bounds[here]
        for argument in arguments:
            ref, role, implicit = argument.ref, argument.role, argument.implicit
            if ref is None:
                place = argument.spans[0].start
                if role not in _PLAIN_ROLES[event.category]:
                    return False
                if (place in starts or place in places.values()) and not has_no_item(
                    argument.spans, article
                ):
                    return False
            else:
                kind, place = kinds[ref], places[ref]
                if argument.spans or kind not in fitting[role]:
                    return False
                if kind == "event":
                    themes.setdefault(event.id, []).append(ref)
            if sentences and ((first <= place < last) == implicit or (implicit and role in _WHERE)):
                return False
    return (
        (
            starts.isdisjoint([event.trigger[0].start for event in events])
            or _share_no_bounds(events, extents)
        )
        and (not sentences or _triggers_are_clean(article))
        and _have_no_circle(themes)
    )


def _share_no_bounds(events: tuple[Event, ...], extents: list[Span]) -> bool:
    """Rule out SEM-213 where a trigger and a mention begin together."""
    known = {(span.start, span.end) for span in extents}
    return known.isdisjoint([(e.trigger[0].start, e.trigger[-1].end) for e in events])


def _plain_words_differ(event: Event) -> bool:
    """Rule out SEM-204 and SEM-205 where several arguments are plain words."""
    refs = [a.ref for a in event.arguments if a.ref is not None]
    places = [a.spans[0].start for a in event.arguments if a.ref is None]
    return len(set(refs)) == len(refs) and len(set(places)) == len(places)


def _triggers_are_clean(article: Article) -> bool:
    """Rule out SEM-212 and SEM-216."""
    for event in article.events:
        blanks = len(event.trigger) - 1
        for span in event.trigger:
            blanks += str(span.text).count(" ")
        if blanks >= tables.LONGEST_TRIGGER:
            return False
    return "factuality" not in article.layers or None not in {e.factuality for e in article.events}


def _have_no_circle(themes: dict[str, list[str]]) -> bool:
    """Tell whether taking away events that lead nowhere, again and again, leaves none."""
    while themes:
        left = {name: refs for name, refs in themes.items() if not themes.keys().isdisjoint(refs)}
        if len(left) == len(themes):
            return False
        themes = left
    return True


def clusters_are_clean(article: Article) -> bool:
    """Rule out REF-005, REF-006 and SEM-214."""
    members = {cluster.id: 0 for cluster in article.event_clusters}
    for event in article.events:
        if event.cluster is not None:
            members[event.cluster] += 1
    for cluster in article.event_clusters:
        size = members[cluster.id]
        if size < 2 and (not size or cluster.world_event is None):
            return False
    return True


def has_no_item(spans: tuple[Span, ...], article: Article) -> bool:
    """Rule out SEM-209 and SEM-506: tell whether no mention or trigger has these bounds."""
    bounds = (spans[0].start, spans[-1].end)
    known = {(m.spans[0].start, m.spans[-1].end) for m in article.mentions}
    known |= {(e.trigger[0].start, e.trigger[-1].end) for e in article.events}
    return bounds not in known
