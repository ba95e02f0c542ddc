"""A language model's raw answers, counted and summed as `communique score` does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from communique.model import Article
from communique.predictions import parse_answer
from communique.tasks import Task, of_one_label


class Judged(NamedTuple):
    """The counts of one answer, every column of the task; and what was wrong with it."""

    counts: dict[str, float]
    problem: str | None


def judge(task: Task, gold: Article, text: str) -> Judged:
    """Return the counts of a raw answer; one that cannot be read counts as an empty one."""
    answer = parse_answer(text, gold, task)
    return Judged(task.counts(gold, answer.prediction), answer.problem)


def values(task: Task, rows: Iterable[Mapping[str, float]]) -> dict[str, float | None]:
    """Return every metric for the summed counts of documents; `None` where it is undefined.

    A column that a row lacks is 0 there.
    """
    matrix = [[row.get(column, 0) for column in task.columns] for row in rows]
    sums = np.array(matrix, np.float64).reshape(-1, len(task.columns)).sum(0)
    found = {name: float(value) for name, value in task.scores(sums).items()}
    return {name: None if np.isnan(value) else value for name, value in found.items()}


def figures(task: Task) -> tuple[str, ...]:
    """Return the metrics that a table has room for: no precisions, recalls, or single labels."""
    return tuple(
        name
        for name in task.metric_names
        if not name.endswith((".p", ".r")) and not of_one_label(name)
    )
