"""Whether a folder of results is what it says: every number is made again, nothing is believed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from communique import tasks
from communique.corpus import corpus_digest
from communique.diagnostics import Finding, Severity, Where
from communique.errors import CommuniqueError, InputError
from communique.evaluate import (
    Draw,
    Score,
    SliceScore,
    fit_for,
    signature,
    slice_scores,
    thread_of,
)
from communique.model import Article
from communique.predictions import read_predictions
from communique.results import Card, Result, matrix
from communique.signature import Signature
from communique.stats import MOST
from communique.submissions.folder import Entry, entries, entry_path, read_record, strangers
from communique.submissions.possible import CLOSE, impossible
from communique.submissions.recounting import other_counts, other_predictions
from communique.submissions.rules import RULES
from communique.tasks import Task


class Split(NamedTuple):
    """The gold records of a split, and their digest."""

    records: Sequence[Article]
    digest: str

    @classmethod
    def of(cls, records: Sequence[Article]) -> Split:
        """Return the records with their digest."""
        return cls(records, corpus_digest(records))


class _Made(NamedTuple):
    """What a record's counts give."""

    metrics: dict[str, Score]
    slices: dict[str, SliceScore]


SHOWN = 10
"""So many documents of a record are told."""
_VERSION = re.compile(r"[0-9]+(\.[0-9a-z+]+)*\Z")


def check(
    folder: Path,
    splits: Callable[[str], Split],
    seen_regions: Collection[str] | None = None,
    progress: Callable[[Sequence[Entry]], Iterable[Entry]] = iter,
) -> Iterator[Finding]:
    """Yield what is wrong with a folder of results, record by record.

    Counts are made again from the predictions beside a record, scores, intervals and slices from
    the counts. A record without predictions is only warned of: its scores still are checked.
    `splits` gives the gold records of a split by its name, and raises an `InputError` for others.

    Raises:
        InputError: there is no such folder, or it holds no record.
    """
    for path in strangers(folder):
        yield _finding("SUB-001", path, "not a file of a results folder", "take it out")
    cards: dict[str, tuple[Path, Card | None]] = {}
    for entry in progress(entries(folder)):
        try:
            record = read_record(entry.path)
            task = tasks.get(record.task)
            Signature.parse(record.signature)
        except CommuniqueError as error:
            yield _finding("SUB-002", entry.path, error.message, error.hint)
            continue
        first = cards.setdefault(entry.system, (entry.path, record.card))
        try:
            yield from _check_record(folder, entry, record, task, first)
            yield from _check_numbers(entry, record, task, splits(record.split), seen_regions)
        except CommuniqueError as error:
            yield _finding("SUB-005", entry.path, error.message, error.hint)


def _finding(
    rule: str, path: Path, message: str, hint: str = "", *, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule, severity, Where(file=str(path)), f"{RULES[rule].title}: {message}", hint)


def _check_record(
    folder: Path, entry: Entry, record: Result, task: Task, first: tuple[Path, Card | None]
) -> Iterator[Finding]:
    """Check name, card and task: what needs no gold."""
    if record.card is None:
        yield _finding("SUB-004", entry.path, "there is none", "make it with `communique submit`")
        return
    if record.card != first[1]:
        yield _finding(
            "SUB-004", entry.path, f"differs from the card in {first[0]}", "submit all tasks anew"
        )
    wanted = entry_path(folder, record.card, task.name, record.split)
    if wanted != entry.path or record.system != record.card.name:
        yield _finding(
            "SUB-003",
            entry.path,
            f"it is the record of {record.system!r}, {record.task}, {record.split}",
            f"its place is {wanted}",
        )
    if record.primary != task.primary or tasks.get(task.name).key != task.key:
        newest = tasks.get(task.name)
        yield _finding(
            "SUB-003",
            entry.path,
            f"{record.task} by {record.primary}; the task is now {newest.key} by {newest.primary}",
            "score the predictions anew",
        )


