"""`communique train` and `communique predict`, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique import tasks
from communique.cli.group import cli
from communique.codec import encode
from communique.corpus import read_records, slug
from communique.errors import CommuniqueError, InputError, UnknownNameError
from communique.predictions import read_predictions

from tests.baseline_data import with_layers, write_corpus, written, written_articles

PLAIN = (
    "Tesh condemned Brenn on Monday. Rui Cabanel said that the talks were over. He left early .\n"
)

OTHER = "Maravel did not attack Orrel on Friday. Offers were worrying to Jurveland.\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def fails(*arguments: object) -> CommuniqueError:
    result = run(*arguments)
    assert isinstance(result.exception, CommuniqueError)
    return result.exception


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of records, `data`, and a linear model for each task, `<task>.model`."""
    home = tmp_path_factory.mktemp("home")
    (home / "data").mkdir()
    for article in written_articles(range(8)):
        (home / "data" / f"{article.id}.json").write_bytes(encode(article))
    for task in (
        *("events", "factuality", "stance", "stance-extraction"),
        *("attribution", "sentiment", "coreference"),
    ):
        model = home / f"{task}.model"
        result = run("train", "--task", task, "--system", "linear", home / "data", "-o", model)
        assert result.exit_code == 0, result.output
    return home


def test_train_says_what_it_learnt_from(folder: Path, tmp_path: Path) -> None:
    model = tmp_path / "m"
    result = run("train", "--task", "stance", "--system", "majority", folder / "data", "-o", model)
    assert result.exit_code == 0
    assert "stance majority, learnt from 8 records" in result.output
    assert "data sha256:" in result.output
    assert model.is_file()


