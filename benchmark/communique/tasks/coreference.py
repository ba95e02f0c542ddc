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

from collections.abc import Iterator

from communique.align import Place
from communique.metrics.coreference import MEASURES, PARTS, coreference_counts, distinct
from communique.metrics.metric import Metric, mean, prf
from communique.metrics.sets import set_columns, set_counts, total
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


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the counts of one document."""
    sides = clusters(gold), clusters(prediction)
    plural = tuple([cluster for cluster in side if len(cluster) > 1] for side in sides)
    parts = []
    for name, (left, right) in (("all", sides), ("plural", plural)):
        spans = ([at for cluster in side for at in cluster] for side in (left, right))
        parts += [coreference_counts(name, left, right), set_counts(f"{name}.mention", *spans)]
    return total(parts)


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
    given=text_only,
)
