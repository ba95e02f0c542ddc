"""events@1: TextEE's six measures, and the variants by overlap, worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from communique import tasks
from communique.errors import InputError
from communique.model import Argument, Article, Event, Mention, Prediction

from tests.scoring_fixture import argument, article, at, entities, event, prediction

TASK = tasks.get("events")
PARTIES = entities(a=[0], b=[1], c=[2])


def gold() -> Article:
    """a refuses b's meeting (word 5, 6); b accuses a (word 9)."""
    return article(
        **PARTIES,
        events=(
            event(
                "e1",
                5,
                "REJECT",
                mode="meet",
                arguments=(argument("actor", "m-a-0"), argument("theme", "e2")),
            ),
            event("e2", 6, "CONSULT", arguments=(argument("actor", "m-b-1"),)),
            event("e3", 9, "ACCUSE", arguments=(argument("actor", "m-b-1"),)),
        ),
    )


def said(*events: Event, **layers: Any) -> Prediction:
    return prediction(**{**PARTIES, **layers}, events=events)


def counted(pred: Prediction, name: str, record: Article | None = None) -> tuple[float, ...]:
    counts = TASK.counts(record or gold(), pred)
    return tuple(counts[f"{name}.{part}"] for part in ("hit", "gold", "pred"))


ANSWER = said(
    event("x1", 5, "REJECT", mode="aid", arguments=(argument("actor", "m-a-0"),)),
    event("x2", 6, "AGREE", arguments=(argument("actor", "m-b-1"),)),
    event("x3", 12, "ACCUSE", arguments=(argument("recipient", "m-b-1"),)),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ti", (2, 3, 3)),  # 5 and 6, not 12
        ("tc", (1, 3, 3)),  # 5 is REJECT
        ("tm", (0, 1, 1)),  # its mode is wrong; the others have none
        ("tq", (2, 3, 3)),  # CONSULT and AGREE are both verbal cooperation
        ("ai", (2, 4, 3)),  # REJECT with a, ACCUSE with b: the trigger plays no part
        ("ac", (1, 4, 3)),  # REJECT with actor a
        ("ai+", (1, 4, 3)),  # only REJECT at 5 with a
        ("ac+", (1, 4, 3)),
        ("tc.REJECT", (1, 1, 1)),
        ("tc.ACCUSE", (0, 1, 1)),
        ("tc.AGREE", (0, 0, 1)),
        ("tc.THREATEN", (0, 0, 0)),
    ],
)
def test_sets_of_tuples(name: str, expected: tuple[int, int, int]) -> None:
    assert counted(ANSWER, name) == expected


def test_primary_is_the_mean_of_tc_and_attached_ac() -> None:
    counts = TASK.counts(gold(), ANSWER)
    scores = TASK.scores(np.array(list(counts.values())))
    assert scores["tc.f1"] == pytest.approx(2 * 1 / (3 + 3))
    assert scores["ac+.f1"] == pytest.approx(2 * 1 / (4 + 3))
    assert scores["mean-f1"] == pytest.approx((2 / 6 + 2 / 7) / 2)


def test_an_event_as_argument_stands_at_its_trigger() -> None:
    theme = Argument(role="theme", spans=at(6))
    assert counted(said(event("x", 5, arguments=(theme,))), "ac+") == (1, 4, 1)


def test_the_same_argument_of_two_events_counts_once_unattached() -> None:
    both = tuple(
        event(name, word, "ACCUSE", arguments=(argument("actor", "m-b-1"),))
        for name, word in (("x1", 9), ("x2", 12))
    )
    assert counted(said(*both), "ac") == (1, 4, 1)
    assert counted(said(*both), "ac+") == (1, 4, 2)


def test_duplicates_collapse() -> None:
    twice = said(*ANSWER.events, event("again", 5, "REJECT", mode="aid"))
    assert TASK.counts(gold(), twice) == TASK.counts(gold(), ANSWER)


def test_overlap_needs_half_of_trigger_and_argument() -> None:
    wide = Mention(id="w", entity="a", spans=at(0, 1))  # 7 code points, 3 of them gold's: 6/10
    wider = Mention(id="v", entity="a", spans=at(0, 3))  # 15 code points: 6/18
    for mention, hit in ((wide, 1), (wider, 0)):
        pred = said(
            Event(
                id="x",
                trigger=at(4, 5),
                category="REJECT",
                arguments=(argument("actor", mention.id),),
            ),
            mentions=(mention,),
        )
        assert counted(pred, "tc") == (0, 3, 1)
        assert counted(pred, "tc.overlap") == (1, 3, 1)
        assert counted(pred, "ac") == (0, 4, 1)
        assert counted(pred, "ac.overlap") == (hit, 4, 1)
        assert counted(pred, "ac+.overlap") == (hit, 4, 1)


def test_an_argument_that_refers_to_nothing_is_an_error() -> None:
    with pytest.raises(InputError, match="event 'x' refers to 'm99'"):
        TASK.counts(gold(), said(event("x", 5, arguments=(argument("actor", "m99"),))))


def test_two_things_of_one_id_are_an_error() -> None:
    with pytest.raises(InputError, match="have the id 'x'"):
        TASK.counts(gold(), said(event("x", 5), event("x", 6)))


def test_discontinuous_triggers_are_one_place() -> None:
    pieces = (*at(5), *at(7))
    record = article(events=(Event(id="e", trigger=pieces, category="ASSAULT"),))
    right = prediction(events=(Event(id="x", trigger=pieces, category="ASSAULT"),))
    whole = prediction(events=(Event(id="x", trigger=at(5, 7), category="ASSAULT"),))
    assert counted(right, "tc", record) == (1, 1, 1)
    assert counted(whole, "tc", record) == (0, 1, 1)
    assert counted(whole, "tc.overlap", record) == (1, 1, 1)
