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
from communique.agreement.tallies import Chains, Common, Judged, Tally
from communique.codec import SCHEMA_VERSION, encode
from communique.errors import InputError
from communique.metrics.metric import FloatArray
from communique.model import Article
from communique.signature import Signature, digest
from communique.stats import percentile_intervals

TALLIES: Mapping[str, Callable[[Pairing], Tally]] = {
    "entities": tallies.entities,
    "coreference": tallies.coreference,
    "events": tallies.events,
    "factuality": tallies.factuality,
    "attributions": tallies.attributions,
    "stances": tallies.stances,
    "sentiments": tallies.sentiments,
}
Measure = Callable[[Counts], FloatArray]
LABEL_STATISTICS: Mapping[str, Measure] = {
    "accuracy": reliability.accuracy,
    "kappa": reliability.kappa,
    "alpha": reliability.alpha,
}
CHAIN_STATISTICS: Mapping[str, Measure] = {
    "conll": reliability.conll_f1,
    "muc": lambda counts: reliability.chain_f1(counts[..., 0:4]),
    "b3": lambda counts: reliability.chain_f1(counts[..., 4:8]),
    "ceafe": lambda counts: reliability.chain_f1(counts[..., 8:12]),
}


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement figure.

    `statistic` is f1; accuracy, kappa (Cohen) or alpha (Krippendorff, nominal); or conll, muc, b3
    or ceafe (F1 of chains). `value` is null where it is undefined, and `reason` says why. `low`
    and `high` bound the 95 % percentile bootstrap over documents. `both`, `a` and `b` count items
    (of chains, mentions); for labels, all three count the pairs judged.
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


class _Value(NamedTuple):
    value: float | None
    low: float | None
    high: float | None
    documents: int


class _Sample(NamedTuple):
    """How to resample documents."""

    resamples: int
    seed: int

    def of(self, counts: Counts, measure: Measure) -> _Value:
        """Return a measure of the sum of the rows, with its 95 % bounds over rows.

        There are no bounds where there are fewer than two rows, or no resamples.
        """
        rows, shape = len(counts), counts.shape[1:]
        value = float(measure(counts.sum(0)))
        if math.isnan(value):
            return _Value(None, None, None, rows)
        if rows < 2 or not self.resamples:
            return _Value(value, None, None, rows)
        found = percentile_intervals(
            counts.reshape(rows, -1),
            lambda sums: {"": measure(sums.reshape(-1, *shape))},
            resamples=self.resamples,
            seed=self.seed,
        )[""]
        return _Value(value, found.low, found.high, rows)


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
        counts, size, measures = _column([tally[item] for tally in found])
        figures += [
            _figure((layer, item, statistic), size, sample.of(counts, measure))
            for statistic, measure in measures.items()
        ]
    return figures


class _Column(NamedTuple):
    """One item's counts, a document a row; the totals to print; what is computed from them."""

    counts: Counts
    size: Common
    measures: Mapping[str, Measure]


def _column(found: Sequence[Common | Judged | Chains]) -> _Column:
    judged = [entry.pairs for entry in found if isinstance(entry, Judged)]
    if judged:
        counts = _confusions(judged)
        return _Column(counts, Common(*[int(counts.sum())] * 3), LABEL_STATISTICS)
    chains = [entry for entry in found if isinstance(entry, Chains)]
    if chains:
        size = Common(*np.sum([entry.mentions for entry in chains], axis=0).tolist())
        return _Column(np.array([entry.counts for entry in chains]), size, CHAIN_STATISTICS)
    common = np.array(found, np.int64)
    return _Column(common, Common(*common.sum(0).tolist()), {"f1": reliability.f1})


def _confusions(pairs: Sequence[Sequence[tuple[str, str]]]) -> NDArray[np.int64]:
    """Return `[documents, labels of A, labels of B]`."""
    labels = {label: i for i, label in enumerate(sorted({x for p in pairs for q in p for x in q}))}
    counts = np.zeros((len(pairs), len(labels), len(labels)), np.int64)
    for document, judged in enumerate(pairs):
        for x, y in judged:
            counts[document, labels[x], labels[y]] += 1
    return counts


def _figure(name: tuple[str, str, str], size: Common, found: _Value) -> Figure:
    layer, item, statistic = name
    return Figure(
        layer=layer,
        item=item,
        statistic=statistic,
        value=found.value,
        low=found.low,
        high=found.high,
        both=size.both,
        a=size.a,
        b=size.b,
        documents=found.documents,
        reason=_reason(statistic, size) if found.value is None else None,
    )


def _reason(statistic: str, size: Common) -> str:
    if statistic in LABEL_STATISTICS and not size.both:
        return "no item that both have and both judged"
    if statistic in LABEL_STATISTICS:
        return "both used one and the same label throughout: chance agreement is 1"
    if statistic in CHAIN_STATISTICS and size.a + size.b:
        return "no entity has two mentions, on either side"
    return "neither annotator has such an item"
