"""Model files: what is not data, or not whole, is refused with a message and never built."""

from __future__ import annotations

import io
import json
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sklearn
import skops.io
from communique.baselines import is_model, load_model, save_model, train
from communique.errors import InputError
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import FunctionTransformer

from tests.baseline_data import written, written_articles


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "stance.model"
    save_model(train("stance", "linear", written_articles(range(6)), seed=0), path)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(saved: Path, folder: Path, **changed: bytes) -> Path:
    parts = parts_of(saved) | {name.replace("_", "."): data for name, data in changed.items()}
    with zipfile.ZipFile(folder / "changed.model", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return folder / "changed.model"


def estimator(classes: int, features: int) -> LogisticRegression:
    rows = np.eye(max(classes, features))[:, :features]
    return LogisticRegression().fit(rows, np.arange(len(rows)) % classes)


def test_a_file_holds_json_and_arrays_only(saved: Path) -> None:
    assert set(parts_of(saved)) == {"manifest.json", "learnt.json", "estimators.skops"}
    with zipfile.ZipFile(io.BytesIO(parts_of(saved)["estimators.skops"])) as archive:
        assert {Path(name).suffix for name in archive.namelist()} == {".npy", ".json"}


def test_a_model_of_another_scikit_learn_is_read_without_a_warning(
    saved: Path, tmp_path: Path
) -> None:
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(parts_of(saved)["estimators.skops"])) as source,
        zipfile.ZipFile(data, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "schema.json":
                assert sklearn.__version__.encode() in content
                content = content.replace(sklearn.__version__.encode(), b"1.4.0")
            target.writestr(name, content)
    model = load_model(rewritten(saved, tmp_path, estimators_skops=data.getvalue()))
    article = written(100)
    assert model.predict(article) == load_model(saved).predict(article)


def test_the_manifest_says_what_the_model_is(saved: Path) -> None:
    manifest = json.loads(parts_of(saved)["manifest.json"])
    assert manifest["task"] == "stance"
    assert manifest["labels"] == {"labels": ["against", "favor", "neutral"]}
    assert manifest["articles"] == 6
    assert manifest["data"].startswith("sha256:")


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (FunctionTransformer(np.exp), "FunctionTransformer"),
        (np.exp, "exp"),
        (OrderedDict(a=1), "OrderedDict"),
        (print, "print"),
        ({"a": slice(3)}, "slice"),
    ],
)
def test_a_foreign_type_is_refused_by_name(
    saved: Path, tmp_path: Path, thing: object, name: str
) -> None:
    path = rewritten(saved, tmp_path, estimators_skops=skops.io.dumps([thing]))
    with pytest.raises(InputError, match=rf"refused, for it holds .*{name}"):
        load_model(path)


def test_a_type_is_refused_before_it_is_imported(saved: Path, tmp_path: Path) -> None:
    node = {"__class__": "system", "__module__": "no_such_module_at_all", "__loader__": "TypeNode"}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("schema.json", json.dumps({**node, "protocol": 2}))
    path = rewritten(saved, tmp_path, estimators_skops=data.getvalue())
    with pytest.raises(InputError, match=r"no_such_module_at_all\.system"):
        load_model(path)


def of_manifest(**changed: object) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        manifest = json.loads(parts["manifest.json"])
        return {"manifest_json": json.dumps(manifest | changed).encode()}

    return change


def of_learnt(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, bytes]], Any]:
    def changed(parts: dict[str, bytes]) -> dict[str, bytes]:
        learnt = json.loads(parts["learnt.json"])["labels"]
        change(learnt)
        return {"learnt_json": json.dumps({"labels": learnt}).encode()}

    return changed


def of_estimators(*fitted: object) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda _: {"estimators_skops": skops.io.dumps(list(fitted))}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (of_manifest(format="communique-model/99"), "format 'communique-model/99'"),
        (of_manifest(task="weather"), "unknown baseline 'weather linear'"),
        (of_manifest(seed="x"), "not a model"),
        (of_manifest(task="events"), "not a model"),
        (of_learnt(lambda found: found.pop("classes")), "missing required field `classes`"),
        (of_learnt(lambda found: found["classes"].pop()), "an estimator of the shape"),
        (of_learnt(lambda found: found["features"].popitem()), "an estimator of the shape"),
        (of_learnt(lambda found: found["features"].update(bias=0)), "one column each"),
        (of_learnt(lambda found: found.update(estimator=7)), "no estimator is at 7"),
        (of_learnt(lambda found: found.pop("estimator")), "3 classes and no estimator"),
        (of_estimators(), "no estimator is at 0"),
        (of_estimators(estimator(3, 2)), "an estimator of the shape"),
        (of_estimators(LogisticRegression()), "an estimator of the shape"),
        (of_estimators("words"), "an estimator of the shape"),
        (lambda _: {"estimators_skops": b"PK nothing"}, "its estimators"),
        (lambda _: {"learnt_json": b"{"}, "not a model"),
        (lambda _: {"manifest_json": b"\xff"}, "not a model"),
    ],
)
def test_a_damaged_file_is_refused(
    saved: Path,
    tmp_path: Path,
    change: Callable[[dict[str, bytes]], dict[str, bytes]],
    message: str,
) -> None:
    path = rewritten(saved, tmp_path, **change(parts_of(saved)))
    with pytest.raises((InputError, LookupError), match=message):
        load_model(path)


def test_a_file_of_another_kind_is_no_model(tmp_path: Path, saved: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("words")
    assert is_model(saved)
    assert not is_model(text)
    assert not is_model(tmp_path)
    assert not is_model(tmp_path / "absent")
    with pytest.raises(InputError, match="not a model"):
        load_model(text)
    with pytest.raises(InputError, match="No such file"):
        load_model(tmp_path / "absent")


def test_a_part_that_is_missing_is_named(tmp_path: Path, saved: Path) -> None:
    parts = parts_of(saved)
    with zipfile.ZipFile(tmp_path / "half.model", "w") as archive:
        archive.writestr("manifest.json", parts["manifest.json"])
    with pytest.raises(InputError, match=r"learnt\.json"):
        load_model(tmp_path / "half.model")


def test_a_bomb_is_not_unpacked(
    tmp_path: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.baselines.storage.LARGEST", 1000)
    with pytest.raises(InputError, match="larger than 1000 bytes"):
        load_model(saved)
    assert tmp_path.is_dir()
