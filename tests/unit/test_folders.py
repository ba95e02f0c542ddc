"""Folders: the files that everyone reads are the same ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from communique import corpus
from communique._folders import FORMS, RECORDS, files_below, records_root
from communique.errors import InputError
from communique.validate.sources import locate


def touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")


def test_files_are_found_by_their_ending_at_any_depth_and_sorted(tmp_path: Path) -> None:
    touch(tmp_path, "b.json", "a.jsonl", "deep/er/c.json", "d.yaml", "e.yml", "f.txt", "json")
    (tmp_path / "folder.json").mkdir()
    found = [str(Path(name).relative_to(tmp_path)) for name in files_below(str(tmp_path), RECORDS)]
    assert found == ["a.jsonl", "b.json", str(Path("deep") / "er" / "c.json")]
    assert [Path(name).name for name in files_below(str(tmp_path), FORMS)] == ["d.yaml", "e.yml"]


def test_hidden_folders_and_circles_of_links_are_passed_over(tmp_path: Path) -> None:
    touch(tmp_path, "a.json", ".ipynb_checkpoints/a.json")
    (tmp_path / "circle").symlink_to(tmp_path, target_is_directory=True)
    assert files_below(str(tmp_path), RECORDS) == [str(tmp_path / "a.json")]


def test_a_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match="nowhere: No such file"):
        files_below("nowhere", RECORDS)


def test_of_a_corpus_validator_and_reader_take_the_same_files(tmp_path: Path) -> None:
    touch(tmp_path, "splits.json", "articles/a.json", "articles/x/b.jsonl", "annotations/a.json")
    assert records_root(str(tmp_path)) == str(tmp_path / "articles")
    assert records_root(str(tmp_path / "articles")) == str(tmp_path / "articles")
    assert [str(path) for path in corpus.record_files(tmp_path)] == locate([str(tmp_path)])
