"""`communique score`: the table, the record, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.codec import encode
from communique.corpus import write_file
from communique.errors import InputError, UnknownNameError
from communique.results import decode_result
from communique.signature import Signature
from msgspec import structs

from tests.scoring_fixture import article, entities, repeat, stance

GOLDS = [
    article(
        f"d{n}",
        thread=f"t{n}",
        **entities(a=[1], b=[2]),
        stances=(stance("s", "a", "b", label),),
    )
    for n, label in enumerate(("favor", "against", "favor"))
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of three records, with splits, and predictions that lack the last one."""
    for gold in GOLDS:
        write_file(tmp_path / "articles" / f"{gold.id}.json", encode(gold))
    splits = {"schema_version": "1.0", "splits": {"train": ["t0"], "test": ["t1", "t2"]}}
    write_file(tmp_path / "splits.json", json.dumps(splits).encode())
    predict(tmp_path / "rules.jsonl", 0, 1)
    predict(tmp_path / "test.jsonl", 1)
    return tmp_path


def predict(path: Path, *numbers: int) -> None:
    lines = [msgspec.json.encode(repeat(GOLDS[number])) for number in numbers]
    write_file(path, b"\n".join([*lines, b""]))


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["score", *map(str, words)])


def printed(*words: object) -> str:
    found = run(*words)
    assert found.exit_code == 0, found.output
    return found.output


def test_the_table_ends_with_the_signature(folder: Path) -> None:
    out = printed(folder, folder / "rules.jsonl", "--task", "stance", "--resamples", 50)
    lines = out.splitlines()
    assert lines[0] == "stance@1: rules, 3 documents (all)"
    assert lines[1].split()[:4] == ["metric", "P", "R", "value"]
    # favor: 1 of 2 found; against: 1 of 1.
    assert lines[2].split()[:3] == ["macro-f1", "*", "0.8333"]
    assert "2 of 3 classes defined" in lines[2]
    favor = next(line for line in lines if line.startswith("favor.f1"))
    assert favor.split()[1:4] == ["1.0000", "0.5000", "0.6667"]
    undefined = next(line for line in lines if line.startswith("undefined"))
    assert "neutral.p, neutral.r, neutral.f1" in undefined
    assert "missing, counted as empty: d2" in lines
    assert "fewer than 20 documents: intervals are too narrow" in lines
    signature = Signature.parse(lines[-1].removeprefix("signature: "))
    assert (signature["seed"], signature["resamples"]) == ("12345", "50")


def test_a_split_is_scored_alone(folder: Path) -> None:
    out = printed(folder, folder / "test.jsonl", "--task", "stance", "--split", "test")
    assert out.startswith("stance@1: test, 2 documents (test)")
    assert "|split=test|" in out


def test_the_confusion_matrix_is_in_the_table_where_there_is_one(folder: Path) -> None:
    lines = printed(folder, folder / "rules.jsonl", "--task", "stance").splitlines()
    # favor and against are answered rightly, and the last favor is not answered.
    at = lines.index("gold, by answer (- is none)     favor  against  neutral        -")
    assert [line.split() for line in lines[at + 1 : at + 4]] == [
        ["favor", "1", "0", "0", "1"],
        ["against", "0", "1", "0", "0"],
        ["neutral", "0", "0", "0", "0"],
    ]
    other = printed(folder, folder / "rules.jsonl", "--task", "events")
    assert "gold, by answer" not in other


def test_a_slice_without_value_says_why(folder: Path) -> None:
    nothing = article("d3", thread="t3", **entities(a=[1]))
    metadata = msgspec.structs.replace(nothing.metadata, genre="analysis")
    nothing = msgspec.structs.replace(nothing, metadata=metadata)
    write_file(folder / "articles" / "d3.json", encode(nothing))
    out = printed(folder, folder / "rules.jsonl", "--task", "stance", "--resamples", 0)
    (line,) = [line for line in out.splitlines() if "genre=analysis" in line]
    assert line.split(maxsplit=3)[1:] == ["1", "none", "neither side has any stance"]


def test_a_slice_is_scored_alone(folder: Path) -> None:
    words = (folder, folder / "rules.jsonl", "--task", "stance", "--slice", "thread=t0")
    assert printed(*words).startswith("stance@1: rules, 1 documents (all)")
    assert "|slice=thread%3Dt0|" in printed(*words)


