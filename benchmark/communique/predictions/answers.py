"""A language model's raw answer → the JSON in it: fenced or not, prose before and after.

The answer is gone through once, from left to right, for JSON objects and lists. Of those that have
the shape of an answer, the last one counts: models think first. Text that is nearly JSON is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from communique.codec.untrusted import DuplicateKeyError, integer, once
from communique.model import Article, Prediction
from communique.predictions.mending import mended, told_already
from communique.predictions.placing import TooManyError
from communique.predictions.report import Report
from communique.predictions.resolving import resolve
from communique.predictions.rules import Note, plain, show
from communique.predictions.shapes import LAYERS, Line, convert, shape, told
from communique.tasks import Task, empty_prediction

LONGEST = 4 << 20
"""An answer may have so many code points."""
ATTEMPTS = 10_000
"""So many brackets of an answer are tried as the beginning of JSON."""
ITEMS = 20_000
"""So many items a prediction may have, those of lists in lists included."""

_BRACKET = re.compile(r"[\[{]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class AnswerError(ValueError):
    """The answer holds no prediction; the message says why."""


class Answer(NamedTuple):
    """What an answer says: where `problem` says why it says nothing, the prediction is empty."""

    prediction: Prediction
    report: Report
    problem: str | None
    notes: list[Note]


def parse_answer(text: str, gold: Article, task: Task) -> Answer:
    """Return what a language model's raw answer says of an article, in offsets and ids.

    An answer that holds no JSON of the right shape is an empty prediction, with a problem.

    Raises:
        InputError: the gold record has no text in which words could be found.
    """
    try:
        line, notes = extract(text, gold.id, task)
        found = resolve(line, gold, task, lenient=True)
    except (AnswerError, TooManyError) as error:
        return Answer(empty_prediction(gold), Report(unreadable=1), str(error), [])
    rest = [item for item in found.notes if not told_already(item, notes)]
    return Answer(found.prediction, found.report, None, notes + rest)


def extract(text: str, name: str, task: Task) -> tuple[Line, list[Note]]:
    """Return the line, for the article `name`, that an answer holds, and what was mended in it.

    Fields that no line has are passed over, as are those that are null or an empty string; labels
    may be written in other capitals. A list is that of the task's own layer; in coreference, of
    clusters. Items that are not of their shape are made wrong (see `mending`).

    Raises:
        AnswerError: there is none; the message says why.
    """
    if len(text) > LONGEST:
        raise AnswerError(f"it is longer than {LONGEST:,} characters")
    layers = layers_of(_chosen(text, task), task)
    if text.count(",") > ITEMS and items(layers) > ITEMS:
        raise AnswerError(f"it has more than {ITEMS:,} items")
    odd = _SURROGATE.search(text) or re.search(r"\\u[dD]", text)
    if odd and any(_SURROGATE.search(part) for part in strings(layers)):
        raise AnswerError("a string in it holds a lone surrogate, half a character")
    known = _known(layers, shape())
    try:
        return convert({**known, "id": name}), []
    except msgspec.ValidationError:
        known, notes = mended(known)
    try:
        return convert({**known, "id": name}), notes
    except msgspec.ValidationError as error:
        place, what = told(error)
        raise AnswerError(f"{plain(place)} is not of its shape: {plain(what)}") from None


def _chosen(text: str, task: Task) -> Any:
    """Return the last value that has the shape of an answer, else the last that is empty.

    An empty one beside what begins as JSON and is none does not count: it may be a part of that.
    """
    chosen, empty, other = None, None, None
    broken = _Broken()
    for value in _values(text, broken):
        if fits(value, task):
            chosen = value
        elif value in ([], {}):
            empty = value
        else:
            other = value
    if chosen is None and (empty is None or broken.error):
        fields = ", ".join(f"`{name}`" for name in reversed(task.predicted))
        what = "the field" if len(task.predicted) == 1 else "any of the fields"
        raise AnswerError(f"it holds no JSON object with {what} {fields}{_why(other, broken)}")
    return empty if chosen is None else chosen


@dataclass
class _Broken:
    """The longest piece that begins as JSON and is none: how long, and what is wrong."""

    length: int = 0
    error: json.JSONDecodeError | None = None


def _why(other: Any, broken: _Broken) -> str:
    """Say what the JSON has that is no answer, or where what begins as JSON is none."""
    if isinstance(other, dict) and broken.length < 2:
        return f"; what there is has {', '.join(show(name) for name in list(other)[:5])}"
    error = broken.error
    if error is None:
        return ""
    if error.msg.startswith("Unterminated string") or not error.doc[error.pos :].strip():
        return "; the JSON in it has no end: was it cut off?"
    return f"; the JSON in it breaks off at character {error.pos + 1}: {plain(error.msg)}"


def fits(value: Any, task: Task) -> bool:
    """Tell whether JSON looks like an answer to a task: its layers, or a list of its items."""
    if isinstance(value, dict):
        return any(name in value for name in task.predicted)
    inner = (dict, list) if task.name == "coreference" else dict
    return bool(value) and all(isinstance(item, inner) for item in value)


def layers_of(value: Any, task: Task) -> dict[str, Any]:
    """Return the layers of an answer that fits: a list is the task's own layer."""
    if isinstance(value, dict):
        return {name: value[name] for name in LAYERS if name in value}
    if task.name != "coreference":
        return {task.predicted[-1]: value}
    if any(isinstance(item, dict) and "entity" in item for item in value):
        return {"mentions": value}
    return {"entities": [{"mentions": x} if isinstance(x, list) else x for x in value]}


