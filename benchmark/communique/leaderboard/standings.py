"""Who stands where: values made from counts, intervals, and who is as good as the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from communique import tasks
from communique.comparison import Contest, Settings, against_best, compare, contest_of
from communique.comparison import Table as Compared
from communique.comparison import overall as joined
from communique.evaluate import LEVEL, NEVER, Draw, Score
from communique.leaderboard.reading import Run, System
from communique.signature import Signature
from communique.stats import percentile_intervals
from communique.tasks import Task

ALPHA = 0.05


class Chance(NamedTuple):
    """How intervals and tests are drawn."""

    resamples: int
    trials: int
    seed: int


class Place(NamedTuple):
    """A system's place in a table.

    `rank` is one more than the number of those that are better. `p` is that of the test against the
    best, after Holm's correction for all tests of the table; nothing for the best itself, and where
    there is no value.
    """

    system: str
    score: Score
    rank: int | None
    p: float | None

    @property
    def tied(self) -> bool:
        """Tell whether the system is not significantly different from the best, and not it."""
        return self.p is not None and self.p > ALPHA


class Table(NamedTuple):
    """The places of a task, the best first, with all scores by system; `signature` pins them."""

    task: Task
    places: tuple[Place, ...]
    scores: Mapping[str, Mapping[str, Score]]
    runs: Mapping[str, Run]
    signature: Signature
    documents: int


def task_table(task: Task, systems: Sequence[System], chance: Chance) -> Table | None:
    """Return the table of a task; nothing where no system entered it.

    Raises:
        InputError: the records cannot be compared, or say other scores than their counts give.
    """
    runs = {system.slug: system.runs[task.name] for system in systems if task.name in system.runs}
    if not runs:
        return None
    draw = Draw(task, "documents", chance.resamples, chance.seed)
    scores = {slug: draw.scores(run.counts, run.documents) for slug, run in runs.items()}
    values = {slug: found[task.primary] for slug, found in scores.items()}
    contest = contest_of([run.record for run in runs.values()])
    return Table(
        task=task,
        places=places(contest, values, runs, chance),
        scores=scores,
        runs=runs,
        signature=_signature(contest, chance),
        documents=len(contest.documents),
    )


def _signature(contest: Contest, chance: Chance) -> Signature:
    """Return what the numbers of a table rest on; its tests are all against the best."""
    return contest.signed(
        {
            "bootstrap": "documents",
            "interval": f"percentile-{LEVEL}",
            "test": "paired-randomisation",
            "correction": "holm-against-best",
            "alpha": str(ALPHA),
            **chance._asdict(),
        }
    )


def places(
    contest: Contest, scores: Mapping[str, Score], runs: Mapping[str, Run], chance: Chance
) -> tuple[Place, ...]:
    """Return the systems from best to worst, those without value last, equal ones by name.

    All are compared with the best in paired randomisation tests over documents.
    """
    slugs = {run.record.system: slug for slug, run in runs.items()}
    values = [score.value for score in scores.values() if score.value is not None]
    tested = against_best(contest, trials=chance.trials, seed=chance.seed)
    found = []
    for system, p in tested.items():
        score = scores[slugs[system]]
        rank = None if score.value is None else 1 + sum(v > score.value for v in values)
        found.append(Place(slugs[system], score, rank, p))
    return tuple(found)


def compared(table: Table, chance: Chance) -> Compared | None:
    """Return every pair of systems of a task, tested; nothing where there is nothing to test."""
    records = [run.record for run in table.runs.values()]
    if len(records) < 2 or table.documents < 2 or chance.resamples == 0:
        return None
    settings = Settings(trials=chance.trials, resamples=chance.resamples, seed=chance.seed)
    return compare(records, settings=settings).tables[0]


class Overall(NamedTuple):
    """The places of those systems that entered all tasks, by the mean of the primary metrics.

    `signature` pins them; nothing where there is no place.
    """

    places: tuple[Place, ...]
    documents: int
    signature: Signature | None = None


def overall(systems: Sequence[System], chance: Chance) -> Overall:
    """Return the places by the unweighted mean of all tasks' primary metrics.

    A mean is undefined where one of them is. Intervals draw, and tests swap, an article in all
    tasks at once.

    Raises:
        InputError: the records cannot be compared, or say other scores than their counts give.
    """
    names = tasks.names()
    entered = [system for system in systems if system.runs.keys() >= set(names)]
    if not entered:
        return Overall((), 0)
    contest = joined([contest_of([s.runs[name].record for s in entered]) for name in names])
    if not isinstance(contest, Contest):
        return Overall((), 0)
    runs = {system.slug: system.runs[names[0]] for system in entered}
    scores = {slug: _mean(contest, run.record.system, chance) for slug, run in runs.items()}
    found = places(contest, scores, runs, chance)
    return Overall(found, len(contest.documents), _signature(contest, chance))


def _mean(contest: Contest, system: str, chance: Chance) -> Score:
    counts = contest.counts[system]
    value = float(contest.score(counts.sum(axis=0)))
    if np.isnan(value):
        return Score(value=None, reason=contest.undefined)
    if chance.resamples == 0 or len(counts) < 2:
        return Score(value=value, no_interval="fewer than two documents, or no resamples asked for")
    low, high, undefined = percentile_intervals(
        counts,
        lambda sums: {"mean": contest.score(sums)},
        resamples=chance.resamples,
        seed=chance.seed,
        level=LEVEL,
    )["mean"]
    none = NEVER if low is None else None
    return Score(value=value, low=low, high=high, no_interval=none, undefined_resamples=undefined)
