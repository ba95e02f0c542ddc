"""Named things that refuse to collide and explain a miss."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Generic, TypeVar

from communique.errors import UnknownNameError

T = TypeVar("T")


class Registry(Generic[T]):
    """A mapping from name to thing; a second thing under one name is an error."""

    def __init__(self, kind: str) -> None:
        """`kind` names what is registered, for messages: "task", "rule"."""
        self._kind = kind
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> T:
        """Register `item` and give it back.

        Raises:
            ValueError: the name is taken.
        """
        if name in self._items:
            raise ValueError(f"{self._kind} {name!r} is registered twice")
        self._items[name] = item
        return item

    def get(self, name: str) -> T:
        """Return what is registered under `name`.

        Raises:
            UnknownNameError: nothing is; the hint names the nearest names.
        """
        try:
            return self._items[name]
        except KeyError:
            near = difflib.get_close_matches(name, self._items, n=3) or sorted(self._items)
            raise UnknownNameError(
                f"unknown {self._kind} {name!r}", hint=f"did you mean {', '.join(near)}?"
            ) from None

    def __contains__(self, name: object) -> bool:
        """Tell whether the name is registered."""
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        """Names in order of registration."""
        return iter(self._items)

    def __len__(self) -> int:
        """How many are registered."""
        return len(self._items)

    def items(self) -> list[tuple[str, T]]:
        """Names with their things, in order of registration."""
        return list(self._items.items())
