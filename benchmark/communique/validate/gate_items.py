"""The gate's part on entities, mentions, events and clusters; see `communique.validate.gate`."""

# ruff: noqa: C901 - one early "not sure" after another is the point here

from __future__ import annotations

import re
from functools import cache

from communique import ontology
from communique.model import Article, Entity, Event, Mention, Span
from communique.validate import tables
from communique.validate.columns import Columns

_FITS = tables.fits()
_PLAIN_ROLES = {name: tables.ABSTRACT & roles.keys() for name, roles in _FITS.items()}
_MODES = {name: ontology.modes(name) | {None} for name in ontology.labels("event_categories")}
_FREE, _WORD, _WHOLE = 0, 1, 2
"""What a head is: anything within the extent, one word of it, all of it."""
_NAMED: dict[str | None, int] = {
    **dict.fromkeys(ontology.labels("mention_levels"), _WHOLE),
    "NAM": _FREE,
    "NOM": _WORD,
}
_HEADS: dict[str, dict[str | None, int]] = {
    **dict.fromkeys(ontology.labels("entity_types"), _NAMED),
    "TIME": {None: _WHOLE},
    "MONEY": {"NOM": _WHOLE},
}
"""Type → level → what the head is, in a written article; a level that is missing is not taken."""
_ANY_HEADS: dict[str, dict[str | None, int]] = dict.fromkeys(
    _HEADS, dict.fromkeys([None, *_NAMED], _FREE)
)
_SHORT = max(map(len, tables.ANAPHORS))
_WHERE = frozenset({"place", "time"})
_FOREVER = 2**31


def end_soon(step: dict[str, str]) -> bool:
    """Tell whether each way along the steps comes to an end within eight."""
    if step.keys().isdisjoint(step.values()):
        return True
    for there in step.values():
        here, left = there, 8
        while here in step and left:
            here, left = step[here], left - 1
        if not left:
            return False
    return True


def entities_are_clean(entities: tuple[Entity, ...], columns: Columns, *, written: bool) -> bool:
    """Rule out REF-002, REF-003, SEM-103 to 108, SEM-113 and SEM-114."""
    number, types, words = columns.number, columns.types, columns.words
    kbs = [item.kb for item in entities if item.kb is not None]
    if kbs and len(set(kbs)) != len(kbs):
        return False
    pairs = zip(columns.named, words, strict=True)
    named = {at for at, said in pairs if len(said) > _SHORT or said.lower() not in tables.ANAPHORS}
    if len(named) != len(types):
        return False
    wholes = {item.id: item.part_of for item in entities if item.part_of is not None}
    for part, whole in wholes.items():
        if types[number[whole]] not in tables.WHOLES[types[number[part]]]:
            return False
    values = [(item.type, item.value) for item in entities if item.value is not None]
    for kind, value in values:
        if not tables.is_value_of(kind, value):
            return False
    # Only TIME and MONEY can have a value: if there are as many values, each of them has one.
    return end_soon(wholes) and (
        not written or len(values) == types.count("TIME") + types.count("MONEY")
    )


def mentions_are_clean(
    mentions: tuple[Mention, ...], columns: Columns, longer: str, *, written: bool
) -> bool:
    """Rule out STR-006, SEM-101, SEM-102, SEM-109 to 112, and STR-001 to 005 of heads.

    `longer` is the text with what no record can hold behind it.
    """
    starts, ends, words = columns.starts, columns.ends, columns.words
    heads = _HEADS if written else _ANY_HEADS
    kinds = columns.kinds[len(columns.types) :]
    for mention, start, end, said, kind in zip(mentions, starts, ends, words, kinds, strict=False):
        right = heads[kind][mention.level]
        head = mention.head
        if head is None:
            continue
        begin, stop, head_said = head.start, head.end, head.text
        if begin != start or stop != end:
            if right == _WHOLE or begin < start or stop > end or not head_said:
                return False
            if longer[begin:stop] != head_said:
                return False
        elif head_said != said:
            return False
        if right == _WORD and " " in head_said:
            return False
    return _nest(starts, ends) and (not written or _surfaces_are_clean(mentions, words))


def _nest(starts: list[int], ends: list[int]) -> bool:
    """Tell whether mentions, which begin in rising order, are nested or apart, none twice."""
    offsets = [0] * (2 * len(starts))
    offsets[::2], offsets[1::2] = starts, ends
    if offsets == sorted(offsets):
        return True  # each ends before the next begins; and none covers nothing
    bounds = sorted(zip(starts, [-end for end in ends], strict=True))
    open_: list[int] = []
    before = (-1, 0)
    for bound in bounds:
        start, end = bound[0], -bound[1]
        while open_ and open_[-1] <= start:
            open_.pop()
        if bound == before or (open_ and open_[-1] < end):
            return False
        open_.append(end)
        before = bound
    return True


