"""The gate: prove, fast, that no rule can fire. Where it is not sure it says no.

Each function names the rules that it rules out. It may say no to a record that breaks no rule (the
rules then find nothing, only slower), but never yes to one that does: a property test compares.
What is written plainly in the rules is written here for speed: comprehensions over whole layers,
sets compared as wholes, sorted offsets searched by halves.
"""

# ruff: noqa: PLR0911, C901 - one early "not sure" after another is the point here

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import chain

from communique import ontology
from communique.codec.sentences import sentence_starts
from communique.model import (
    Article,
    Attribution,
    Entity,
    Event,
    Mention,
    Metadata,
    Provenance,
    Source,
    Span,
)
from communique.model.record import AUTHOR
from communique.validate import tables
from communique.validate.marks import has_rare_marks, in_no_marks, is_one_quotation, quoted_words
from communique.validate.spans import inside, overlap
from communique.validate.surroundings import NOTHING, Surroundings

_PLAIN = bytes(range(32, 127)) + b"\n"
_SAFE = frozenset("\u2013—\u2018\u2019“”„…€«»•") | {
    letter for letter in map(chr, range(0xA1, 0x180)) if unicodedata.is_normalized("NFC", letter)
}
"""Characters that are in NFC beside any other, are no blanks and no controls."""
_ID_BYTES = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.-"
_LAYERS = frozenset(ontology.labels("layers"))
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


def clean(article: Article, stem: str | None) -> bool:
    """Return true only where no rule that looks at the record alone can fire."""
    text = article.text
    if text is None or (stem is not None and stem != article.id):
        return False
    try:
        return (
            _text_is_clean(article.metadata, text)
            and _head_is_clean(article)
            and _body_is_clean(article, text)
        )
    except (KeyError, IndexError, UnicodeEncodeError):
        return False  # a reference leads nowhere, a filler is empty, a surrogate stands alone


def fits(article: Article, beside: Surroundings) -> bool:
    """Return true only where no rule that looks at the corpus beside the record can fire."""
    if beside is NOTHING:
        return True
    meta, splits, threads = article.metadata, beside.splits, beside.threads
    thread, world, outlets = meta.thread, beside.world, beside.outlets
    if thread is not None and splits is not None and _count(thread, splits) != 1:
        return False
    if thread is not None and threads is not None:
        events = {c.world_event for c in article.event_clusters if c.world_event is not None}
        if thread not in threads or not events <= threads[thread]:
            return False
    if world is not None and not world.issuperset({e.kb for e in article.entities if e.kb}):
        return False
    return outlets is None or meta.outlet is None or outlets.get(meta.outlet) == meta.outlet_kind


def _count(thread: str, splits: dict[str, tuple[str, ...]]) -> int:
    return sum([thread in found for found in splits.values()])


def _text_is_clean(meta: Metadata, text: str) -> bool:
    """Rule out STR-007 to 009, SEM-005 and SEM-006; the safe characters hold no tab."""
    data = text.encode()
    strange = data.translate(None, _PLAIN)
    return (
        len(text) == meta.text_length
        and hashlib.sha256(data).hexdigest() == meta.text_sha256
        and (not strange or _SAFE.issuperset(strange.decode()))
        and (
            meta.origin != "written"
            or (
                " \n" not in text
                and "\n\n\n" not in text
                and text[0] not in " \n"
                and text[-1] not in " \n"
            )
        )
    )


def _head_is_clean(article: Article) -> bool:
    """Rule out STR-014, STR-018 and SEM-002 to 004."""
    meta, provenance, layers, noise = (
        article.metadata, article.provenance, article.layers, article.metadata.noise,
    )  # fmt: skip
    return (
        (
            meta.origin != "written"
            or None
            not in (
                meta.title, meta.outlet, meta.outlet_kind, meta.genre, meta.published, meta.region,
                meta.thread,
            )
        )
        and (
            meta.genre is None
            or meta.outlet_kind is None
            or meta.genre in tables.GENRES_OF[meta.outlet_kind]
        )
        and (meta.language == "en" or re.fullmatch(tables.LANGUAGE, meta.language) is not None)
        and (meta.published is None or tables.is_date(meta.published))
        and len(set(layers)) == len(layers)
        and (not noise or len(set(noise)) == len(noise))
        and (provenance is None or _provenance_is_clean(provenance))
    )  # fmt: skip


def _provenance_is_clean(provenance: Provenance) -> bool:
    names, date = provenance.annotators, provenance.date
    return len(set(names)) == len(names) and (date is None or tables.is_date(date))


