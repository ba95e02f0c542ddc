"""Result records as entries of a model's repository on the hub: `.eval_results/communique.yaml`.

The form is that of the hub's documentation (huggingface.co/docs/hub/eval-results). A task's id is
its name, as in the `eval.yaml` of the data set; the value is the primary metric, from 0 to 1; the
signature stands in the notes, so that the number can be made again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from communique import tasks
from communique.comparison import checked_counts, shared
from communique.errors import InputError
from communique.harness.writing import yaml_bytes
from communique.results import Result
from communique.signature import Signature

PLACE = ".eval_results/communique.yaml"
SPLIT = "test"
_DATASET = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


class Entries(NamedTuple):
    """The file's content, and what is not in it, with the reason."""

    data: bytes
    left_out: tuple[str, ...]


def hub_entries(
    records: Sequence[Result],
    *,
    dataset: str,
    corpus: str,
    revision: str | None = None,
    source: str | None = None,
) -> Entries:
    """Return the entries of one system, a task each, for the data set `dataset` (`ORG/NAME`).

    `corpus` is the digest of the data set's test articles; `source` a link to where the results
    come from, by default the one on the system card.

    Raises:
        InputError: the records are of two systems, or two are of one task; one is of other data,
            another split or a slice; a score is not what the counts give; no task has a defined
            score; `dataset` is no such name.
    """
    if not _DATASET.fullmatch(dataset):
        raise InputError(f"{dataset!r} is no data set of the hub", hint="write ORGANISATION/NAME")
    ordered = sorted(records, key=lambda record: record.task)
    _check_one_system(ordered)
    for record in ordered:
        _check_numbers(record)
        _check_data(record, corpus)
    defined = [record for record in ordered if record.scores[record.primary].value is not None]
    if not defined:
        raise InputError("no record has a defined score", hint="name other result records")
    target = {"id": dataset, **({"revision": revision} if revision else {})}
    return Entries(
        data=yaml_bytes([_entry(record, target, source) for record in defined]),
        left_out=tuple(
            f"{record.task}: {record.primary} is undefined: {record.scores[record.primary].reason}"
            for record in ordered
            if record not in defined
        ),
    )


def _check_one_system(records: Sequence[Result]) -> None:
    names = sorted({record.system for record in records})
    if len(names) != 1:
        raise InputError(
            f"the records are of {len(names)} systems: {', '.join(names[:5])}",
            hint="write the results of one model at a time",
        )
    keys = [record.task for record in records]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise InputError(f"two records are of {twice}", hint="name one record a task")


def _check_numbers(record: Result) -> None:
    """Check that the scores are what the counts give, and that the primary one is the task's."""
    task = tasks.get(record.task)
    shared([record])
    checked_counts(record, task)
    if record.primary != task.primary:
        raise InputError(
            f"{record.task}: the record goes by {record.primary!r}, the task by {task.primary}",
            hint="score the predictions anew",
        )


def _check_data(record: Result, corpus: str) -> None:
    signature = Signature.parse(record.signature)
    found = {key: signature[key] for key in ("split", "slice", "corpus")}
    wanted = {"split": SPLIT, "slice": "all", "corpus": corpus}
    for key, value in found.items():
        if value != wanted[key]:
            raise InputError(
                f"{record.task}: the result is for {key} {value}, the hub's leaderboard is for"
                f" {wanted[key]}",
                hint="score the predictions on the split test of the data set's own articles",
            )


def _entry(record: Result, target: dict[str, str], source: str | None) -> dict[str, Any]:
    link = source or (record.card.url if record.card else None)
    return {
        "dataset": {**target, "task_id": tasks.get(record.task).name},
        "value": record.scores[record.primary].value,
        "date": record.created,
        **({"source": {"url": link, "name": "communique result record"}} if link else {}),
        "notes": record.signature,
    }
