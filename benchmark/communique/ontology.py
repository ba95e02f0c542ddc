"""The label sets, read from `schema/ontology`: the code itself holds no label list."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import msgspec

from communique._paths import data_dir


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One label of a vocabulary.

    `quad_class`, `modes` and `roles` are filled for event categories only.
    """

    label: str
    gloss: str
    since: str
    source: str
    quad_class: str | None = None
    modes: tuple[Label, ...] = ()
    roles: tuple[str, ...] = ()


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """A closed list of labels with their meaning and where each comes from."""

    name: str
    version: str
    title: str
    labels: tuple[Label, ...]


@cache
def vocabulary(name: str) -> Vocabulary:
    """Return the vocabulary `schema/ontology/<name>.json`."""
    path = data_dir("schema") / "ontology" / f"{name}.json"
    return msgspec.json.decode(path.read_bytes(), type=Vocabulary)


@cache
def labels(name: str) -> tuple[str, ...]:
    """Return a vocabulary's labels in the order of the file."""
    return tuple(item.label for item in vocabulary(name).labels)


def literal(name: str) -> Any:
    """Return `typing.Literal` of a vocabulary's labels, for the decoder to check against."""
    # A tuple inside the brackets is what the subscript makes of several labels.
    return Literal[labels(name)]


@cache
def _categories() -> dict[str, Label]:
    return {item.label: item for item in vocabulary("event_categories").labels}


def category(name: str) -> Label:
    """Return the entry of an event category: gloss, quad class, modes, roles."""
    return _categories()[name]


@cache
def modes(category_name: str) -> frozenset[str]:
    """Return the modes that an event category takes; empty where it takes none."""
    return frozenset(item.label for item in category(category_name).modes)


@cache
def roles(category_name: str) -> frozenset[str]:
    """Return the argument roles that an event category takes."""
    return frozenset(category(category_name).roles)
