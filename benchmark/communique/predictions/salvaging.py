"""What is of the right shape in a line that is not, so that it can be checked all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from communique.predictions.rules import Note
from communique.predictions.shapes import LAYERS, Line, convert

_ITEM = re.compile(r"\$\.(\w+)\[(\d+)\]")


class Salvaged(NamedTuple):
    """The items of a line that are of their shape, and where they stood in it, layer by layer."""

    line: Line
    numbers: Mapping[str, Sequence[int]]

    def placed(self, note: Note) -> Note:
        """Return a note on the salvaged line with the path that the whole line has."""
        found = _ITEM.match(note.path)
        if not found:
            return note
        number = self.numbers[found[1]][int(found[2])]
        return note._replace(path=f"$.{found[1]}[{number}]{note.path[found.end() :]}")


def salvaged(value: Any) -> Salvaged | None:
    """Return what is of its shape in a line; nothing where it has not even an id."""
    if not isinstance(value, dict):
        return None
    kept: dict[str, Any] = {"id": value.get("id")}
    numbers: dict[str, list[int]] = {}
    for name in LAYERS:
        layer = value.get(name)
        layer = layer if isinstance(layer, list) else []
        fits = [number for number, item in enumerate(layer) if _fits(name, item)]
        numbers[name], kept[name] = fits, [layer[number] for number in fits]
    try:
        return Salvaged(convert(kept), numbers)
    except msgspec.ValidationError:
        return None


def _fits(layer: str, item: Any) -> bool:
    try:
        convert({"id": "a", layer: [item]})
    except msgspec.ValidationError:
        return False
    return True
