"""Items of raw answers that are not of their shape: each is wrong, the others count."""

from __future__ import annotations

import json
from typing import Any

import pytest
from communique import tasks
from communique.align import LOST
from communique.model import Prediction
from communique.predictions import parse_answer
from communique.predictions.rules import Note
from hypothesis import given
from hypothesis import strategies as st

from tests.scoring_fixture import (
    argument,
    article,
    at,
    attribution,
    entities,
    event,
    sentiment,
    stance,
)

GOLD = article(
    **entities(a=[1, 3], b=[2]),
    events=(
        event("e", 7, factuality="CT+", arguments=(argument("actor", "m-a-1"),)),
        event("f", 9, factuality="Uu"),
    ),
    attributions=(attribution("q", at(20, 24), at(19), at(18), kind="direct"),),
    stances=(stance("s", "a", "b", "favor"), stance("t", "author", "e", "against")),
    sentiments=(sentiment("o", at(5)), sentiment("p", at(12), "positive")),
)
SENTIMENT = {"expression": "w05", "polarity": "negative"}
OTHER = {"expression": "w12", "polarity": "positive"}


def read(task: str, **layers: Any) -> tuple[Prediction, list[Note]]:
    answer = parse_answer(json.dumps(layers), GOLD, tasks.get(task))
    assert answer.problem is None
    return answer.prediction, answer.notes


def counts(task: str, **layers: Any) -> dict[str, float]:
    return tasks.get(task).counts(GOLD, read(task, **layers)[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"polarity": "bad"},
        {"polarity": None},
        {"polarity": 1},
        {"expression": 7},
        {"expression": {"start": 20, "end": 22.5}},
    ],
)
def test_an_item_that_lacks_what_it_needs_is_predicted_and_wrong(wrong: dict[str, Any]) -> None:
    found = counts("sentiment", sentiments=[{**SENTIMENT, **wrong}, OTHER])
    assert (found["tuple.pred"], found["tuple.hit"]) == (2, 1)
    assert found["expression.hit"] == 1


def test_what_is_no_object_is_an_item_all_the_same() -> None:
    found = counts("sentiment", sentiments=["w05", OTHER, 3])
    assert (found["tuple.pred"], found["tuple.hit"]) == (3, 1)


def test_an_optional_label_that_is_none_is_left_out() -> None:
    gold = {
        "trigger": "w07",
        "category": "REJECT",
        "arguments": [{"role": "actor", "quote": "w01"}],
    }
    found, notes = read("events", events=[{**gold, "mode": "politely"}, {**gold, "mode": 4}])
    assert [item.mode for item in found.events] == ["politely", None]  # a mode is any words
    assert [(item.rule, item.path) for item in notes] == [("PRE-023", "$.events[1].mode")]
    named, notes = read("coreference", entities=[{"type": "PERSON", "mentions": ["w01", "w03"]}])
    assert [item.spans for item in named.mentions] == [at(1), at(3)]
    assert notes[0].said["what"].startswith("Invalid enum value 'PERSON'; the labels are ")


def test_a_place_that_cannot_be_read_is_lost_and_not_absent() -> None:
    gold = {"content": "w20 w21 w22 w23 w24", "cue": "w19", "source": "w18", "kind": "direct"}
    whole = counts("attribution", attributions=[gold])
    assert whole["relation.hit"] == 1
    for field in ("cue", "source"):
        found, _ = read("attribution", attributions=[{**gold, field: 5}])
        spans = found.attributions[0].cue if field == "cue" else found.attributions[0].source
        assert spans is not None
        odd = counts("attribution", attributions=[{**gold, field: 5}])
        assert (odd["relation.hit"], odd["content.overlap.hit"]) == (0, 1)
        assert odd[f"{field}.exact.pred"] == 1
    felt = counts("sentiment", sentiments=[{**SENTIMENT, "holder": {"who": "me"}}])
    assert (felt["tuple.hit"], felt["expression.hit"]) == (0, 1)  # gold's holder is the author


def test_a_wrong_argument_costs_itself_alone() -> None:
    gold = {"trigger": "w07", "category": "REJECT"}
    parts = [{"role": "doer", "quote": "w01"}, {"role": "actor", "quote": "w01"}]
    found = counts("events", events=[{**gold, "arguments": parts}])
    assert (found["tc.hit"], found["ac+.hit"], found["ac+.pred"]) == (1, 1, 2)


def test_an_event_of_no_category_is_lost_with_its_arguments() -> None:
    parts = [{"role": "actor", "quote": "w01"}]
    found = counts("events", events=[{"trigger": "w07", "category": "SNUB", "arguments": parts}])
    assert (found["ti.pred"], found["ti.hit"], found["ai.pred"]) == (1, 0, 0)


