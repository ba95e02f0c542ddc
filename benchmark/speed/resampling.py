"""Bootstrap and paired randomisation side by side with scipy.stats, in several forms of its use.

scipy draws rows of arrays and hands them to a statistic. `picks` has it draw row numbers, counts by
`bincount` or `add.at` how often each row is drawn, and multiplies that with the matrix: the fastest
form of those tried. `columns` draws from all columns at once, as scipy's documentation has it. A
batch of 100 suits the bootstrap best, and one of 1,000 the randomisation. BLAS has one thread, for
all of them: on a busy machine its threads wait for each other, and nothing can be told from times.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
from communique.metrics.metric import FloatArray, macro, prf, ratio
from communique.stats import paired_randomisation, percentile_intervals
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from timing import Aim, measure, report

OURS = "communique"
CLASSES = 12
COLUMNS = tuple(f"c{n}.{part}" for n in range(CLASSES) for part in ("hit", "gold", "pred"))
MACRO = macro("macro-f1", [prf(f"c{n}", "item")[2] for n in range(CLASSES)], "item")
Contenders = dict[str, Callable[[], object]]


def counts(rows: int, chance: float) -> NDArray[np.int64]:
    """Return hits, gold items and predictions of each class, a document a row."""
    gold = np.random.default_rng(0).poisson(3, (rows, CLASSES))
    rng = np.random.default_rng(int(100 * chance))
    hits = rng.binomial(gold, chance)
    pred = hits + rng.poisson(1, gold.shape)
    return np.stack([hits, gold, pred], axis=-1).reshape(rows, -1)


def macro_f1(sums: FloatArray) -> FloatArray:
    return MACRO.formula(dict(zip(COLUMNS, np.moveaxis(sums, -1, 0), strict=True)))


def bootstraps(rows: int, resamples: int) -> Contenders:
    from scipy.stats import bootstrap

    table = counts(rows, 0.7)
    small, columns = table.astype(np.float32), np.ascontiguousarray(table.T, np.float64)

    def product(weights: NDArray[np.float32]) -> FloatArray:
        return macro_f1((weights.reshape(-1, rows) @ small).astype(np.float64))

    def numbered(drawn: NDArray[np.int64]) -> NDArray[np.int64]:
        draws = np.atleast_2d(drawn)
        return (draws + np.arange(len(draws))[:, None] * rows).ravel()

    def counted(drawn: NDArray[np.int64], axis: int) -> FloatArray:
        del axis
        return product(np.bincount(numbered(drawn), minlength=drawn.size).astype(np.float32))

    def added(drawn: NDArray[np.int64], axis: int) -> FloatArray:
        del axis
        weights = np.zeros(drawn.size, np.float32)
        np.add.at(weights, numbered(drawn), np.float32(1))
        return product(weights)

    def summed(drawn: FloatArray, axis: int) -> FloatArray:
        return macro_f1(np.moveaxis(drawn.sum(axis=axis), 0, -1))

    def scipys(
        data: NDArray[np.generic], statistic: Callable[..., FloatArray], batch: int | None
    ) -> Callable[[], object]:
        rng = np.random.default_rng(0)
        return lambda: bootstrap(
            (data,),
            statistic,
            axis=-1,
            vectorized=True,
            n_resamples=resamples,
            batch=batch,
            method="percentile",
            rng=rng,
        )

    return {
        OURS: lambda: percentile_intervals(
            table, lambda s: {"macro-f1": macro_f1(s)}, resamples=resamples, seed=0
        ),
        "scipy, picks, bincount": scipys(np.arange(rows), counted, 100),
        "scipy, picks, add.at": scipys(np.arange(rows), added, 100),
        "scipy, picks, default batch": scipys(np.arange(rows), counted, None),
        "scipy, columns": scipys(columns, summed, 100),
    }


def f1(sums: FloatArray) -> FloatArray:
    return ratio(2 * sums[..., 0], sums[..., 1] + sums[..., 2])


def randomisations(rows: int, trials: int) -> tuple[Contenders, Contenders]:
    from scipy.stats import permutation_test

    a, b = counts(rows, 0.70)[:, :3], counts(rows, 0.72)[:, :3]
    one, other = a[:, 0].astype(np.float64), b[:, 0].astype(np.float64)
    both, numbers = np.concatenate([a, b]).astype(np.float64), np.arange(rows)

    def means(x: FloatArray, y: FloatArray, axis: int) -> FloatArray:
        found: FloatArray = np.mean(y - x, axis=axis)
        return found

    def mean(x: FloatArray, axis: int) -> FloatArray:
        found: FloatArray = np.mean(x, axis=axis)
        return found

    def scores(x: NDArray[np.int64], y: NDArray[np.int64], axis: int) -> FloatArray:
        del axis
        return f1(both[y].sum(axis=-2)) - f1(both[x].sum(axis=-2))

    def scipys(
        data: tuple[NDArray[np.generic], ...],
        statistic: Callable[..., FloatArray],
        batch: int | None,
    ) -> Callable[[], object]:
        rng = np.random.default_rng(0)
        return lambda: permutation_test(
            data,
            statistic,
            permutation_type="samples",
            vectorized=True,
            n_resamples=trials,
            batch=batch,
            rng=rng,
        )

    def ours(columns: int, score: Callable[[FloatArray], FloatArray]) -> Callable[[], object]:
        x, y = a[:, :columns], b[:, :columns]
        return lambda: paired_randomisation(x, y, score, trials=trials, seed=0)

    simple: Contenders = {OURS: ours(1, lambda sums: sums[..., 0] / rows)}
    for batch in (1000, None):
        name = f"batch {batch}" if batch else "default batch"
        simple[f"scipy, two samples, {name}"] = scipys((one, other), means, batch)
        simple[f"scipy, signs, {name}"] = scipys((other - one,), mean, batch)
    whole: Contenders = {
        OURS: ours(3, f1),
        "scipy, row numbers, batch 100": scipys((numbers, numbers + rows), scores, 100),
    }
    return simple, whole


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=1000)
    options.add_argument("--draws", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    size = f"{chosen.draws} x {chosen.documents} documents"
    simple, whole = randomisations(chosen.documents, chosen.draws)
    for title, contenders, aim in (
        (
            f"bootstrap, {size} x 36 columns, macro F1",
            bootstraps(chosen.documents, chosen.draws),
            3,
        ),
        (f"paired randomisation, {size}, difference of means", simple, 100),
        (f"paired randomisation, {size}, difference of F1", whole, 100),
    ):
        with threadpool_limits(limits=1, user_api="blas"):
            seconds = measure(contenders, rounds=chosen.rounds)
        aims = tuple(Aim(name, aim) for name in contenders if name != OURS)
        print("\n".join(report(title, seconds, OURS, aims)))


if __name__ == "__main__":
    main()
