"""Who is better than whom: intervals, paired tests, and what the documents are enough to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

import msgspec

from communique.comparison.contest import Contest
from communique.comparison.contests import contests
from communique.comparison.ranking import ranked, values_of
from communique.comparison.tables import Comparison, Pairing, Settings, Standing, Table
from communique.errors import InputError
from communique.evaluate import LEVEL, NEVER
from communique.metrics.metric import FloatArray
from communique.results import Result
from communique.stats import (
    bootstrap_of_differences,
    bootstrap_scores,
    detectable,
    holm,
    paired_randomisation,
    percentile_interval,
)

_HOW = {
    "test": "paired-randomisation",
    "correction": "holm",
    "interval": f"percentile-{LEVEL}",
}


def compare(
    records: Sequence[Result],
    *,
    settings: Settings,
    metric: str | None = None,
    threads: Mapping[str, str] | None = None,
) -> Comparison:
    """Return the comparison of all systems that have a record, task by task.

    `metric` is the one to compare by, the primary one by default. `threads`, the story thread of
    each document, has threads swapped and drawn instead of documents. The order of the records has
    no influence.

    Raises:
        InputError: there is nothing to compare, records are not comparable (see `contests`), a
            document's thread is unknown, or a setting is out of its range.
        UnknownNameError: a task is unknown, or has no such metric.
    """
    found, left_out = contests(records, metric=metric)
    unit = "documents" if threads is None else "threads"
    tables = []
    for contest in found:
        units = contest if threads is None else contest.grouped(threads)
        if units.units < 2:
            left_out[contest.task] = f"there are fewer than two {unit}"
        else:
            tables.append(_table(units, settings, unit))
    if not tables:
        why = "; ".join(f"{task}: {reason}" for task, reason in left_out.items())
        raise InputError(
            f"there is nothing to compare: {why or 'no record is given'}",
            hint="give the records of two systems or more, as `communique score -o` writes them",
        )
    return Comparison(settings=settings, tables=tuple(tables), left_out=left_out)


@dataclass(frozen=True)
class _Drawn:
    """A contest with each system's score, and its scores on the resamples."""

    contest: Contest
    settings: Settings
    unit: str
    values: Mapping[str, float | None]
    draws: Mapping[str, FloatArray]

    def standing(self, name: str) -> Standing:
        low, high, undefined = percentile_interval(self.draws[name], level=LEVEL)
        value = self.values[name]
        return Standing(
            system=name,
            value=value,
            reason=self.contest.undefined if value is None else None,
            low=None if value is None else low,
            high=None if value is None else high,
            no_interval=NEVER if low is None and value is not None else None,
            undefined_resamples=undefined,
            missing=self.contest.missing[name],
        )

    def pairing(self, first: str, second: str) -> Pairing:
        undefined = [name for name in (first, second) if self.values[name] is None]
        if undefined:
            reason = f"{undefined[0]} has no score: {self.contest.undefined}"
            return Pairing(first=first, second=second, reason=reason)
        counts, settings = self.contest.counts, self.settings
        test = paired_randomisation(
            counts[second],
            counts[first],
            self.contest.score,
            trials=settings.trials,
            seed=settings.seed,
        )
        differences = self.draws[first] - self.draws[second]
        drawn = bootstrap_of_differences(test.difference or 0.0, differences, level=LEVEL)
        least = detectable(differences, alpha=settings.alpha, power=settings.power)
        few = _too_few(self.contest, settings.alpha, self.unit)
        return Pairing(
            first=first,
            second=second,
            difference=test.difference,
            low=drawn.low,
            high=drawn.high,
            no_interval=NEVER if drawn.low is None else None,
            p_bootstrap=drawn.p,
            p=test.p,
            trials=test.trials,
            exact=test.exact,
            undefined_trials=test.undefined,
            undefined_resamples=drawn.undefined,
            detectable=None if few else least.difference,
            no_detectable=few or least.reason,
        )


def _table(contest: Contest, settings: Settings, unit: str) -> Table:
    values = values_of(contest)
    draws = {
        name: bootstrap_scores(
            table, contest.score, resamples=settings.resamples, seed=settings.seed
        )
        for name, table in contest.counts.items()
    }
    drawn, order = _Drawn(contest, settings, unit, values, draws), ranked(values)
    pairs = [drawn.pairing(first, second) for first, second in combinations(order, 2)]
    known = [pair.detectable for pair in pairs if pair.detectable is not None]
    return Table(
        task=contest.task,
        metric=contest.metric,
        split=contest.signature["split"],
        unit=unit,
        units=contest.units,
        standings=tuple(drawn.standing(name) for name in order),
        pairs=tuple(_corrected(pairs, settings.alpha)),
        detectable=median(known) if known else None,
        no_detectable=None if known else _why_none(contest, settings.alpha, unit),
        signature=str(contest.signed({**_HOW, "unit": unit, **_told(settings)})),
    )


def lowest_p(units: int) -> float:
    """Return the lowest p that randomisation can give: of all ways of swapping two are extreme."""
    return 2.0 ** (1 - units)


def _why_none(contest: Contest, alpha: float, unit: str) -> str:
    few = _too_few(contest, alpha, unit)
    return few or "no difference varies between documents, or none is defined"


def _too_few(contest: Contest, alpha: float, unit: str) -> str | None:
    if (least := lowest_p(contest.units)) <= alpha:
        return None
    return f"{contest.units} {unit} are too few to show any: no p can be below {least:g}"


def _corrected(pairs: Sequence[Pairing], alpha: float) -> Iterator[Pairing]:
    """Yield the pairs with their p-values corrected for all of them that have one."""
    adjusted = iter(holm([pair.p for pair in pairs if pair.p is not None]))
    for pair in pairs:
        if pair.p is None:
            yield pair
        else:
            p = next(adjusted)
            yield msgspec.structs.replace(pair, p_holm=p, significant=p <= alpha)


def _told(settings: Settings) -> dict[str, str]:
    return {name: str(value) for name, value in msgspec.structs.asdict(settings).items()}
