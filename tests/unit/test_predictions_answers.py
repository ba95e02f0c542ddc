"""Raw answers of language models: the JSON in them, and what hostile ones cost."""

from __future__ import annotations

import json
import time
from typing import Any

import msgspec
import pytest
from communique import tasks
from communique.model import FactualityJudgement, Filler, Prediction, Span
from communique.predictions import Report, parse_answer
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring_fixture import article, at, entities, event, prediction, sentiment, stance

GOLD = article(
    **entities(a=[1, 3], b=[2], c=[11]),
    events=(
        event("e", 7, factuality="CT+", cluster="k"),
        event("f", 9, factuality="Uu", cluster="k"),
        event("g", 20, factuality="PS+"),
    ),
    stances=(
        stance("s", "a", "b", "favor"),
        stance("t", "author", "f", "against"),
        stance("u", "author", "g", "neutral"),
    ),
)
SENTIMENTS = {"sentiments": [{"expression": "w05", "polarity": "negative"}]}
FOUND = prediction(sentiments=(sentiment("o1", at(5)),))


def parsed(text: str, task: str = "sentiment") -> tuple[Prediction, str | None]:
    answer = parse_answer(text, GOLD, tasks.get(task))
    return answer.prediction, answer.problem


def test_an_object_a_list_and_extra_fields_are_read() -> None:
    item: dict[str, Any] = SENTIMENTS["sentiments"][0]
    more = {
        **item,
        "polarity": "Negative",
        "holder": None,
        "target": "",
        "why": float("nan"),
        "id": "o1",
    }
    for value in (SENTIMENTS, [item], {"sentiments": [more], "id": "other", "note": 1, "x": None}):
        assert parsed(json.dumps(value)) == (FOUND, None)


