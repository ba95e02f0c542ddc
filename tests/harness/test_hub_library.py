"""The hub's own library, without a network, reads what is written for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from communique import tasks
from communique._paths import data_dir
from communique.corpus import read_split

from tests.answers_fixture import call
from tests.fresh_process import LOAD, fresh

hub = pytest.importorskip("huggingface_hub")
pytest.importorskip("datasets")
yaml = pytest.importorskip("yaml")
CORPUS = data_dir("corpus")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder with the majority baseline's results in two tasks."""
    place = tmp_path_factory.mktemp("hub")
    for name in ("stance", "attribution"):
        call("train", "corpus", "--task", name, "--system", "majority", "-o", place / "model")
        lines = place / "lines.jsonl"
        call("predict", place / "model", "corpus", "--split", "test", "-o", lines)
        call(
            "score", "corpus", lines, "--task", name, "--split", "test", "--system", "majority",
            "--resamples", 0, "-o", place / "results" / f"{name}.test.json",
        )  # fmt: skip
    call("export", "hub-results", place / "results", "-o", place, "--dataset", "org/communique")
    return place


def test_the_entries_are_read_as_they_were_meant_and_written_back_the_same(model: Path) -> None:
    plain = yaml.safe_load((model / ".eval_results" / "communique.yaml").read_text("utf-8"))
    entries = hub.parse_eval_result_entries(plain)
    assert [entry.task_id for entry in entries] == ["attribution", "stance"]
    assert {entry.dataset_id for entry in entries} == {"org/communique"}
    assert all(0 < entry.value < 1 for entry in entries)
    assert all("|task=" in entry.notes for entry in entries)
    assert hub.eval_result_entries_to_yaml(entries) == plain


def test_every_task_of_the_benchmark_loads_its_split(tmp_path: Path) -> None:
    said = yaml.safe_load((CORPUS / "eval.yaml").read_text("utf-8"))
    assert [task["id"] for task in said["tasks"]] == list(tasks.names())
    configs = {task["config"] for task in said["tasks"]}
    names = [f"{CORPUS.name}:{config}" for config in sorted(configs)]
    loaded = fresh(LOAD, *names, home=tmp_path, folder=CORPUS.parent)
    ids = {gold.id for gold in read_split("test")}
    for task in said["tasks"]:
        rows = loaded[f"{CORPUS.name}:{task['config']}"][task["split"]]["rows"]
        assert {row.get("article", row["id"]) for row in rows} == ids
