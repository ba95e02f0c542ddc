"""The record of one scoring: everything that a leaderboard, or a doubter, asks about a number."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec
import numpy as np

from communique import __version__
from communique.codec.untrusted import DuplicateKeyError, once
from communique.errors import InputError
from communique.evaluate import Score, Scores, SliceScore
from communique.metrics.metric import FloatArray
from communique.model._labels import SystemKind
from communique.predictions import Report
from communique.signature import Signature
from communique.tasks import Task

MOST = 2**53
"""No count is greater: up to here float64 has every integer."""
CONFUSIONS = {"factuality": "value", "stance": "all"}
"""The tasks whose counts hold a confusion matrix, and the name that its columns begin with."""
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


class _Closed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the shapes below share: closed and immutable."""


class Counted(_Closed, frozen=True):
    """One scored document with those of its counts that are not 0."""

    id: str
    counts: dict[str, int | float]


_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb]"
)
"""Controls, and what turns the direction of writing; joiners, which scripts need, are none."""
MOST_DOCUMENTS = 100_000
LONGEST = 300
"""No name in a record is longer: so no message about one is endless."""
_Short = Annotated[str, msgspec.Meta(max_length=LONGEST)]
_Line = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
_Words = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
_Url = Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s]+\Z", max_length=2000)]


class Card(_Closed, frozen=True):
    """The system card: who made the system, of what, and what it has seen.

    `training_data` says what it was trained, tuned or prompted with ("none" where with nothing);
    `test_seen` whether a test article or its annotation may have been seen in training (`None`
    where nobody knows).
    """

    name: _Line
    version: _Line
    description: _Words
    kind: SystemKind
    authors: Annotated[
        tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=200)], ...],
        msgspec.Meta(min_length=1, max_length=10_000),
    ]
    training_data: _Words
    licence: _Words | None = None
    url: _Url | None = None
    code: _Url | None = None
    base_model: _Words | None = None
    parameters: Annotated[int, msgspec.Meta(ge=0)] | None = None
    test_seen: bool | None = None
    hardware: _Words | None = None

    def __post_init__(self) -> None:
        """Refuse characters that cannot be seen and change how others are: no number may turn."""
        for field in self.__struct_fields__:
            value = getattr(self, field)
            for words in value if isinstance(value, tuple) else (value,):
                if isinstance(words, str) and (found := _UNSEEN.search(words)):
                    raise ValueError(f"`{field}` has U+{ord(found[0]):04X}, which cannot be seen")


class Environment(_Closed, frozen=True):
    """What the scores were made with."""

    communique: str
    python: str
    platform: str
    packages: dict[str, str]


class Result(_Closed, frozen=True):
    """A system's scores in one task on one set of records: `schema/result.schema.json`.

    Records of version 1.0 have none of the last four fields.
    """

    schema_version: Literal["1.0", "1.1"]
    system: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]
    created: Annotated[str, msgspec.Meta(pattern=f"^{_DATE}\\Z")]
    task: _Short
    split: _Short
    signature: Annotated[str, msgspec.Meta(max_length=10 * LONGEST)]
    primary: _Short
    scores: dict[str, Score]
    documents: Annotated[tuple[Counted, ...], msgspec.Meta(max_length=MOST_DOCUMENTS)]
    missing: tuple[str, ...]
    excluded: dict[str, str]
    environment: Environment
    card: Card | None = None
    slices: dict[str, SliceScore] = {}
    predictions_sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")] | None = None
    report: dict[str, Annotated[int, msgspec.Meta(ge=0)]] = {}

    def __post_init__(self) -> None:
        """Refuse a day that no calendar has, and words in place of how spans were found."""
        if not _is_day(self.created):
            raise ValueError(f"`created` is no date: {self.created}")
        if unknown := self.report.keys() - set(Report.__struct_fields__):
            raise ValueError(f"`report` has {min(unknown)[:60]!r}, no way in which spans are found")


def _is_day(words: str) -> bool:
    try:
        return bool(re.fullmatch(_DATE, words)) and bool(date.fromisoformat(words))
    except ValueError:
        return False


