"""Corpus: records against the corpus beside them, and against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from communique.validate.across import Summary, sentences
from communique.validate.facts import Facts
from communique.validate.rule import ERROR, WARNING, Hit, clip, hit, rule
from communique.validate.surroundings import Surroundings

NEAR = 0.5
"""Share of common five-word sequences from which two texts count as near-identical."""

_WIKIDATA = re.compile(r"Q[1-9][0-9]*")


@rule(
    "COR-001",
    ERROR,
    "the article id {name!r} is also that of {other}",
    hint="ids are unique in a folder: rename one of the two, or remove the copy",
    takes="records",
)
def articles_are_unique(records: Sequence[Summary]) -> Iterator[Hit]:
    """Predictions are joined to gold by id: of two records with one id, one is never scored."""
    first: dict[tuple[str, str], Summary] = {}
    for record in records:
        other = first.setdefault((record.folder, record.id), record)
        if other is not record:
            yield hit("$.id", record=record.place, name=record.id, other=other.file)


@rule(
    "COR-002",
    ERROR,
    "the text of {name!r} is not the one that {other} annotates",
    hint="annotations of one article share its text: compile the older of the two anew",
    takes="records",
)
def versions_share_their_text(records: Sequence[Summary]) -> Iterator[Hit]:
    """Agreement compares spans of two annotators: on two texts every offset would differ."""
    first: dict[str, Summary] = {}
    for record in records:
        other = first.setdefault(record.id, record)
        if other.digest != record.digest and other.folder != record.folder:
            path = "$.metadata.text_sha256"
            yield hit(path, record=record.place, name=record.id, other=other.file)


def _pairs(records: Sequence[Summary]) -> Iterator[tuple[Summary, Summary, list[str]]]:
    """Yield records of one folder that share long sentences, with these."""
    seen: dict[tuple[str, str], Summary] = {}
    for record in records:
        common: dict[str, list[str]] = defaultdict(list)
        others: dict[str, Summary] = {}
        for sentence in sorted(sentences(record.text or "")):
            other = seen.setdefault((record.folder, sentence), record)
            if other.id != record.id:
                others[other.file] = other
                common[other.file].append(sentence)
        for file, shared in common.items():
            yield record, others[file], shared


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[i : i + 5]) for i in range(max(len(words) - 4, 1))}


@lru_cache(maxsize=4096)
def likeness(one: str, other: str) -> float:
    """Return the Jaccard index of the texts' five-word sequences, between 0 and 1."""
    a, b = _shingles(one), _shingles(other)
    return len(a & b) / len(a | b)


@rule(
    "COR-003",
    WARNING,
    "the text is near-identical ({share:.0%}) to that of {other}",
    hint="keep one of the two: near-duplicates leak from one split into another",
    takes="records",
)
def texts_differ(records: Sequence[Summary]) -> Iterator[Hit]:
    """A near-duplicate in test of a text in train measures memory."""
    for record, other, _ in _pairs(records):
        share = likeness(record.text or "", other.text or "")
        if share >= NEAR:
            yield hit("$.text", record=record.place, other=other.file, share=share)


def _is_quoted(text: str, sentence: str) -> bool:
    """Tell whether the sentence stands within quotation marks, or begins or ends with one."""
    before = text[: text.find(sentence)]
    within = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    return within or any(mark in sentence for mark in '“”"')


@rule(
    "COR-004",
    WARNING,
    "the sentence {sentence} stands in {other} too",
    hint="no two articles share a sentence, except a quoted statement within a thread: reword it",
    takes="records",
)
def sentences_are_not_shared(records: Sequence[Summary]) -> Iterator[Hit]:
    """Shared sentences let systems recognise articles rather than read them."""
    for record, other, shared in _pairs(records):
        if not record.written or likeness(record.text or "", other.text or "") >= NEAR:
            continue
        for sentence in shared:
            quoted = _is_quoted(record.text or "", sentence)
            if not (quoted and record.thread == other.thread):
                said = clip(sentence)
                yield hit("$.text", record=record.place, sentence=said, other=other.file)


@rule(
    "COR-005",
    ERROR,
    "the thread {thread!r} is in {found}",
    hint="put it into exactly one split of splits.json",
    takes="beside",
)
def thread_is_in_one_split(facts: Facts, beside: Surroundings) -> Iterator[Hit]:
    """Splits go by thread, so that no story is trained on and tested on."""
    thread = facts.article.metadata.thread
    if beside.splits is not None and thread is not None:
        found = [name for name, threads in beside.splits.items() if thread in threads]
        if len(found) != 1:
            where = f"the splits {' and '.join(found)}" if found else "no split"
            yield hit("$.metadata.thread", thread=thread, found=where)


@rule(
    "COR-006",
    ERROR,
    "the thread {thread!r} has no file in threads/",
    hint="correct the thread, or add threads/{thread}.json",
    takes="beside",
)
def thread_is_described(facts: Facts, beside: Surroundings) -> Iterator[Hit]:
    """What happened is told by the thread's file: claims are scored against it."""
    thread = facts.article.metadata.thread
    if beside.threads is not None and thread is not None and thread not in beside.threads:
        yield hit("$.metadata.thread", thread=thread)


@rule(
    "COR-007",
    ERROR,
    "the kb {kb!r} of entity {name} is no id of world/",
    hint="use an id of world/*.json, or a Wikidata item (Q…)",
    takes="beside",
)
def entity_is_in_the_world(facts: Facts, beside: Surroundings) -> Iterator[Hit]:
    """`kb` joins entities across articles: an id of its own joins nothing."""
    if beside.world is not None:
        for i, entity in enumerate(facts.article.entities):
            kb = entity.kb
            if kb is not None and kb not in beside.world and not _WIKIDATA.fullmatch(kb):
                yield hit(f"$.entities[{i}].kb", kb=kb, name=entity.id)


@rule(
    "COR-008",
    ERROR,
    "the world event {event!r} of cluster {name} is none of thread {thread!r}",
    hint="use the id of one of the thread's world_events",
    takes="beside",
)
def world_event_is_in_the_thread(facts: Facts, beside: Surroundings) -> Iterator[Hit]:
    """`world_event` is identity across documents: it must name what the thread says happened."""
    thread = facts.article.metadata.thread
    if beside.threads is None or thread not in beside.threads:
        return
    for i, cluster in enumerate(facts.article.event_clusters):
        event = cluster.world_event
        if event is not None and event not in beside.threads[thread]:
            path = f"$.event_clusters[{i}].world_event"
            yield hit(path, event=event, name=cluster.id, thread=thread)


@rule(
    "COR-009",
    ERROR,
    "the outlet {outlet!r} {what}",
    hint="copy outlet and outlet_kind from world/outlets.json",
    takes="beside",
)
def outlet_is_in_the_world(facts: Facts, beside: Surroundings) -> Iterator[Hit]:
    """Slices go by outlet kind: it must be the one that the world gives the outlet."""
    meta = facts.article.metadata
    if beside.outlets is None or meta.outlet is None or not facts.written:
        return
    kind = beside.outlets.get(meta.outlet)
    if kind is None:
        yield hit("$.metadata.outlet", outlet=meta.outlet, what="is not in the world")
    elif meta.outlet_kind not in {None, kind}:
        what = f"is of kind {kind}, not {meta.outlet_kind}"
        yield hit("$.metadata.outlet_kind", outlet=meta.outlet, what=what)
