"""`eval.yaml` of the data set, and result records as entries for a model's repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from communique import tasks
from communique._paths import data_dir
from communique.cli.group import cli
from communique.corpus import read_split, write_file
from communique.errors import InputError
from communique.evaluate import Score, score
from communique.harness.hub_results import hub_entries
from communique.hub import CONFIGS
from communique.hub.card import read_card
from communique.hub.manifest import read_manifest
from communique.results import Card, encode_result, result
from communique.results import Result as Record
from ruamel.yaml import YAML

from tests.scoring_fixture import repeat

DIGEST = read_manifest().splits["test"].digest
GOLDS = read_split("test")
DATASET = "someone/communique"


def record(name: str, system: str = "mine", **more: Any) -> Record:
    """Gold's own answers to a task, scored on the shipped test split."""
    given = {"golds": GOLDS, "split": "test", "card": None, "slice_": "all"} | more
    golds, card = given.pop("golds"), given.pop("card")
    found = score(
        tasks.get(name), golds, {gold.id: repeat(gold) for gold in golds},
        resamples=0, seed=0, **given,
    )  # fmt: skip
    return result(found, system=system, created="2031-02-03", card=card)


def read(data: bytes) -> Any:
    return YAML(typ="safe", pure=True).load(data)


def test_the_data_set_registers_every_task_with_data_that_there_are() -> None:
    said = read((data_dir("corpus") / "eval.yaml").read_bytes())
    assert set(said) == {"name", "description", "evaluation_framework", "tasks"}
    assert said["name"] in (data_dir("corpus") / "README.md").read_text("utf-8")
    assert [task["id"] for task in said["tasks"]] == list(tasks.names())
    splits = {
        config["config_name"]: {file["split"] for file in config["data_files"]}
        for config in read_card(data_dir("corpus") / "README.md").generated["configs"]
    }
    for task in said["tasks"]:
        assert task["split"] in splits[task["config"]]
        assert task["config"] in {task["id"], next(iter(CONFIGS))}


def test_an_entry_names_the_task_the_value_and_the_signature() -> None:
    records = [record("stance"), record("coreference")]
    entries = read(hub_entries(records, dataset=DATASET, corpus=DIGEST, revision="abc").data)
    assert [entry["dataset"] for entry in entries] == [
        {"id": DATASET, "revision": "abc", "task_id": name} for name in ("coreference", "stance")
    ]
    assert [entry["value"] for entry in entries] == [1.0, 1.0]
    assert [entry["notes"] for entry in entries] == [item.signature for item in records[::-1]]
    assert {entry["date"] for entry in entries} == {"2031-02-03"}
    assert "source" not in entries[0]


def test_the_source_is_the_one_given_or_else_the_card_s() -> None:
    card = Card(
        name="mine", version="1", description="It repeats.", kind="other", authors=("me",),
        training_data="none", url="https://example.org/mine",
    )  # fmt: skip
    records = [record("stance", card=card)]
    for given, link in ((None, card.url), ("https://example.org/logs", "https://example.org/logs")):
        entries = read(hub_entries(records, dataset=DATASET, corpus=DIGEST, source=given).data)
        assert entries[0]["source"]["url"] == link


def test_an_undefined_score_is_left_out_with_its_reason() -> None:
    whole = record("stance")
    scores = {
        name: Score(value=None, reason="neither side has any stance") for name in whole.scores
    }
    empty = tuple(msgspec.structs.replace(item, counts={}) for item in whole.documents)
    changed = msgspec.structs.replace(whole, scores=scores, documents=empty)
    found = hub_entries([changed, record("sentiment")], dataset=DATASET, corpus=DIGEST)
    assert [entry["dataset"]["task_id"] for entry in read(found.data)] == ["sentiment"]
    assert found.left_out == ("stance@1: macro-f1 is undefined: neither side has any stance",)
    with pytest.raises(InputError, match="no record has a defined score"):
        hub_entries([changed], dataset=DATASET, corpus=DIGEST)


@pytest.mark.parametrize(
    ("records", "what"),
    [
        ([record("stance"), record("sentiment", system="yours")], "2 systems: mine, yours"),
        ([record("stance"), record("stance")], "two records are of stance@1"),
        ([record("stance", split="all")], "split all"),
        ([record("stance", golds=GOLDS[:2])], "corpus sha256"),
        ([record("stance", slice_="noise=none")], "slice noise=none"),
    ],
)
def test_what_does_not_belong_on_that_leaderboard_is_refused(
    records: list[Record], what: str
) -> None:
    with pytest.raises(InputError, match=what):
        hub_entries(records, dataset=DATASET, corpus=DIGEST)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"scores": {}}, "the record says that macro-f1 of stance@1 is undefined"),
        ({"primary": "accuracy"}, "the record goes by 'accuracy', the task by macro-f1"),
        ({"signature": f"corpus={DIGEST}"}, "not given in its signature"),
    ],
)
def test_a_number_that_the_record_does_not_prove_is_refused(
    changes: dict[str, Any], what: str
) -> None:
    changed = msgspec.structs.replace(record("stance"), **changes)
    with pytest.raises(InputError, match=what):
        hub_entries([changed], dataset=DATASET, corpus=DIGEST)


def test_a_score_that_the_counts_do_not_give_is_refused() -> None:
    whole = record("stance")
    scores = whole.scores | {
        "macro-f1": msgspec.structs.replace(whole.scores[whole.primary], value=5.0)
    }
    with pytest.raises(InputError, match=r"is 5\.000000, its counts give 1\.000000"):
        hub_entries([msgspec.structs.replace(whole, scores=scores)], dataset=DATASET, corpus=DIGEST)


def test_a_data_set_is_named_with_its_owner() -> None:
    for name in ("communique", "a/b/c", "a/b\n", "/b"):
        with pytest.raises(InputError, match="no data set of the hub"):
            hub_entries([record("stance")], dataset=name, corpus=DIGEST)


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["export", "hub-results", *map(str, words)])


def test_the_command_takes_a_folder_of_results(tmp_path: Path) -> None:
    for name in ("stance", "sentiment"):
        write_file(tmp_path / f"{name}.test.json", encode_result(record(name)))
    found = run(tmp_path, "-o", tmp_path / "model", "--dataset", DATASET)
    assert found.exit_code == 0, found.output
    entries = read((tmp_path / "model" / ".eval_results" / "communique.yaml").read_bytes())
    assert [entry["dataset"]["task_id"] for entry in entries] == ["sentiment", "stance"]


def test_the_command_names_the_file_that_is_no_record(tmp_path: Path) -> None:
    write_file(tmp_path / "stance.test.json", b"{}")
    found = run(tmp_path, "-o", tmp_path / "model", "--dataset", DATASET)
    assert isinstance(found.exception, InputError)
    assert "stance.test.json" in found.exception.message
    assert not (tmp_path / "model").exists()
    (tmp_path / "none").mkdir()
    found = run(tmp_path / "none", "-o", tmp_path / "model", "--dataset", DATASET)
    assert isinstance(found.exception, InputError)
