"""Sets of tuples, P, R and F1, and the matching by overlap."""

from __future__ import annotations

import numpy as np
import pytest
from communique.metrics.metric import FloatArray, macro, mean, prf, share
from communique.metrics.sets import overlap_counts, set_columns, set_counts, total


def columns(counts: dict[str, float]) -> dict[str, FloatArray]:
    return {name: np.array(float(value)) for name, value in counts.items()}


def figures(counts: dict[str, float], name: str = "x") -> list[float]:
    return [float(metric.formula(columns(counts))) for metric in prf(name, "thing")]


def test_duplicates_collapse_on_both_sides() -> None:
    counts = set_counts("x", [1, 1, 2, 3], [2, 2, 4])
    assert counts == {"x.hit": 1, "x.gold": 3, "x.pred": 2}
    assert figures(counts) == [1 / 2, 1 / 3, pytest.approx(2 * 1 / (3 + 2))]


def test_what_is_undefined_is_nan_and_has_a_reason() -> None:
    assert np.isnan(figures(set_counts("x", [], []))).all()
    only_gold, only_pred = figures(set_counts("x", [1], [])), figures(set_counts("x", [], [1]))
    assert np.isnan(only_gold[0])
    assert only_gold[1:] == [0, 0]
    assert np.isnan(only_pred[1])
    assert (only_pred[0], only_pred[2]) == (0, 0)
    assert [metric.undefined for metric in prf("x", "thing")] == [
        "no thing is predicted",
        "gold has no thing",
        "neither side has any thing",
    ]


def test_f1_of_two_numerators_is_the_harmonic_mean() -> None:
    sums = columns({"x.hit": 1.5, "x.hit-gold": 1.0, "x.gold": 4, "x.pred": 2})
    p, r, f1 = (float(m.formula(sums)) for m in prf("x", "thing", hit_recall="hit-gold"))
    assert (p, r) == (0.75, 0.25)
    assert f1 == pytest.approx(2 * 0.75 * 0.25 / (0.75 + 0.25))


def test_a_long_prediction_over_two_golds_is_paid_once() -> None:
    golds, pred = [((0, 10),), ((10, 20),)], [((0, 20),)]
    counts = overlap_counts("x", golds, pred)
    assert counts == {"x.hit": pytest.approx(2 * 10 / (10 + 20)), "x.gold": 2, "x.pred": 1}


def test_overlap_takes_the_best_matching() -> None:
    golds, preds = [((0, 10),), ((4, 10),)], [((0, 10),), ((0, 6),)]
    # 1 + 2·2/12 = 4/3 against 2·6/16 + 2·6/16 = 3/2.
    assert overlap_counts("x", golds, preds)["x.hit"] == pytest.approx(1.5)


def test_means_are_strict_and_macro_averages_are_not() -> None:
    one, two = prf("a", "a")[2], prf("b", "b")[2]
    sums = columns(total([set_counts("a", [1], [1]), set_counts("b", [], [])]))
    assert float(macro("m", [one, two], "thing").formula(sums)) == 1
    assert np.isnan(mean("m", [one, two]).formula(sums))


def test_a_share_is_hit_over_gold() -> None:
    assert float(share("q", "quote").formula(columns({"q.hit": 1, "q.gold": 4}))) == 0.25
    assert np.isnan(share("q", "quote").formula(columns({"q.hit": 0, "q.gold": 0})))


def test_formulas_work_on_every_resample_at_once() -> None:
    rows = np.array([[1, 2, 2], [0, 0, 0], [0, 3, 1]], float)
    sums = dict(zip(set_columns("x"), rows.T, strict=True))
    f1 = prf("x", "thing")[2].formula(sums)
    assert f1[0] == 0.5
    assert np.isnan(f1[1])
    assert f1[2] == 0


def test_large_counts_stay_exact() -> None:
    big = float(2**24 + 1)
    sums = {"x.hit": np.array(big), "x.gold": np.array(big), "x.pred": np.array(big + 1)}
    p, r, _ = (float(metric.formula(sums)) for metric in prf("x", "thing"))
    assert r == 1
    assert p == (2**24 + 1) / (2**24 + 2) < 1
