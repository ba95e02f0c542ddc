"""Whether predictions beside a record are those that were scored, and give the record's counts."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence

from communique.evaluate import counts_of
from communique.model import Article, Prediction
from communique.results import Result
from communique.submissions.folder import Entry
from communique.submissions.possible import CLOSE
from communique.tasks import Task


def other_predictions(entry: Entry, record: Result) -> str | None:
    """Return how the predictions' digest differs from the record's, or nothing."""
    with entry.predictions.open("rb") as data:
        found = hashlib.file_digest(data, "sha256").hexdigest()
    if found == record.predictions_sha256:
        return None
    return f"their SHA-256 is {found}, in the record {record.predictions_sha256}"


def other_counts(
    record: Result, task: Task, golds: Sequence[Article], predictions: Mapping[str, Prediction]
) -> Iterator[str]:
    """Yield the documents whose counts are not what the predictions give, and if others lack.

    `golds` are the record's documents, in its order.
    """
    made = counts_of(task, golds, predictions)
    for document, row in zip(record.documents, made, strict=True):
        counts = {name: value for name, value in row.items() if value}
        if counts.keys() != document.counts.keys() or any(
            not math.isclose(value, document.counts[name], abs_tol=CLOSE)
            for name, value in counts.items()
        ):
            yield f"of {document.id!r}"
    if record.missing != tuple(gold.id for gold in golds if gold.id not in predictions):
        yield "other documents are missing"
