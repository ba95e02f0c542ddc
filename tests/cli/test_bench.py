"""`communique bench`: the table, what is kept, and what is not done twice."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique import tasks
from communique.cli.group import cli
from communique.codec import encode
from communique.corpus import read_data
from communique.errors import CommuniqueError
from communique.model import Article
from communique.predictions import read_predictions
from communique.results import decode_result
from communique.signature import Signature

from tests.baseline_data import with_layers, write_corpus, written_articles

TASKS = (
    *("events", "factuality", "stance", "stance-extraction"),
    *("attribution", "sentiment", "coreference"),
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["bench", *(str(argument) for argument in arguments)])


def fails(*arguments: object) -> CommuniqueError:
    result = run(*arguments)
    assert isinstance(result.exception, CommuniqueError)
    return result.exception


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", range(6), range(100, 103))


def row(output: str, name: str) -> str:
    return next(line for line in output.splitlines() if line.startswith(f"{name} "))


def test_the_table_has_every_task_and_system(corpus: Path, tmp_path: Path) -> None:
    result = run("--data", corpus, "--resamples", 50, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert re.match(r"task +majority +linear", result.output)
    means = re.findall(r"\d\.\d{3}", row(result.output, "mean of all"))
    for number, system in enumerate(("majority", "linear")):
        values = []
        for task in TASKS:
            record = decode_result((tmp_path / f"out/results/{task}.{system}.json").read_bytes())
            score = record.scores[record.primary]
            assert score.value is not None
            shown = f"{score.value:.3f} ({score.low:.3f} to {score.high:.3f})"
            assert shown in row(result.output, task)
            assert record.split == "test"
            values.append(score.value)
            file = tmp_path / f"out/predictions/{task}.{system}.jsonl"
            read = read_predictions(file, read_data(str(corpus), "test"), tasks.get(task))
            assert sorted(read.predictions) == ["toy-100", "toy-101", "toy-102"]
            assert read.report.lost == 0
        assert means[number] == f"{sum(values) / 7:.3f}"
    signatures = re.findall(r"^[a-z-]+@\d [a-z0-9.-]+: (\S+)$", result.output, re.MULTILINE)
    assert [Signature.parse(line)["task"] for line in signatures] == [
        tasks.get(task).key for task in TASKS
    ]


def test_a_run_that_is_kept_is_not_done_again(corpus: Path, tmp_path: Path) -> None:
    options = ("--tasks", "stance", "--resamples", 10, "-o", tmp_path / "out")
    first = run("--data", corpus, *options)
    timing = tmp_path / "out/timings/stance.linear.json"
    marked = json.loads(timing.read_text("utf-8")) | {"train_seconds": 77.0}
    timing.write_text(json.dumps(marked), "utf-8")
    again = run("--data", corpus, *options)
    assert "77.0 + " in row(again.output, "stance")
    assert "77.0 + " not in first.output
    assert again.output.splitlines()[-1] == first.output.splitlines()[-1]


@pytest.mark.parametrize("change", ["seed", "resamples", "train", "test"])
def test_a_run_is_done_again_when_anything_changed(
    corpus: Path, tmp_path: Path, change: str
) -> None:
    options = {"--tasks": "stance", "--systems": "linear", "--resamples": 10, "--seed": 1}
    pairs = [part for pair in options.items() for part in pair]
    run("--data", corpus, *pairs, "-o", tmp_path / "out")
    timing = tmp_path / "out/timings/stance.linear.json"
    before = json.loads(timing.read_text("utf-8"))["key"]
    if change in {"train", "test"}:
        number = 0 if change == "train" else 100
        (corpus / "articles" / f"toy-{number}.json").unlink()
    else:
        options[f"--{change}"] = 12
    pairs = [part for pair in options.items() for part in pair]
    run("--data", corpus, *pairs, "-o", tmp_path / "out")
    assert json.loads(timing.read_text("utf-8"))["key"] != before


@pytest.mark.parametrize("kind", ["timings", "results"])
def test_a_run_that_is_kept_in_part_is_done_again(corpus: Path, tmp_path: Path, kind: str) -> None:
    options = ("--tasks", "stance", "--resamples", 0, "-o", tmp_path / "out")
    run("--data", corpus, *options)
    file = tmp_path / f"out/{kind}/stance.linear.json"
    whole = file.read_bytes()
    file.write_bytes(whole[:20])
    assert run("--data", corpus, *options).exit_code == 0
    assert len(file.read_bytes()) >= len(whole) - 20


def test_nothing_is_written_without_a_folder(corpus: Path, tmp_path: Path) -> None:
    result = run("--data", corpus, "--tasks", "stance,factuality", "--resamples", 0)
    assert result.exit_code == 0
    assert row(result.output, "stance")
    assert row(result.output, "factuality")
    assert "mean of all" not in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_what_cannot_be_run_is_named_with_the_reason(corpus: Path) -> None:
    for file, article in ((corpus / "articles" / f"{a.id}.json", a) for a in _without_stances()):
        file.write_bytes(encode(article))
    result = run("--data", corpus, "--tasks", "stance", "--tasks", "events", "--resamples", 0)
    assert result.exit_code == 0
    assert row(result.output, "stance").split() == ["stance", "not", "run", "not", "run"]
    assert "not run: stance linear: stance is learnt from the layer stances" in result.output
    nothing = fails("--data", corpus, "--tasks", "stance")
    assert "nothing could be run" in nothing.message


def _without_stances() -> list[Article]:
    articles = written_articles(range(6), "thread-train")
    articles += written_articles(range(100, 103), "thread-test")
    layers = ("entities", "coreference", "events")
    return [with_layers(article, *layers) for article in articles]


def test_a_folder_without_splits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes(encode(written_articles([1])[0]))
    assert "has no splits.json" in fails("--data", tmp_path).message


def test_an_empty_split_is_named(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", range(2), [])
    assert "no record is in the split test" in fails("--data", corpus).message


def test_an_unknown_system_is_refused(corpus: Path) -> None:
    assert (
        "unknown baseline 'stance deep'"
        in fails("--data", corpus, "--tasks", "stance", "--systems", "deep").message
    )