def _body_is_clean(article: Article, text: str) -> bool:
    """Rule out what concerns items: ids, spans, references, and the semantics of each layer.

    Takes canonical order and one span a mention for granted: where they are not kept, not sure.
    """
    entities, mentions, events = article.entities, article.mentions, article.events
    extents = list(chain.from_iterable([mention.spans for mention in mentions]))
    starts = [span.start for span in extents]
    triggers = [event.trigger[0].start for event in events]
    if (
        len(extents) != len(mentions)
        or starts != sorted(starts)
        or triggers != sorted(set(triggers))
    ):
        return False
    types = {entity.id: entity.type for entity in entities}
    kinds = {mention.id: types[mention.entity] for mention in mentions}
    kinds.update(dict.fromkeys([event.id for event in events], "event"))
    written = article.metadata.origin == "written"
    return (
        _ids_are_clean(article, [*types, *kinds])
        and (_LAYERS.issubset(article.layers) or _named_layers_hold_all(article))
        and _spans_are_clean(article, text, extents)
        and _entities_are_clean(entities, mentions, types, written=written)
        and _mentions_are_clean(mentions, extents, kinds, written=written)
        and _events_are_clean(
            article, kinds, extents, dict(zip(kinds, starts + triggers, strict=True)),
            sentence_starts(text) if written else None,
        )
        and _clusters_are_clean(article)
        and _attributions_are_clean(article, types, starts, written=written)
        and _stances_are_clean(article, types, written=written)
        and _sentiments_are_clean(article, text, kinds, written=written)
    )  # fmt: skip


def _ids_are_clean(article: Article, named: list[str]) -> bool:
    """Rule out STR-010 to 012; `named` are the distinct ids of entities, mentions and events."""
    ids = [
        *named,
        *[item.id for item in article.event_clusters],
        *[item.id for item in article.attributions],
        *[item.id for item in article.stances],
        *[item.id for item in article.sentiments],
    ]
    distinct = set(ids)
    return (
        len(named) == len(article.entities) + len(article.mentions) + len(article.events)
        and len(distinct) == len(ids)
        and AUTHOR not in distinct
        and not "".join(ids).encode().translate(None, _ID_BYTES)
    )


def _named_layers_hold_all(article: Article) -> bool:
    """Rule out SEM-001 and SEM-215 where not every layer was annotated."""
    layers = set(article.layers)
    has_entities = bool(layers & {"entities", "coreference"})
    has_events = bool(layers & {"events", "factuality"})
    return (
        (has_entities or not (article.entities or article.mentions))
        and (has_events or not (article.events or article.event_clusters))
        and ("attributions" in layers or not article.attributions)
        and ("stances" in layers or not article.stances)
        and ("sentiments" in layers or not article.sentiments)
        and ("factuality" in layers or not [1 for e in article.events if e.factuality])
    )


def _spans_are_clean(article: Article, text: str, extents: list[Span]) -> bool:
    """Rule out STR-001 to 005 and STR-015.

    The text is lengthened by what no record can hold: a span that reaches beyond differs.
    """
    events, attributions, sentiments = article.events, article.attributions, article.sentiments
    fragments = [event.trigger for event in events]
    fragments += [a.spans for event in events for a in event.arguments if a.spans]
    for item in attributions:
        source, cue = item.source, item.cue
        fragments.append(item.content)
        if cue:
            fragments.append(cue)
        if source is not None:
            fragments.append(source.spans)
    fragments += chain.from_iterable([stance.evidence for stance in article.stances])
    for sentiment in sentiments:
        fragments.append(sentiment.expression)
        for filler in (sentiment.holder, sentiment.target):
            if filler is not None and filler.spans:
                fragments.append(filler.spans)
    spans = list(chain.from_iterable(fragments))
    if len(spans) != len(fragments):
        for fragment in fragments:
            if len(fragment) > 1:
                offsets = [offset for span in fragment for offset in (span.start, span.end)]
                if offsets != sorted(set(offsets)):
                    return False
    spans += extents
    spans += [mention.head for mention in article.mentions if mention.head is not None]
    longer = text + "\ud800"
    return not [1 for s in spans if longer[s.start : s.end] != s.text or not s.text]


def _end_soon(step: dict[str, str]) -> bool:
    """Tell whether each way along the steps comes to an end within eight."""
    for there in step.values():
        here, left = there, 8
        while here in step and left:
            here, left = step[here], left - 1
        if not left:
            return False
    return True