def test_the_record_that_is_written_is_the_record_that_is_printed(folder: Path) -> None:
    target = folder / "out" / "result.json"
    words = (folder, folder / "rules.jsonl", "--task", "stance@1", "--system", "mine")
    out = printed(*words, "--format", "json", "-o", target, "--resamples", 0)
    record = decode_result(target.read_bytes())
    assert out.encode() == target.read_bytes()
    assert (record.system, record.missing) == ("mine", ("d2",))
    assert record.scores["macro-f1"].no_interval


def test_the_same_seed_prints_the_same_and_threads_are_named(folder: Path) -> None:
    words = (folder, folder / "rules.jsonl", "--task", "stance", "--seed", 0, "--by-thread")
    assert printed(*words) == printed(*words)
    assert "bootstrap=threads" in printed(*words)


def test_one_record_has_no_interval_and_says_why(folder: Path) -> None:
    predict(folder / "one.jsonl", 0)
    out = printed(folder / "articles" / "d0.json", folder / "one.jsonl", "--task", "stance")
    assert "none: fewer than two documents" in out


def test_a_primary_metric_that_is_undefined_says_why(folder: Path) -> None:
    out = printed(folder, folder / "rules.jsonl", "--task", "coreference", "--resamples", 0)
    line = next(line for line in out.splitlines() if line.startswith("conll.f1 *"))
    assert line.endswith(
        "undefined  needs muc.f1 and b3.f1 and ceafe.f1, of which one is undefined"
    )


def test_unknown_names_and_bad_input_are_errors(folder: Path) -> None:
    rules = folder / "rules.jsonl"
    for words, kind in (
        ((folder, rules, "--task", "stanse"), UnknownNameError),
        ((folder, rules, "--task", "stance", "--split", "dev"), UnknownNameError),
        ((folder / "articles", rules, "--task", "stance", "--split", "test"), InputError),
        ((folder, folder / "none.jsonl", "--task", "stance"), InputError),
        ((folder / "none", rules, "--task", "stance"), InputError),
        ((folder, rules, "--task", "stance", "--split", "test"), InputError),
    ):
        found = run(*words)
        assert isinstance(found.exception, kind), words
        assert found.exception.hint
    assert run(folder, rules).exit_code == 2


def test_every_task_prints_a_table(folder: Path) -> None:
    from communique import tasks

    for name in tasks.names():
        out = printed(folder, folder / "rules.jsonl", "--task", name, "--resamples", 5)
        assert out.startswith(f"{tasks.get(name).key}: rules, 3 documents")
        assert out.splitlines()[-1].startswith("signature: ")


def test_gold_and_predictions_the_wrong_way_round_are_told(folder: Path) -> None:
    found = run(folder / "test.jsonl", folder, "--task", "stance", "--split", "test")
    assert isinstance(found.exception, InputError)
    assert found.exception.hint.startswith("gold comes first: communique score")
    found = run(folder / "none.jsonl", folder / "test.jsonl", "--task", "stance")
    assert isinstance(found.exception, InputError)
    assert "gold comes first" not in found.exception.hint


def test_a_slice_that_no_record_is_in_is_told_with_those_that_there_are(folder: Path) -> None:
    words = (folder, folder / "rules.jsonl", "--task", "stance", "--slice", "genre=poem")
    found = run(*words)
    assert isinstance(found.exception, InputError)
    assert found.exception.message == "no record is in the slice 'genre=poem'"
    assert "length=short" in found.exception.hint


def test_layers_that_play_no_part_are_told(folder: Path) -> None:
    out = printed(folder, folder / "rules.jsonl", "--task", "stance")
    assert "no part of stance@1, passed over: entities in 2, mentions in 2 predictions\n" in out
    out = printed(folder, folder / "rules.jsonl", "--task", "stance-extraction")
    assert "passed over" not in out


def test_why_slices_have_no_interval_is_said_once(folder: Path) -> None:
    for name, genre in (("d3", "analysis"), ("d4", "opinion")):
        meta = structs.replace(GOLDS[0].metadata, genre=genre)
        gold = structs.replace(GOLDS[0], id=name, metadata=meta)
        write_file(folder / "articles" / f"{name}.json", encode(gold))
    out = printed(folder, folder / "rules.jsonl", "--task", "stance")
    assert "genre=analysis" in out
    assert "genre=opinion" in out
    assert out.count("none: fewer than two documents") == 1
