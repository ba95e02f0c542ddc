"""The systems by task and name; each is loaded when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, Self

from communique._registry import Registry
from communique.model import Article, Prediction
from communique.tasks import Given, names

TASKS = names()
SYSTEMS = ("majority", "linear")


class System(Protocol):
    """What a system of any task offers; a frozen msgspec struct whose fields are all it learnt."""

    LAYERS: ClassVar[tuple[str, ...]]

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that learnt from records that all have `LAYERS` and their text."""
        ...

    def predict(self, given: Given) -> Prediction:
        """Return the answer for what the task gives of one article."""
        ...


_PLACES: Registry[str] = Registry("baseline")
for _task in TASKS:
    for _name in SYSTEMS:
        _class = _name.capitalize() + _task.title().replace("-", "")
        _module = f"communique.baselines.{_name}.{_task.replace('-', '_')}"
        _PLACES.add(f"{_task} {_name}", f"{_module}:{_class}")


def system_class(task: str, system: str) -> Any:
    """Return the class of a system.

    Raises:
        UnknownNameError: there is no such task, or no such system for it.
    """
    module, _, name = _PLACES.get(f"{task} {system}").partition(":")
    return getattr(importlib.import_module(module), name)
