"""`communique export prompts`: what a system is given, for models that run without a harness."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique import tasks
from communique.cli import TASKS
from communique.cli.group import cli
from communique.codec import encode
from communique.corpus import read_split, write_file
from communique.harness.prompts import prompt
from msgspec import structs

from tests.scoring_fixture import article


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)))


@pytest.mark.parametrize("name", tasks.names())
def test_a_line_an_article_of_the_split_has_its_prompt(name: str, tmp_path: Path) -> None:
    out = tmp_path / "prompts.jsonl"
    found = run("export", "prompts", "--task", name, "-o", out)
    assert found.exit_code == 0, found.output
    task = tasks.get(name)
    golds = sorted(read_split("test"), key=lambda gold: gold.id)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {line["id"]: line["prompt"] for line in lines} == {
        gold.id: prompt(task, gold) for gold in golds
    }
    assert found.output == f"{out}: {len(golds)} prompts of {task.key} (test)\n"


def answer(pairs: list[list[str]]) -> str:
    found = [{"holder": holder, "target": target, "label": "favor"} for holder, target in pairs]
    return f"Here: {json.dumps({'stances': found})}"


def test_answers_to_the_prompts_are_checked_and_scored_as_they_come(tmp_path: Path) -> None:
    out, handed_in = tmp_path / "prompts.jsonl", tmp_path / "answers.jsonl"
    run("export", "prompts", "--task", "stance", "--split", "validation", "-o", out)
    given = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    said = [{"id": line["id"], "answer": answer(line["pairs"])} for line in given]
    write_file(handed_in, "\n".join(map(json.dumps, said)).encode())
    words = (handed_in, "--task", "stance", "--split", "validation")
    assert run("check-predictions", *words).exit_code == 0
    assert run("score", "corpus", *words).exit_code == 0


def test_records_that_the_task_cannot_be_scored_on_are_refused(tmp_path: Path) -> None:
    write_file(tmp_path / "a.json", encode(structs.replace(article("a"), layers=())))
    out = tmp_path / "prompts.jsonl"
    found = run("export", "prompts", tmp_path / "a.json", "--task", "stance", "-o", out)
    assert "none of 1 gold records can be scored in stance@1" in str(found.exception)
    assert not out.exists()


def test_help_names_every_task() -> None:
    assert ", ".join(tasks.names()) == TASKS
