"""`load_dataset` on the folder, offline and in fresh processes, gives what `load` gives.

Each test of a trap of the `datasets` library starts a process with a cache of its own.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import communique
import msgspec
import pytest
from communique import ontology
from communique.codec import attach, decode, encode, text_digest
from communique.errors import InputError, MissingExtraError, MissingFileError, UnknownNameError
from communique.hub import CONFIGS, build, load

from tests.corpus_fixture import SHIP, make_corpus, quiet, ship
from tests.fresh_process import LOAD, fresh

datasets = pytest.importorskip("datasets", reason="needs the extra hub")
import pyarrow.parquet as pq  # noqa: E402 - comes with the extra


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_corpus(tmp_path_factory.mktemp("made") / "corpus")
    build(made)
    return made


@pytest.fixture(scope="module")
def loaded(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Every configuration, and the default one, from `load_dataset("corpus", ...)`."""
    names = [f"corpus:{name}" for name in CONFIGS]
    home = tmp_path_factory.mktemp("home")
    return fresh(LOAD, "corpus", *names, home=home, folder=corpus.parent)


def rows(loaded: Any, config: str, split: str = "train") -> dict[str, Any]:
    return {row["id"]: row for row in loaded[f"corpus:{config}"][split]["rows"]}


@pytest.mark.parametrize("config", list(CONFIGS))
def test_load_dataset_and_load_give_the_same(corpus: Path, loaded: Any, config: str) -> None:
    ours = communique.load(config, corpus=corpus)
    theirs = loaded[f"corpus:{config}"]
    assert list(ours) == list(theirs)
    for split, data in ours.items():
        assert data.to_list() == theirs[split]["rows"]
        assert data.features.to_dict() == theirs[split]["features"]
        assert str(data.split) == split
        one = load(config, split, corpus=corpus)
        assert (one.to_list(), one.features) == (data.to_list(), data.features)


def test_without_a_name_the_articles_are_loaded(loaded: Any) -> None:
    assert loaded["corpus"] == loaded["corpus:articles"]
    assert loaded["corpus"]["train"]["config"] == "articles"


def test_streaming_gives_the_same_rows(loaded: Any) -> None:
    last = list(CONFIGS)[-1]
    whole = {split: data["rows"] for split, data in loaded[f"corpus:{last}"].items()}
    assert loaded["streamed"] == whole


def test_the_features_of_the_card_are_those_of_the_parquet(corpus: Path, loaded: Any) -> None:
    for config in CONFIGS:
        for path in sorted((corpus / "data" / config).iterdir()):
            found = datasets.Features.from_arrow_schema(pq.read_schema(path))
            assert found.to_dict() == loaded[f"corpus:{config}"][path.stem]["features"]


def test_records_come_back_from_load_dataset_byte_for_byte(corpus: Path, loaded: Any) -> None:
    found = [row for split in loaded["corpus"].values() for row in split["rows"]]
    assert len(found) == 4
    for row in found:
        record = (corpus / "articles" / f"{row['id']}.json").read_bytes()
        assert encode(communique.hub.to_article(row)) == record


def test_text_with_emoji_control_characters_and_quotation_marks_is_whole(loaded: Any) -> None:
    found = rows(loaded, "articles")
    assert found["ship-boarded"]["text"] == SHIP
    assert found["quiet"]["text"] == quiet().text
    assert "\0" in found["quiet"]["text"]


def test_iso_dates_stay_strings(loaded: Any) -> None:
    row = rows(loaded, "articles")["ship-boarded"]
    assert (row["published"], row["provenance"]["date"]) == ("2031-09-09", "2031-10-01")
    assert (row["dateline"], row["title"]) == ("2031", "no")
    values = {entity["id"]: (entity["name"], entity["value"]) for entity in row["entities"]}
    assert (values["when"], values["no"]) == ((None, "2031-09-09"), ("no", None))


def test_unknown_labels_are_null_and_known_ones_numbers_of_the_ontology(loaded: Any) -> None:
    labels = {row["event"]: row["label"] for row in rows(loaded, "factuality").values()}
    values = ontology.labels("factuality_values")
    assert labels == {
        "e1": values.index("CT+"), "e2": values.index("CT+"), "e3": None, "e10": values.index("Uu"),
    }  # fmt: skip
    feature = loaded["corpus:factuality"]["train"]["features"]["label"]
    assert feature == {"names": list(values), "_type": "ClassLabel"}


