"""Predictions in, scores out: read, checked, counted document by document, with intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from communique import __version__
from communique.codec import SCHEMA_VERSION
from communique.corpus import corpus_digest, corpus_fields
from communique.errors import InputError
from communique.metrics.metric import FloatArray, Metric
from communique.model import Article, Prediction
from communique.predictions import off_text
from communique.signature import Signature, digest
from communique.slices import SEEN, UNSEEN, in_slice, slices_of
from communique.stats import Interval, group_sums, percentile_intervals
from communique.tasks import Task

LEVEL = 0.95
NEVER = "undefined in every resample"


class Score(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One metric: its value, or the reason why it has none; and its interval.

    `low` and `high` bound the percentile bootstrap interval; both are `None` where `no_interval`
    says why. `defined_classes` of `classes` went into a macro average. `undefined_resamples` had
    no value and were left out of the interval.
    """

    value: float | None
    reason: str | None = None
    low: float | None = None
    high: float | None = None
    no_interval: str | None = None
    undefined_resamples: int = 0
    defined_classes: int | None = None
    classes: int | None = None


class SliceScore(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The primary metric on a part of the documents."""

    documents: int
    score: Score


class Scores(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `score` gives back; `counts` has every column for every scored document, by id.

    `slices` has the primary metric for each slice that holds a document: where it holds all of
    them, that says what a score is of, as of unseen regions alone.
    """

    task: str
    primary: str
    signature: str
    metrics: dict[str, Score]
    slices: dict[str, SliceScore]
    counts: dict[str, dict[str, float]]
    missing: tuple[str, ...]
    excluded: dict[str, str]

    @property
    def main(self) -> Score:
        """The score of the primary metric."""
        return self.metrics[self.primary]


def score(
    task: Task,
    golds: Sequence[Article],
    predictions: Mapping[str, Prediction],
    *,
    resamples: int,
    seed: int,
    split: str = "all",
    by_thread: bool = False,
    slice_: str = "all",
    seen_regions: Collection[str] | None = None,
) -> Scores:
    """Return every metric of the task with its interval, the counts and the signature.

    Gold without what the task needs is left out and named in `excluded`; a scored document without
    prediction counts as an empty one and is named in `missing`. A span that has no words in the
    text counts as predicted, and is wrong. The order of `golds` and of
    `predictions` has no influence. `split` is only named in the signature. With `by_thread` the
    bootstrap draws story threads instead of documents (one without thread stands alone); with
    `resamples` 0 there are no intervals. `slice_` scores only the records in it; `seen_regions`,
    those of the training records, tell which regions are unseen.

    Raises:
        InputError: two gold records have one id; a prediction is for no gold record, or has an id
            that refers to nothing; no gold record can be scored; `slice_` is no slice.
    """
    _check_ids(golds, predictions)
    wanted = [gold for gold in golds if in_slice(gold, slice_, seen_regions)]
    if golds and not wanted:
        there = sorted({name for gold in golds for name in slices_of(gold, seen_regions)})
        raise InputError(f"no record is in the slice {slice_!r}", hint=f"use {', '.join(there)}")
    fit, excluded = fit_for(task, wanted)
    rows = counts_of(task, fit, predictions)
    matrix = np.array([list(row.values()) for row in rows], np.float64)
    groups = [thread_of(gold) if by_thread else gold.id for gold in fit]
    unit = "threads" if by_thread else "documents"
    draw = Draw(task, unit, resamples, seed)
    fields: dict[str, str | int] = {
        "split": split,
        "slice": slice_,
        **_seen(slice_, seen_regions),
        "resamples": resamples,
        "seed": seed,
        "bootstrap": unit,
    }
    return Scores(
        task=task.key,
        primary=task.primary,
        signature=str(signature(task, corpus_digest(golds), len(fit), fields)),
        metrics=draw.scores(matrix, groups),
        slices=slice_scores(draw, fit, matrix, groups, seen_regions),
        counts={gold.id: row for gold, row in zip(fit, rows, strict=True)},
        missing=tuple(gold.id for gold in fit if gold.id not in predictions),
        excluded=excluded,
    )


def _seen(slice_: str, seen_regions: Collection[str] | None) -> dict[str, str]:
    """Return the digest of the regions that decide which records are in the slice, if they do."""
    if slice_ not in {f"region={SEEN}", f"region={UNSEEN}"}:
        return {}
    return {"seen-regions": digest(name.encode() for name in sorted(seen_regions or ()))}


def counts_of(
    task: Task, golds: Sequence[Article], predictions: Mapping[str, Prediction]
) -> list[dict[str, float]]:
    """Return the counts of each record, every column; without a prediction, of an empty one.

    Raises:
        InputError: a prediction has an id that refers to nothing.
    """
    return task.counts_of_all(golds, [_answer(gold, predictions) for gold in golds])


def _answer(gold: Article, predictions: Mapping[str, Prediction]) -> Prediction | None:
    found = predictions.get(gold.id)
    return None if found is None else off_text(found, gold.metadata.text_length)


def slice_scores(
    draw: Draw,
    golds: Sequence[Article],
    matrix: FloatArray,
    groups: Sequence[str],
    seen_regions: Collection[str] | None,
) -> dict[str, SliceScore]:
    """Return the primary metric of every slice that holds one of the records."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for number, gold in enumerate(golds):
        for name in slices_of(gold, seen_regions):
            rows[name].append(number)
    return {
        name: SliceScore(
            documents=len(chosen),
            score=draw.primary(matrix[chosen], [groups[number] for number in chosen]),
        )
        for name, chosen in sorted(rows.items())
    }


def fit_for(task: Task, golds: Sequence[Article]) -> tuple[list[Article], dict[str, str]]:
    """Return the records that can be scored, sorted by id, and why the others cannot.

    Raises:
        InputError: two records have one id, or none can be scored.
    """
    twice = [name for name, times in Counter(gold.id for gold in golds).items() if times > 1]
    if twice:
        raise InputError(
            f"gold has two records with the id {min(twice)!r}",
            hint="score against each record once: one version of a corpus, one annotator",
        )
    reasons = {gold.id: task.unfit(gold) for gold in sorted(golds, key=lambda gold: gold.id)}
    excluded = {name: reason for name, reason in reasons.items() if reason is not None}
    fit = [gold for gold in golds if gold.id not in excluded]
    if not fit:
        first = next(iter(excluded.items()), None)
        why = f"; {first[0]!r} {first[1]}" if first else ""
        raise InputError(
            f"none of {len(golds)} gold records can be scored in {task.key}{why}",
            hint=f"{task.key} needs the layers {', '.join(task.layers)}",
        )
    return sorted(fit, key=lambda gold: gold.id), excluded


def _check_ids(golds: Sequence[Article], predictions: Mapping[str, Prediction]) -> None:
    unknown = sorted(predictions.keys() - {gold.id for gold in golds})
    if unknown:
        shown = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
        raise InputError(
            f"{len(unknown)} predictions are for articles that gold does not have: {shown}",
            hint="score against the records that were predicted, or take these lines out",
        )


def thread_of(gold: Article) -> str:
    """Return what stands for the record's thread; a record without one stands alone."""
    thread = gold.metadata.thread
    return f"thread {thread}" if thread else f"document {gold.id}"


class Draw(NamedTuple):
    """How scores and their intervals are made from counts, documents by columns of the task.

    `unit` is documents or threads; groups of rows are resampled whole.
    """

    task: Task
    unit: str
    resamples: int
    seed: int

    def scores(self, matrix: FloatArray, groups: Sequence[str]) -> dict[str, Score]:
        """Return every metric of the rows of counts, resampled by group."""
        return self._scores(matrix, groups, self.task.metrics)

    def primary(self, matrix: FloatArray, groups: Sequence[str]) -> Score:
        """Return the primary metric alone."""
        first = self.task.metrics[:1]
        return self._scores(matrix, groups, first)[self.task.primary]

    def _scores(
        self, matrix: FloatArray, groups: Sequence[str], metrics: Sequence[Metric]
    ) -> dict[str, Score]:
        def values(counts: FloatArray) -> dict[str, FloatArray]:
            sums = self.task.sums(counts)
            return {metric.name: metric.formula(sums) for metric in metrics}

        intervals = self._intervals(group_sums(matrix, groups), values)
        sums = self.task.sums(matrix.sum(0))
        none = f"fewer than two {self.unit}, or no resamples asked for"
        return {
            metric.name: _score(metric, sums, intervals.get(metric.name), none)
            for metric in metrics
        }

    def _intervals(
        self, units: FloatArray, values: Callable[[FloatArray], dict[str, FloatArray]]
    ) -> dict[str, Interval]:
        if self.resamples < 0:
            raise InputError(
                f"resamples is {self.resamples}", hint="give 0 for no intervals, or more"
            )
        if self.seed < 0:
            raise InputError(f"seed is {self.seed}", hint="give 0 or more")
        if self.resamples == 0 or len(units) < 2:
            return {}
        return percentile_intervals(
            units, values, resamples=self.resamples, seed=self.seed, level=LEVEL
        )


def signature(
    task: Task, corpus: str, documents: int, fields: Mapping[str, str | int]
) -> Signature:
    """Return the signature of scores on the records of a digest, of which so many were scored.

    `fields` has what was chosen: split, slice, resamples, seed and bootstrap.
    """
    options = {f"option.{key}": value for key, value in task.options}
    return Signature.of(
        {
            "package": __version__,
            "schema": SCHEMA_VERSION,
            **corpus_fields(corpus),
            "documents": documents,
            "task": task.key,
            "interval": f"percentile-{LEVEL}",
            **options,
            **fields,
        }
    )


def _no_interval(interval: Interval | None, none: str) -> str | None:
    if interval is None:
        return none
    return NEVER if interval.low is None else None


def _score(
    metric: Metric, sums: Mapping[str, FloatArray], interval: Interval | None, none: str
) -> Score:
    value = float(metric.formula(sums))
    classes, defined = None, None
    if metric.classes:
        classes = len(metric.classes)
        defined = sum(not np.isnan(part.formula(sums)) for part in metric.classes)
    if np.isnan(value):
        return Score(value=None, reason=metric.undefined, classes=classes, defined_classes=defined)
    return Score(
        value=value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        no_interval=_no_interval(interval, none),
        undefined_resamples=interval.undefined if interval else 0,
        classes=classes,
        defined_classes=defined,
    )
