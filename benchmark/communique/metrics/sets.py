"""Sets of tuples: what is in both, in gold, in the prediction. Duplicates collapse."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

from communique.align import Place, best_total, dice

SET_COLUMNS = ("hit", "gold", "pred")


def set_columns(*names: str) -> tuple[str, ...]:
    """Return the three columns of each named set: `name.hit`, `name.gold`, `name.pred`."""
    return tuple(f"{name}.{part}" for name in names for part in SET_COLUMNS)


def set_counts(
    name: str, gold: Collection[Hashable], pred: Collection[Hashable]
) -> dict[str, float]:
    """Return |gold ∩ pred|, |gold| and |pred| as integers; duplicates on a side count once."""
    left, right = set(gold), set(pred)
    return sized(name, len(left & right), len(left), len(right))


def sized(name: str, hit: float, gold: int, pred: int) -> dict[str, float]:
    """Return the three columns with the given sizes."""
    return {f"{name}.hit": hit, f"{name}.gold": gold, f"{name}.pred": pred}


def overlap_counts(name: str, gold: Collection[Place], pred: Collection[Place]) -> dict[str, float]:
    """Return the soft counts of two sets of places.

    `hit` is the greatest sum of Dice coefficients (in code points) that a one-to-one matching of
    gold and predicted places reaches: the construction of CEAF (Luo 2005) with places instead of
    entities. It is one float64 a document; the other two columns are integers.
    """
    left, right = sorted(set(gold)), sorted(set(pred))
    return sized(name, best_total(left, right, dice), len(left), len(right))


def total(counts: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the columns of several counts side by side; they share none."""
    return {column: value for part in counts for column, value in part.items()}
