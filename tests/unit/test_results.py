"""Result records: written, read back, and of the shape that the schema says."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from communique import __version__, tasks
from communique._paths import data_dir
from communique.errors import InputError
from communique.evaluate import score
from communique.results import (
    Card,
    Counted,
    Result,
    decode_result,
    encode_result,
    matrix,
    result,
)
from jsonschema import Draft202012Validator

from tests.scoring_fixture import article, entities, repeat, stance


def made(
    name: str = "stance", *, created: str = "2031-09-09", system: str = "rules", **more: Any
) -> Result:
    golds = [
        article(
            f"d{n}",
            **entities(a=[1, 3], b=[2]),
            stances=(stance("s", "a", "b", "favor"),),
        )
        for n in range(3)
    ]
    golds.append(article("bare", layers=()))
    given = {gold.id: repeat(gold) for gold in golds[:2]}
    scores = score(tasks.get(name), golds, given, resamples=20, seed=0, split="test")
    return result(scores, system=system, created=created, **more)


def schema() -> Draft202012Validator:
    text = (data_dir("schema") / "result.schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


@pytest.mark.parametrize("name", tasks.names())
def test_every_tasks_record_is_of_the_schemas_shape_and_read_back(name: str) -> None:
    record = made(name)
    data = encode_result(record)
    assert list(schema().iter_errors(json.loads(data))) == []
    assert decode_result(data) == record
    assert encode_result(decode_result(data)) == data


def test_the_record_says_what_was_scored_and_with_what() -> None:
    record = made()
    assert (record.system, record.task, record.split) == ("rules", "stance@1", "test")
    assert record.missing == ("d2",)
    assert record.excluded == {"bare": "lacks the layer stances"}
    assert record.documents[2].counts == {"all.favor.-": 1, "holder.GPE.favor.-": 1}
    assert record.environment.communique == __version__
    assert set(record.environment.packages) == {"msgspec", "numpy", "scipy"}


CARD = Card(
    name="rules",
    version="1",
    description="Always says favor.",
    kind="rules",
    authors=("somebody",),
    training_data="none",
    url="https://example.org/rules",
    test_seen=False,
)


def test_a_record_with_a_card_is_of_the_schemas_shape_and_read_back() -> None:
    record = made(card=CARD, predictions_sha256="0" * 64, report={"exact": 3})
    data = encode_result(record)
    assert list(schema().iter_errors(json.loads(data))) == []
    assert decode_result(data) == record


def test_a_record_of_the_first_version_is_still_read() -> None:
    fields = json.loads(encode_result(made()))
    for name in ("card", "slices", "predictions_sha256", "report"):
        del fields[name]
    fields["schema_version"] = "1.0"
    assert list(schema().iter_errors(fields)) == []
    assert decode_result(json.dumps(fields).encode()).card is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "magic"},
        {"authors": []},
        {"name": ""},
        {"url": "javascript:alert(1)"},
        {"parameters": -1},
        {"mood": "good"},
        {"training_data": None},
        {"name": "Turned \u202e round"},
        {"version": "1\u001b[31m"},
        {"authors": ["Some\u2066body"]},
        {"hardware": "\u200b"},
        {"url": "https://example.org/\u202egro"},
    ],
)
def test_schema_and_reader_refuse_the_same_cards(change: dict[str, Any]) -> None:
    fields = json.loads(encode_result(made(card=CARD)))
    fields["card"] |= change
    with pytest.raises(InputError, match=rf"\$\.card.*{min(change)}|{min(change)}.*card"):
        decode_result(json.dumps(fields).encode())
    assert list(schema().iter_errors(fields))


def test_the_matrix_has_a_row_a_document_and_a_column_a_count() -> None:
    record, task = made(), tasks.get("stance")
    table = matrix(record, task)
    assert table.shape == (3, len(task.columns))
    sums = task.sums(table.sum(0))
    assert (int(sums["all.favor.favor"]), int(sums["all.favor.-"])) == (2, 1)
    assert table.sum() == sum(sum(item.counts.values()) for item in record.documents)


def test_a_count_that_the_task_does_not_have_is_refused() -> None:
    with pytest.raises(InputError, match="the record is of the task stance@1, not factuality@1"):
        matrix(made(), tasks.get("factuality"))
    odd = Counted(id="d0", counts={"hits": 1})
    record = msgspec.structs.replace(made(), documents=(odd,))
    with pytest.raises(InputError, match="d0: 'hits' is no count of stance@1"):
        matrix(record, tasks.get("stance"))
    record = msgspec.structs.replace(made(), documents=made().documents[:1] * 2)
    with pytest.raises(InputError, match="has a document twice"):
        matrix(record, tasks.get("stance"))


@pytest.mark.parametrize("value", [-1, 2**53 + 1, 1e308])
def test_what_is_no_number_of_things_is_refused(value: float) -> None:
    record = msgspec.structs.replace(
        made(), documents=(Counted(id="d0", counts={"all.favor.favor": value}),)
    )
    with pytest.raises(InputError, match=r"d0: all\.favor\.favor is .*, no count from 0 to"):
        matrix(record, tasks.get("stance"))


def test_a_key_that_stands_twice_is_refused() -> None:
    """Whoever looks at the file sees the one value, and the program takes the other."""
    data = encode_result(made(card=CARD))
    assert data.count(b'"version": ') == 1
    twice = data.replace(b'"version": ', b'"version": "0", "version": ')
    with pytest.raises(InputError, match="the key 'version' stands twice in one object"):
        decode_result(twice)


@pytest.mark.parametrize("day", ["2031-13-01", "2031-02-30", "0000-00-00"])
def test_a_day_that_no_calendar_has_is_refused(day: str) -> None:
    with pytest.raises(InputError, match=f"'{day}' is no date"):
        made(created=day)
    fields = json.loads(encode_result(made())) | {"created": day}
    with pytest.raises(InputError, match=f"`created` is no date: {day}"):
        decode_result(json.dumps(fields).encode())


def test_a_card_may_have_any_writing() -> None:
    names = ("\u0645\u0627\u200c\u0647\u0627", "\u0930\u094d\u200d\u092f", "two\nlines")
    card = msgspec.structs.replace(CARD, authors=names, description="\n".join(names))
    assert decode_result(encode_result(made(card=card))).card == card
    assert list(schema().iter_errors(json.loads(encode_result(made(card=card))))) == []


def test_the_day_is_in_no_digest() -> None:
    one, other = made(created="2031-09-09"), made(created="2031-09-10")
    assert one.signature == other.signature
    assert msgspec.structs.replace(one, created=other.created) == other


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": "2.0"},
        {"system": ""},
        {"system": "x" * 301},
        {"split": "x" * 301},
        {"signature": f"a={'x' * 3000}"},
        {"report": {"proved": 7}},
        {"documents": [{"id": "d", "counts": {}}] * 100_001},
        {"created": "yesterday"},
        {"extra": 1},
        {"scores": {"f1": {"value": 1}}},
        {"documents": [{"id": "d0", "counts": {"hit": "1"}}]},
        {"missing": None},
    ],
)
def test_schema_and_reader_refuse_the_same(change: dict[str, Any]) -> None:
    fields = {**json.loads(encode_result(made())), **change}
    if "scores" not in change:  # the reader fills in defaults that the schema wants written
        with pytest.raises(InputError, match="not a result record"):
            decode_result(json.dumps(fields).encode())
    assert list(schema().iter_errors(fields))


@pytest.mark.parametrize("key", ["schema_version", "signature", "scores", "environment"])
def test_a_record_lacking_a_field_is_refused(key: str) -> None:
    fields = json.loads(encode_result(made()))
    del fields[key]
    with pytest.raises(InputError, match=key):
        decode_result(json.dumps(fields).encode())
    assert list(schema().iter_errors(fields))


def test_a_value_needs_no_reason_and_no_value_needs_one() -> None:
    fields = json.loads(encode_result(made()))
    fields["scores"]["macro-f1"]["value"] = None
    assert list(schema().iter_errors(fields))


def test_a_system_needs_a_name_and_a_record_a_day() -> None:
    with pytest.raises(InputError, match="the system has no name"):
        made(system=" ")
    with pytest.raises(InputError, match="the system has a name of more than 300 characters"):
        made(system="x" * 301)
    with pytest.raises(InputError, match="'9 Sept' is no date"):
        made(created="9 Sept")
