"""The world and the story threads: valid, consistent, and what the articles say they are from."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from communique import ontology
from communique._paths import data_dir
from communique.corpus import read_records, read_splits

CORPUS, SCHEMA = data_dir("corpus"), data_dir("schema")
WORLD = sorted((CORPUS / "world").glob("*.json"))
THREADS = sorted((CORPUS / "threads").glob("*.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def world() -> dict[str, dict[str, Any]]:
    return {item["id"]: item for path in WORLD for item in read(path)["items"]}


def named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", [*WORLD, *THREADS], ids=named)
def test_a_file_follows_its_schema(path: Path) -> None:
    kind = "world" if path.parent.name == "world" else "thread"
    schema = read(SCHEMA / f"{kind}.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(read(path), schema)


def test_ids_and_names_of_the_world_are_unique() -> None:
    items = [item for path in WORLD for item in read(path)["items"]]
    for field in ("id", "name"):
        counted = Counter(item[field] for item in items if field in item)
        assert [value for value, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("path", THREADS, ids=named)
def test_what_a_thread_names_is_in_the_world(path: Path) -> None:
    known, thread = world(), read(path)
    events = {event["id"] for event in thread["world_events"]}
    for event in thread["world_events"]:
        for fillers in event["participants"].values():
            unknown = [f for f in fillers if " " not in f and f not in known and f not in events]
            assert unknown == [], event["id"]
        if event["category"] is not None:
            assert event["category"] in ontology.labels("event_categories")
    for article in thread["articles"]:
        assert article["outlet"] in known
        assert article["dateline"] is None or article["dateline"] in known


def test_all_sixteen_categories_occur_in_the_threads() -> None:
    found = {event["category"] for path in THREADS for event in read(path)["world_events"]}
    assert set(ontology.labels("event_categories")) <= found


def test_every_thread_has_its_articles_and_a_split() -> None:
    records = {article.id: article for article in read_records(CORPUS)}
    planned = {a["id"]: (read(p)["id"], a) for p in THREADS for a in read(p)["articles"]}
    assert set(records) == set(planned)
    for name, (thread, plan) in planned.items():
        meta = records[name].metadata
        assert (meta.thread, meta.outlet, meta.published) == (
            thread,
            plan["outlet"],
            plan["published"],
        )
        assert (meta.genre, list(meta.noise)) == (plan["genre"], plan["noise"])
        assert read_splits(CORPUS).of(records[name]) is not None


def test_world_events_of_records_are_events_of_their_thread() -> None:
    known = {read(p)["id"]: {e["id"] for e in read(p)["world_events"]} for p in THREADS}
    linked = 0
    for article in read_records(CORPUS):
        ids = {c.world_event for c in article.event_clusters if c.world_event is not None}
        assert ids <= known[article.metadata.thread or ""], article.id
        linked += len(ids)
    assert linked > 0
