"""The gate: prove, fast, that no rule can fire. Where it is not sure it says no.

Each function names the rules that it rules out. It may say no to a record that breaks no rule (the
rules then find nothing, only slower), but never yes to one that does: a property test compares.
What is written plainly in the rules is written here for speed: comprehensions over whole layers,
sets compared as wholes, sorted offsets searched by halves.
"""

# ruff: noqa: C901 - one early "not sure" after another is the point here

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import chain

from communique import ontology
from communique.codec.sentences import sentence_starts
from communique.model import Article, Metadata, Provenance, Span
from communique.model.record import AUTHOR
from communique.validate import tables
from communique.validate.gate_items import (
    clusters_are_clean,
    entities_are_clean,
    events_are_clean,
    mentions_are_clean,
)
from communique.validate.gate_views import (
    attributions_are_clean,
    sentiments_are_clean,
    stances_are_clean,
)
from communique.validate.surroundings import NOTHING, Surroundings

_PLAIN = bytes(range(32, 127)) + b"\n"
_SAFE = frozenset("\u2013—\u2018\u2019“”„…€«»•") | {
    letter for letter in map(chr, range(0xA1, 0x180)) if unicodedata.is_normalized("NFC", letter)
}
"""Characters that are in NFC beside any other, are no blanks and no controls."""
_ID_BYTES = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.-"
_LAYERS = frozenset(ontology.labels("layers"))


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
        and entities_are_clean(entities, mentions, types, written=written)
        and mentions_are_clean(mentions, extents, kinds, written=written)
        and events_are_clean(
            article, kinds, extents, dict(zip(kinds, starts + triggers, strict=True)),
            sentence_starts(text) if written else None,
        )
        and clusters_are_clean(article)
        and attributions_are_clean(article, types, starts, written=written)
        and stances_are_clean(article, types, written=written)
        and sentiments_are_clean(article, text, kinds, written=written)
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
