"""Reading sets of records, splits, and writing without halves."""

from __future__ import annotations

from pathlib import Path

import pytest
from communique import corpus
from communique.codec import encode, encode_lines, text_digest
from communique.errors import InputError, UnknownNameError
from communique.model import Article, Metadata


def article(name: str, thread: str | None = None) -> Article:
    meta = Metadata(
        language="en",
        origin="written",
        licence="CC-BY-4.0",
        text_sha256=text_digest(name),
        text_length=len(name),
        thread=thread,
    )
    return Article(schema_version="1.0", id=name, metadata=meta, layers=(), text=name)


def test_folders_files_and_jsonl_are_read_in_sorted_order(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.json").write_bytes(encode(article("b")))
    (tmp_path / "a.jsonl").write_bytes(encode_lines([article("a1"), article("a2")]) + b"\n")
    (tmp_path / "deep" / "c.json").write_bytes(encode(article("c")))
    assert [a.id for a in corpus.read_records(tmp_path)] == ["a1", "a2", "b", "c"]
    assert [a.id for a in corpus.read_records([tmp_path / "b.json"])] == ["b"]


def test_of_a_corpus_only_its_articles_are_read(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.json").write_bytes(encode(article("a")))
    (tmp_path / "splits.json").write_text("{}", encoding="utf-8")
    assert [a.id for a in corpus.read_records(tmp_path)] == ["a"]


def test_a_broken_line_is_named_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(encode_lines([article("a")]) + b"{broken\n")
    with pytest.raises(InputError, match=r"a\.jsonl:2: not an article record"):
        list(corpus.read_records(path))


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_a_folder_without_records_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=name):
        list(corpus.read_records(tmp_path / name))


def test_splits_go_by_thread(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for name, thread in (("a", "one"), ("b", "two"), ("c", "one")):
        (tmp_path / "articles" / f"{name}.json").write_bytes(encode(article(name, thread)))
    (tmp_path / "splits.json").write_text(
        '{"schema_version":"1.0","splits":{"train":["one"],"test":["two"]}}', encoding="utf-8"
    )
    assert [a.id for a in corpus.read_split("train", tmp_path)] == ["a", "c"]
    with pytest.raises(UnknownNameError, match="'dev'"):
        corpus.read_split("dev", tmp_path)


def test_a_text_is_read_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes(b"a\r\nb\n")
    assert corpus.read_text(path) == "a\r\nb\n"
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match="not UTF-8 at byte 0"):
        corpus.read_text(path)


def test_a_failed_write_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.json"
    corpus.write_file(path, b"old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="cannot be written: disk full"):
        corpus.write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]
