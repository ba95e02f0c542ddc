"""Systems in order of their scores, and those that may as well be the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from communique.comparison.contest import Contest
from communique.comparison.contests import contests
from communique.results import Result
from communique.stats import holm, paired_randomisation


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """The best system of a task, and `ties`: those not significantly different from it.

    `p_holm` has each other system's p-value of the randomisation test against the best, corrected
    for the comparisons with the best; `None` where its score is undefined, which is no tie.
    """

    system: str
    ties: tuple[str, ...]
    p_holm: dict[str, float | None]


def best_and_ties(
    records: Sequence[Result], *, trials: int, seed: int, alpha: float = 0.05
) -> dict[str, Best]:
    """Return the best system of each task (`stance@1`, …) and of all together (`overall`).

    A task with one system, or in which no score is defined, is not in it; `overall` is where
    every system has a record in every task. Of equal scores the first by name is the best, and
    the others are ties.

    Raises:
        InputError: the records are not comparable (see `contests`).
        UnknownNameError: a task is unknown.
    """
    best = {}
    for contest in contests(records).found:
        p = against_best(contest, trials=trials, seed=seed)
        values = values_of(contest)
        first, *others = p
        if values[first] is not None:
            best[contest.task] = Best(
                system=first,
                ties=tuple(name for name in others if (p[name] or 0.0) > alpha),
                p_holm={name: p[name] for name in others},
            )
    return best


def against_best(contest: Contest, *, trials: int, seed: int) -> dict[str, float | None]:
    """Return p of each system's test against the best, after Holm; in order of the scores.

    It is `None` for the best itself and where the score is undefined.
    """
    values = values_of(contest)
    order = ranked(values)
    first, others = order[0], [name for name in order[1:] if values[name] is not None]
    tests = [
        paired_randomisation(
            contest.counts[name], contest.counts[first], contest.score, trials=trials, seed=seed
        )
        for name in others
    ]
    adjusted = dict(zip(others, holm([test.p or 0.0 for test in tests]), strict=True))
    return {name: adjusted.get(name) for name in order}


def values_of(contest: Contest) -> dict[str, float | None]:
    """Return each system's score, `None` where it is undefined."""
    made = {name: float(contest.score(t.sum(axis=0))) for name, t in contest.counts.items()}
    return {name: None if np.isnan(value) else value for name, value in made.items()}


def ranked(values: Mapping[str, float | None]) -> list[str]:
    """Return the systems by falling score, then by name; those without score are last."""

    def key(name: str) -> tuple[bool, float, str]:
        value = values[name]
        return (value is None, -(value or 0.0), name)

    return sorted(values, key=key)