def result(
    scores: Scores,
    *,
    system: str,
    created: str,
    card: Card | None = None,
    predictions_sha256: str | None = None,
    report: Mapping[str, int] | None = None,
) -> Result:
    """Return the record of `scores`; `created` is a date, YYYY-MM-DD, which no digest covers.

    `report` counts how the spans of the predictions were found.

    Raises:
        InputError: `system` is empty or too long, or `created` is no such date.
    """
    if not system.strip() or len(system) > LONGEST:
        what = "no name" if not system.strip() else f"a name of more than {LONGEST} characters"
        raise InputError(f"the system has {what}", hint="give it one with --system")
    if not _is_day(created):
        raise InputError(f"{created!r} is no date", hint="write YYYY-MM-DD")
    return Result(
        schema_version="1.1",
        system=system,
        created=created,
        task=scores.task,
        split=Signature.parse(scores.signature)["split"],
        signature=scores.signature,
        primary=scores.primary,
        scores=scores.metrics,
        documents=tuple(
            Counted(id=name, counts=_nonzero(counts)) for name, counts in scores.counts.items()
        ),
        missing=scores.missing,
        excluded=scores.excluded,
        environment=environment(),
        card=card,
        slices=scores.slices,
        predictions_sha256=predictions_sha256,
        report=dict(report or {}),
    )


def _nonzero(counts: Mapping[str, float]) -> dict[str, int | float]:
    return {column: value for column, value in counts.items() if value}


def matrix(record: Result, task: Task) -> FloatArray:
    """Return the counts of a record, documents by columns of the task, in the record's order.

    Raises:
        InputError: the record is of another task, has a document twice, or a count that is no
            column of the task, negative or greater than `MOST`.
    """
    if record.task != task.key:
        raise InputError(
            f"the record is of the task {record.task}, not {task.key}",
            hint="score the predictions anew with this version of the package",
        )
    ids = [document.id for document in record.documents]
    if len(set(ids)) < len(ids):
        raise InputError(
            f"the record of {record.system!r} has a document twice",
            hint="make the record anew with `communique score -o`",
        )
    place = {column: number for number, column in enumerate(task.columns)}
    table = np.zeros((len(ids), len(place)), np.float64)
    for row, document in enumerate(record.documents):
        for column, value in document.counts.items():
            if column not in place:
                raise InputError(
                    f"{document.id}: {column[:60]!r} is no count of {task.key}",
                    hint="make the record anew with this version of the package",
                )
            if not 0 <= value <= MOST:
                raise InputError(
                    f"{document.id}: {column} is {value}, no count from 0 to 2**53",
                    hint="submit the predictions anew",
                )
            table[row, place[column]] = value
    return table


def confusion(record: Result, task: Task) -> dict[tuple[str, str], int]:
    """Return how often which gold label (first) got which answer, `UNANSWERED` being the last.

    Every cell is there, in the labels' order; none where the task counts no such matrix.

    Raises:
        InputError: as `matrix`.
    """
    prefix = CONFUSIONS.get(task.name)
    sums = zip(task.columns, matrix(record, task).sum(axis=0).tolist(), strict=True)
    cells = ((column.split("."), int(total)) for column, total in sums)
    return {(parts[1], parts[2]): total for parts, total in cells if parts[0] == prefix}


def environment() -> Environment:
    """Return the versions of Python, the platform and the packages that numbers depend on."""
    import scipy  # noqa: PLC0415 - reading a record does not need it

    return Environment(
        communique=__version__,
        python=".".join(map(str, sys.version_info[:3])),
        platform=platform.platform(),
        packages={
            "msgspec": msgspec.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
    )


def encode_result(record: Result) -> bytes:
    """Return the record as indented JSON with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def decode_result(data: bytes) -> Result:
    """Return the record that `data` holds.

    Raises:
        InputError: it is no result record of this schema's version, or has a key twice: people and
            programs differ in which they take.
    """
    try:
        record = msgspec.json.decode(data, type=Result)
        json.loads(data, object_pairs_hook=once)
    except DuplicateKeyError as error:
        raise InputError(
            f"not a result record: the key {error.key[:60]!r} stands twice in one object",
            hint="make the record anew",
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"not a result record: {error}", hint="see schema/result.schema.json"
        ) from None
    return record
