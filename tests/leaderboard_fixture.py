"""A corpus of six articles, and results of systems that repeat gold with seeded slips."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from communique import tasks
from communique.codec import encode
from communique.corpus import slug
from communique.evaluate import score
from communique.model import Article, Filler, Prediction, Span
from communique.ontology import labels
from communique.results import Card, encode_result, result

from tests.scoring_fixture import (
    TEXT,
    argument,
    article,
    at,
    attribution,
    entities,
    event,
    repeat,
    sentiment,
    stance,
)

IDS = tuple(f"article-{number}" for number in range(1, 7))


def gold(name: str, text: str | None = TEXT) -> Article:
    """An article with two entities, three events, two attributions, two stances, two sentiments."""
    meta = article(name, thread="one").metadata
    number = IDS.index(name)
    whole = article(
        name,
        text=text,
        **entities(lho=(0, 5, 9), mar=(2, 20)),
        events=(
            event(
                "e1",
                3,
                "REJECT",
                factuality="CT+",
                arguments=(argument("actor", "m-lho-0"), argument("recipient", "m-mar-2")),
            ),
            event("e2", 11 + number, "ACCUSE", factuality="CT-"),
            event("e3", 21, "CONSULT", factuality="Uu", arguments=(argument("theme", "e1"),)),
        ),
        attributions=(
            attribution(
                "a1", at(2, 4), cue=at(1), source=at(0), kind="direct", commitment="affirms"
            ),
            attribution("a2", at(24, 29), cue=at(23), kind="indirect", commitment="denies"),
        ),
        stances=(
            stance("s1", "lho", "e1", "favor", evidence=(at(1, 3),)),
            stance("s2", "author", "mar", "against"),
        ),
        sentiments=(
            sentiment("p1", at(30), holder=Filler(ref="m-lho-0"), target=Filler(ref="m-mar-2")),
            sentiment("p2", at(33, 34), "positive"),
        ),
    )
    genre = ("opinion", "briefing-transcript")[number % 2]
    metadata = msgspec.structs.replace(
        meta, title=f"Title of {name} & <i>more</i>", genre=genre, region="anzoro-gulf"
    )
    return msgspec.structs.replace(whole, metadata=metadata)


def corpus(folder: Path, text: str | None = TEXT) -> Path:
    """Write the six articles as the split `test` of a corpus."""
    (folder / "articles").mkdir(parents=True)
    for name in IDS:
        (folder / "articles" / f"{name}.json").write_bytes(encode(gold(name, text)))
    splits = {"schema_version": "1.0", "splits": {"train": [], "test": ["one"]}}
    (folder / "splits.json").write_bytes(msgspec.json.encode(splits))
    return folder


def card(name: str, **more: Any) -> Card:
    """A system card."""
    fields: dict[str, Any] = {
        "version": "1",
        "description": "Gold with seeded slips.",
        "kind": "rules",
        "authors": ("Nobody",),
        "training_data": "none",
        "test_seen": False,
    }
    return Card(name=name, **{**fields, **more})


def slips(whole: Article, rate: float, seed: str) -> Prediction:
    """Return gold as a prediction in which items get lost and labels change, at a rate."""
    rng = random.Random(f"{seed} {whole.id}")  # noqa: S311 - test data, not a secret

    def slip() -> bool:
        return rng.random() < rate

    def other(vocabulary: str, label: Any) -> Any:
        return rng.choice(labels(vocabulary)) if slip() else label

    put, said = msgspec.structs.replace, repeat(whole)
    events = [put(e, category=other("event_categories", e.category)) for e in said.events]
    moved = [put(e, trigger=_longer(e.trigger[0])) if slip() else e for e in events]
    return put(
        said,
        mentions=tuple(
            put(m, entity=rng.choice(("lho", "mar"))) if slip() else m for m in said.mentions
        ),
        events=tuple(put(e, arguments=() if slip() else e.arguments) for e in moved),
        factuality=tuple(
            put(f, value=other("factuality_values", f.value)) for f in said.factuality
        ),
        attributions=tuple(a for a in said.attributions if not slip()),
        stances=tuple(put(s, label=other("stance_labels", s.label)) for s in said.stances),
        sentiments=tuple(s for s in said.sentiments if not slip()),
    )


def _longer(span: Span) -> tuple[Span, ...]:
    return (Span(span.start, span.end + 4),)


def submit(
    folder: Path,
    system: Card,
    rate: float,
    *,
    entered: Sequence[str] = (),
    private: bool = False,
    text: str | None = TEXT,
) -> Path:
    """Write the records of a system, and its predictions unless they are private."""
    golds = [gold(name, text) for name in IDS]
    place = folder / slug(system.name)
    place.mkdir(parents=True)
    for name in entered or tasks.names():
        answers = {whole.id: slips(whole, rate, system.name) for whole in golds}
        kept = {i: _narrow(name, answer) for i, answer in answers.items()}
        scores = score(tasks.get(name), golds, kept, resamples=20, seed=1, split="test")
        kept_bytes = b"".join(msgspec.json.encode(kept[i]) + b"\n" for i in sorted(kept))
        digest = hashlib.sha256(kept_bytes).hexdigest()
        record = result(
            scores, system=system.name, created="2026-11-26", card=system, predictions_sha256=digest
        )
        (place / f"{name}.test.json").write_bytes(encode_result(record))
        if not private:
            (place / f"{name}.test.jsonl").write_bytes(kept_bytes)
    return place


GIVEN = {
    "factuality": ("factuality",),
    "stance": ("stances",),
    "stance-extraction": ("entities", "mentions", "events", "stances"),
}
"""The layers that a prediction of a task has, where it has not all of the found ones."""


def _narrow(task: str, answer: Prediction) -> Prediction:
    layers = GIVEN.get(task, ("entities", "mentions", "events", "attributions", "sentiments"))
    kept = {layer: getattr(answer, layer) for layer in layers}
    return Prediction(schema_version="1.0", id=answer.id, **kept)