def _values(text: str, broken: _Broken) -> Iterator[Any]:
    """Yield the JSON objects and lists of a text that lie in no other, from left to right.

    Where what begins as one turns out to be none, the search goes on from where it broke off, so
    that nothing is gone through twice; `broken` keeps the longest of these.
    """
    decoder = json.JSONDecoder(object_pairs_hook=once, parse_int=integer)
    at, attempts = 0, 0
    while found := _BRACKET.search(text, at):
        attempts += 1
        if attempts > ATTEMPTS:
            raise AnswerError(f"more than {ATTEMPTS:,} pieces of it may be JSON")
        try:
            value, at = decoder.raw_decode(text, found.start())
        except json.JSONDecodeError as error:
            at = max(error.pos, found.start() + 1)
            length = error.pos - found.start()
            if length > broken.length:
                broken.length, broken.error = length, error
        except RecursionError:
            raise AnswerError("its brackets nest too deep") from None
        except DuplicateKeyError as error:
            raise AnswerError(f"the key {show(error.key)} stands twice in one object") from None
        else:
            yield value


def items(value: Any) -> int:
    """Return how many items the lists in a value of JSON have, at whatever depth."""
    number, waiting = 0, [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list):
            number += len(part)
            waiting += part
    return number


def strings(value: Any) -> Iterator[str]:
    """Yield every string in a value of JSON, keys included."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part


def _known(value: Any, shape: inspect.Type) -> Any:
    """Return the value without fields that are null or empty, or that the shape does not have."""
    if isinstance(shape, inspect.UnionType):
        for kind in shape.types:
            value = _known(value, kind)
        return value
    if isinstance(shape, inspect.StructType) and isinstance(value, dict):
        return {
            field.encode_name: _known(value[field.encode_name], field.type)
            for field in shape.fields
            if value.get(field.encode_name) is not None and value[field.encode_name] != ""
        }
    if isinstance(shape, inspect.VarTupleType) and isinstance(value, list):
        return [_known(item, shape.item_type) for item in value]
    if isinstance(shape, inspect.LiteralType) and isinstance(value, str):
        same = [label for label in shape.values if str(label).casefold() == value.casefold()]
        return same[0] if value not in shape.values and same else value
    return value
