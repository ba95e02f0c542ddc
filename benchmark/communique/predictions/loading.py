"""A predictions file for scoring: predictions in offsets and ids, and the report on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from communique.diagnostics import Finding
from communique.errors import InputError
from communique.model import Article, Prediction
from communique.predictions.examining import examine
from communique.predictions.report import Report
from communique.tasks import Task

FINDINGS = 10_000
"""So many findings are kept."""


class Read(NamedTuple):
    """The predictions of a file by article id, how they were resolved, and what is doubtful.

    `unreadable` has the articles whose answer holds no prediction, with why; theirs are empty.
    """

    predictions: dict[str, Prediction]
    report: Report
    findings: list[Finding]
    unreadable: dict[str, str]


def read_predictions(
    path: Path,
    golds: Sequence[Article],
    task: Task,
    *,
    watch: Callable[[int], None] = lambda _: None,
) -> Read:
    """Return the predictions of a JSONL file, or of a folder with one raw answer an article.

    Words are found in the texts of `golds`; what cannot be found gets a span off the text. `watch`
    is called with the bytes (or files) that each step took.

    Raises:
        InputError: the file cannot be read or holds no prediction; a line is no JSON, not of the
            shape of `schema/prediction.schema.json`, has a key twice, refers to nothing, answers
            what gold does not ask, or is the second one for its article; an article is not in
            `golds`. The message has file, line and JSON path.
    """
    read = Read({}, Report(), [], {})
    reports = []
    for entry in examine(path, {gold.id: gold for gold in golds}, task):
        watch(entry.read)
        if entry.stops:
            hint = f"{entry.stops.hint}; `communique check-predictions` lists all that is wrong"
            where = entry.stops.where
            raise InputError(f"{where}: {entry.stops.message}", hint=hint)
        if entry.id is not None and entry.prediction is not None:
            read.predictions[entry.id] = entry.prediction
        if entry.id is not None and entry.unreadable is not None:
            read.unreadable[entry.id] = entry.unreadable
        reports.append(entry.report)
        read.findings.extend(entry.findings[: FINDINGS - len(read.findings)])
    return read._replace(report=sum(reports, Report()))
