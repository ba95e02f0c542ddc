"""The tasks of the benchmark, each under a name and a version."""

from __future__ import annotations

from communique._registry import Registry
from communique.tasks import (
    attribution,
    attribution_1,
    coreference,
    events,
    factuality,
    sentiment,
    stance,
    stance_extraction,
)
from communique.tasks.task import Given, Pair, Task, empty_prediction, of_one_label

__all__ = ["Given", "Pair", "Task", "empty_prediction", "get", "names", "of_one_label"]

_BY_KEY: Registry[Task] = Registry("task")
_NEWEST: Registry[Task] = Registry("task")

_TASKS = (
    events.TASK,
    factuality.TASK,
    stance.TASK,
    stance_extraction.TASK,
    attribution.TASK,
    sentiment.TASK,
    coreference.TASK,
)
_SUPERSEDED = (attribution_1.TASK,)
"""Older versions: asked for by key, so that old scores can be made again."""

for _task in _TASKS:
    _NEWEST.add(_task.name, _task)
for _task in (*_TASKS, *_SUPERSEDED):
    _BY_KEY.add(_task.key, _task)


def get(name: str) -> Task:
    """Return a task by its name (the newest version) or by its key, as in `stance@1`.

    Raises:
        UnknownNameError: there is none; the hint names the nearest.
    """
    return (_BY_KEY if "@" in name else _NEWEST).get(name)


def names() -> tuple[str, ...]:
    """Return the names of the tasks in the order of the documentation."""
    return tuple(_NEWEST)


def versions() -> tuple[str, ...]:
    """Return the keys of all versions, the superseded ones last."""
    return tuple(_BY_KEY)