def test_absent_parts_are_null_and_empty_lists_stay_empty(loaded: Any) -> None:
    row = rows(loaded, "articles")["quiet"]
    assert row["provenance"] is None
    assert (row["entities"], row["noise"], row["sentiments"]) == ([], [], [])
    assert rows(loaded, "articles", "test")["bank-fine"]["text"] is None
    nested = {item["id"]: item for item in rows(loaded, "articles")["ship-boarded"]["attributions"]}
    assert (nested["a2"]["source"], nested["a2"]["cue"]) == (None, [])


def test_articles_without_a_layer_are_left_out_and_eventless_texts_are_kept(loaded: Any) -> None:
    assert set(loaded["corpus:events"]) == {"train", "test"}
    assert set(rows(loaded, "events")) == {"ship-boarded", "quiet"}
    assert set(loaded["corpus:stance"]) == {"train", "validation"}


def test_edited_data_is_loaded_anew_after_a_build(corpus: Path, tmp_path: Path) -> None:
    """The cache is keyed by the card alone; of the edit, no count and no length tells."""
    folder = Path(shutil.copytree(corpus, tmp_path / "corpus"))
    arguments = {"home": tmp_path / "home", "folder": tmp_path}
    before = fresh(LOAD, "corpus:stance", **arguments)
    path = folder / "articles" / "ship-boarded.json"
    record = ship()
    stances = tuple(msgspec.structs.replace(s, label="against") for s in record.stances)
    text = SHIP.replace("boarded", "rammed!")
    meta = msgspec.structs.replace(record.metadata, text_sha256=text_digest(text))
    edited = msgspec.structs.replace(record, stances=stances, metadata=meta, text=None)
    path.write_bytes(encode(attach(edited, text)))
    build(folder)
    after = fresh(LOAD, "corpus:stance", **arguments)
    first, second = (rows(found, "stance")["ship-boarded/s2"] for found in (before, after))
    names = ontology.labels("stance_labels")
    assert [names[row["label"]] for row in (first, second)] == ["neutral", "against"]
    assert ("rammed!" in first["text"], "rammed!" in second["text"]) == (False, True)


def test_two_folders_of_one_name_give_each_its_own(corpus: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(corpus, tmp_path / "corpus"))
    path = other / "articles" / "grain-deal.json"
    record = decode(path.read_bytes())
    stance = msgspec.structs.replace(record.stances[0], label="against")
    path.write_bytes(encode(msgspec.structs.replace(record, stances=(stance,))))
    build(other)
    names = [f"{corpus}:stance", f"{other}:stance"]
    found = fresh(LOAD, *names, home=tmp_path / "home", folder=tmp_path)
    given = [found[name]["validation"]["rows"][0]["label"] for name in names]
    assert [ontology.labels("stance_labels")[label] for label in given] == ["favor", "against"]


def test_importing_the_hub_side_loads_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import json, sys, communique, communique.hub\n"
        "heavy = {'datasets', 'pyarrow', 'numpy', 'yaml', 'sklearn'}\n"
        "print(json.dumps(sorted(heavy & set(sys.modules))))"
    )
    assert fresh(script, home=tmp_path, folder=tmp_path) == []


@pytest.mark.parametrize("library", ["datasets", "pyarrow"])
def test_a_missing_library_is_an_error_that_names_the_extra(
    corpus: Path, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, f"{library}.parquet", raising=False)
    for call in (lambda: load("stance", corpus=corpus), lambda: build(corpus)):
        with pytest.raises(MissingExtraError, match=f"'{library}'") as caught:
            call()
        assert "communique[hub]" in caught.value.hint


def test_unknown_configurations_and_splits_are_errors_that_name_what_there_is(corpus: Path) -> None:
    with pytest.raises(UnknownNameError, match="'stances'"):
        load("stances", corpus=corpus)
    with pytest.raises(UnknownNameError, match="'dev' of 'stance'") as caught:
        load("stance", "dev", corpus=corpus)
    assert "train, validation" in caught.value.hint


def test_files_that_are_not_built_are_an_error_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="'stance'") as caught:
        load("stance", corpus=make_corpus(tmp_path / "corpus"))
    assert "communique build" in caught.value.hint


def test_files_built_with_other_labels_are_an_error(corpus: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(corpus, tmp_path / "corpus"))
    path = other / "data/stance/train.parquet"
    table = pq.read_table(path)
    features = datasets.Features.from_arrow_schema(table.schema)
    features["label"] = datasets.ClassLabel(names=["against", "favor", "neutral"])
    pq.write_table(table.replace_schema_metadata(features.arrow_schema.metadata), path)
    with pytest.raises(InputError, match="not those of this version"):
        load("stance", "train", corpus=other)