@cache
def _doubtful() -> re.Pattern[str]:
    """Return the pattern of an edge that may be wrong, in small words that lines set apart."""
    edge = f"[{re.escape(tables.EDGES)}]"
    after = "|".join([edge, *[f"{word} " for word in sorted(tables.DETERMINERS)]])
    return re.compile(rf"\n(?:(?<={edge}\n)|(?<=['\u2019]s\n)|{after})")


def _surfaces_are_clean(mentions: tuple[Mention, ...], words: list[str]) -> bool:
    """Rule out SEM-110 and SEM-111: look at the words of all mentions at once, then at doubts."""
    joined = "\n".join(["", *words, ""]).lower()
    doubts = [joined.count("\n", 0, found.start()) for found in _doubtful().finditer(joined)]
    if not doubts:
        return True
    around = [at for doubt in doubts for at in (doubt - 1, doubt) if 0 <= at < len(words)]
    return joined.count("\n") == len(words) + 1 and all(
        _has_good_edges(mentions[at], words[at]) for at in around
    )


def _has_good_edges(mention: Mention, words: str) -> bool:
    if words[0] in tables.EDGES or words[-1] in tables.EDGES:
        return False
    if mention.level == "PRO":
        return True
    first, blank, _ = words.partition(" ")
    barred = tables.DETERMINERS if mention.level else tables.ARTICLES
    plain = first if mention.level == "NAM" else first.lower()
    return not (blank and plain in barred) and not words.endswith(tables.POSSESSIVES)


def events_are_clean(article: Article, columns: Columns, sentences: list[int] | None) -> bool:
    """Rule out STR-017, REF-004, REF-014, SEM-201 to 213 and SEM-216.

    `sentences` are where sentences begin; without them what only concerns written articles is not
    looked at.
    """
    number, kinds, places = columns.number, columns.kinds, columns.places
    events, triggers = article.events, columns.triggers
    themes: dict[str, list[str]] = {}
    bounds, here = [*(sentences or [0]), _FOREVER], 0
    taken = [-1] * len(places)  # the trigger of the event that took an item last
    for event, trigger in zip(events, triggers, strict=True):
        category = event.category
        fitting = _FITS[category]
        if event.mode not in _MODES[category]:
            return False
        while bounds[here] <= trigger:
            here += 1
        first, last = bounds[here - 1], bounds[here]
        for argument in event.arguments:
            ref, role, implicit = argument.ref, argument.role, argument.implicit
            if ref is None:
                place = argument.spans[0].start
                if role not in _PLAIN_ROLES[category] or not _plain_words_differ(event):
                    return False
                if place in places and not has_no_item(argument.spans, article):
                    return False
            else:
                at = number[ref]
                kind, place = kinds[at], places[at]
                if argument.spans or kind not in fitting[role] or taken[at] == trigger:
                    return False
                taken[at] = trigger
                if kind == "event":
                    themes.setdefault(event.id, []).append(ref)
            if sentences and ((first <= place < last) is implicit or (implicit and role in _WHERE)):
                return False
    return (
        (set(triggers).isdisjoint(columns.starts) or _share_no_bounds(article))
        and (not sentences or _triggers_are_clean(article))
        and _have_no_circle(themes)
    )


def _share_no_bounds(article: Article) -> bool:
    """Rule out SEM-213 where a trigger and a mention begin together."""
    known = {(m.spans[0].start, m.spans[0].end) for m in article.mentions}
    return known.isdisjoint([(e.trigger[0].start, e.trigger[-1].end) for e in article.events])


def _plain_words_differ(event: Event) -> bool:
    """Rule out SEM-204 of arguments that are plain words."""
    places = [a.spans[0].start for a in event.arguments if a.ref is None]
    return len(set(places)) == len(places)


def _triggers_are_clean(article: Article) -> bool:
    """Rule out SEM-212 and SEM-216."""
    events = article.events
    for trigger in [event.trigger for event in events]:
        if len(trigger) > 1 or " " in str(trigger[0].text):
            blanks = len(trigger) - 1
            for span in trigger:
                blanks += str(span.text).count(" ")
            if blanks >= tables.LONGEST_TRIGGER:
                return False
    return "factuality" not in article.layers or None not in [e.factuality for e in events]


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
