"""A metric is a formula over summed counts, with the reason why it can be undefined.

Formulas work on arrays, so that a score, and the scores of ten thousand resamples, are one call.
Inside the arrays NaN marks what is undefined; it becomes `None` with the reason before anybody
reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Sums = Mapping[str, FloatArray]
"""Column name → sums of that column, all of one shape."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure of a task.

    `undefined` says why there is no value where there is none; `classes` are the figures that a
    macro average is the mean of (those of them that are defined).
    """

    name: str
    formula: Callable[[Sums], FloatArray]
    undefined: str
    classes: tuple[Metric, ...] = ()


def ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return part / whole, NaN where whole is 0."""
    part, whole = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    value: FloatArray = np.full(part.shape, np.nan)
    np.divide(part, whole, out=value, where=whole != 0)
    return value


def prf(
    name: str, what: str, *, hit: str = "hit", hit_recall: str | None = None, parts: str = ""
) -> tuple[Metric, Metric, Metric]:
    """Return precision, recall and F1 of the columns `name.hit`, `name.gold`, `name.pred`.

    `hit_recall` names the numerator of recall where it differs (weighted scores); `parts` is the
    prefix of the columns where it is not `name`. P = hit / pred; R = hit / gold; F1 is their
    harmonic mean, which for one numerator is 2·hit / (gold + pred). Precision is undefined where
    nothing is predicted, recall where gold has nothing, F1 where neither side has anything.
    """
    prefix = parts or name
    top, bottom = f"{prefix}.{hit}", f"{prefix}.{hit_recall or hit}"
    gold, pred = f"{prefix}.gold", f"{prefix}.pred"

    def precision(sums: Sums) -> FloatArray:
        return ratio(sums[top], sums[pred])

    def recall(sums: Sums) -> FloatArray:
        return ratio(sums[bottom], sums[gold])

    def f1(sums: Sums) -> FloatArray:
        return harmonic(sums[top], sums[pred], sums[bottom], sums[gold])

    return (
        Metric(name=f"{name}.p", formula=precision, undefined=f"no {what} is predicted"),
        Metric(name=f"{name}.r", formula=recall, undefined=f"gold has no {what}"),
        Metric(name=f"{name}.f1", formula=f1, undefined=f"neither side has any {what}"),
    )


def share(name: str, what: str) -> Metric:
    """Return hit / gold of the columns `name.hit` and `name.gold`: an accuracy."""

    def formula(sums: Sums) -> FloatArray:
        return ratio(sums[f"{name}.hit"], sums[f"{name}.gold"])

    return Metric(name=f"{name}.accuracy", formula=formula, undefined=f"gold has no {what}")


def harmonic(top: FloatArray, pred: FloatArray, bottom: FloatArray, gold: FloatArray) -> FloatArray:
    """Return F1 of P = top / pred and R = bottom / gold.

    It is 2·top·bottom / (top·gold + bottom·pred): 0 where nothing was hit, NaN where both sides
    are empty.
    """
    weighted = top * gold + bottom * pred
    empty = (gold + pred) == 0
    value = np.divide(2 * top * bottom, weighted, out=np.zeros(weighted.shape), where=weighted != 0)
    return np.where(empty, np.nan, value)


def macro(name: str, classes: Sequence[Metric], what: str) -> Metric:
    """Return the mean of those of the classes' figures that are defined.

    A class that neither side has is left out, as scikit-learn does when it is given no list of
    labels; how many classes were defined is reported with the value.
    """

    def formula(sums: Sums) -> FloatArray:
        values = np.stack([item.formula(sums) for item in classes])
        known = ~np.isnan(values)
        return ratio(np.where(known, values, 0).sum(0), known.sum(0).astype(np.float64))

    return Metric(
        name=name,
        formula=formula,
        undefined=f"neither side has any {what}",
        classes=tuple(classes),
    )


def mean(name: str, parts: Sequence[Metric]) -> Metric:
    """Return the unweighted mean of the parts, undefined where one of them is."""

    def formula(sums: Sums) -> FloatArray:
        values: FloatArray = np.stack([item.formula(sums) for item in parts]).mean(axis=0)
        return values

    names = " and ".join(item.name for item in parts)
    return Metric(name=name, formula=formula, undefined=f"needs {names}, of which one is undefined")
