"""The gate never lets through a record that breaks a rule."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from communique.codec import canonical
from communique.model import Article
from communique.validate.gate import clean, fits
from communique.validate.marks import curly_words, quoted_words
from communique.validate.run import decode_fast, examine
from communique.validate.surroundings import NOTHING, Surroundings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.records import valid_articles

GOLDEN = Path(__file__).parents[1] / "golden" / "validate"
RECORDS = sorted(GOLDEN.glob("*/clean.json"))
BESIDE = Surroundings(
    splits={"train": ("korro-survey-ship", "twice"), "test": ("twice",)},
    world=frozenset({"lhosan", "Q42"}),
    outlets={"trans-meridian-press": "wire"},
    threads={"korro-survey-ship": frozenset({"w1"}), "twice": frozenset()},
)
VALUES: tuple[Any, ...] = (
    "", " ", "x", "author", "lhosan", "jur", "tolun", "m1", "m3", "m5", "v1", "v2", "v4", "v6",
    "c1", "a1", "a2", "PER", "GPE", "TIME", "MONEY", "NAM", "NOM", "PRO", "actor", "recipient",
    "theme", "place", "time", "instrument", "REJECT", "COERCE", "seize", "meet", "CT+", "direct",
    "indirect", "mixed", "affirms", "denies", "withholds", "stated", "enacted", "2032-09-31",
    "2032-09-14", "P2W", "crown 5", "Q42", "Q", "twice", "w1", "third-party", "written", "events",
    "factuality", "machine-translation", "interview", "daily", True, False, None, 0, 1, 5, 30, 40,
    200, [], {},
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every part of a JSON value but itself."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, part in parts:
        found.append((*path, key))
        if isinstance(part, dict | list):
            found += places(part, (*path, key))
    return found


def mutate(draw: st.DrawFn, record: Any) -> None:
    """Change one part of the record: drop, double, move, replace, take from elsewhere."""
    spots = places(record)
    path = draw(st.sampled_from(spots))
    holder = record
    for key in path[:-1]:
        holder = holder[key]
    key = path[-1]
    how = draw(st.sampled_from(("drop", "double", "shift", "value", "elsewhere", "reverse")))
    if how == "drop":
        del holder[key]
    elif how == "double" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
        if isinstance(holder[-1], dict) and isinstance(holder[-1].get("id"), str):
            holder[-1]["id"] += "x"
    elif how == "shift" and isinstance(holder[key], int):
        holder[key] += draw(st.integers(-2, 2))
    elif how == "reverse" and isinstance(holder[key], list):
        holder[key].reverse()
    elif how == "elsewhere":
        same = [other for other in spots if other[-1] == key or other[-2:-1] == path[-2:-1]]
        value = record
        for step in draw(st.sampled_from(same)):
            value = value[step]
        holder[key] = copy.deepcopy(value)
    else:
        holder[key] = draw(st.sampled_from(VALUES))


@st.composite
def mutants(draw: st.DrawFn) -> Any:
    """Draw a clean golden record with a few changes."""
    record = json.loads(draw(st.sampled_from(RECORDS)).read_bytes())
    for _ in range(draw(st.integers(1, 3))):
        mutate(draw, record)
    return record


def require_sound(article: Article, beside: Surroundings) -> None:
    """Where the gate is sure of a record, every rule must be silent on it."""
    if clean(article, article.id) and fits(article, beside):
        assert list(examine(article, "", article.id, beside)) == []


def test_there_are_records_to_change() -> None:
    assert len(RECORDS) > 80


@given(mutants(), st.sampled_from((NOTHING, BESIDE)))
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
def test_gate_is_sound_on_changed_records(record: Any, beside: Surroundings) -> None:
    article = decode_fast(json.dumps(record).encode())
    if article is not None:
        require_sound(article, beside)
        require_sound(canonical(article), beside)


@given(valid_articles())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_gate_is_sound_on_random_records(article: Article) -> None:
    require_sound(article, NOTHING)
    meta = msgspec.structs.replace(article.metadata, origin="written")
    require_sound(msgspec.structs.replace(article, metadata=meta), NOTHING)


def changed(path: Path, **changes: Any) -> Article:
    """A clean record with one value changed in every item of a layer, and in the metadata."""
    record = json.loads(path.read_bytes())
    for layer, values in changes.items():
        parts = [record["metadata"]] if layer == "metadata" else record.get(layer, [])
        for part in parts:
            part.update(values)
    article = decode_fast(json.dumps(record).encode())
    assert article is not None
    return canonical(article)


@pytest.mark.parametrize("genre", ["interview", "official-statement", "opinion", None])
@pytest.mark.parametrize("noise", [[], ["careless-editing"]])
@pytest.mark.parametrize("kind", ["direct", "mixed", "indirect"])
def test_gate_is_sound_on_every_kind_of_attribution(
    kind: str, noise: list[str], genre: str
) -> None:
    head = {"noise": noise} | ({"genre": genre} if genre else {})
    for path in RECORDS:
        require_sound(changed(path, attributions={"kind": kind}, metadata=head), NOTHING)


@pytest.mark.parametrize("level", ["NAM", "NOM", "PRO"])
@pytest.mark.parametrize("origin", ["written", "third-party"])
def test_gate_is_sound_on_every_level_of_mention(level: str, origin: str) -> None:
    for path in sorted(GOLDEN.glob("SEM-1*/[cf]*.json")):
        require_sound(
            changed(path, mentions={"level": level}, metadata={"origin": origin}), NOTHING
        )


def test_gate_looks_at_the_words_of_a_pronoun_and_not_at_its_level() -> None:
    record = json.loads((GOLDEN / "SEM-114" / "fires.json").read_bytes())
    for mention in record["mentions"]:
        if mention.get("level") == "PRO":
            mention["level"] = "NOM"
    article = decode_fast(json.dumps(record).encode())
    assert article is not None
    assert [found.rule for found in examine(article, "", None, NOTHING)] == ["SEM-114"]
    assert not clean(canonical(article), None)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.parent.name)
def test_rules_are_silent_where_the_gate_says_yes(path: Path) -> None:
    article = decode_fast(path.read_bytes())
    assert article is not None
    require_sound(article, NOTHING)


def test_gate_knows_a_good_record() -> None:
    known = [decode_fast(path.read_bytes()) for path in RECORDS]
    sure = [article for article in known if article and clean(canonical(article), article.id)]
    assert len(sure) > len(RECORDS) // 2


@given(st.text(alphabet="“” \nab", max_size=30), st.integers(0, 30), st.integers(0, 6))
def test_fast_look_for_marks_sees_what_the_slow_one_sees(text: str, start: int, size: int) -> None:
    start = min(start, len(text))
    end = min(start + size, len(text))
    assert curly_words(text, start, end) == quoted_words(text, start, end)
