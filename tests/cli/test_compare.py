"""`communique compare`: the tables, the record, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.codec import encode
from communique.corpus import write_file
from communique.errors import InputError, UnknownNameError
from communique.results import encode_result
from communique.signature import Signature

from tests.comparison_fixture import GOLDS, record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of results: three systems in two tasks."""
    for system, right in (("good", range(12)), ("fair", range(2, 12)), ("poor", range(5))):
        for task in ("stance", "stance-extraction"):
            path = tmp_path / system / f"{task}.test.json"
            write_file(path, encode_result(record(system, right, task=task)))
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["compare", *map(str, words)])


def printed(*words: object) -> str:
    found = run(*words)
    assert found.exit_code == 0, found.output
    return found.output


def cells(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines()]


def test_systems_are_listed_by_score_with_intervals(folder: Path) -> None:
    out = printed(folder, "--task", "stance", "--metric", "accuracy", "--resamples", 200)
    assert out.startswith("stance@1: accuracy, 12 documents (test)\n")
    rows = [row for row in cells(out) if row[:1] in (["1"], ["2"], ["3"])]
    assert rows[0] == ["1", "good", "1.0000", "1.0000", "to", "1.0000"]
    assert [row[1:3] for row in rows[1:3]] == [["fair", "0.8333"], ["poor", "0.4167"]]


def test_of_few_documents_the_bootstrap_is_warned_of(folder: Path) -> None:
    warning = "fewer than 20 documents: intervals are too narrow, and p (bootstrap) is"
    assert warning in printed(folder, "--task", "stance", "--resamples", 200)
    many = folder / "many"
    for system, right in (("good", range(20)), ("poor", range(5))):
        write_file(
            many / f"{system}.json", encode_result(record(system, right, documents=range(20)))
        )
    out = printed(many, "--resamples", 200)
    assert ", 20 documents (test)" in out
    assert "fewer than" not in out


def test_the_matrix_says_who_beats_whom(folder: Path) -> None:
    out = printed(folder, "--task", "stance", "--metric", "accuracy", "--resamples", 200)
    # Of 12 documents 7 differ between good and poor (p = 2/128, times 3), 9 between fair and poor
    # (7 to 2, p above 0.05), 2 between good and fair. Above the matrix are its ranks and the list.
    matrix = [row for row in cells(out) if row[:1] in (["1"], ["2"], ["3"])][4:]
    assert matrix == [["1", "good", "·", "▲"], ["2", "fair", "·", "·"], ["3", "poor", "▼", "·"]]
    pair = next(row for row in cells(out) if row[:2] == ["good", "poor"])
    assert pair[2] == "0.5833"
    assert pair[6:8] == ["0.0156", "0.0469"]


def test_several_tasks_end_in_the_overall_table(folder: Path) -> None:
    out = printed(folder, "--trials", 99, "--resamples", 99)
    heads = [line for line in out.splitlines() if line.endswith("documents (test)")]
    assert [head.partition(":")[0] for head in heads] == [
        "stance@1",
        "stance-extraction@1",
        "overall",
    ]
    lines = [line for line in out.splitlines() if line.startswith("signature: ")]
    signatures = [Signature.parse(line.removeprefix("signature: ")) for line in lines]
    assert [signature["task"] for signature in signatures] == [
        "stance@1",
        "stance-extraction@1",
        "overall",
    ]
    assert {signature["trials"] for signature in signatures} == {"99"}


def test_json_has_the_numbers_of_the_text(folder: Path) -> None:
    words = (folder, "--task", "stance@1", "--metric", "accuracy", "--resamples", 200)
    found = json.loads(printed(*words, "--format", "json"))
    (table,) = found["tables"]
    text = printed(*words)
    for pair in table["pairs"]:
        row = next(row for row in cells(text) if row[:2] == [pair["first"], pair["second"]])
        shown = [f"{pair[key]:.4f}" for key in ("difference", "low", "high", "p", "p_holm")]
        assert [row[2], row[3], row[5], row[6], row[7]] == shown
    assert table["signature"] in text
    assert found["settings"]["seed"] == 12345


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_a_seed_gives_the_same_output_twice(folder: Path, seed: int) -> None:
    words = (folder, "--trials", 99, "--resamples", 99, "--seed", seed)
    assert printed(*words) == printed(*words)


def test_the_order_of_the_files_does_not_matter(folder: Path) -> None:
    files = sorted(folder.rglob("stance.test.json"))
    assert printed(*files, "--trials", 99) == printed(*files[::-1], "--trials", 99)


def test_threads_are_looked_up_in_gold(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    for gold in GOLDS:
        write_file(corpus / f"{gold.id}.json", encode(gold))
    out = printed(*sorted(folder.glob("*/stance.test.json")), "--by-thread", corpus)
    assert out.startswith("stance@1: macro-f1, 4 threads (test)\n")
    assert "none: 4 threads are too few to show any: no p can be below 0.125" in out


def test_names_of_strangers_reach_the_terminal_as_plain_text(folder: Path) -> None:
    write_file(folder / "x.json", encode_result(record("\x1b[31m[bold]x\n", range(3))))
    out = printed(folder, "--task", "stance", "--trials", 99, "--resamples", 99)
    assert "\x1b" not in out
    assert r"\x1b[31m[bold]x\n" in out


def test_what_cannot_be_compared_is_said(folder: Path) -> None:
    (folder / "poor" / "stance-extraction.test.json").unlink()
    (folder / "fair" / "stance-extraction.test.json").unlink()
    out = printed(folder, "--trials", 99, "--resamples", 99)
    assert "not compared: stance-extraction: only 'good' has a record of it" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere.json"], "nowhere.json: No such file"),
        (["--split", "dev"], "none of 6 records is of split dev"),
        (["--metric", "nope"], "stance@1 has no metric 'nope'"),
        (["--task", "stanec"], "unknown task 'stanec'"),
        (["--alpha", "2"], "alpha is 2.0"),
        (["--trials", "0"], "trials is 0"),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, words: list[str], message: str) -> None:
    found = run(folder, *words)
    assert isinstance(found.exception, InputError | UnknownNameError)
    assert message in str(found.exception)


def test_a_file_that_is_no_record_is_named(tmp_path: Path) -> None:
    write_file(tmp_path / "x.json", b"{}")
    found = run(tmp_path)
    assert isinstance(found.exception, InputError)
    assert found.exception.message.startswith(f"{tmp_path / 'x.json'}: not a result record")