def test_a_label_that_is_none_answers_nothing_and_the_rest_counts() -> None:
    answers = [
        {"holder": "a", "target": "b", "label": "favour"},
        {"holder": "author", "target": "e", "label": "against"},
    ]
    found, notes = read("stance", stances=answers)
    assert [(item.holder, item.label) for item in found.stances] == [("author", "against")]
    assert [(item.rule, item.path) for item in notes] == [("PRE-023", "$.stances[0].label")]
    values = [{"event": "e", "value": "certain"}, {"event": "f", "value": "uu"}]
    judged, notes = read("factuality", factuality=values)
    assert [(item.event, item.value) for item in judged.factuality] == [("f", "Uu")]
    assert [(item.rule, item.path) for item in notes] == [("PRE-023", "$.factuality[0].value")]


def test_a_stance_found_with_no_label_is_predicted_and_wrong() -> None:
    named = {"entities": [{"id": "a", "mentions": ["w01"]}, {"id": "b", "mentions": ["w02"]}]}
    found = counts("stance-extraction", **named, stances=[{"holder": "a", "target": "b"}])
    assert (found["tuple.pred"], found["tuple.hit"], found["pair.hit"]) == (1, 0, 0)


def test_ids_of_lost_items_can_still_be_referred_to() -> None:
    outer = {"id": "x", "content": 4, "cue": "w19"}
    inner = {"content": "w20 w21 w22 w23 w24", "cue": "w19", "source": "w18", "parent": "x"}
    found, notes = read("attribution", attributions=[outer, inner])
    assert [item.parent for item in found.attributions] == [None, "x"]
    assert found.attributions[0].content[0].start >= LOST
    assert [item.rule for item in notes] == ["PRE-023"]


def test_what_is_no_list_still_costs_the_answer() -> None:
    answer = parse_answer('{"sentiments": {"expression": "w05"}}', GOLD, tasks.get("sentiment"))
    assert answer.prediction.sentiments == ()
    assert "Expected `array`, got `object`" in str(answer.problem)


def test_escape_characters_stay_escaped() -> None:
    notes = read("sentiment", sentiments=[{**SENTIMENT, "polarity": "b\x1b[2J"}])[1]
    assert r"\x1b[2J" in notes[0].said["what"]
    assert "\x1b" not in str(notes)


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=3), st.just([])
)
ITEMS: dict[str, tuple[str, dict[str, Any]]] = {
    "events": ("events", {"trigger": "w07", "category": "REJECT", "mode": "meet", "id": "v",
                          "arguments": [{"role": "actor", "quote": "w01"}]}),
    "attribution": ("attributions", {"content": "w20 w21 w22 w23 w24", "cue": "w19", "id": "q",
                                     "source": "w18", "kind": "direct", "commitment": "affirms"}),
    "sentiment": ("sentiments", {"expression": "w05", "polarity": "negative", "id": "o",
                                 "quoted": True}),
    "stance": ("stances", {"holder": "a", "target": "b", "label": "favor", "id": "s"}),
    "factuality": ("factuality", {"event": "e", "value": "CT+"}),
    "coreference": ("entities", {"id": "a", "type": "GPE", "mentions": ["w01", "w03"]}),
}  # fmt: skip


@given(task=st.sampled_from(sorted(ITEMS)), data=st.data(), value=VALUES)
def test_no_wrong_field_is_worth_more_than_the_right_one(
    task: str, data: st.DataObject, value: Any
) -> None:
    layer, item = ITEMS[task]
    field = data.draw(st.sampled_from(sorted(item)))
    whole, broken = (
        counts(task, **{layer: [item]}),
        counts(task, **{layer: [{**item, field: value}]}),
    )
    primary = {
        "events": "tc.hit", "attribution": "relation.hit", "sentiment": "tuple.hit",
        "stance": "all.favor.favor", "factuality": "value.CT+.CT+", "coreference": "all.muc.hit",
    }[task]  # fmt: skip
    assert broken[primary] <= whole[primary]


def test_every_lost_stance_counts_as_predicted() -> None:
    task = tasks.get("stance-extraction")
    gold = article(**entities(a=[1], b=[2]), stances=(stance("s", "a", "b", "favor"),))
    broken = [1, None, {}, {"label": "maybe"}, {"id": "z"}]
    answer = parse_answer(json.dumps({"stances": broken}), gold, task)
    counts = task.counts(gold, answer.prediction)
    assert (counts["tuple.pred"], counts["tuple.hit"]) == (5, 0)
