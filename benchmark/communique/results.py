"""The record of one scoring: everything that a leaderboard, or a doubter, asks about a number."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from communique import __version__
from communique.errors import InputError
from communique.evaluate import Score, Scores
from communique.signature import Signature

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


class _Closed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the shapes below share: closed and immutable."""


class Counted(_Closed, frozen=True):
    """One scored document with those of its counts that are not 0."""

    id: str
    counts: dict[str, int | float]


class Environment(_Closed, frozen=True):
    """What the scores were made with."""

    communique: str
    python: str
    platform: str
    packages: dict[str, str]


class Result(_Closed, frozen=True):
    """A system's scores in one task on one set of records: `schema/result.schema.json`."""

    schema_version: Literal["1.0"]
    system: Annotated[str, msgspec.Meta(min_length=1)]
    created: Annotated[str, msgspec.Meta(pattern=f"^{_DATE}\\Z")]
    task: str
    split: str
    signature: str
    primary: str
    scores: dict[str, Score]
    documents: tuple[Counted, ...]
    missing: tuple[str, ...]
    excluded: dict[str, str]
    environment: Environment


def result(scores: Scores, *, system: str, created: str) -> Result:
    """Return the record of `scores`; `created` is a date, YYYY-MM-DD, which no digest covers.

    Raises:
        InputError: `system` is empty, or `created` is no such date.
    """
    if not system.strip():
        raise InputError("the system has no name", hint="give one with --system")
    if not re.fullmatch(_DATE, created):
        raise InputError(f"{created!r} is no date", hint="write YYYY-MM-DD")
    return Result(
        schema_version="1.0",
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
    )


def _nonzero(counts: Mapping[str, float]) -> dict[str, int | float]:
    return {column: value for column, value in counts.items() if value}


def environment() -> Environment:
    """Return the versions of Python, the platform and the packages that numbers depend on."""
    import numpy as np  # noqa: PLC0415 - reading a record needs none of them
    import scipy  # noqa: PLC0415

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
        InputError: it is no result record of this schema's version.
    """
    try:
        return msgspec.json.decode(data, type=Result)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"not a result record: {error}", hint="see schema/result.schema.json"
        ) from None
