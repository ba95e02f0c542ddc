"""coreference@1: the published example through records; and mentions without an entity."""

from __future__ import annotations

import numpy as np
import pytest
from communique import tasks
from communique.errors import InputError
from communique.model import Mention

from tests.scoring_fixture import article, at, entities, prediction

TASK = tasks.get("coreference")


def test_the_published_example_through_records() -> None:
    gold = article(**entities(k=[0, 1, 2], l=[3, 4, 5, 6]))
    pred = prediction(**entities(r=[0, 1], s=[2, 3], t=[5, 6, 7, 8]))
    scores = TASK.scores(np.array(list(TASK.counts(gold, pred).values())))
    muc, ceafe = 2 / 5, 2 * 1.3 / 5
    recall, precision = (5 / 3 + 5 / 4) / 7, 4 / 8
    b3 = 2 * precision * recall / (precision + recall)
    assert scores["muc.f1"] == pytest.approx(muc)
    assert scores["b3.f1"] == pytest.approx(b3)
    assert scores["ceafe.f1"] == pytest.approx(ceafe)
    assert scores["conll.f1"] == pytest.approx((muc + b3 + ceafe) / 3)
    assert scores["mention.f1"] == pytest.approx(2 * 6 / (7 + 8))


def test_singletons_count_in_the_one_and_not_in_the_other() -> None:
    gold = article(**entities(a=[0, 1], b=[2]))
    pred = prediction(**entities(p=[0, 1], q=[3]))
    scores = TASK.scores(np.array(list(TASK.counts(gold, pred).values())))
    assert scores["plural.conll.f1"] == 1
    assert scores["muc.f1"] == 1
    assert scores["b3.f1"] == pytest.approx(2 / 3)
    assert scores["ceafe.f1"] == pytest.approx(1 / 2)


def test_without_any_link_conll_is_undefined() -> None:
    gold = article(**entities(a=[0], b=[2]))
    scores = TASK.scores(np.array(list(TASK.counts(gold, None).values())))
    assert np.isnan(scores["conll.f1"])
    assert scores["b3.f1"] == 0


def test_a_mention_given_twice_counts_once() -> None:
    gold = article(**entities(a=[0, 1]))
    once, twice = entities(p=[0, 1]), entities(p=[0, 1])
    again = Mention(id="again", entity="p", spans=at(1))
    twice["mentions"] = (*twice["mentions"], again)
    assert TASK.counts(gold, prediction(**twice)) == TASK.counts(gold, prediction(**once))


def test_a_mention_of_nobody_is_an_error() -> None:
    lost = prediction(mentions=(Mention(id="m", entity="z", spans=at(0)),))
    with pytest.raises(InputError, match="mention 'm' names the entity 'z'"):
        TASK.counts(article(), lost)
