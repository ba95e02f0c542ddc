"""The registry of tasks, and what is true of every task in it."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from communique import tasks
from communique.errors import UnknownNameError
from communique.ontology import labels
from communique.tasks import Task

from tests.scoring_fixture import article

TASKS = [tasks.get(key) for key in tasks.versions()]


def test_the_seven_tasks_are_there() -> None:
    assert tasks.names() == (
        "events",
        "factuality",
        "stance",
        "stance-extraction",
        "attribution",
        "sentiment",
        "coreference",
    )


def test_a_task_is_found_by_name_and_by_key() -> None:
    assert tasks.get("stance") is tasks.get("stance@1")
    with pytest.raises(UnknownNameError, match="unknown task 'stance@2'") as caught:
        tasks.get("stance@2")
    assert "stance@1" in caught.value.hint


def test_an_older_version_is_found_by_key_alone() -> None:
    assert tasks.get("attribution").key == "attribution@2"
    assert tasks.get("attribution@1").version == 1
    assert tasks.versions() == (*(tasks.get(name).key for name in tasks.names()), "attribution@1")


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_every_task_says_what_it_is(task: Task) -> None:
    assert task.card.startswith(f"{task.key}: ")
    for part in ("**Given**", "**Predicted**", "**Rules", "**Primary**", "**Fidelity.**"):
        assert part in task.card, part
    assert f"`{task.primary}`" in task.card
    assert set(task.layers) <= set(labels("layers"))
    assert all(metric.undefined for metric in task.metrics)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_a_document_with_nothing_on_either_side_counts_nothing(task: Task) -> None:
    counts = task.counts(article(), None)
    assert tuple(counts) == task.columns
    assert not any(counts.values())
    scores = task.scores(np.zeros((3, len(task.columns))))
    assert list(scores) == list(task.metric_names)
    assert all(np.isnan(value).all() and value.shape == (3,) for value in scores.values())


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_gold_without_the_layers_is_unfit(task: Task) -> None:
    lacking = article(layers=())
    assert task.unfit(lacking) == f"lacks the layer {' and '.join(task.layers)}"
    assert task.unfit(article()) is None


def changed(**changes: Any) -> Task:
    fields = {name: getattr(TASKS[0], name) for name in TASKS[0].__dataclass_fields__}
    return Task(**{**fields, **changes})


def test_a_task_that_cannot_work_is_refused() -> None:
    with pytest.raises(ValueError, match="the first metric is mean-f1, not ghost"):
        changed(primary="ghost")
    with pytest.raises(ValueError, match="two columns of one name"):
        changed(columns=("a", "a"))
    with pytest.raises(ValueError, match="two metrics of one name"):
        changed(metrics=TASKS[0].metrics * 2)


def test_a_column_that_is_not_declared_is_refused() -> None:
    task = changed(columns=TASKS[0].columns[3:])
    with pytest.raises(ValueError, match="which are no columns of it"):
        task.counts(article(), None)


def test_what_a_task_gives_is_never_more_than_gold_has() -> None:
    gold = article(layers=("stances",))
    for task in TASKS:
        seen = task.given(gold).article
        assert msgspec.structs.replace(seen, layers=()) == article(layers=())