@pytest.mark.parametrize("seed", [0, 7])
def test_train_writes_the_same_bytes_for_the_same_seed(
    folder: Path, tmp_path: Path, seed: int
) -> None:
    options = ("--task", "factuality", "--system", "linear", "--seed", seed, folder / "data")
    for name in ("one", "two"):
        assert run("train", *options, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_train_learns_from_train_where_there_are_splits(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", range(3), range(100, 102))
    options = ("--task", "stance", "--system", "majority", corpus, "-o", tmp_path / "m")
    assert "from 3 records" in run("train", *options).output
    assert "from 2 records" in run("train", *options, "--split", "test").output
    assert isinstance(fails("train", *options, "--split", "dev"), UnknownNameError)


def test_train_refuses_a_split_of_a_folder_without_splits(folder: Path, tmp_path: Path) -> None:
    options = ("--task", "stance", "--system", "majority", folder / "data", "-o", tmp_path / "m")
    assert "no splits.json" in fails("train", *options, "--split", "train").message


def test_train_names_a_missing_layer(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_bytes(encode(with_layers(written(1), "entities")))
    error = fails("train", "--task", "stance", "--system", "linear", file, "-o", tmp_path / "m")
    assert (
        "layer stances, which none of the 1 records has (records with stances: 0)" in error.message
    )


def test_predictions_of_records_are_what_scoring_reads(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "stance.jsonl"
    result = run("predict", folder / "stance.model", folder / "data", "-o", out)
    assert result.exit_code == 0
    assert result.output == f"{out}: 8 predictions\n"
    golds = list(written_articles(range(8)))
    found = read_predictions(out, golds, tasks.get("stance")).predictions
    for article in golds:
        pairs = {(item.holder, item.target): item.label for item in article.stances}
        answered = {(item.holder, item.target): item.label for item in found[article.id].stances}
        assert answered == pairs


def test_plain_text_becomes_whole_valid_records(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "Été 2031_talks.txt").write_text(PLAIN.replace("\n", "\r\n"), "utf-8", newline="")
    (tmp_path / "Second.txt").write_text(OTHER, "utf-8")
    order = ("coreference", "events", "factuality", "attribution", "sentiment")
    models = [folder / f"{task}.model" for task in (*order, "stance-extraction", "stance")]
    out = tmp_path / "records"
    options = ("--format", "records", "--licence", "CC0-1.0", "-o", out)
    result = run("predict", *models, tmp_path, *options)
    assert result.exit_code == 0, result.output
    assert "note: ete-2031-talks: normalised to NFC with \\n line ends" in result.output
    assert "note: second" not in result.output
    checked = run("validate", "--fail-on", "warning", out)
    assert checked.exit_code == 0, checked.output
    first, second = read_records(out)
    assert (first.id, second.id) == ("ete-2031-talks", "second")
    assert (first.text, second.text) == (PLAIN, OTHER)
    assert first.metadata.origin == "third-party"
    assert first.metadata.licence == "CC0-1.0"
    assert len(first.layers) == 7
    events = [event for article in (first, second) for event in article.events]
    assert [(item.category, item.factuality) for item in events] == [
        ("ACCUSE", "CT+"),
        ("ASSAULT", "CT-"),
    ]
    assert first.provenance
    assert "communique" in (first.provenance.tool or "")


def test_records_go_into_one_jsonl_where_the_name_says_so(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(PLAIN, "utf-8")
    out = tmp_path / "out.jsonl"
    source = tmp_path / "one.txt"
    result = run("predict", folder / "events.model", source, "--format", "records", "-o", out)
    assert result.exit_code == 0
    assert [article.id for article in read_records(out)] == ["one"]


@pytest.mark.parametrize(
    ("task", "needed"), [("stance", "stance-extraction"), ("factuality", "events")]
)
def test_a_model_on_plain_text_asks_for_the_one_before_it(
    folder: Path, tmp_path: Path, task: str, needed: str
) -> None:
    (tmp_path / "one.txt").write_text(PLAIN, "utf-8")
    models = [folder / f"{name}.model" for name in (needed, task)]
    error = fails("predict", models[1], tmp_path / "one.txt", "-o", tmp_path / "o")
    assert f"a {task} model needs the layer" in error.message
    assert error.hint == f"name a {needed} model before it"
    assert run("predict", *models, tmp_path / "one.txt", "-o", tmp_path / "o").exit_code == 0
    assert "stands after" in fails("predict", *models[::-1], tmp_path, "-o", tmp_path / "o").message


def test_records_that_have_the_layer_are_refused(folder: Path, tmp_path: Path) -> None:
    options = ("--format", "records", "-o", tmp_path / "o")
    error = fails("predict", folder / "events.model", folder / "data", *options)
    assert "the record has the layer events already" in error.message
    assert not (tmp_path / "o").exists()


def test_models_and_inputs_must_both_be_named(folder: Path, tmp_path: Path) -> None:
    out = ("-o", tmp_path / "o")
    assert "is a model" in fails("predict", folder / "data", *out).message
    assert "is an input" in fails("predict", folder / "events.model", *out).message
    absent = fails("predict", folder / "events.model", tmp_path / "absent", *out)
    assert "no such file" in absent.message


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"\n", "an empty text"),
        ("\u65e5\u672c.txt", b"Words.", "a name without letters a to z or digits"),
        ("latin.txt", "Été".encode("latin-1"), "not UTF-8"),
    ],
)
def test_texts_that_cannot_be_records_are_refused(
    folder: Path, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    error = fails("predict", folder / "events.model", tmp_path / name, "-o", tmp_path / "o")
    assert isinstance(error, InputError)
    assert message in error.message
    assert name in error.message


def test_two_articles_of_one_id_are_refused(folder: Path, tmp_path: Path) -> None:
    for name in ("a b.txt", "A-B.txt"):
        (tmp_path / name).write_text(PLAIN, "utf-8")
    error = fails("predict", folder / "events.model", tmp_path, "-o", tmp_path / "o")
    assert "a second article 'a-b'" in error.message


def test_a_licence_and_a_language_are_asked_for(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(PLAIN, "utf-8")
    options = (folder / "events.model", tmp_path / "one.txt", "-o", tmp_path / "o")
    assert "a record needs both" in fails("predict", *options, "--licence", "").message
    assert "a record needs both" in fails("predict", *options, "--language", "e").message


def test_records_and_texts_of_one_folder_are_all_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(PLAIN, "utf-8")
    (tmp_path / "toy-50.json").write_bytes(encode(written(50)))
    run("predict", folder / "events.model", tmp_path, "-o", tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["one", "toy-50"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wire Report (2)", "wire-report-2"),
        ("Été_2031", "ete-2031"),
        ("--a--b--", "a-b"),
        ("\u65e5\u672c", ""),
        ("x" * 200, "x" * 120),
    ],
)
def test_file_names_become_ids(name: str, expected: str) -> None:
    assert slug(name) == expected
