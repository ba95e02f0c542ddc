"""`MANIFEST.json` of the shipped corpus, computed again from the files without this package."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from communique import tasks
from communique._paths import data_dir
from communique.comparison import Settings, compare
from communique.corpus import read_split
from communique.evaluate import score
from communique.hub import check
from communique.hub.manifest import read_manifest
from communique.model import Article
from communique.results import result
from communique.signature import Signature

CORPUS = data_dir("corpus")


def read(name: str) -> Any:
    return json.loads((CORPUS / name).read_bytes())


@pytest.fixture(scope="module")
def manifest() -> Any:
    return read("MANIFEST.json")


@pytest.fixture(scope="module")
def splits() -> dict[str, list[Path]]:
    """The files of each split, sorted by name, by the thread that each record names."""
    threads = read("splits.json")["splits"]
    files = sorted((CORPUS / "articles").glob("*.json"))
    assert files
    of = {file: json.loads(file.read_bytes())["metadata"]["thread"] for file in files}
    return {split: [f for f in files if of[f] in ids] for split, ids in threads.items()}


def digest(files: list[Path]) -> str:
    """SHA-256 of each record with its length before it, as eight bytes, the highest first."""
    records = [file.read_bytes() for file in sorted(files)]
    parts = [len(record).to_bytes(8, "big") + record for record in records]
    return f"sha256:{hashlib.sha256(b''.join(parts)).hexdigest()}"


def test_every_article_is_listed_with_its_split_and_digest(
    manifest: Any, splits: dict[str, list[Path]]
) -> None:
    expected = {
        file.stem: {"split": split, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        for split, files in splits.items()
        for file in files
    }
    assert manifest["articles"] == expected


def test_digests_are_those_of_the_files(manifest: Any, splits: dict[str, list[Path]]) -> None:
    assert manifest["digest"] == digest([file for files in splits.values() for file in files])
    for split, files in splits.items():
        assert manifest["splits"][split]["digest"] == digest(files)


def test_counts_are_those_of_the_records(manifest: Any, splits: dict[str, list[Path]]) -> None:
    for split, files in splits.items():
        records = [json.loads(file.read_bytes()) for file in files]
        facts = manifest["splits"][split]
        assert facts["articles"] == len(records)
        assert facts["code_points"] == sum(len(record["text"]) for record in records)
        counts = {
            layer: sum(len(record.get(layer, [])) for record in records)
            for layer in ("entities", "events", "attributions", "stances", "sentiments")
        }
        counts["coreference"] = sum(len(record.get("mentions", [])) for record in records)
        events = [event for record in records for event in record.get("events", [])]
        counts["factuality"] = sum("factuality" in event for event in events)
        assert {layer: found["items"] for layer, found in facts["layers"].items()} == counts


def test_the_version_is_the_card_s(manifest: Any) -> None:
    card = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert f'\nversion: "{manifest["corpus_version"]}"\n' in card
    assert manifest["schema_version"] == "1.0"


def test_every_derived_file_is_fresh() -> None:
    assert check(CORPUS) == []


def test_scores_on_a_split_of_the_corpus_name_its_version() -> None:
    task, golds = tasks.get("stance"), read_split("test")

    def fields(records: list[Article]) -> dict[str, str]:
        found = score(task, records, {}, resamples=0, seed=0)
        return dict(Signature.parse(found.signature).fields)

    assert fields(golds)["corpus-version"] == read_manifest().corpus_version
    assert "corpus-version" not in fields(golds[1:])


def test_comparisons_on_a_split_of_the_corpus_name_its_version() -> None:
    scores = score(tasks.get("stance"), read_split("test"), {}, resamples=0, seed=0, split="test")
    records = [result(scores, system=name, created="2031-09-09") for name in ("one", "other")]
    found = compare(records, settings=Settings(trials=10, resamples=10, seed=0))
    signed = Signature.parse(found.tables[0].signature)
    assert signed["corpus-version"] == read_manifest().corpus_version
