"""The corpus' own annotation, handed in as a language model would: in words, as a raw answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from communique import tasks
from communique.corpus import read_data
from communique.evaluate import score
from communique.model import Article, Fragment
from communique.predictions import Report, parse_answer, read_predictions
from communique.tasks import Task

from tests.scoring_fixture import in_words

GOLDS = read_data("corpus", None)


def named(gold: Article) -> Callable[[str], Any]:
    """What names an entity, an event or the author of a record by the first words for it."""
    spans: dict[str, Fragment] = {event.id: event.trigger for event in gold.events}
    for mention in gold.mentions:
        spans.setdefault(mention.entity, mention.spans)
    names = {entity.id: entity.name for entity in gold.entities}
    text = gold.text or ""

    def of(name: str) -> Any:
        if name not in spans:
            return names.get(name, name)
        return in_words(msgspec.to_builtins(spans[name][:1]), text)[0]

    return of


def layers(gold: Article, task: Task) -> dict[str, Any]:
    """What the record says in a task's layers, no id of it used where the task asks by ids."""
    name = named(gold)
    if task.name == "factuality":
        values = [(event.id, event.factuality) for event in gold.events if event.factuality]
        return {"factuality": [{"event": name(item), "value": value} for item, value in values]}
    if task.name == "stance":
        return {
            "stances": [
                {"holder": name(item.holder), "target": name(item.target), "label": item.label}
                for item in gold.stances
            ]
        }
    found = msgspec.to_builtins({layer: getattr(gold, layer) for layer in task.predicted})
    words: dict[str, Any] = in_words(found, gold.text or "")
    return words


@pytest.mark.parametrize("name", tasks.names())
def test_gold_in_words_scores_one_in_every_task(name: str, tmp_path: Path) -> None:
    task, predictions, report = tasks.get(name), {}, Report()
    for gold in GOLDS:
        text = f"My answer:\n```json\n{json.dumps(layers(gold, task))}\n```\nI am sure."
        answer = parse_answer(text, gold, task)
        assert answer.problem is None
        predictions[gold.id] = answer.prediction
        report += answer.report
    assert report.exact == sum(report.counts.values()) > 0
    assert score(task, GOLDS, predictions, resamples=0, seed=0).main.value == pytest.approx(1)
    # Written down in offsets, and read again, it is the same.
    path = tmp_path / "p.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, predictions.values())))
    assert read_predictions(path, GOLDS, task).predictions == predictions


@pytest.mark.parametrize("name", ["events", "attribution", "sentiment", "coreference"])
def test_lost_spans_count_the_same_when_they_are_written_and_read(
    name: str, tmp_path: Path
) -> None:
    task, predictions = tasks.get(name), {}
    for gold in GOLDS:
        text = json.dumps(layers(gold, task)).replace('"quote": "t', '"quote": "zzz t')
        answer = parse_answer(text, gold, task)
        assert answer.report.lost > 0
        predictions[gold.id] = answer.prediction
    path = tmp_path / "p.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, predictions.values())))
    again = read_predictions(path, GOLDS, task).predictions
    for gold in GOLDS:
        counts = task.counts(gold, predictions[gold.id])
        assert task.counts(gold, again[gold.id]) == counts