def _check_numbers(
    entry: Entry,
    record: Result,
    task: Task,
    split: Split,
    seen_regions: Collection[str] | None,
) -> Iterator[Finding]:
    fields = dict(Signature.parse(record.signature).fields)
    ids = [document.id for document in record.documents]
    fit, excluded = fit_for(task, split.records)
    if fields.get("corpus") != split.digest or ids != [gold.id for gold in fit]:
        yield _finding(
            "SUB-005",
            entry.path,
            f"{len(ids)} documents of {fields.get('corpus', 'no digest')};"
            f" here {len(fit)} of {split.digest}",
            "score the predictions anew with this edition of the corpus",
        )
        return
    if record.excluded != excluded:
        yield _finding("SUB-005", entry.path, "other records were left out", "score anew")
    made = _again(record, task, fit, fields, seen_regions)
    told = {
        "SUB-005": _odd_fields(record, task, split.digest, fields),
        "SUB-006": _differences(record, made),
        "SUB-010": islice(impossible(record, task, fit), SHOWN),
    }
    for rule, found in told.items():
        yield from (_finding(rule, entry.path, what, "submit anew") for what in found)
    yield from _check_predictions(entry, record, task, split.records, fit)


def _check_predictions(
    entry: Entry,
    record: Result,
    task: Task,
    golds: Sequence[Article],
    fit: Sequence[Article],
) -> Iterator[Finding]:
    """Make the counts again from the predictions beside the record."""
    if not entry.has_predictions:
        yield _finding("SUB-009", entry.path, entry.predictions.name, severity=Severity.WARNING)
        return
    if said := other_predictions(entry, record):
        yield _finding("SUB-007", entry.predictions, said, "submit them anew")
        return
    read = read_predictions(entry.predictions, golds, task)
    for said in islice(other_counts(record, task, fit, read.predictions), SHOWN):
        yield _finding("SUB-008", entry.path, said, "submit them anew")


def _odd_fields(
    record: Result, task: Task, corpus: str, fields: Mapping[str, str]
) -> Iterator[str]:
    """Yield what a record's own words say wrongly: signature and missing documents."""
    ids = [document.id for document in record.documents]
    chosen = {key: fields[key] for key in ("slice", "resamples", "seed", "bootstrap")}
    made = dict(signature(task, corpus, len(ids), {"split": record.split, **chosen}).fields)
    for key in sorted(made.keys() | fields.keys()):
        same = fields.get(key) == made.get(key)
        if not same and not (key == "package" and _VERSION.match(fields.get(key, ""))):
            here = made.get(key, "not there")
            yield f"the signature's {key} is {fields.get(key, 'not there')}; it should be {here}"
    lacking = set(record.missing)
    if list(record.missing) != [name for name in ids if name in lacking]:
        yield "`missing` names what is no document of the record, or is not in order"


def _again(
    record: Result,
    task: Task,
    fit: Sequence[Article],
    fields: dict[str, str],
    seen_regions: Collection[str] | None,
) -> _Made:
    """Return the scores that a record's counts give, with its own resamples and seed."""
    try:
        resamples, seed = int(fields["resamples"]), int(fields["seed"])
    except (KeyError, ValueError):
        raise InputError("the signature has no resamples or seed") from None
    if not 0 <= resamples <= MOST or not 0 <= seed < 2**63:
        raise InputError(
            f"{resamples} resamples with the seed {seed}",
            hint=f"use at most {MOST} resamples and a seed below 2**63",
        )
    unit = fields.get("bootstrap", "")
    if unit not in {"documents", "threads"} or fields.get("slice") != "all":
        raise InputError("a leaderboard needs scores of whole splits, by documents or threads")
    draw, table = Draw(task, unit, resamples, seed), matrix(record, task)
    groups = [thread_of(gold) if unit == "threads" else gold.id for gold in fit]
    slices = slice_scores(draw, fit, table, groups, seen_regions)
    return _Made(draw.scores(table, groups), slices)


def _differences(record: Result, again: _Made) -> Iterator[str]:
    """Yield which stored numbers are not the ones made again, at most ten of a kind."""
    stored: dict[str, Score | SliceScore] = {**record.scores, **record.slices}
    made: dict[str, Score | SliceScore] = {**again.metrics, **again.slices}
    wrong = sorted(stored.keys() ^ made.keys())
    yield from (
        f"{name[:60]} is {'missing' if name in made else 'not asked for'}" for name in wrong[:10]
    )
    differ = [name for name in made if name in stored and not _close(stored[name], made[name])]
    for name in differ[:10]:
        yield f"{name} is {_shown(stored[name])}; the counts give {_shown(made[name])}"


def _shown(found: Score | SliceScore) -> str:
    score = found.score if isinstance(found, SliceScore) else found
    return f"{score.value} ({score.low} to {score.high})"


def _close(one: Any, other: Any) -> bool:
    """Tell whether two scores are the same but for the last digits of their numbers."""
    if isinstance(one, msgspec.Struct):
        return all(_close(getattr(one, k), getattr(other, k)) for k in one.__struct_fields__)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, abs_tol=CLOSE)
    return bool(one == other)
