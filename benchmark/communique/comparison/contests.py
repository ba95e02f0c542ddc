"""From result records to contests. Scores are made anew from the counts of each document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from communique import tasks
from communique.comparison.contest import Contest
from communique.comparison.overall import OVERALL, overall
from communique.comparison.records import checked_counts, shared
from communique.errors import UnknownNameError
from communique.metrics.metric import FloatArray, Metric
from communique.results import Result
from communique.tasks import Task


class Contests(NamedTuple):
    """The contests, one a task in the tasks' order; and what could not be compared, and why."""

    found: tuple[Contest, ...]
    left_out: dict[str, str]


def contests(records: Sequence[Result], *, metric: str | None = None) -> Contests:
    """Return a contest for every task in which two systems or more have a record.

    `metric` names the metric to compare by, the primary one by default. Where every system is in
    every contest, of two or more, their mean follows as the contest `overall`.

    Raises:
        InputError: records of a task are of different versions, corpora, splits, slices, options or
            documents; two of them are of one system; or a stored score is not what the counts give.
        UnknownNameError: a task is unknown, or has no such metric.
    """
    by_task: defaultdict[str, list[Result]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.system):
        by_task[record.task.partition("@")[0]].append(record)
    known = sorted(by_task, key=lambda name: (tasks.names().index(tasks.get(name).name), name))
    alone = {
        name: f"only {by_task[name][0].system!r} has a record of it"
        for name in known
        if len(by_task[name]) == 1
    }
    found = tuple(contest_of(by_task[name], metric) for name in known if name not in alone)
    if len(known) < 2:
        return Contests(found, alone)
    whole = _why_no_mean(alone, metric) or overall(found)
    if isinstance(whole, Contest):
        return Contests((*found, whole), alone)
    return Contests(found, {**alone, OVERALL: whole})


def _why_no_mean(alone: Mapping[str, str], metric: str | None) -> str | None:
    if metric is not None:
        return "it is the mean of the tasks' primary metrics, and another metric is asked for"
    return next((f"{name}: {reason}" for name, reason in alone.items()), None)


def contest_of(records: Sequence[Result], name: str | None = None) -> Contest:
    """Return the contest of the records of one task, by the metric `name` or the primary one.

    Raises:
        InputError: as `contests`.
        UnknownNameError: as `contests`.
    """
    signature = shared(records)
    task = tasks.get(records[0].task)
    metric = _metric(task, name or task.primary)
    read = _columns(metric, task)

    def score(sums: FloatArray) -> FloatArray:
        values = np.moveaxis(sums, -1, 0)
        return metric.formula({task.columns[at]: values[i] for i, at in enumerate(read)})

    return Contest(
        task=task.key,
        metric=metric.name,
        undefined=metric.undefined,
        signature=signature,
        documents=tuple(sorted(document.id for document in records[0].documents)),
        counts={record.system: checked_counts(record, task)[:, read] for record in records},
        missing={record.system: len(record.missing) for record in records},
        score=score,
    )


def _metric(task: Task, name: str) -> Metric:
    for metric in task.metrics:
        if metric.name == name:
            return metric
    raise UnknownNameError(
        f"{task.key} has no metric {name!r}", hint=f"it has {', '.join(task.metric_names)}"
    )


class _Reads(dict[str, FloatArray]):
    """Sums that remember which of them were asked for."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__((column, np.zeros(())) for column in columns)
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> FloatArray:
        self.read.add(key)
        return super().__getitem__(key)


def _columns(metric: Metric, task: Task) -> list[int]:
    """Return the places of the columns that the metric is made from; the others have no part."""
    sums = _Reads(task.columns)
    metric.formula(sums)
    return [place for place, column in enumerate(task.columns) if column in sums.read]
