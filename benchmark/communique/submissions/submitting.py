"""From predictions and a system card to what lies in a folder of results."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from communique.codec import encode_predictions
from communique.corpus import read_bounded, write_file
from communique.errors import InputError
from communique.evaluate import score
from communique.model import Article
from communique.ontology import vocabulary
from communique.predictions import Read
from communique.results import Card, Result, encode_result, result
from communique.submissions.folder import entry_path, read_record
from communique.tasks import Task

LARGEST_CARD = 2**20


class Submission(NamedTuple):
    """What a system hands in for one task on one split."""

    record: Result
    predictions: bytes
    """One line an article, spans as offsets, sorted by id."""


def read_card(path: Path) -> Card:
    """Return the system card of a JSON file.

    Raises:
        InputError: it cannot be read, or is no card; the message has file and JSON path.
    """
    hint = "see `card` in schema/result.schema.json, or `communique submit --help`"
    data = read_bounded(path, LARGEST_CARD)
    try:
        return msgspec.json.decode(data, type=Card)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if str(error).endswith("at `$.kind`"):
            kinds = ", ".join(label.label for label in vocabulary("system_kinds").labels)
            hint = f"`kind` is one of {kinds}"
        raise InputError(f"{path}: not a system card: {error}", hint=hint) from None


def submission(
    task: Task,
    golds: Sequence[Article],
    read: Read,
    card: Card,
    *,
    split: str,
    created: str,
    resamples: int,
    seed: int,
    seen_regions: Collection[str] | None = None,
) -> Submission:
    """Return the record of a system's predictions, with its card, and the predictions to keep.

    Raises:
        InputError: as `communique.evaluate.score`.
    """
    scores = score(
        task,
        golds,
        read.predictions,
        resamples=resamples,
        seed=seed,
        split=split,
        seen_regions=seen_regions,
    )
    data = encode_predictions(found for _, found in sorted(read.predictions.items()))
    record = result(
        scores,
        system=card.name,
        created=created,
        card=card,
        predictions_sha256=hashlib.sha256(data).hexdigest(),
        report=read.report.counts,
    )
    return Submission(record, data)


def write(folder: Path, items: Sequence[Submission], *, private: bool = False) -> list[Path]:
    """Write one system's submissions into a folder of results; return the records' files.

    With `private` the predictions are not written. Nothing is written where anything is wrong.

    Raises:
        InputError: the folder has records of the system with another card, or of another system
            whose name makes the same folder; its name makes none; two are of one task and split;
            or a file cannot be written.
    """
    paths = [_path(folder, item.record) for item in items]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice:
        raise InputError(f"{twice}: two submissions for one record", hint="give each task once")
    for path, item in zip(paths, items, strict=True):
        _same_card(path, item.record, replaced=paths)
    for path, item in zip(paths, items, strict=True):
        if private:
            path.with_suffix(".jsonl").unlink(missing_ok=True)
        else:
            write_file(path.with_suffix(".jsonl"), item.predictions)
        write_file(path, encode_result(item.record))
    return paths


def _path(folder: Path, record: Result) -> Path:
    if record.card is None:
        raise InputError("a submission needs a system card", hint="write one, as JSON")
    return entry_path(folder, record.card, record.task.partition("@")[0], record.split)


def _same_card(path: Path, record: Result, replaced: Collection[Path]) -> None:
    for other in sorted(filter(Path.is_file, path.parent.glob("*.json"))):
        there = read_record(other)
        if there.system != record.system:
            raise InputError(
                f"{other}: is of the system {there.system!r}, not {record.system!r}",
                hint="give the system a name that differs in a letter a to z or a digit",
            )
        if other not in replaced and there.card != record.card:
            raise InputError(
                f"{other}: has another card than the one submitted now",
                hint="submit all tasks anew with this card, or give the system another name",
            )
