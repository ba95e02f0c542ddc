"""Agreement of two annotators over a set of articles: every figure with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from communique import __version__
from communique.agreement import reliability, tallies
from communique.agreement.pairing import Pairing
from communique.agreement.reliability import Counts
from communique.agreement.tallies import Judged, Tally
from communique.codec import SCHEMA_VERSION, encode
from communique.errors import InputError
from communique.metrics.metric import FloatArray
from communique.model import Article
from communique.signature import Signature, digest
from communique.stats import percentile_intervals

TALLIES: Mapping[str, Callable[[Pairing], Tally]] = {
    "entities": tallies.entities,
    "events": tallies.events,
    "factuality": tallies.factuality,
    "attributions": tallies.attributions,
    "stances": tallies.stances,
    "sentiments": tallies.sentiments,
}
LABEL_STATISTICS: Mapping[str, Callable[[Counts], FloatArray]] = {
    "accuracy": reliability.accuracy,
    "kappa": reliability.kappa,
    "alpha": reliability.alpha,
}


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement figure.

    `statistic` is f1, accuracy, kappa (Cohen) or alpha (Krippendorff, nominal); `value` is null
    where it is undefined, and `reason` says why. `low` and `high` bound the 95 % percentile
    bootstrap over documents. For f1, `both`, `a` and `b` count items; for labels `both` counts
    the pairs judged.
    """

    layer: str
    item: str
    statistic: str
    value: float | None
    low: float | None
    high: float | None
    both: int
    a: int
    b: int
    documents: int
    reason: str | None = None


