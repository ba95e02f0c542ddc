"""Building is deterministic and touches only what is stale; checking names what differs."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from communique.cli.build_command import command
from communique.codec import decode, encode
from communique.corpus import read_split
from communique.errors import InputError
from communique.evaluate import score
from communique.hub import build, check, read_manifest
from communique.hub.tables import difference
from communique.signature import Signature
from communique.tasks import get

from tests.corpus_fixture import CARD, make_corpus, ship

datasets = pytest.importorskip("datasets", reason="needs the extra hub")
import pyarrow.parquet as pq  # noqa: E402 - comes with the extra


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = make_corpus(tmp_path_factory.mktemp("built") / "corpus")
    build(corpus)
    return corpus


@pytest.fixture
def corpus(built: Path, tmp_path: Path) -> Path:
    """A fresh copy of the built corpus."""
    return Path(shutil.copytree(built, tmp_path / "corpus"))


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def change_record(corpus: Path, **fields: Any) -> None:
    path = corpus / "articles" / "ship-boarded.json"
    path.write_bytes(encode(msgspec.structs.replace(decode(path.read_bytes()), **fields)))


def test_two_builds_give_the_same_bytes_and_leave_nothing_else(built: Path, tmp_path: Path) -> None:
    again = make_corpus(tmp_path / "elsewhere")
    build(again)
    assert content(again) == content(built)
    assert not [name for name in content(built) if Path(name).name.startswith(".")]


def test_the_order_of_items_in_a_record_changes_nothing(built: Path, tmp_path: Path) -> None:
    again = make_corpus(tmp_path / "corpus")
    path = again / "articles" / "ship-boarded.json"
    record = json.loads(path.read_bytes())
    for layer in ("layers", "entities", "mentions", "events", "attributions", "stances"):
        record[layer].reverse()
    path.write_text(json.dumps(record), encoding="utf-8")
    build(again)
    derived = {name: data for name, data in content(built).items() if "articles/s" not in name}
    assert {name: content(again)[name] for name in derived} == derived


def test_a_fresh_corpus_has_no_problem_and_checking_writes_nothing(corpus: Path) -> None:
    before = content(corpus)
    assert check(corpus) == []
    assert content(corpus) == before
    assert build(corpus) == []


def test_a_split_without_rows_of_a_layer_has_no_file_and_no_place_in_the_card(built: Path) -> None:
    assert not (built / "data/events/validation.parquet").exists()
    card = (built / "README.md").read_text(encoding="utf-8")
    assert "data/events/test.parquet" in card
    assert "data/events/validation.parquet" not in card


def test_parquet_written_otherwise_but_with_the_same_content_is_fresh(corpus: Path) -> None:
    path = corpus / "data/stance/train.parquet"
    pq.write_table(pq.read_table(path), path, compression="none", row_group_size=1)
    other = path.read_bytes()
    assert check(corpus) == []
    assert build(corpus) == []
    assert path.read_bytes() == other


def test_a_changed_record_is_named_in_every_file_that_it_reaches(corpus: Path) -> None:
    stances = tuple(msgspec.structs.replace(s, label="favor") for s in ship().stances)
    change_record(corpus, stances=stances)
    problems = check(corpus)
    parquet, said = f"{corpus}/data", "is not what the records give"
    assert problems[:2] == [
        f"{parquet}/articles/train.parquet: row 1 (ship-boarded), column 'stances' {said}",
        f"{parquet}/stance/train.parquet: row 0 (ship-boarded/s1), column 'label' {said}",
    ]
    assert f"{corpus}/MANIFEST.json: articles: 'ship-boarded' {said}" in problems
    assert f"{corpus}/README.md: front matter: 'dataset_info' {said}" in problems
    assert f"{corpus}/README.md: the section 'counts' is not what the records give" in problems
    assert any(problem.startswith(f"{corpus}/MANIFEST.json: digest is '") for problem in problems)
    build(corpus)
    assert check(corpus) == []


def put_other_labels(path: Path) -> None:
    """Write the stance table with its labels in another order, and the numbers as they are."""
    table = pq.read_table(path)
    features = datasets.Features.from_arrow_schema(table.schema)
    features["label"] = datasets.ClassLabel(names=["against", "favor", "neutral"])
    pq.write_table(table.replace_schema_metadata(features.arrow_schema.metadata), path)


SPOILED: list[tuple[str, Callable[[Path], object], str]] = [
    ("data/events/train.parquet", Path.unlink, "is missing"),
    ("data/events/train.parquet", lambda p: p.write_bytes(b"PAR1"), "data/events/train.parquet"),
    ("data/stance/train.parquet", put_other_labels, "column 'label' is of another type"),
    (
        "data/stance/train.parquet",
        lambda p: pq.write_table(pq.read_table(p).slice(1), p),
        "1 rows, the records give 2",
    ),
    (
        "data/stance/train.parquet",
        lambda p: pq.write_table(pq.read_table(p).drop_columns("basis"), p),
        "columns differ: basis",
    ),
    (
        "data/stance/old.parquet",
        lambda p: shutil.copy(p.with_name("train.parquet"), p),
        "nothing gives this file",
    ),
    ("MANIFEST.json", Path.unlink, "is missing or of another form"),
    ("MANIFEST.json", lambda p: p.write_bytes(b"{}"), "is missing or of another form"),
    (
        "MANIFEST.json",
        lambda p: p.write_bytes(p.read_bytes().replace(b'"0.0.1"', b'"9.9.9"')),
        "corpus_version is '9.9.9', the records give '0.0.1'",
    ),
    (
        "README.md",
        lambda p: p.write_bytes(p.read_bytes().replace(b"| articles | 2 |", b"| articles | 7 |")),
        "the section 'counts' is not what the records give",
    ),
    (
        "README.md",
        lambda p: p.write_bytes(p.read_bytes().replace(b"  default: true\n", b"")),
        "front matter: 'configs' is not what the records give",
    ),
]


@pytest.mark.parametrize(("name", "spoil", "said"), SPOILED)
def test_what_is_spoiled_is_named_and_mended(
    corpus: Path, name: str, spoil: Callable[[Path], object], said: str
) -> None:
    fresh = content(corpus)
    spoil(corpus / name)
    (problem,) = check(corpus)
    assert problem.startswith(f"{corpus / name}: ")
    assert said in problem
    assert build(corpus) == [corpus / name]
    assert content(corpus) == fresh


def test_a_section_that_the_caller_gives_is_written_and_checked(corpus: Path) -> None:
    card = corpus / "README.md"
    marks = "<!-- more: written by `communique build` -->\n<!-- end of more -->\n"
    card.write_text(card.read_text(encoding="utf-8") + marks, encoding="utf-8")
    assert check(corpus, {"more": "0.5\n"}) == [
        f"{card}: the section 'more' is not what the records give"
    ]
    assert build(corpus, {"more": "0.5\n"}) == [card]
    assert card.read_text(encoding="utf-8").endswith(
        "`communique build` -->\n0.5\n" + "<!-- end of more -->\n"
    )
    assert (check(corpus), build(corpus)) == ([], [])
    with pytest.raises(InputError, match="'<!-- less: "):
        build(corpus, {"less": ""})


def test_columns_in_another_order_are_a_difference(corpus: Path) -> None:
    table = pq.read_table(corpus / "data/stance/train.parquet")
    turned = table.select(list(reversed(table.column_names)))
    assert difference(table, turned) == "columns differ: their order"


def digest_of(records: list[bytes]) -> str:
    """SHA-256 of each record with its length before it, as eight bytes, the highest first."""
    parts = [len(record).to_bytes(8, "big") + record for record in records]
    return f"sha256:{hashlib.sha256(b''.join(parts)).hexdigest()}"


def test_the_manifest_can_be_computed_again_from_the_files(built: Path) -> None:
    manifest = read_manifest(built)
    records = {path.stem: path.read_bytes() for path in (built / "articles").iterdir()}
    assert {name: entry.sha256 for name, entry in manifest.articles.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in records.items()
    }
    assert manifest.digest == digest_of([records[name] for name in sorted(records)])
    train = [records["quiet"], records["ship-boarded"]]
    assert manifest.splits["train"].digest == digest_of(train)
    assert manifest.splits["test"].digest == digest_of([records["bank-fine"]])


def test_the_signature_of_a_score_names_the_split_of_the_manifest(built: Path) -> None:
    golds = read_split("train", built)
    scores = score(get("factuality"), golds, {}, resamples=0, seed=0)
    assert (
        Signature.parse(scores.signature)["corpus"] == read_manifest(built).splits["train"].digest
    )


def test_the_manifest_counts_what_is_annotated_only(built: Path) -> None:
    train, validation = (read_manifest(built).splits[name] for name in ("train", "validation"))
    assert (train.articles, train.threads) == (2, 1)
    found = {layer: (count.articles, count.items) for layer, count in train.layers.items()}
    assert found == {
        "entities": (2, 5),
        "coreference": (2, 7),
        "events": (2, 4),
        "factuality": (2, 3),
        "attributions": (2, 2),
        "stances": (2, 2),
        "sentiments": (2, 2),
    }
    # The article of validation has a mention, but coreference was not annotated in it.
    assert (validation.layers["coreference"].articles, validation.layers["coreference"].items) == (
        0,
        0,
    )
    assert validation.layers["stances"].items == 1


def spoil_splits(corpus: Path, splits: dict[str, list[str]]) -> None:
    text = json.dumps({"schema_version": "1.0", "splits": splits})
    (corpus / "splits.json").write_text(text, encoding="utf-8")


def copy_article(corpus: Path) -> None:
    folder = corpus / "articles"
    shutil.copy(folder / "quiet.json", folder / "zz.json")


UNUSABLE: list[tuple[Callable[[Path], object], str]] = [
    (lambda c: spoil_splits(c, {"train": ["ship"]}), r"thread '(grain|bank)' is in no split"),
    (lambda c: spoil_splits(c, {"dev-set": ["ship", "grain", "bank"]}), "split 'dev-set'"),
    (copy_article, "article 'quiet' is there twice"),
    (lambda c: shutil.rmtree(c / "articles"), "holds no 'articles'"),
    (lambda c: (c / "splits.json").unlink(), "holds no 'splits.json'"),
    (lambda c: (c / "README.md").unlink(), "README.md"),
    (lambda c: (c / "README.md").write_text(CARD.replace("version", "v")), "the version None"),
    (lambda c: change_record(c, entities=()), "is no entity or event of the record"),
]


@pytest.mark.parametrize(("spoil", "said"), UNUSABLE)
def test_a_corpus_that_does_not_fit_together_is_an_error_and_stays_as_it_was(
    corpus: Path, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(corpus)
    before = content(corpus)
    for function in (build, check):
        with pytest.raises(InputError, match=said):
            function(corpus)
    assert content(corpus) == before


def test_the_command_builds_then_finds_nothing_then_names_what_is_stale(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    run = CliRunner().invoke
    stale = run(command, ["--corpus", str(corpus), "--check"])
    assert stale.exit_code == 1
    assert f"{corpus}/data/articles/train.parquet: is missing\n" in stale.output
    written = run(command, ["--corpus", str(corpus)])
    assert (written.exit_code, f"{corpus}/MANIFEST.json: written\n" in written.output) == (0, True)
    fresh = run(command, ["--corpus", str(corpus), "--check"])
    assert (fresh.exit_code, fresh.output) == (0, "")
    stray = corpus / "data/old/train.parquet"
    stray.parent.mkdir()
    stray.write_bytes(b"")
    removed = run(command, ["--corpus", str(corpus)])
    assert (removed.output, stray.exists()) == (f"{stray}: removed\n", False)


def test_the_command_puts_the_agreement_of_two_annotators_into_the_card(corpus: Path) -> None:
    card = corpus / "README.md"
    marks = "<!-- agreement: written by `communique build` -->\n<!-- end of agreement -->\n"
    card.write_text(card.read_text(encoding="utf-8") + marks, encoding="utf-8")
    for annotator in ("a1", "a2"):
        shutil.copytree(corpus / "articles", corpus / "annotations" / annotator)
    run = CliRunner().invoke
    assert run(command, ["--corpus", str(corpus)]).output == f"{card}: written\n"
    assert re.search(r"^\| events \|.*\| f1 \| 1\.000 \|", card.read_text("utf-8"), re.MULTILINE)
    assert run(command, ["--corpus", str(corpus), "--check"]).exit_code == 0
    change = corpus / "annotations/a2/ship-boarded.json"
    change.write_bytes(encode(msgspec.structs.replace(ship(), events=(), stances=())))
    stale = run(command, ["--corpus", str(corpus), "--check"])
    assert stale.exit_code == 1
    assert f"{card}: the section 'agreement' is not what the records give\n" in stale.output
