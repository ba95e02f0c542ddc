"""Holm's correction, worked by hand."""

from __future__ import annotations

import pytest
from communique.errors import InputError
from communique.stats import holm


def test_each_p_value_is_multiplied_by_how_many_are_left() -> None:
    # Sorted: 4 · 0.005 = 0.02, 3 · 0.01 = 0.03, 2 · 0.03 = 0.06, and 0.04 no lower than that.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_nothing_exceeds_one() -> None:
    assert holm([0.6, 0.9, 0.4]) == [1, 1, 1]


def test_one_comparison_needs_no_correction() -> None:
    assert holm([0.03]) == [0.03]
    assert holm([]) == []


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_p_value_is_refused(wrong: float) -> None:
    with pytest.raises(InputError, match="is no p-value"):
        holm([0.5, wrong])
