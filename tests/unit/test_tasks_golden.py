"""Each folder of `golden/tasks`: a record, an answer, and what comes out, worked in its `why`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from communique import tasks
from communique.corpus import read_record
from communique.evaluate import score
from communique.predictions import read_predictions
from communique.validate import validate_article

CASES = sorted((Path(__file__).parents[1] / "golden" / "tasks").iterdir())


def test_every_version_of_every_task_has_a_case() -> None:
    expected = [json.loads((case / "expected.json").read_text("utf-8")) for case in CASES]
    assert {item["task"] for item in expected} == set(tasks.versions())
    assert all(item["why"] for item in expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    gold = read_record(case / "golden.json")
    task = tasks.get(expected["task"])
    answer = read_predictions(case / "predictions.jsonl", [gold], task).predictions
    found = score(task, [gold], answer, resamples=0, seed=0)
    counts = {name: value for name, value in found.counts[gold.id].items() if value}
    assert counts == pytest.approx(expected["counts"], abs=1e-12)
    values = {name: item.value for name, item in found.metrics.items() if item.value is not None}
    assert values == pytest.approx(expected["scores"], abs=1e-9)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_record_of_a_case_is_valid(case: Path) -> None:
    assert validate_article(read_record(case / "golden.json")) == []