def _entities_are_clean(
    entities: tuple[Entity, ...],
    mentions: tuple[Mention, ...],
    types: dict[str, str],
    *,
    written: bool,
) -> bool:
    """Rule out REF-002, REF-003, SEM-103 to 108, SEM-113 and SEM-114."""
    kbs = [item.kb for item in entities if item.kb is not None]
    named = {mention.entity for mention in mentions if mention.level != "PRO"}
    if len(set(kbs)) != len(kbs) or len(named) != len(types):
        return False
    wholes = {item.id: item.part_of for item in entities if item.part_of is not None}
    for part, whole in wholes.items():
        if types[whole] not in tables.WHOLES[types[part]]:
            return False
    if not _end_soon(wholes):
        return False
    for item in entities:
        value, kind = item.value, item.type
        if value is None:
            if written and (kind == "TIME" or kind == "MONEY"):  # noqa: PLR1714 - faster so
                return False
        elif not tables.is_value_of(kind, value):
            return False
    return True


def _mentions_are_clean(
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
            if not _has_clean_edges(words) or words.partition(" ")[0].lower() in barred:
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


def _events_are_clean(
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
                if role not in _PLAIN_ROLES[event.category] or place in starts:
                    return False
                if place in places.values():
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
        starts.isdisjoint([event.trigger[0].start for event in events])
        and (not sentences or _triggers_are_clean(article))
        and _have_no_circle(themes)
    )


def _plain_words_differ(event: Event) -> bool:
    """Rule out SEM-204 and SEM-205 where several arguments are plain words."""
    refs = [a.ref for a in event.arguments if a.ref is not None]
    places = [a.spans[0].start for a in event.arguments if a.ref is None]
    return len(set(refs)) == len(refs) and len(set(places)) == len(places)


def _triggers_are_clean(article: Article) -> bool:
    """Rule out SEM-212 and SEM-216."""
    if [
        1
        for event in article.events
        for span in event.trigger
        if str(span.text).count(" ") > 1 or len(event.trigger) > 2
    ]:
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


def _clusters_are_clean(article: Article) -> bool:
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


def _attributions_are_clean(
    article: Article, types: dict[str, str], starts: list[int], *, written: bool
) -> bool:
    """Rule out REF-007 to 009 and SEM-301 to 314."""
    found, meta = article.attributions, article.metadata
    spoken, noisy = meta.genre in tables.SPOKEN, bool(meta.noise)
    if len({(item.cue or item.content)[0].start for item in found}) != len(found):
        return False
    if not _nesting_is_clean(found):
        return False
    for item in found:
        content, cue, source = item.content, item.cue, item.source
        words, kind = _words(content), item.kind
        if written and (
            kind is None
            or item.commitment is None
            or (words.count("“") != words.count("”") and not noisy)
        ):
            return False
        if not _kind_fits(kind, words, lenient=spoken or noisy):
            return False
        if cue and not (_are_apart(cue, content) and _cue_fits(item.commitment, _words(cue))):
            return False
        if source is None:
            if not cue:
                return False
        elif not (
            _are_apart(source.spans, content)
            and (not cue or spoken or _are_apart(source.spans, cue))
            and _names_its_own(source, article.mentions, types, starts)
        ):
            return False
    return True


def _words(spans: tuple[Span, ...]) -> str:
    if len(spans) == 1:
        return str(spans[0].text)
    return " ".join([str(span.text) for span in spans])


def _are_apart(one: tuple[Span, ...], other: tuple[Span, ...]) -> bool:
    return one[-1].end <= other[0].start or other[-1].end <= one[0].start or not overlap(one, other)


@lru_cache(maxsize=4096)
def _cue_fits(commitment: str | None, cue: str) -> bool:
    """Rule out SEM-308 and SEM-309."""
    plain = cue.lower()
    if commitment in {"denies", "withholds"} and plain in tables.PLAIN_CUES:
        return False
    return commitment not in {"affirms", "denies"} or not re.search(tables.WITHHOLDING, plain)


def _kind_fits(kind: str | None, words: str, *, lenient: bool) -> bool:
    """Rule out SEM-304 to 306."""
    if kind == "indirect":
        return not is_one_quotation(words)
    if kind is None or lenient:
        return kind != "mixed" or not is_one_quotation(words)
    if "“" not in words and '"' not in words:
        return False
    return kind == "direct" or not is_one_quotation(words)


def _nesting_is_clean(found: tuple[Attribution, ...]) -> bool:
    """Rule out REF-008, REF-009, SEM-302 and SEM-303."""
    parents = {item.id: item.parent for item in found if item.parent is not None}
    if parents:
        by_id = {item.id: item for item in found}
        if not _end_soon(parents):
            return False
        for name, parent in parents.items():
            if not inside(by_id[name].content, by_id[parent].content):
                return False
    reach = -1
    for begin, minus_end in sorted([(i.content[0].start, -i.content[-1].end) for i in found]):
        if begin < reach or -minus_end <= reach:
            return _parents_are_named(found)
        reach = -minus_end
    return True


def _parents_are_named(found: tuple[Attribution, ...]) -> bool:
    """Rule out SEM-303 where one content lies in the bounds of another."""
    for item in found:
        begin, end = item.content[0].start, item.content[-1].end
        around = [
            other.id
            for other in found
            if other.content[0].start <= begin
            and end <= other.content[-1].end
            and other is not item
            and inside((*item.cue, *item.content), other.content)
        ]
        if around and item.parent not in around and item.cue:
            return False
    return True


def _names_its_own(
    source: Source, mentions: tuple[Mention, ...], types: dict[str, str], starts: list[int]
) -> bool:
    """Rule out REF-007, SEM-310 and SEM-311."""
    spans, entity = source.spans, source.entity
    begin, end = spans[0].start, spans[-1].end
    if entity is None:
        return bisect_left(starts, begin) == bisect_left(starts, end)
    if entity not in types:
        return False
    among = mentions[bisect_left(starts, begin) : bisect_left(starts, end)]
    if len(spans) > 1:
        named = {m.entity for m in among if inside(m.spans, spans)}
    else:
        named = {m.entity for m in among if m.spans[0].end <= end}
    return not named or entity in named


def _stances_are_clean(article: Article, types: dict[str, str], *, written: bool) -> bool:
    """Rule out REF-010, REF-011 and SEM-401 to 407."""
    events = {event.id: event.cluster for event in article.events}
    first: dict[str, str] = {}
    for event in article.events:
        if event.cluster is not None:
            first.setdefault(event.cluster, event.id)
    pairs = set()
    for stance in article.stances:
        holder, target = stance.holder, stance.target
        cluster = events.get(target)
        pairs.add((holder, target if cluster is None else f"cluster {cluster}"))
        if holder == target or (target not in events and target not in types):
            return False
        if holder != AUTHOR and holder not in types:
            return False
        if written:
            basis = stance.basis
            if basis is None or not stance.evidence or (cluster and first[cluster] != target):
                return False
            if target in types and types[target] not in tables.SIDES:
                return False
            if basis != "stated" if holder == AUTHOR else types[holder] not in tables.SIDES:
                return False
    return len(pairs) == len(article.stances)


def _sentiments_are_clean(
    article: Article, text: str, kinds: dict[str, str], *, written: bool
) -> bool:
    """Rule out STR-017, REF-012, REF-013 and SEM-501 to 506."""
    found = article.sentiments
    noisy, rare = bool(article.metadata.noise), bool(found) and has_rare_marks(text)
    keys = set()
    for item in found:
        span, quoted, holder, target = item.expression[0], item.quoted, item.holder, item.target
        start, end = span.start, item.expression[-1].end
        keys.add((start, holder and holder.ref, target and target.ref))
        if written and (item.intensity is None or quoted is None):
            return False
        if quoted or rare or not in_no_marks(text, start):
            count = quoted_words(text, start, end)
            alone = count is not None and count <= tables.QUOTED_WORDS
            if quoted is not None and alone != quoted and not (noisy and quoted):
                return False
        if holder is None:
            if written and not _is_the_authors(start, end, article.attributions):
                return False
        elif holder.spans or kinds[holder.ref or ""] == "event":
            return False
        if target is not None:
            ref = target.ref
            if ref is None:
                if not target.spans or (written and not _has_no_item(target.spans, article)):
                    return False
            elif target.spans or ref not in kinds:
                return False
    return len(keys) == len(found)


def _is_the_authors(start: int, end: int, attributions: tuple[Attribution, ...]) -> bool:
    """Rule out SEM-505."""
    return not [
        1
        for item in attributions
        if item.content[0].start <= start
        and end <= item.content[-1].end
        and item.source
        and item.source.entity
    ]


def _has_no_item(spans: tuple[Span, ...], article: Article) -> bool:
    """Rule out SEM-506."""
    bounds = (spans[0].start, spans[-1].end)
    known = {(m.spans[0].start, m.spans[-1].end) for m in article.mentions}
    known |= {(e.trigger[0].start, e.trigger[-1].end) for e in article.events}
    return bounds not in known