class LeftOut(msgspec.Struct, frozen=True):
    """An article that could not be compared, and why."""

    id: str
    reason: str


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of two annotators, layer by layer, and what was left out."""

    signature: str
    documents: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    resamples: int
    seed: int
    figures: tuple[Figure, ...]

    def figure(self, layer: str, item: str, statistic: str = "f1") -> Figure:
        """Return one figure by name.

        Raises:
            KeyError: there is none of that name.
        """
        for figure in self.figures:
            if (figure.layer, figure.item, figure.statistic) == (layer, item, statistic):
                return figure
        raise KeyError((layer, item, statistic))


class _Sample(NamedTuple):
    """How to resample documents."""

    resamples: int
    seed: int

    def interval(
        self, counts: Counts, measure: Callable[[Counts], FloatArray]
    ) -> tuple[float | None, float | None]:
        """Return the 95 % bounds of a measure; none of fewer than two documents."""
        if len(counts) < 2 or not self.resamples:
            return None, None
        shape = counts.shape[1:]
        found = percentile_intervals(
            counts.reshape(len(counts), -1),
            lambda sums: {"": measure(sums.reshape(-1, *shape))},
            resamples=self.resamples,
            seed=self.seed,
        )[""]
        return found.low, found.high


class Shared(NamedTuple):
    """Articles that both annotators have, in order of id, and those left out."""

    pairs: list[tuple[Article, Article]]
    left_out: list[LeftOut]


def shared_articles(a: Sequence[Article], b: Sequence[Article]) -> Shared:
    """Pair the articles of two annotators by id; both must have annotated the same text.

    Raises:
        InputError: one side has an id twice, or the two have no article in common.
    """
    sides = _by_id(a, "first"), _by_id(b, "second")
    found = Shared([], [])
    for name in sorted(sides[0].keys() | sides[1].keys()):
        x, y = sides[0].get(name), sides[1].get(name)
        if x is None or y is None:
            found.left_out.append(LeftOut(name, f"only the {'first' if x else 'second'} has it"))
        elif x.metadata.text_sha256 != y.metadata.text_sha256:
            found.left_out.append(LeftOut(name, "the two have different texts under this id"))
        else:
            found.pairs.append((x, y))
    if not found.pairs:
        reasons = "; ".join(f"{item.id}: {item.reason}" for item in found.left_out[:3])
        raise InputError(
            f"no article in common ({reasons or 'both are empty'})",
            hint="both sides must hold records of the same articles, with the same ids and texts",
        )
    return found


def _by_id(articles: Sequence[Article], side: str) -> dict[str, Article]:
    found: dict[str, Article] = {}
    for article in articles:
        if article.id in found:
            raise InputError(
                f"the {side} side holds article {article.id!r} twice",
                hint="name a folder with one record an article",
            )
        found[article.id] = article
    return found


def agree(
    a: Sequence[Article], b: Sequence[Article], *, seed: int, resamples: int = 1000
) -> Agreement:
    """Return the agreement of two annotators on the articles that both have.

    A layer is compared in the articles in which both annotated it; `resamples=0` leaves the
    intervals out.

    Raises:
        InputError: one side has an id twice, or the two have no article in common.
    """
    found = shared_articles(a, b)
    pairings = [Pairing(x, y) for x, y in found.pairs]
    sample = _Sample(resamples, seed)
    figures: list[Figure] = []
    for layer, tally in TALLIES.items():
        annotated = [tally(p) for p in pairings if layer in p.layers]
        figures += _layer(layer, annotated, sample)
    return Agreement(
        signature=str(_signature(found.pairs, sample)),
        documents=tuple(x.id for x, _ in found.pairs),
        left_out=tuple(found.left_out),
        resamples=resamples,
        seed=seed,
        figures=tuple(figures),
    )


def _signature(pairs: Sequence[tuple[Article, Article]], sample: _Sample) -> Signature:
    return Signature.of(
        {
            "package": __version__,
            "schema": SCHEMA_VERSION,
            "task": "agreement@1",
            "a": digest(encode(x) for x, _ in pairs),
            "b": digest(encode(y) for _, y in pairs),
            "documents": len(pairs),
            "interval": "percentile-0.95",
            "resamples": sample.resamples,
            "seed": sample.seed,
        }
    )


def _layer(layer: str, found: Sequence[Tally], sample: _Sample) -> list[Figure]:
    figures: list[Figure] = []
    for item in found[0] if found else ():
        column = [tally[item] for tally in found]
        judged = [entry.pairs for entry in column if isinstance(entry, Judged)]
        if judged:
            counts = _confusions(judged)
            size = (int(counts.sum()),) * 3
            figures += [_figure((layer, item, s), size, counts, sample) for s in LABEL_STATISTICS]
        else:
            common = np.array(column, np.int64)
            both, a, b = common.sum(0).tolist()
            figures.append(_figure((layer, item, "f1"), (both, a, b), common, sample))
    return figures


def _confusions(pairs: Sequence[Sequence[tuple[str, str]]]) -> NDArray[np.int64]:
    """Return `[documents, labels of A, labels of B]`."""
    labels = {label: i for i, label in enumerate(sorted({x for p in pairs for q in p for x in q}))}
    counts = np.zeros((len(pairs), len(labels), len(labels)), np.int64)
    for document, judged in enumerate(pairs):
        for x, y in judged:
            counts[document, labels[x], labels[y]] += 1
    return counts


def _figure(
    name: tuple[str, str, str], size: tuple[int, int, int], counts: Counts, sample: _Sample
) -> Figure:
    layer, item, statistic = name
    measure = reliability.f1 if statistic == "f1" else LABEL_STATISTICS[statistic]
    value = float(measure(counts.sum(0)))
    undefined = math.isnan(value)
    low, high = (None, None) if undefined else sample.interval(counts, measure)
    return Figure(
        layer=layer,
        item=item,
        statistic=statistic,
        value=None if undefined else value,
        low=low,
        high=high,
        both=size[0],
        a=size[1],
        b=size[2],
        documents=len(counts),
        reason=_reason(statistic, size) if undefined else None,
    )


def _reason(statistic: str, size: tuple[int, int, int]) -> str:
    if statistic == "f1":
        return "neither annotator has such an item"
    if not size[0]:
        return "no item that both have and both judged"
    return "both used one and the same label throughout: chance agreement is 1"