@pytest.mark.parametrize(
    "text",
    [
        "```json\n{}\n```",
        "```\n{}```",
        "~~~\n{}\n~~~",
        "Sure! {} Hope it helps.",
        "<think>[1] {x}</think>{}",
        "\ufeff{}",
        "First `{{}}` then {}.\n",
        'He said "[sic]": {} [2]',
        "{}\n{broken",
        '{"draft": 1} [1, 2] {}',
        '{"sentiments": []} no, rather {}',
    ],
)
def test_fences_prose_and_trailing_text_change_nothing(text: str) -> None:
    before, _, after = text.rpartition("{}")
    assert parsed(before.replace("{}", "") + json.dumps(SENTIMENTS) + after) == (FOUND, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it holds no JSON object with any of the fields"),
        ("I cannot answer that.", "it holds no JSON object with any of the fields"),
        ('{"stances": []}', "any of the fields `sentiments`, `events`, `mentions`, `entities`"),
        ('{x} {"result": {"sentiments": []}}', "; what there is has 'result'"),
        ('So:\n{"sentiments": [{"expression": "w05"},]}\n', "breaks off at character 4"),
        ("{'sentiments': []}", "breaks off at character 2: "),
        ("{'sentiments': [{'expression': [], 'polarity': 'positive'}]}", "breaks off at character"),
        ('[1] {"sentiments": [{"expression": "w0', "has no end: was it cut off?"),
        ('{"sentiments": [{"expression": "w05"},  ', "has no end: was it cut off?"),
        ("[1, 2]", "it holds no JSON object"),
        ('{"sentiments": [{"expression": "w05", "polarity": "bad\x1b"}]}', "no JSON object"),
        ('{"sentiments": {"expression": "w05"}}', "Expected `array`, got `object`"),
        ('{"sentiments": [], "sentiments": []}', "the key 'sentiments' stands twice"),
        ('{"sentiments": [{"expression": "\\ud800", "polarity": "negative"}]}', "lone surrogate"),
        ('{"sentiments": [' + "1," * 30_000 + "1]}", "more than 20,000 items"),
        ("[" * 1_000_000, "nest too deep"),
        ('{"sentiments":' * 200_000, "nest too deep"),
        ("`" * 1_000_000, "no JSON object"),
        ('{"' * 1_000_000, "more than 10,000 pieces"),
        ("[a" * 1_000_000, "more than 10,000 pieces"),
        ('[["' * 300_000, "more than 10,000 pieces"),
        ("[1]" * 1_000_000, "more than 10,000 pieces"),
        ("x" * 5_000_000, "longer than 4,194,304 characters"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_an_empty_prediction_with_a_problem(text: str, problem: str) -> None:
    began = time.perf_counter()
    answer = parse_answer(text, GOLD, tasks.get("sentiment"))
    assert time.perf_counter() - began < 20
    assert answer.prediction == prediction()
    assert answer.report == Report(unreadable=1)
    assert problem in (answer.problem or "")
    assert (answer.problem or "").isprintable()


def test_no_finding_is_an_answer() -> None:
    for text in ("[]", "{}", '{"sentiments": []}', "There are none: []"):
        assert parsed(text) == (prediction(), None)


def test_pairs_are_named_by_ids_or_by_words() -> None:
    text = """[{"holder": "w03", "target": {"quote": "w02"}, "label": "Favor"},
               {"holder": "Author", "target": "w07", "label": "against"},
               {"holder": "author", "target": {"start": 80, "end": 83}, "label": "neutral"}]"""
    answer = parse_answer(text, GOLD, tasks.get("stance"))
    pairs = {(item.holder, item.target): item.label for item in answer.prediction.stances}
    # w03 is a mention of a; w07 is the trigger of e, which is coreferent with f, which is asked.
    expected = {("a", "b"): "favor", ("author", "f"): "against", ("author", "g"): "neutral"}
    assert pairs == expected
    assert answer.report == Report(exact=3, offsets=1)


def test_what_names_nothing_or_is_not_asked_leaves_the_question_open() -> None:
    text = """[{"holder": "nobody", "target": "b", "label": "favor"},
               {"holder": "c", "target": "b", "label": "favor"},
               {"holder": "a", "target": "b", "label": "favor"},
               {"holder": "w01", "target": "w02", "label": "against"},
               {"holder": "author", "target": "g", "label": "neutral"}]"""
    answer = parse_answer(text, GOLD, tasks.get("stance"))
    assert [(item.holder, item.target) for item in answer.prediction.stances] == [("author", "g")]
    assert answer.report.lost == 1
    assert [item.rule for item in answer.notes] == ["PRE-022", "PRE-015", "PRE-016"]


def test_events_are_named_by_ids_or_by_the_words_of_their_triggers() -> None:
    text = '{"factuality": [{"event": "w07", "value": "ct+"}, {"event": "g", "value": "PS+"}]}'
    answer = parse_answer(text, GOLD, tasks.get("factuality"))
    assert answer.prediction.factuality == (
        FactualityJudgement(event="e", value="CT+"),
        FactualityJudgement(event="g", value="PS+"),
    )
    assert answer.report == Report(exact=1)


def test_only_what_the_task_gives_names_things() -> None:
    # The words of an entity's mention name no event, and hidden layers name nothing.
    for words in ("w01", "nowhere"):
        text = json.dumps({"factuality": [{"event": words, "value": "CT+"}]})
        answer = parse_answer(text, GOLD, tasks.get("factuality"))
        assert (answer.prediction.factuality, answer.report.lost) == ((), 1)


def test_an_unknown_party_becomes_an_entity_whose_mention_is_aligned() -> None:
    text = """{"events": [{"trigger": "w07", "category": "reject"}],
               "stances": [{"holder": "w01", "target": "W07", "label": "favor"},
                           {"holder": "author", "target": "w01", "label": "against"},
                           {"holder": "nobody", "target": "w01", "label": "against"}]}"""
    found = parse_answer(text, GOLD, tasks.get("stance-extraction")).prediction
    assert [item.trigger for item in found.events] == [at(7)]
    assert [item.name for item in found.entities] == ["w01", "nobody"]
    first, second = found.mentions
    assert (first.entity, first.spans) == (found.entities[0].id, at(1))
    assert second.spans[0].start >= 2**30
    one, two, three = found.stances
    assert (one.holder, one.target) == (found.entities[0].id, found.events[0].id)
    assert (two.holder, two.target) == ("author", found.entities[0].id)
    assert three.holder == found.entities[1].id


def test_arguments_cues_and_sources_are_the_nearest_of_several_places() -> None:
    text = "he said no. Rui said: the talks failed. then she said"
    gold = article(text=text)
    meta = msgspec.structs.replace(gold.metadata, text_length=len(text))
    gold = msgspec.structs.replace(gold, metadata=meta)
    answer = parse_answer(
        '[{"content": "the talks failed", "cue": "said", "source": "Rui"}]',
        gold,
        tasks.get("attribution"),
    )
    (item,) = answer.prediction.attributions
    assert item.cue == (Span(16, 20),)
    assert item.source is not None
    assert answer.report == Report(exact=3, ambiguous=1)


def test_holders_and_targets_are_words_or_ids_and_the_author_is_nobody() -> None:
    text = """{"entities": [{"id": "x", "type": "PER"}],
               "mentions": [{"id": "m", "entity": "x", "quote": "w01"}],
               "sentiments": [
      {"expression": "w05", "polarity": "negative", "holder": "m", "target": ["w02", "w04"]},
      {"expression": "w06", "polarity": "negative", "holder": "author", "target": {"ref": "w03"}}
    ]}"""
    one, two = parsed(text)[0].sentiments
    assert (one.holder, one.target) == (Filler(ref="m"), Filler(spans=(*at(2), *at(4))))
    assert (two.holder, two.target) == (None, Filler(spans=at(3)))


def test_clusters_are_lists_of_words_or_entities_with_mentions() -> None:
    named = [{"entity": "A", "quote": "w01"}, {"entity": "a", "quote": "w03"}]
    for value in (
        [["w01", "w03"], ["w02"]],
        {"entities": [{"mentions": ["w01", "w03"]}, {"mentions": ["w02"]}]},
        [*named, {"entity": "B", "quote": "w02"}],
    ):
        text = json.dumps(value)
        found = parsed(text, "coreference")[0]
        clusters = [
            [item.spans for item in found.mentions if item.entity == entity.id]
            for entity in found.entities
        ]
        assert clusters == [[at(1), at(3)], [at(2)]]


PROSE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="[{"), max_size=60)


@given(before=PROSE, after=PROSE, fence=st.sampled_from(["", "```", "```json", "~~~"]))
@settings(max_examples=200, deadline=None)
def test_any_prose_and_any_fence_leave_the_answer_as_it_is(
    before: str, after: str, fence: str
) -> None:
    text = f"{before}\n{fence}\n{json.dumps(SENTIMENTS)}\n{fence[:3]}\n{after}"
    assert parsed(text) == (FOUND, None)


@given(st.text(max_size=300) | st.text('[]{}",:\\ab1 \n`', max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_answer_crashes(text: str) -> None:
    for name in tasks.names():
        answer = parse_answer(text, GOLD, tasks.get(name))
        tasks.get(name).counts(GOLD, answer.prediction)
