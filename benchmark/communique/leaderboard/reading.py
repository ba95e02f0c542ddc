"""A folder of results and the gold records that they were scored on, as the pages need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from communique import tasks
from communique.comparison import checked_counts, shared
from communique.corpus import corpus_digest, read_data, slug
from communique.errors import CommuniqueError, InputError
from communique.evaluate import fit_for
from communique.metrics.metric import FloatArray
from communique.model import Article, Prediction
from communique.predictions import read_predictions
from communique.results import Card, Result
from communique.signature import Signature
from communique.slices import training_regions
from communique.submissions import (
    Entry,
    entries,
    impossible,
    other_counts,
    other_predictions,
    read_record,
)
from communique.tasks import Task

ANEW = "submit the predictions anew"


class Gold(NamedTuple):
    """The gold records by id, their digest, and the training records' regions, where known."""

    records: Mapping[str, Article]
    digest: str
    seen_regions: frozenset[str] | None


class Run(NamedTuple):
    """What one system did in one task; `counts` are documents by columns of the task.

    `predictions` are by article, nothing where they were not handed in or gold is not at hand.
    """

    system: str
    task: Task
    record: Result
    counts: FloatArray
    predictions: Mapping[str, Prediction] | None

    @property
    def documents(self) -> list[str]:
        """The ids of the documents, in the order of the counts' rows."""
        return [document.id for document in self.record.documents]

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the record's signature."""
        return dict(Signature.parse(self.record.signature).fields)


class System(NamedTuple):
    """A system with its card, and its runs by the name of the task."""

    slug: str
    card: Card
    runs: Mapping[str, Run]


def read_gold(data: str, split: str) -> Gold:
    """Return the gold records of a split of a corpus: a folder, or `corpus`, the shipped one.

    Raises:
        InputError: there is no such corpus, or no record in the split.
    """
    records = {article.id: article for article in read_data(data, split)}
    if not records:
        raise InputError(f"{data}: no record is in the split {split}", hint="see splits.json")
    return Gold(records, corpus_digest(records.values()), training_regions(data))


def read_results(folder: Path, split: str, gold: Gold | None) -> list[System]:
    """Return the systems of a folder of results with their runs on a split, sorted by slug.

    Raises:
        InputError: there is no record of the split; a record cannot be read, has no card, is not
            of its task's present version, or was scored on other records than gold; predictions
            cannot be read. The message names the file.
    """
    wanted = [entry for entry in entries(folder) if entry.split == split]
    if not wanted:
        raise InputError(
            f"{folder}: no record is of the split {split}",
            hint=f"it has {', '.join(sorted({entry.split for entry in entries(folder)}))}",
        )
    runs = [_read(entry, gold) for entry in wanted]
    return [
        _system(slug, [run for run in runs if run.system == slug])
        for slug in sorted({entry.system for entry in wanted})
    ]


def _read(entry: Entry, gold: Gold | None) -> Run:
    """Return the run of a file; with the predictions beside it, where gold is given."""
    record = read_record(entry.path)
    ordered = sorted(record.documents, key=lambda document: document.id)
    record = msgspec.structs.replace(record, documents=tuple(ordered))
    task = tasks.get(entry.task)
    try:
        _check(record, entry, gold)
        run = Run(entry.system, task, record, checked_counts(record, task), None)
        shared([record])
        return run if gold is None else _with_predictions(run, entry, gold)
    except CommuniqueError as error:
        raise InputError(f"{entry.path}: {error.message}", hint=error.hint) from None


def _with_predictions(run: Run, entry: Entry, gold: Gold) -> Run:
    """Return the run with the predictions beside its record, if there are; its counts checked."""
    record, task, golds = run.record, run.task, list(gold.records.values())
    fit, _ = fit_for(task, golds)
    if [item.id for item in fit] != run.documents:
        raise InputError("not all articles were scored that gold has", hint=ANEW)
    read, odd = None, next(impossible(record, task, fit), None)
    if entry.has_predictions:
        odd = odd or other_predictions(entry, record)
        read = None if odd else read_predictions(entry.predictions, golds, task)
    if read:
        odd = next(other_counts(record, task, fit, read.predictions), None)
        odd = odd and f"counts are not what the predictions give: {odd}"
    if odd:
        raise InputError(odd, hint=f"{ANEW}; `communique leaderboard check` says all that is wrong")
    return run._replace(predictions=read.predictions if read else None)


def _check(record: Result, entry: Entry, gold: Gold | None) -> None:
    """Check what the pages rely on; `communique leaderboard check` says all that is wrong."""
    corpus = dict(Signature.parse(record.signature).fields).get("corpus")
    if record.card is None:
        raise InputError("has no system card", hint="make the record with `communique submit`")
    if record.system != record.card.name or slug(record.card.name) != entry.system:
        raise InputError(
            f"is of the system {record.system!r} by the record, {record.card.name!r} by its card,"
            f" {entry.system!r} by the folder",
            hint="a record lies in the folder of its system, as `communique submit` writes it",
        )
    if record.split != entry.split or not record.documents:
        raise InputError(
            f"is of {len(record.documents)} documents of the split {record.split!r}",
            hint="submit the predictions anew",
        )
    if gold and corpus != gold.digest:
        raise InputError(
            f"was scored on {corpus}, the gold records are {gold.digest}",
            hint="score the predictions anew, name the right --gold, or build with --no-gold",
        )


def _system(slug: str, runs: Sequence[Run]) -> System:
    cards = {run.task.name: run.record.card for run in runs}
    first = next(card for card in cards.values() if card)
    other = next((name for name, card in cards.items() if card != first), None)
    if other:
        raise InputError(
            f"{slug}: its records of {runs[0].task.name} and of {other} have different cards",
            hint="submit all tasks anew with one card",
        )
    return System(slug, first, {run.task.name: run for run in runs})
