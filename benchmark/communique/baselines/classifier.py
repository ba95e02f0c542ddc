"""A linear classifier of things described by features that they have or have not."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Row = Sequence[str]
"""The features that a thing has, by name."""

Log = NDArray[np.float64]
"""Natural logarithms of probabilities, of the shape (rows, classes)."""

_STEPS = 80
"""Steps of the optimiser. It has all but converged there; an early end also regularises."""


class Estimator:
    """A fitted scikit-learn estimator; a type of its own so that state and numbers part on disk."""

    def __init__(self, fitted: Any) -> None:
        """Hold `fitted`."""
        self.fitted = fitted


class Classifier(msgspec.Struct, frozen=True):
    """Logistic regression over a vocabulary of features.

    `classes` are sorted. With one class there is no `estimator`: that class is always the answer.
    `features` gives each feature known from training its column.
    """

    classes: tuple[str, ...]
    features: dict[str, int]
    estimator: Estimator | None = None

    def __post_init__(self) -> None:
        """Refuse parts that do not belong together, as a damaged file has them.

        Raises:
            ValueError: the estimator has other numbers of classes or features.
        """
        if self.estimator is None:
            if len(self.classes) > 1:
                raise ValueError(f"{len(self.classes)} classes and no estimator")
            return
        lines = 1 if len(self.classes) == 2 else len(self.classes)
        found = getattr(self.estimator.fitted, "coef_", np.zeros(0)).shape
        if len(self.classes) < 2 or found != (lines, len(self.features)):
            raise ValueError(
                f"an estimator of the shape {found} for {len(self.classes)} classes"
                f" and {len(self.features)} features"
            )
        if sorted(self.features.values()) != list(range(len(self.features))):
            raise ValueError("features that do not have one column each")

    def log_probabilities(self, rows: Sequence[Row]) -> Log:
        """Return the log probability of each class for each row, in the order of `classes`."""
        if self.estimator is None or not rows:
            return np.zeros((len(rows), len(self.classes)))
        scores = self.estimator.fitted.decision_function(matrix(rows, self.features))
        if scores.ndim == 1:
            return np.stack([-np.logaddexp(0, scores), -np.logaddexp(0, -scores)], axis=1)
        shifted = scores - scores.max(axis=1, keepdims=True)
        found: Log = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return found

    def best(self, rows: Sequence[Row]) -> list[str]:
        """Return the most probable class of each row."""
        if not rows:
            return []
        return [self.classes[i] for i in self.log_probabilities(rows).argmax(axis=1)]

    def probabilities(self, rows: Sequence[Row]) -> list[dict[str, float]]:
        """Return the probability of each class for each row."""
        found = np.exp(self.log_probabilities(rows))
        return [dict(zip(self.classes, map(float, line), strict=True)) for line in found]


def matrix(rows: Sequence[Row], columns: dict[str, int]) -> csr_matrix:
    """Return the rows as zeros and ones; features that have no column are left out."""
    from scipy.sparse import csr_matrix as sparse

    known: list[int] = []
    ends = [0]
    for row in rows:
        known.extend([columns[name] for name in row if name in columns])
        ends.append(len(known))
    values = np.ones(len(known))
    return sparse((values, np.array(known, np.int32), np.array(ends)), (len(rows), len(columns)))


def vocabulary(rows: Iterable[Row], least: int) -> dict[str, int]:
    """Return a column for each feature that at least `least` rows have, in order of names."""
    counts = Counter(name for row in rows for name in row)
    kept = sorted(name for name, count in counts.items() if count >= least)
    return {name: column for column, name in enumerate(kept)}


def fit(
    rows: Sequence[Row], answers: Sequence[str], *, seed: int, least: int = 2, strength: float = 1.0
) -> Classifier:
    """Return the classifier that gives `rows` their `answers`.

    `least` is how many rows a feature must occur in to be used; a greater `strength` fits the
    training rows more closely. Without rows there is no class, and nothing can be asked.
    """
    classes = tuple(sorted(set(answers)))
    columns = vocabulary(rows, least) if len(classes) > 1 else {}
    if not columns:
        return Classifier(_commonest_only(answers), {})
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    model = LogisticRegression(C=strength, max_iter=_STEPS, tol=1e-3, random_state=seed)
    numbers = {name: number for number, name in enumerate(classes)}
    # One thread: sums come in one order on every machine, and short vectors gain nothing by more.
    with warnings.catch_warnings(), threadpool_limits(limits=1):
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(matrix(rows, columns), np.array([numbers[name] for name in answers]))
    return Classifier(classes, columns, Estimator(model))


def _commonest_only(answers: Sequence[str]) -> tuple[str, ...]:
    """Return the most frequent class alone: what is left where no feature tells classes apart."""
    counts = Counter(answers)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:1])


def keep(probabilities: Sequence[float]) -> list[int]:
    """Return which items to keep, given how probable each one is right: the greatest expected F1.

    After Lipton, Elkan and Naryanaswamy (2014): the most probable k items, where k makes
    2·Σ(kept) / (k + Σ(all)) greatest, which is the expected F1 up to a term that vanishes as
    items grow many.
    """
    order = sorted(range(len(probabilities)), key=lambda i: (-probabilities[i], i))
    everything = sum(probabilities)
    best, kept, total = 0.0, 0, 0.0
    for count, item in enumerate(order, 1):
        total += probabilities[item]
        value = 2 * total / (count + everything)
        if value > best:
            best, kept = value, count
    return sorted(order[:kept])
