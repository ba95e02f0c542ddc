"""coreference@1: which words name the same thing.

**Given**: the text. **Predicted**: `entities` and their `mentions`.

**Rules.** The mentions of an entity are a cluster; mentions are matched by their extents, exactly
(equal offsets, touching pieces made one); singletons are kept. A mention given twice counts once;
in two entities, it stays in the first, in order of the entities' sorted mentions.

**Primary**: `conll.f1`, the mean of the F1 of MUC, B³ and CEAFe; undefined where one of them is, as
MUC is where no entity has two mentions on either side. **Also**: P, R and F1 of `muc`, `b3`,
`ceafe` and `lea`; `mention`, the set of extents; and all of these without the entities of one
mention (`plural.…`).

**Fidelity.** The formulas are those of the CoNLL-2012 scorer and of coval, but for a score that
nothing defines, which is 0 there and none here. The `hit` columns of B³, CEAFe and LEA are float64
sums, all other counts are integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.align import Place
from communique.metrics.coreference import MEASURES, PARTS, counts_of_all, distinct
from communique.metrics.metric import Metric, mean, prf
from communique.metrics.sets import set_columns
from communique.model import Article, Prediction
from communique.tasks.projection import Record, mention_places
from communique.tasks.task import Task, text_only

KEPT = {"all": "", "plural": "plural."}
"""Column prefix and metric prefix, with singletons and without."""


def clusters(record: Record) -> list[tuple[Place, ...]]:
    """Return the mentions of every entity that has any.

    Raises:
        InputError: two mentions or two entities have one id, or a mention names no entity.
    """
    return distinct(mention_places(record).values())


def count_all(
    golds: Sequence[Article], predictions: Sequence[Prediction]
) -> dict[str, NDArray[Any]]:
    """Return every column, with a number for each document; both sides have the same ones."""
    sides = [[clusters(record) for record in records] for records in (golds, predictions)]
    found: dict[str, NDArray[Any]] = {}
    for name in KEPT:
        if name == "plural":
            sides = [[[c for c in one if len(c) > 1] for one in side] for side in sides]
        found |= counts_of_all(name, *sides)
        gold, pred = ([{at for c in one for at in c} for one in side] for side in sides)
        sets = {
            "hit": [len(a & b) for a, b in zip(gold, pred, strict=True)],
            "gold": list(map(len, gold)),
            "pred": list(map(len, pred)),
        }
        found |= {f"{name}.mention.{part}": np.array(sizes) for part, sizes in sets.items()}
    return found


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the counts of one document."""
    counts = count_all([gold], [prediction])
    return {column: values.tolist()[0] for column, values in counts.items()}


def _metrics() -> Iterator[Metric]:
    for columns, prefix in KEPT.items():
        figures = {
            measure: prf(
                f"{prefix}{measure}",
                "link between mentions" if measure == "muc" else "mention",
                hit_recall="hit-gold",
                parts=f"{columns}.{measure}",
            )
            for measure in MEASURES
        }
        yield mean(f"{prefix}conll.f1", [figures[name][2] for name in ("muc", "b3", "ceafe")])
        for group in figures.values():
            yield from group
        yield from prf(f"{prefix}mention", "mention", parts=f"{columns}.mention")


TASK = Task(
    name="coreference",
    version=1,
    layers=("entities", "coreference"),
    predicted=("entities", "mentions"),
    primary="conll.f1",
    metrics=tuple(_metrics()),
    columns=(
        *(f"{kept}.{measure}.{part}" for kept in KEPT for measure in MEASURES for part in PARTS),
        *set_columns(*(f"{kept}.mention" for kept in KEPT)),
    ),
    options=(("mentions", "exact"), ("singletons", "kept")),
    card=__doc__ or "",
    count=count,
    count_all=count_all,
    given=text_only,
)
