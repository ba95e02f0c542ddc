"""Correction of p-values where several comparisons are made at once."""

from __future__ import annotations

from collections.abc import Sequence

from communique.errors import InputError


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p-values adjusted by Holm's step-down method, in the order given (Holm 1979).

    The smallest of m is multiplied by m, the next by m - 1, and so on; none becomes smaller than
    one before it, nor larger than 1. Rejecting where the adjusted value is at most alpha keeps the
    probability of any false rejection at alpha or below, however the tests depend on each other.

    Raises:
        InputError: a value does not lie between 0 and 1.
    """
    wrong = [p for p in p_values if not 0 <= p <= 1]
    if wrong:
        raise InputError(f"{wrong[0]} is no p-value", hint="give numbers between 0 and 1")
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted
