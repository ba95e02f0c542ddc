"""What a task is: what it gives, what it counts, what it scores, under which version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.metrics.metric import FloatArray, Metric
from communique.model import Article, Prediction
from communique.ontology import labels


class Pair(NamedTuple):
    """A holder (an entity's id, or "author") and a target (an entity's or event's id)."""

    holder: str
    target: str


class Given(NamedTuple):
    """What a system may see of a gold record.

    `article` has its metadata and text, and of its layers only what the task gives; `pairs` are
    the holders and targets whose stance is asked for (empty in the other tasks).
    """

    article: Article
    pairs: tuple[Pair, ...] = ()


def text_only(article: Article) -> Given:
    """Return the article's id, metadata and text: nothing of its annotation."""
    return Given(bare(article))


def bare(article: Article) -> Article:
    """Return the record without layers and provenance."""
    return Article(
        schema_version=article.schema_version,
        id=article.id,
        metadata=article.metadata,
        layers=(),
        text=article.text,
    )


def nothing(article: Article) -> str | None:
    """Return nothing: the record lacks nothing but perhaps layers."""
    del article
    return None


def empty_prediction(gold: Article) -> Prediction:
    """Return the prediction that finds nothing in an article."""
    return Prediction(schema_version="1.0", id=gold.id)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task at one version; a change of any rule in it is a new version.

    Attributes:
        name: as in `stance`.
        version: from 1 on; `key` is `name@version`.
        layers: the layers that gold must have.
        predicted: the layers of a prediction that count; others are passed over.
        primary: name of the metric that ranks systems.
        metrics: all of the task's metrics, the primary one first.
        columns: names of the counts, in the order of the arrays.
        options: choices within the rules that a signature must name, as (key, value).
        card: what is given and predicted, the rules, and their fidelity to others' (Markdown).
        count: the nonzero columns for a gold record and a prediction.
        count_all: where that is faster, every column for many documents at once: for gold records
            and their predictions, a number for each of them.
        given: what a system may see of a gold record.
        lacks: says what else, besides layers, a gold record lacks to be scored; None for nothing.
    """

    name: str
    version: int
    layers: tuple[str, ...]
    predicted: tuple[str, ...]
    primary: str
    metrics: tuple[Metric, ...]
    columns: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    card: str
    count: Callable[[Article, Prediction], dict[str, float]]
    given: Callable[[Article], Given]
    count_all: (
        Callable[[Sequence[Article], Sequence[Prediction]], Mapping[str, NDArray[Any]]] | None
    ) = None
    lacks: Callable[[Article], str | None] = nothing

    def __post_init__(self) -> None:
        """Refuse a task that cannot work: no primary metric, or two things of one name."""
        names = self.metric_names
        if names[0] != self.primary:
            raise ValueError(f"{self.key}: the first metric is {names[0]}, not {self.primary}")
        for what, items in (("metric", names), ("column", self.columns)):
            if len(set(items)) != len(items):
                raise ValueError(f"{self.key}: two {what}s of one name")

    @property
    def key(self) -> str:
        """Name and version, as in `stance@1`."""
        return f"{self.name}@{self.version}"

    @property
    def metric_names(self) -> tuple[str, ...]:
        """The names of the metrics, the primary one first."""
        return tuple(metric.name for metric in self.metrics)

    def unfit(self, gold: Article) -> str | None:
        """Return why a gold record cannot be scored in this task, or nothing where it can."""
        lacking = [layer for layer in self.layers if layer not in gold.layers]
        if lacking:
            return f"lacks the layer {' and '.join(lacking)}"
        return self.lacks(gold)

    def counts(self, gold: Article, prediction: Prediction | None) -> dict[str, float]:
        """Return every column for one document; no prediction counts as an empty one.

        Values are integers, but for the columns that the card calls sums: these are float64.

        Raises:
            InputError: an id in the prediction, or in gold, refers to nothing or is not unique.
        """
        found = self.count(gold, prediction or empty_prediction(gold))
        self._check(found)
        return {column: found.get(column, 0) for column in self.columns}

    def counts_of_all(
        self, golds: Sequence[Article], predictions: Sequence[Prediction | None]
    ) -> list[dict[str, float]]:
        """Return the `counts` of each of many documents, in their order.

        Raises:
            InputError: as `counts` does.
        """
        pairs = list(zip(golds, predictions, strict=True))
        if self.count_all is None or not pairs:
            return [self.counts(gold, prediction) for gold, prediction in pairs]
        found = self.count_all(golds, [answer or empty_prediction(gold) for gold, answer in pairs])
        self._check(found)
        values = [found[column].tolist() for column in self.columns]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*values, strict=True)]

    def _check(self, found: Mapping[str, object]) -> None:
        unknown = found.keys() - set(self.columns)
        if unknown:
            raise ValueError(f"{self.key} counted {sorted(unknown)}, which are no columns of it")

    def scores(self, counts: NDArray[np.generic]) -> dict[str, FloatArray]:
        """Return every metric for counts of the shape (…, columns), in the shape (…).

        NaN marks a value that is undefined there.
        """
        sums = self.sums(counts)
        return {metric.name: metric.formula(sums) for metric in self.metrics}

    def sums(self, counts: NDArray[np.generic]) -> dict[str, FloatArray]:
        """Return the columns of an array of the shape (…, columns) by name, as float64."""
        values = np.moveaxis(np.asarray(counts, np.float64), -1, 0)
        return dict(zip(self.columns, values, strict=True))


_VOCABULARIES = (
    *("event_categories", "factuality_values", "stance_labels", "stance_bases"),
    *("entity_types", "attribution_kinds", "commitments"),
)
_LABELS = frozenset(label for name in _VOCABULARIES for label in labels(name))


def of_one_label(metric: str) -> bool:
    """Tell whether a metric looks at one label alone, as `tc.ACCUSE.f1` and `favor.p` do."""
    return not _LABELS.isdisjoint(metric.split("."))
