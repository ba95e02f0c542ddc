"""What is true of any record written in words, and of any line, whatever is wrong with it."""

from __future__ import annotations

import copy
import json
from typing import Any

import msgspec
import pytest
from communique import tasks
from communique.codec import detach
from communique.model import Article
from communique.predictions.resolving import resolve
from communique.predictions.schema import validator
from communique.predictions.shapes import LAYERS, convert
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.records import valid_articles
from tests.scoring_fixture import in_words

OWN = [task for name in tasks.names() if "mentions" in (task := tasks.get(name)).predicted]


@pytest.mark.parametrize("task", OWN, ids=lambda task: task.name)
@given(gold=valid_articles())
@settings(max_examples=50, deadline=None)
def test_a_record_in_words_resolves_to_its_own_spans(task: tasks.Task, gold: Article) -> None:
    layers = msgspec.to_builtins({name: getattr(gold, name) for name in task.predicted})
    given = in_words(layers, gold.text or "")
    found = resolve(convert({"id": gold.id, **given}), gold, task)
    assert found.report.exact == json.dumps(given).count('{"quote": ')
    bare = detach(gold)
    for name in task.predicted:
        assert getattr(found.prediction, name) == getattr(bare, name), name
    assert found.report.lost == found.report.folded == found.report.fuzzy == 0
    assert not any(note.stops for note in found.notes)


SPAN = {"start": 0, "end": 3, "text": "abc"}
WORDS = {"quote": "abc", "prefix": "the", "occurrence": 2}
WHERE = ["abc", SPAN, WORDS, ["abc"], [SPAN, WORDS]]
LINES: list[dict[str, Any]] = [
    {"id": "a-1", "schema_version": "1.0"},
    {"id": "a", "answer": "[]"},
    {
        "id": "a",
        "entities": [{"id": "e", "type": "GPE", "name": "A", "mentions": WHERE}, {}],
        "mentions": [
            {"id": "m", "entity": "e", "spans": [SPAN], "head": "abc", "level": "NAM"},
            {"entity": "A", "quote": "abc", "prefix": "the", "occurrence": 1},
        ],
        "events": [
            {
                "id": "v",
                "trigger": where,
                "category": "REJECT",
                "mode": "meet",
                "factuality": "CT+",
                "cluster": "k",
                "arguments": [
                    {"role": "actor", "ref": "m"},
                    {"role": "actor", "spans": where, "implicit": True},
                    {"role": "actor", "quote": "abc", "prefix": "x", "occurrence": 3},
                ],
            }
            for where in WHERE
        ],
    },
    {
        "id": "a",
        "factuality": [{"event": "abc", "value": "Uu"}, {"event": WORDS, "value": "Uu"}],
        "attributions": [
            {"id": "t", "content": "abc", "cue": [], "source": "abc", "kind": "direct"},
            {"content": SPAN, "cue": WORDS, "source": ["abc", SPAN], "parent": "t"},
            {"content": "abc", "source": {"quote": "abc", "prefix": "", "entity": "e"}},
            {"content": "abc", "source": {"spans": [SPAN]}},
        ],
        "stances": [
            {"id": "s", "holder": "author", "target": WORDS, "label": "favor", "basis": "stated"},
            {"holder": SPAN, "target": "abc", "label": "favor", "evidence": WHERE},
        ],
        "sentiments": [
            {"id": "o", "expression": "abc", "polarity": "negative", "holder": "author"},
            {"expression": SPAN, "polarity": "negative", "holder": {"ref": "m"}, "quoted": True},
            {"expression": "a", "polarity": "negative", "target": {"spans": WHERE[3]}},
            {"expression": "a", "polarity": "negative", "target": [WORDS], "holder": []},
        ],
    },
]
ODD: tuple[Any, ...] = (
    "", "a", "author", "A-", "a\n", "x" * 65, "x" * 1001, 0, 1, -1, 2**40, 1.0, 0.5, True, [], {},
    [[]], ["abc"], [""], [1], SPAN, WORDS, [SPAN], {"quote": ""}, {"ref": "m"},
    {"quote": "a", "x": 1}, {"start": 0}, {**SPAN, "quote": "a"}, {"prefix": "a"}, {"text": "abc"},
    {"spans": "a", "quote": "a"},
)  # fmt: skip
NAMES = (
    "id",
    "ref",
    "quote",
    "spans",
    "prefix",
    "occurrence",
    "start",
    "text",
    "answer",
    "x",
    "mentions",
)


def spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place in plain data that can be changed: the container and the key."""
    if isinstance(value, dict | list):
        keys = list(value if isinstance(value, dict) else range(len(value)))
        return [(value, key) for key in keys] + [x for key in keys for x in spots(value[key])]
    return []


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    """A line of the right shape with up to three things changed in it."""
    line: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(LINES)))
    for _ in range(draw(st.integers(0, 3))):
        places = spots(line)
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        how = draw(st.sampled_from(("replace", "remove", "add")))
        odd = copy.deepcopy(draw(st.sampled_from(ODD)))
        if how == "add" and isinstance(holder, dict):
            holder[draw(st.sampled_from(NAMES))] = odd
        elif how == "remove" and isinstance(holder, dict):
            del holder[key]
        else:
            holder[key] = odd
    return line


@given(lines())
@settings(max_examples=1500, deadline=None)
def test_the_reader_and_the_schema_accept_the_same_lines(line: dict[str, Any]) -> None:
    try:
        convert(line)
        accepted = True
    except msgspec.ValidationError:
        accepted = False
    assert accepted == validator().is_valid(line)


def test_the_examples_are_of_the_right_shape_and_use_every_field() -> None:
    for line in LINES:
        convert(line)
        validator().validate(line)
    assert set(LAYERS) <= {name for line in LINES for name in line}
    validator().check_schema(validator().schema)
