"""Whether counts can be those of any predictions: what gold alone decides, and what bounds a hit.

This is what can be told of a record whose predictions are kept back.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from communique.metrics.labels import UNANSWERED
from communique.model import Article
from communique.results import Result
from communique.tasks import Task

CLOSE = 1e-9
"""How far a number may be from the one made again: sums in another order differ by less."""
Counts = Mapping[str, float]


def impossible(record: Result, task: Task, golds: Sequence[Article]) -> Iterator[str]:
    """Yield for each document whose counts no prediction can give what is wrong with the first.

    `golds` are the records' documents, in its order. What gold alone decides are the columns
    `NAME.gold`, and the rows of a confusion matrix; a hit is in gold and in the prediction; a
    document that is missing has the counts of an empty prediction.
    """
    frame, lacking = _Frame.of(task), set(record.missing)
    for document, empty in zip(
        record.documents, task.counts_of_all(golds, [None] * len(golds)), strict=True
    ):
        counts = {**dict.fromkeys(task.columns, 0), **document.counts}
        found = next(_wrong(frame, counts, empty, missing=document.id in lacking), None)
        if found:
            yield f"{document.id}: {found}"


class _Frame(NamedTuple):
    """What is known of a task's columns: rows are summed to what gold has, bounds are (hit, of)."""

    rows: Mapping[str, Sequence[str]]
    bounds: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, task: Task) -> _Frame:
        known = set(task.columns)
        rows: defaultdict[str, list[str]] = defaultdict(list)
        stems = {name.rpartition(".")[0] for name in known if name.endswith(f".{UNANSWERED}")}
        for name in task.columns:
            stem, _, part = name.rpartition(".")
            if part == "gold" or stem in stems:
                rows[name if part == "gold" else f"{stem}.*"].append(name)
        return cls(rows, [pair for name in task.columns for pair in _bounds(name, known)])


def _bounds(name: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what a column of hits cannot be more than."""
    stem, _, part = name.rpartition(".")
    own = {"hit": ["pred"], "hit-gold": ["gold"]}.get(part, [])
    if part == "hit" and f"{stem}.hit-gold" not in known:
        own = ["pred", "gold"]
    yield from ((name, f"{stem}.{side}") for side in own if f"{stem}.{side}" in known)


def _wrong(frame: _Frame, counts: Counts, empty: Counts, *, missing: bool) -> Iterator[str]:
    for name, value in counts.items():
        if isinstance(empty[name], int) and value != int(value):
            yield f"{name} is {value}, no whole number"
    for name, columns in frame.rows.items():
        has, wanted = (sum(side[column] for column in columns) for side in (counts, empty))
        if has != wanted:
            yield f"{name} is {has:g}; these records have {wanted:g}"
    for name, whole in frame.bounds:
        if counts[name] > counts[whole] + CLOSE:
            yield f"{name} is {counts[name]:g}, more than {whole}, {counts[whole]:g}"
    if missing and any(not math.isclose(counts[k], empty[k], abs_tol=CLOSE) for k in counts):
        yield "it is said to be missing, and has other counts than no prediction gives"
