"""lm_eval, without a network, on the exported task files: the scores of `communique score`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from communique import tasks
from communique.harness.judging import figures

from tests.answers_fixture import answers, call, scores

evaluator = pytest.importorskip("lm_eval.evaluator", exc_type=ImportError)
api = pytest.importorskip("lm_eval.api.model", exc_type=ImportError)
manager = pytest.importorskip("lm_eval.tasks", exc_type=ImportError)
pytestmark = pytest.mark.filterwarnings("ignore")  # what others warn of is theirs to mend


class Canned(api.LM):  # type: ignore[misc, name-defined]
    """A model that has an answer to every prompt."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__()
        self._given = given

    def generate_until(self, requests: list[Any], **_: Any) -> list[str]:
        return [self._given[request.args[0]] for request in requests]

    def loglikelihood(self, requests: list[Any], **_: Any) -> Any:
        raise NotImplementedError

    def loglikelihood_rolling(self, requests: list[Any], **_: Any) -> Any:
        raise NotImplementedError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("lm-eval") / "task files"
    call("export", "lm-eval", "corpus", "-o", place)
    return place


@pytest.fixture(scope="module")
def known(folder: Path) -> Any:
    return manager.TaskManager(include_path=str(folder), include_defaults=False)


def evaluate(model: Any, known: Any, *names: str) -> Any:
    return evaluator.simple_evaluate(
        model=model, tasks=list(names), task_manager=known, log_samples=True
    )


@pytest.mark.parametrize("name", tasks.names())
def test_scores_are_those_of_the_command_line(
    name: str, folder: Path, known: Any, tmp_path: Path
) -> None:
    task = tasks.get(name)
    given = answers(task)
    docs = [json.loads(line) for line in (folder / f"{name}.jsonl").read_bytes().splitlines()]
    asked = {doc["prompt"]: given[doc["id"]] for doc in docs}
    slug = f"communique_{name.replace('-', '_')}"
    made = evaluate(Canned(asked), known, slug)
    found = made["results"][slug]
    expected, signature = scores(task, given, tmp_path)
    kept = {name: found[f"{name},none"] for name in figures(task)}
    assert kept == {
        name: pytest.approx(value, abs=1e-12) if (value := expected[name]) is not None else None
        for name in figures(task)
    }
    assert made["configs"][slug]["metadata"]["signature"] == signature
    primary = expected[task.primary]
    assert primary is not None
    assert 0 < primary < 1


def test_the_dummy_model_runs_all_tasks_by_their_tag_and_scores_nought(known: Any) -> None:
    found = evaluate("dummy", known, "communique")
    assert len(found["results"]) == len(tasks.names())
    for name in tasks.names():
        task = tasks.get(name)
        slug = f"communique_{name.replace('-', '_')}"
        assert found["results"][slug][f"{task.primary},none"] == 0
        assert found["versions"][slug] == task.version
