"""Sentiment Tuple F1: SemEval-2022 Task 10's official figures, and its rules worked by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from communique.metrics.metric import prf
from communique.metrics.opinions import ABSENT, Opinion, Tokens, opinion_counts

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "semeval22"
OFFICIAL = {
    "comparable_dependency": (0.518372, 0.530475, 0.524354, 0.564924),
    "opinion-tuple": (0.699477, 0.579940, 0.634124, 0.662907),
    "labeled-edge": (0.665263, 0.612679, 0.637889, 0.661482),
    "node-centric": (0.679995, 0.580920, 0.626565, 0.640983),
}


def opinion(
    expression: set[int],
    polarity: str = "negative",
    *,
    holder: set[int] | None = None,
    target: set[int] | None = None,
) -> Opinion:
    return Opinion(
        frozenset(holder) if holder else ABSENT,
        frozenset(target) if target else ABSENT,
        frozenset(expression),
        polarity,
    )


def official_tokens(offsets: list[str], tokens: list[tuple[int, int]]) -> Tokens:
    """The official mapping: from the token that starts there to the one that ends there."""
    found = []
    for start, end in (map(int, item.split(":")) for item in offsets):
        inside = False
        for number, (first, last) in enumerate(tokens):
            inside = inside or first == start
            if inside:
                found.append(number)
            if last == end:
                inside = False
    return frozenset(found)


def official_opinions(sentence: dict[str, Any]) -> list[Opinion]:
    tokens, start = [], 0
    for word in sentence["text"].split(" "):
        tokens.append((start, start + len(word)))
        start += len(word) + 1
    roles = ("Source", "Target", "Polar_expression")
    found = []
    for item in sentence["opinions"]:
        holder, target, expression = (official_tokens(item[role][1], tokens) for role in roles)
        polarity = item["Polarity"].lower()
        found.append(Opinion(holder or ABSENT, target or ABSENT, expression, polarity))
    return found


def by_sentence(name: str) -> dict[str, list[Opinion]]:
    data = json.loads((DATA / f"multibooked_ca.{name}.json").read_text(encoding="utf-8"))
    return {item["sent_id"]: official_opinions(item) for item in data}


def figures(pairs: Iterator[tuple[list[Opinion], list[Opinion]]], *, polarity: bool) -> list[float]:
    counts = [opinion_counts("t", gold, pred, polarity=polarity) for gold, pred in pairs]
    sums = {name: np.array(sum(row[name] for row in counts)) for name in counts[0]}
    return [float(m.formula(sums)) for m in prf("t", "tuple", hit_recall="hit-gold")]


@pytest.mark.skipif(not DATA.is_dir(), reason="SemEval-2022 data lie beside this checkout only")
@pytest.mark.parametrize("system", OFFICIAL)
def test_official_figures_come_out_to_six_decimals(system: str) -> None:
    gold, pred = by_sentence("test.gold"), by_sentence(f"{system}.pred")
    assert gold.keys() == pred.keys()
    p, r, f1 = figures(((gold[key], pred[key]) for key in gold), polarity=True)
    _, _, unpolar = figures(((gold[key], pred[key]) for key in gold), polarity=False)
    assert tuple(round(value, 6) for value in (p, r, f1, unpolar)) == OFFICIAL[system]


def test_weight_is_the_mean_share_of_the_items_own_sets() -> None:
    gold = opinion({4, 5}, holder={0, 1}, target={2})
    pred = opinion({4, 5, 6, 7}, holder={1}, target={2})
    counts = opinion_counts("t", [gold], [pred], polarity=True)
    assert counts["t.hit"] == pytest.approx((1 / 1 + 1 / 1 + 2 / 4) / 3)
    assert counts["t.hit-gold"] == pytest.approx((1 / 2 + 1 / 1 + 2 / 2) / 3)
    assert (counts["t.gold"], counts["t.pred"]) == (1, 1)


def test_an_absent_holder_overlaps_with_an_absent_one_only() -> None:
    with_holder, without = opinion({4}, holder={0}), opinion({4})
    assert opinion_counts("t", [with_holder], [without], polarity=True)["t.hit"] == 0
    assert opinion_counts("t", [without], [without], polarity=True)["t.hit"] == 1


def test_weight_ignores_polarity_though_the_match_does_not() -> None:
    golds = [opinion({1, 2, 3}, "negative"), opinion({1}, "positive")]
    pred = opinion({1, 2, 3}, "positive")
    counts = opinion_counts("t", golds, [pred], polarity=True)
    # It matches the positive one (1/3 of the expression), but is weighed by the negative one.
    assert counts["t.hit"] == 1
    assert counts["t.hit-gold"] == 1


def test_wrong_polarity_is_a_hit_without_polarity_only() -> None:
    gold, pred = opinion({1}, "negative"), opinion({1}, "positive")
    assert opinion_counts("t", [gold], [pred], polarity=True)["t.hit"] == 0
    assert opinion_counts("t", [gold], [pred], polarity=False)["t.hit"] == 1


def test_nothing_on_either_side_counts_nothing() -> None:
    assert not any(opinion_counts("t", [], [], polarity=True).values())
