"""The schema level accepts and rejects exactly what `jsonschema` does."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import msgspec
import pytest
from communique._paths import data_dir
from communique.codec import encode
from communique.model import Article
from communique.validate import validate_bytes
from communique.validate.run import decode_fast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.property.records import valid_articles
from tests.property.test_validate_gate import mutants, places

SCHEMA = json.loads((data_dir("schema") / "article.schema.json").read_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)
BASE = json.loads(
    (Path(__file__).parents[1] / "golden" / "validate" / "SEM-501" / "clean.json").read_bytes()
)
ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3.0, 3.5, -0.0, 1e300, 2**31 - 1, 2**31, 2**31 + 0.0, 2**70,
    10**4000,
    "", "x", "3", "v1\n", "a\nb", "2031-01-02", "2031-01-02\n", "٢031-01-02",
    "f" * 64, "f" * 64 + "\n",
    "x" * 64, "x" * 65, "x" * 1000, "x" * 1001, "😀" * 64, "😀" * 65, "\x00", "1.0", "1.0\n", "NAM",
    "nam", [], {}, [[]], [{}], [None], {"ref": None}, {"start": 1}, {"start": 0, "end": 1},
    {"start": 0, "end": 1, "text": None}, [{"start": 0.0, "end": 1}], {"x": {}},
)  # fmt: skip
KEYS = ("text", "id", "ref", "spans", "extra", "implicit", "quoted", "provenance", "x\n", "Id", "")
TEXTS = (
    ('"id"', '"id":"a","id"'),
    ('"start":', '"start":"0","start":'),
    ('"start":', '"start":1,"start":'),
    (":0,", ":-0,"),
    (":0,", ":0e0,"),
    (":0,", ":0.0,"),
    (":0,", ":1E400,"),
    (":0,", ":00,"),
    (":0,", ":+0,"),
    (":0,", ":NaN,"),
    (":0,", ":-Infinity,"),
    (":0,", ":0,,"),
    ("{", "{ \t\r\n"),
    ("}", ",}"),
    ("}", "}x"),
    ("Kemrat", "\\u004bemrat"),
    ("Kemrat", "Kem\\rat"),
    ("Kemrat", "Kem\nrat"),
    ("Kemrat", "Kem\x7frat"),
    ("Kemrat", "\\ud800"),
    ("Kemrat", "\\ud83d\\ude00"),
    ("Kemrat", "\\udc00\\ud800"),
    ("Kemrat", "\\q"),
    ('"CT+"', "[" * 2000 + "]" * 2000),
    ('"CT+"', '{"a":' * 500 + "1" + "}" * 500),
    ('"x"', "null"),
    ('"en"', "null"),
    ('"en"', '"null"'),
    ("true", " null"),
)  # fmt: skip


def strict(data: bytes) -> Any:
    """Read JSON as the RFC has it: no NaN, no lone surrogates, no endless nesting."""

    def refuse(name: str) -> Any:
        raise ValueError(name)

    def whole(digits: str) -> Any:
        return int(digits) if len(digits) < 1000 else math.inf

    value = json.loads(data.decode("utf-8"), parse_constant=refuse, parse_int=whole)
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def expected(data: bytes) -> bool:
    """Tell whether `jsonschema` accepts the data."""
    try:
        return VALIDATOR.is_valid(strict(data))
    except (ValueError, RecursionError):
        return False


def accepted(data: bytes) -> bool:
    """Tell whether our schema level finds nothing."""
    return not [f for f in validate_bytes(data, "x.json") if f.rule.startswith("SCH")]


@st.composite
def odd_records(draw: st.DrawFn) -> Any:
    """Draw a record with a few values or keys of the wrong kind."""
    record = json.loads(json.dumps(BASE))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(places(record)))
        holder = record
        for key in path[:-1]:
            holder = holder[key]
        if draw(st.booleans()) and isinstance(holder, dict):
            holder[draw(st.sampled_from(KEYS))] = draw(st.sampled_from(ODD))
        else:
            holder[path[-1]] = draw(st.sampled_from(ODD))
    return record


@given(odd_records() | mutants())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_odd_values_are_judged_as_by_jsonschema(record: Any) -> None:
    data = json.dumps(record).encode()
    assert accepted(data) == expected(data)


@given(st.sampled_from(TEXTS), st.integers(0, 30))
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_odd_bytes_are_judged_as_by_jsonschema(change: tuple[str, str], number: int) -> None:
    text = json.dumps(BASE, separators=(",", ":"), ensure_ascii=False)
    parts = text.split(change[0])
    at = number % len(parts)
    changed = change[0].join(parts[:at]) + change[1] + change[0].join(parts[at:])
    data = changed.encode()
    assert accepted(data) == expected(data)


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_noise_is_refused_without_a_crash(data: bytes) -> None:
    found = validate_bytes(data, "x.json")
    assert [finding.rule[:3] for finding in found][:1] == ["SCH"]


@given(valid_articles())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_the_codec_writes_is_accepted(article: Article) -> None:
    data = encode(article)
    assert expected(data)
    assert decode_fast(data) == decode_fast(encode(article))


@pytest.mark.parametrize("change", TEXTS, ids=lambda change: repr(change[1][:20]))
def test_each_odd_byte_at_its_first_place(change: tuple[str, str]) -> None:
    text = json.dumps(BASE, separators=(",", ":"), ensure_ascii=False)
    data = text.replace(*change, 1).encode()
    assert accepted(data) == expected(data)


def test_a_number_that_is_whole_but_written_with_a_point_is_told_apart() -> None:
    text = json.dumps(BASE, separators=(",", ":"), ensure_ascii=False)
    data = text.replace('"start":0,', '"start":0.0,', 1).encode()
    assert expected(data)
    assert [f.rule for f in validate_bytes(data, "x.json")] == ["STR-019"]
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(data, type=Article)
