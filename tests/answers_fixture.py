"""Answers of a language model to every article of the shipped test split: good, poor and broken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from click.testing import CliRunner
from communique.cli.group import cli
from communique.corpus import read_split, write_file
from communique.model import Article
from communique.tasks import Task

from tests.scoring_fixture import in_words, repeat


def answers(task: Task) -> dict[str, str]:
    """An answer an article of the test split, by id, each of another make."""
    golds = [gold for gold in read_split("test") if task.unfit(gold) is None]
    makes = (_fenced, _half, _broken, _thinking)
    return {gold.id: makes[n % len(makes)](task, gold) for n, gold in enumerate(golds)}


def _fenced(task: Task, gold: Article) -> str:
    return f"Here you are:\n\n```json\n{_json(task, gold, 1)}\n```\nI hope that this helps!"


def _half(task: Task, gold: Article) -> str:
    return f"{_json(task, gold, 2)}\n\nNote: {{the rest}} was unclear."


def _broken(task: Task, gold: Article) -> str:
    return _json(task, gold, 1)[:-20]


def _thinking(task: Task, gold: Article) -> str:
    return f"First I thought {{}} or [1]. Then:\n{_json(task, gold, 3)}"


def _json(task: Task, gold: Article, every: int) -> str:
    """Gold's own layers in words, of the task's last layer only every so-manieth item."""
    plain: dict[str, Any] = msgspec.to_builtins(repeat(gold))
    layers = {name: plain[name] for name in task.predicted if name in plain}
    layers[task.predicted[-1]] = layers[task.predicted[-1]][::every]
    return json.dumps(in_words(layers, gold.text or ""), ensure_ascii=False, indent=1)


def call(*words: object) -> str:
    """What a command prints."""
    found = CliRunner().invoke(cli, list(map(str, words)))
    assert found.exit_code == 0, (found.output, found.exception)
    return found.stdout


def scores(task: Task, given: dict[str, str], place: Path) -> tuple[dict[str, float | None], str]:
    """Every metric as `communique score` gives it for these answers, and the signature."""
    lines = [json.dumps({"id": name, "answer": text}) for name, text in given.items()]
    write_file(place / "answers.jsonl", "\n".join([*lines, ""]).encode())
    words: Sequence[object] = ("--task", task.key, "--split", "test", "--resamples", 0)
    record = json.loads(
        call("score", "corpus", place / "answers.jsonl", *words, "--format", "json")
    )
    values = {name: found["value"] for name, found in record["scores"].items()}
    return values, record["signature"]
