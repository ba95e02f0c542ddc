"""MUC, B³, CEAFe and LEA side by side with scorch and with a scorer that works as coval does.

coval is in no package index. Its stand-in here is written from its published algorithm: mentions
are objects that compare and hash in Python, each measure goes over the clusters of both sides, all
pairs of entities are compared, and the links of an entity are tried one by one. Its sums and ours
are compared before anything is timed. scorch has no LEA.

The documents are made at random, of the sizes of CoNLL-2012's: 56 mentions on average (log-normal,
as real ones differ much), a quarter as many entities, the first of them the largest.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from communique.metrics.coreference import counts_of_all, distinct
from timing import Aim, measure, report

OURS, STAND_IN = "communique", "coval (stand-in)"
NOTE = """\
  Ours takes mentions as tuples. The design quotes 65.5 ms for coval itself, on others."""
MENTIONS = 56
Clusters = list[list[Any]]
Document = tuple[Clusters, Clusters]


class Mention:
    """A mention as coval has it: equality and hash are computed from its parts, in Python."""

    def __init__(self, document: str, sentence: int, start: int, end: int) -> None:
        self.document, self.sentence, self.start, self.end = document, sentence, start, end

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Mention)
            and self.start == other.start
            and self.end == other.end
            and self.sentence == other.sentence
            and self.document == other.document
        )

    def __hash__(self) -> int:
        return self.sentence * 1009 + self.start * 577 + self.end


def document(rng: random.Random) -> Document:
    """Return key and response: of the mentions 15 % are missing, 15 % astray, 10 % spurious."""
    size = max(8, round(MENTIONS * rng.lognormvariate(-0.18, 0.6)))
    wrong, entities = size // 10, size // 4
    spots = [(n // 4, 5 * (n % 4), 5 * (n % 4) + rng.randint(0, 3)) for n in range(size + wrong)]
    rng.shuffle(spots)
    key: Clusters = [[spots.pop(), spots.pop()] for _ in range(entities)]
    shares = [1 / (1 + n) for n in range(entities)]
    while len(spots) > wrong:
        rng.choices(key, shares)[0].append(spots.pop())
    response: Clusters = [[] for _ in range(entities + 2)]
    for number, entity in enumerate(key):
        for mention in entity:
            dice = rng.random()
            if dice > 0.15:
                response[rng.randrange(len(response)) if dice < 0.3 else number].append(mention)
    for spot in spots:
        rng.choice(response).append(spot)
    return key, [entity for entity in response if len(entity) > 1]


Where = Mapping[Any, int]


def muc(clusters: Clusters, where: Where) -> float:
    kept = 0
    for cluster in clusters:
        parts, absent = set(), 0
        for mention in cluster:
            if mention in where:
                parts.add(where[mention])
            else:
                absent += 1
        kept += len(cluster) - absent - len(parts)
    return kept


def b3(clusters: Clusters, where: Where) -> float:
    total = 0.0
    for cluster in clusters:
        shared: dict[int, int] = {}
        for mention in cluster:
            if mention in where:
                shared[where[mention]] = shared.get(where[mention], 0) + 1
        total += sum(n * n for n in shared.values()) / len(cluster)
    return total


def ceafe(key: Clusters, response: Clusters) -> float:
    from scipy.optimize import linear_sum_assignment

    left, right = [set(c) for c in key], [set(c) for c in response]
    alike = np.zeros((len(left), len(right)))
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            alike[i, j] = 2 * len(one & other) / (len(one) + len(other))
    return float(alike[linear_sum_assignment(-alike)].sum())


def lea(clusters: Clusters, where: Where) -> float:
    """Return the sum over entities of two mentions or more; the response has no others."""
    total = 0.0
    for cluster in clusters:
        common = 0
        for n, one in enumerate(cluster):
            if one in where:
                for other in cluster[n + 1 :]:
                    common += other in where and where[one] == where[other]
        total += len(cluster) * common / (len(cluster) * (len(cluster) - 1) / 2)
    return total


class Sums(NamedTuple):
    """The numerators, of precision and of recall, over all documents."""

    muc: tuple[float, float]
    b3: tuple[float, float]
    ceafe: tuple[float, float]
    lea: tuple[float, float]


def stand_in(documents: Sequence[Document]) -> Sums:
    rows = []
    for key, response in documents:
        in_key = {mention: n for n, entity in enumerate(key) for mention in entity}
        in_response = {mention: n for n, entity in enumerate(response) for mention in entity}
        sides = (response, in_key), (key, in_response)
        alike = ceafe(key, response)
        rows.append(
            [*(muc(*s) for s in sides), *(b3(*s) for s in sides), alike, alike]
            + [lea(*side) for side in sides]
        )
    total = np.sum(rows, axis=0).tolist()
    return Sums(*zip(total[::2], total[1::2], strict=True))


def ours(documents: Sequence[Document]) -> Sums:
    golds, preds = ([distinct(side) for side in sides] for sides in zip(*documents, strict=True))
    counts = counts_of_all("x", golds, preds)
    return Sums(
        *(
            (float(counts[f"x.{name}.hit"].sum()), float(counts[f"x.{name}.hit-gold"].sum()))
            for name in Sums._fields
        )
    )


def scorch_on(documents: Sequence[Document]) -> Callable[[], object]:
    from scorch.scores import b_cubed, ceaf_e
    from scorch.scores import muc as muc_

    sets = [([set(c) for c in key], [set(c) for c in response]) for key, response in documents]
    return lambda: [[score(*pair) for score in (muc_, b_cubed, ceaf_e)] for pair in sets]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=100)
    options.add_argument("--rounds", type=int, default=21)
    chosen = options.parse_args()
    rng = random.Random(0)  # noqa: S311 - documents, not secrets
    documents = [document(rng) for _ in range(chosen.documents)]
    objects = [
        tuple([[Mention("d", *m) for m in entity] for entity in side] for side in pair)
        for pair in documents
    ]
    if not np.allclose(ours(documents), stand_in(objects), rtol=0, atol=1e-9):
        raise SystemExit(f"the two do not agree: {ours(documents)}, {stand_in(objects)}")
    contenders = {
        OURS: lambda: ours(documents),
        STAND_IN: lambda: stand_in(objects),
        "the same with tuples for mentions": lambda: stand_in(documents),
        "scorch, without LEA, sets": scorch_on(documents),
    }
    mentions = sum(len(entity) for key, _ in documents for entity in key) / len(documents)
    title = f"coreference, four measures, {len(documents)} documents of {mentions:.0f} mentions"
    seconds = measure(contenders, rounds=chosen.rounds)
    print("\n".join(report(title, seconds, OURS, (Aim(STAND_IN, 8),))))
    print(NOTE)


if __name__ == "__main__":
    main()
