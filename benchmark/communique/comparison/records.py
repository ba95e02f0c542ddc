"""What result records must have in common to be compared, and that their scores are theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from communique.errors import InputError
from communique.metrics.metric import FloatArray
from communique.results import Result, matrix
from communique.signature import Signature
from communique.tasks import Task

RECORDS = ("corpus", "split", "slice")
"""Fields of a signature that say which records were scored."""
_SAME = ("task", *RECORDS)
_ANEW = "make the record anew with `communique score -o`"


def shared(records: Sequence[Result]) -> dict[str, str]:
    """Return the fields of the signatures that comparable records have in common.

    Raises:
        InputError: two records are of one system; or task, version, corpus, split, slice, options
            or documents of two records differ.
    """
    twice = [name for name, times in Counter(r.system for r in records).items() if times > 1]
    if twice:
        raise InputError(
            f"two records of {records[0].task} are of the system {twice[0]!r}",
            hint="name the systems apart with `communique score --system`, or leave one record out",
        )
    first, fields = records[0], _fields(records[0])
    for other in records[1:]:
        _check_fields(first, fields, other, _fields(other))
        _check_documents(first, other)
    return fields


def _fields(record: Result) -> dict[str, str]:
    """Return those fields of the record's signature that the others' must equal."""
    fields = dict(Signature.parse(record.signature).fields)
    stated = {
        "task": record.task,
        "split": record.split,
        "documents": str(len(record.documents)),
        **{key: fields.get(key) for key in RECORDS if key not in fields},
    }
    for key, value in stated.items():
        if value is None or fields.get(key) != value:
            raise InputError(
                f"{record.system!r}: the {key} is {value or 'not given'} in the record, and"
                f" {fields.get(key, 'not given')} in its signature",
                hint=_ANEW,
            )
    return {k: v for k, v in fields.items() if k in _SAME or k.startswith("option.")}


def _check_fields(
    first: Result, fields: dict[str, str], other: Result, others: dict[str, str]
) -> None:
    keys = (*_SAME, *sorted((fields.keys() | others.keys()) - set(_SAME)))
    for key in keys:
        if fields.get(key) != others.get(key):
            raise InputError(
                f"{first.system!r} and {other.system!r} cannot be compared: the {key} is"
                f" {fields.get(key, 'not given')} in the one, {others.get(key, 'not given')} in"
                " the other",
                hint="score both with one version of the task, on the same records",
            )


def _check_documents(first: Result, other: Result) -> None:
    one, two = ({document.id for document in record.documents} for record in (first, other))
    for has, lacking, ids in ((first, other, one - two), (other, first, two - one)):
        if ids:
            names = ", ".join(sorted(ids)[:5]) + (", …" if len(ids) > 5 else "")
            raise InputError(
                f"{lacking.task}: {lacking.system!r} lacks {len(ids)} of the documents that"
                f" {has.system!r} has: {names}",
                hint="score both on the same records",
            )


def checked_counts(record: Result, task: Task) -> FloatArray:
    """Return the record's counts, documents in order of their ids by the task's columns.

    Raises:
        InputError: a score of the record is not what its counts give, or what it calls missing is
            none of its documents.
    """
    ids = [document.id for document in record.documents]
    if set(record.missing) - set(ids) or len(set(record.missing)) < len(record.missing):
        raise InputError(
            f"{record.system!r}: `missing` names a document twice, or one that was not scored",
            hint=_ANEW,
        )
    table = matrix(record, task)[sorted(range(len(ids)), key=ids.__getitem__)]
    for name, value in task.scores(table.sum(axis=0)).items():
        stored = record.scores[name].value if name in record.scores else None
        made = None if np.isnan(value) else float(value)
        if (stored is None) != (made is None) or abs((stored or 0) - (made or 0)) > 1e-9:
            raise InputError(
                f"{record.system!r}: the record says that {name} of {task.key} is"
                f" {_shown(stored)}, its counts give {_shown(made)}",
                hint=_ANEW,
            )
    return table


def _shown(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.6f}"
