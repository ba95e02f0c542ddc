"""Places, their overlap, and the one-to-one matching."""

from __future__ import annotations

import itertools

import pytest
from communique.align import best_pairs, best_total, dice, half, most_pairs, place, shared
from communique.model import Span


def always(gold: object, pred: object) -> float:
    del gold, pred
    return 1.0


def test_touching_pieces_are_one_place() -> None:
    assert place((Span(4, 7), Span(0, 4))) == ((0, 7),)
    assert place((Span(0, 3), Span(5, 7))) == ((0, 3), (5, 7))
    assert place(()) == ()


def test_overlap_is_counted_over_all_pieces() -> None:
    assert shared(((0, 4), (6, 10)), ((2, 8),)) == 4
    assert dice(((0, 4), (6, 10)), ((2, 8),)) == 2 * 4 / (8 + 6)
    assert dice(((0, 4),), ((4, 8),)) == dice((), ((0, 1),)) == dice((), ()) == 0


def test_half_is_a_dice_of_one_half() -> None:
    assert half(((0, 10),), ((5, 15),))
    assert not half(((0, 10),), ((6, 15),))
    assert not half((), ())


def test_the_best_matching_is_not_the_greedy_one() -> None:
    table = {("a", "x"): 0.9, ("a", "y"): 0.8, ("b", "x"): 0.8, ("b", "y"): 0.0}
    for golds, preds in itertools.product(
        itertools.permutations("ab"), itertools.permutations("xy")
    ):
        pairs = best_pairs(golds, preds, lambda g, p: table[g, p])
        assert {(golds[i], preds[j]) for i, j in pairs} == {("a", "y"), ("b", "x")}
        assert best_total(golds, preds, lambda g, p: table[g, p]) == pytest.approx(1.6)


def test_pairs_of_no_weight_are_left_out() -> None:
    assert best_pairs([1, 2], [2, 3], lambda g, p: float(g == p)) == [(1, 0)]
    assert best_pairs([], [1], always) == best_pairs([1], [], always) == []
    assert best_total([], [1], always) == 0


def test_ties_go_to_those_that_stand_early_on_both_sides() -> None:
    assert best_pairs([1, 2, 3], ["a"], always) == [(0, 0)]
    assert best_pairs([1], ["a", "b", "c"], always) == [(0, 0)]
    assert best_pairs([1, 2], ["a", "b"], always) == [(0, 0), (1, 1)]


def test_most_pairs_finds_the_maximum() -> None:
    fits = {(0, 0), (0, 1), (1, 0)}
    assert most_pairs([0, 1], [0, 1], lambda g, p: (g, p) in fits) == 2
