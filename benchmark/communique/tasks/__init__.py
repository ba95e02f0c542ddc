"""The tasks of the benchmark, each under a name and a version."""

from __future__ import annotations

from communique._registry import Registry
from communique.tasks import attribution, factuality, stance
from communique.tasks.task import Given, Pair, Task

__all__ = ["Given", "Pair", "Task", "get", "names"]

_BY_KEY: Registry[Task] = Registry("task")
_NEWEST: Registry[Task] = Registry("task")

for _task in (factuality.TASK, stance.TASK, attribution.TASK):
    _BY_KEY.add(_task.key, _task)
    _NEWEST.add(_task.name, _task)


def get(name: str) -> Task:
    """Return a task by its name (the newest version) or by its key, as in `stance@1`.

    Raises:
        UnknownNameError: there is none; the hint names the nearest.
    """
    return (_BY_KEY if "@" in name else _NEWEST).get(name)


def names() -> tuple[str, ...]:
    """Return the names of the tasks in the order of the documentation."""
    return tuple(_NEWEST)
