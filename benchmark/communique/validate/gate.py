"""The gate: prove, fast, that no rule can fire. Where it is not sure it says no.

Each function names the rules that it rules out. It may say no to a record that breaks no rule (the
rules then find nothing, only slower), but never yes to one that does: a property test compares.
What is written plainly in the rules is written here for speed: comprehensions over whole layers,
sets compared as wholes, sorted offsets searched by halves.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import chain

from communique import ontology
from communique.codec.sentences import sentence_starts
from communique.model import Article, Metadata, Provenance
from communique.model.record import AUTHOR
from communique.validate import tables
from communique.validate.columns import Columns, gather
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
_NOWHERE = "\ud800"
"""Added to the text: no record can hold it, so a span that reaches beyond the text differs."""
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
    except (KeyError, IndexError, ValueError):
        # A reference leads nowhere, a filler is empty, a mention has several spans; or, a
        # UnicodeEncodeError, a surrogate stands alone.
        return False


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
                # Searching from the end takes a third of the time that `in` takes.
                text.rfind(" \n") < 0
                and text.rfind("\n\n\n") < 0
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
    columns = gather(article)
    longer = text + _NOWHERE
    written = article.metadata.origin == "written"
    return (
        columns is not None
        and _ids_are_clean(columns)
        and (_LAYERS.issubset(article.layers) or _named_layers_hold_all(article))
        and _spans_are_clean(article, columns, longer)
        and entities_are_clean(article.entities, columns, written=written)
        and mentions_are_clean(article.mentions, columns, longer, written=written)
        and events_are_clean(article, columns, sentence_starts(text) if written else None)
        and clusters_are_clean(article)
        and attributions_are_clean(article, columns, written=written)
        and stances_are_clean(article, columns, written=written)
        and sentiments_are_clean(article, text, columns, written=written)
    )


def _ids_are_clean(columns: Columns) -> bool:
    """Rule out STR-011 and STR-012."""
    ids = columns.number
    return AUTHOR not in ids and not "".join(ids).encode().translate(None, _ID_BYTES)


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


def _spans_are_clean(article: Article, columns: Columns, longer: str) -> bool:
    """Rule out STR-001 to 005 and STR-015, of all but the heads of mentions."""
    words = [longer[start:end] for start, end in zip(columns.starts, columns.ends, strict=True)]
    if words != columns.words or "" in words:
        return False
    events, attributions, sentiments = article.events, article.attributions, article.sentiments
    fragments = [item.trigger for item in events]
    fragments += [part.spans for item in events for part in item.arguments if part.spans]
    fragments += [item.content for item in attributions]
    fragments += [item.cue for item in attributions if item.cue]
    fragments += [item.source.spans for item in attributions if item.source is not None]
    fragments += [evidence for item in article.stances for evidence in item.evidence]
    fragments += [item.expression for item in sentiments]
    parties = [party for item in sentiments for party in (item.holder, item.target)]
    fragments += [party.spans for party in parties if party is not None and party.spans]
    spans = list(chain.from_iterable(fragments))
    if len(spans) != len(fragments):
        for fragment in fragments:
            if len(fragment) > 1:
                offsets = [offset for span in fragment for offset in (span.start, span.end)]
                if offsets != sorted(set(offsets)):
                    return False
    return not [1 for s in spans if longer[s.start : s.end] != s.text or not s.text]
