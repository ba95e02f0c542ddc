"""The whole path on real input: other people's annotation, and plain public-domain texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.codec import decode

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def folder(name: str) -> Path:
    path = SHARED / name
    if not path.is_dir():
        pytest.skip(f"other people's data are not beside this checkout: {name}")
    return path


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records = tmp_path_factory.mktemp("polnear")
    # 1: one text is normalised, which is a finding
    run("import", "polnear", folder("polnear") / "attributions", "-o", records, code=1)
    path = records / "attribution.model"
    run("train", "--task", "attribution", "--system", "linear", records, "-o", path)
    return path


def test_polnear_is_imported_validated_learnt_from_and_scored(model: Path, tmp_path: Path) -> None:
    records, predictions, scores = model.parent, tmp_path / "p.jsonl", tmp_path / "r.json"
    run("validate", records)
    run("predict", model, *sorted(records.rglob("*.json")), "-o", predictions)
    run("score", "--task", "attribution", records, predictions, "--resamples", "100", "-o", scores)
    result = json.loads(scores.read_bytes())
    assert len(result["documents"]) == 12
    # It was learnt from these very articles: what is shown is that the path holds together.
    assert result["scores"]["mean-f1"]["value"] > 0.5


def test_state_department_texts_become_valid_records(model: Path, tmp_path: Path) -> None:
    texts, records = tmp_path / "texts", tmp_path / "records"
    texts.mkdir()
    lines = (folder("re3d") / "us_state" / "documents.json").read_bytes().splitlines()
    for number, line in enumerate(lines[:8]):
        (texts / f"state-{number}.txt").write_bytes(json.loads(line)["text"].encode())
    run("predict", model, texts, "-o", records, "--format", "records", "--licence", "public domain")
    run("validate", records)
    found = [decode(path.read_bytes()) for path in sorted(records.glob("*.json"))]
    assert len(found) == 8
    assert all(article.layers == ("attributions",) for article in found)
    assert sum(len(article.attributions) for article in found) > 0
