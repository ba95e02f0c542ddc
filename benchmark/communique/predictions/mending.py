"""What a raw answer has that is not of its shape, made wrong instead of costing the whole answer.

Item by item: an optional field of no valid value (a mode, a kind, a type that is none) is left out;
words for cue, source, holder or target that cannot be read are lost, as words that are not found
are; and so is the whole item where a field that it needs is missing or is none of the labels. A
lost item counts as predicted, under the first label, and is wrong; of answers to what gold asks, a
lost one answers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from communique.ontology import labels
from communique.predictions.rules import Note, note, plain
from communique.predictions.shapes import LAYERS, convert, optional, told

LOST = {"start": -1, "end": -1}
"""Stands nowhere."""
TIMES = 50
"""So many things in one item are mended; an item with more is lost."""

_ITEM = re.compile(r"\$\.\w+\[\d+\]")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_PLACES = {"cue", "source", "holder", "target"}
"""Optional fields that say where something is: left out they would say that there is none."""


class _Error(NamedTuple):
    """Where an item is not of its shape, as steps into it, and what is wrong there."""

    steps: tuple[str | int, ...]
    path: str
    what: str


def mended(layers: Mapping[str, Any]) -> tuple[dict[str, Any], list[Note]]:
    """Return the layers with every item of its shape, and a note for everything mended.

    What is no list of items is left as it is.
    """
    found = dict(layers)
    notes = []
    for layer in LAYERS:
        items = layers.get(layer)
        if isinstance(items, list):
            pairs = [_mend(layer, item, number) for number, item in enumerate(items)]
            found[layer] = [item for item, _ in pairs]
            notes += [_note(e, layer, n) for n, (_, errors) in enumerate(pairs) for e in errors]
    return found, notes


def _note(error: _Error, layer: str, number: int) -> Note:
    return note("PRE-023", f"$.{layer}[{number}]{error.path}", what=plain(error.what))


def told_already(item: Note, mends: Sequence[Note]) -> bool:
    """Tell whether a note on resolving says of a mended item that it stands nowhere."""
    owners = {_ITEM.match(mend.path) for mend in mends}
    own = _ITEM.match(item.path)
    return (
        own is not None
        and item.rule in {"PRE-009", "PRE-022"}
        and own[0] in {owner[0] for owner in owners if owner}
    )


def _mend(layer: str, item: Any, number: int) -> tuple[Any, list[_Error]]:
    """Return an item that is of its shape, and what was not."""
    errors: list[_Error] = []
    while (error := _error(layer, item)) and len(errors) < TIMES:
        errors.append(error)
        changed = _changed(layer, item, error.steps)
        if changed is None:
            break
        item = changed
    return (_lost(layer, item, number) if error else item), errors


def _error(layer: str, item: Any) -> _Error | None:
    try:
        convert({"id": "a", layer: [item]})
    except msgspec.ValidationError as error:
        place, what = told(error)
        path = place.removeprefix(f"$.{layer}[0]")
        steps = tuple(int(number) if number else name for name, number in _STEP.findall(path))
        return _Error(steps, path, what)
    return None


def _changed(layer: str, item: Any, steps: tuple[str | int, ...]) -> Any:
    """Return the item without what is not of its shape at these steps, or nothing: it is lost."""
    if not steps or not isinstance(item, dict):
        return None
    field, inner = steps[0], steps[1:]
    if not isinstance(field, str) or not optional(layer, field) or field not in item:
        return None
    if inner and isinstance(inner[0], int) and field in {"arguments", "mentions"}:
        spare = _argument() if field == "arguments" else LOST
        parts = [spare if n == inner[0] else part for n, part in enumerate(item[field])]
        return {**item, field: parts}
    if field in _PLACES and item[field] != LOST:
        return {**item, field: LOST if field == "cue" else {"spans": LOST}}
    return {name: value for name, value in item.items() if name != field}


def _argument() -> dict[str, Any]:
    return {"role": labels("argument_roles")[0], "spans": LOST}


def _lost(layer: str, item: Any, number: int) -> dict[str, Any]:
    """Return an item of the layer that stands nowhere, with the item's id where that is one.

    The parties of two lost stances are not the same, so that each counts as predicted.
    """
    holder, target = ({"start": at, "end": at} for at in (-1 - 2 * number, -2 - 2 * number))
    layers: dict[str, dict[str, Any]] = {
        "entities": {},
        "mentions": {"entity": "lost", "spans": LOST},
        "events": {"trigger": LOST, "category": labels("event_categories")[0]},
        "factuality": {"event": LOST, "value": labels("factuality_values")[0]},
        "attributions": {"content": LOST},
        "stances": {"holder": holder, "target": target, "label": labels("stance_labels")[0]},
        "sentiments": {"expression": LOST, "polarity": labels("sentiment_polarities")[0]},
    }
    name = item.get("id") if isinstance(item, dict) and layer != "factuality" else None
    own = {"id": name} if isinstance(name, str) and 0 < len(name) <= 64 else {}
    return {**layers[layer], **own}
