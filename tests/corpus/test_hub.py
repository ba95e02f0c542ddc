"""The shipped folder is a Hugging Face dataset: it loads offline, whole, as its card says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from communique._paths import data_dir
from communique.codec import encode
from communique.hub import CONFIGS, load, to_article
from communique.hub.card import read_card

from tests.fresh_process import LOAD, fresh

datasets = pytest.importorskip("datasets", reason="needs the extra hub")

CORPUS = data_dir("corpus")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Every configuration, and the default one, as a new process without network loads them."""
    home = tmp_path_factory.mktemp("home")
    names = [CORPUS.name, *(f"{CORPUS.name}:{name}" for name in CONFIGS)]
    return fresh(LOAD, *names, home=home, folder=CORPUS.parent)


@pytest.mark.parametrize("config", list(CONFIGS))
def test_load_dataset_and_load_give_the_same(loaded: Any, config: str) -> None:
    ours, theirs = load(config), loaded[f"{CORPUS.name}:{config}"]
    assert list(ours) == list(theirs) == ["train", "validation", "test"]
    for split, data in ours.items():
        assert data.num_rows > 0
        assert data.to_list() == theirs[split]["rows"]
        assert data.features.to_dict() == theirs[split]["features"]


def test_the_default_is_the_whole_record_byte_for_byte(loaded: Any) -> None:
    rows = [row for split in loaded[CORPUS.name].values() for row in split["rows"]]
    files = sorted((CORPUS / "articles").glob("*.json"))
    assert sorted(row["id"] for row in rows) == [file.stem for file in files]
    for row in rows:
        assert encode(to_article(row)) == (CORPUS / "articles" / f"{row['id']}.json").read_bytes()


def test_every_span_of_every_configuration_is_found_in_its_text(loaded: Any) -> None:
    checked = 0
    for splits in loaded.values():
        for row in (row for split in splits.values() for row in rows_of(split)):
            for span in spans(row):
                assert row["text"][span["start"] : span["end"]] == span["text"]
                checked += 1
    assert checked > 0


def rows_of(split: Any) -> list[Any]:
    return list(split["rows"] if isinstance(split, dict) else split)


def spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict) and {"start", "end", "text"} == set(value):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [span for item in inner for span in spans(item)]


def test_nothing_beside_the_data_can_be_taken_for_a_loading_script_or_more_data() -> None:
    assert not list(CORPUS.rglob("*.py"))
    data = [path for path in (CORPUS / "data").rglob("*") if path.is_file()]
    assert {path.suffix for path in data} == {".parquet"}


def test_the_card_has_one_default_and_split_names_that_the_loader_takes() -> None:
    configs = read_card(CORPUS / "README.md").generated["configs"]
    assert [config["config_name"] for config in configs] == list(CONFIGS)
    assert [config["config_name"] for config in configs if config.get("default")] == ["articles"]
    for config in configs:
        for file in config["data_files"]:
            assert re.fullmatch(r"\w+", file["split"])
            assert (CORPUS / file["path"]).is_file()


def test_the_card_speaks_of_every_configuration_and_of_every_column() -> None:
    prose = read_card(CORPUS / "README.md").prose
    for name in CONFIGS:
        described = re.search(rf"\n### `{name}`\n(.*?)\n##", prose, re.DOTALL)
        assert described, name
        words = set(re.findall(r"`(\w+)`", described[1]))
        assert set(CONFIGS.get(name).shape) - words == set(), name


def test_the_licence_of_the_folder_is_the_card_s() -> None:
    head = read_card(CORPUS / "README.md").head
    text = Path(CORPUS / "LICENSE").read_text(encoding="utf-8")
    assert "license: cc-by-4.0\n" in head
    assert text.startswith("Attribution 4.0 International\n")
