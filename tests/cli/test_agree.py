from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.codec import encode, text_digest
from communique.model import Article, Event, Metadata, Span
from ruamel.yaml import YAML

TEXT = "Lhosan seized the ship. Maravel denounced the seizure."


def record(name: str, *events: Event, text: str = TEXT) -> bytes:
    metadata = Metadata(
        language="en",
        origin="written",
        licence="CC-BY-4.0",
        text_sha256=text_digest(text),
        text_length=len(text),
    )
    return encode(
        Article(
            schema_version="1.0",
            id=name,
            metadata=metadata,
            layers=("events",),
            text=text,
            events=events,
        )
    )


def event(name: str, words: str, category: str) -> Event:
    start = TEXT.index(words)
    return Event(id=name, trigger=(Span(start, start + len(words), words),), category=category)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two annotators: one category differs, one event is only in A, one article only in B."""
    a, b = tmp_path / "a", tmp_path / "b"
    a.mkdir()
    b.mkdir()
    seized, denounced = event("e1", "seized", "COERCE"), event("e2", "denounced", "ACCUSE")
    again = event("e1", "denounced", "REJECT")
    (a / "one.json").write_bytes(record("one", seized, denounced))
    (b / "one.json").write_bytes(record("one", again))
    (b / "two.json").write_bytes(record("two"))
    return a, b


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_agree_prints_figures_layer_by_layer(folders: tuple[Path, Path]) -> None:
    result = run("agree", *folders)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:2] == [
        "1 article; 1000 resamples, seed 0",
        "left out: two: only the second has it",
    ]
    assert any(line.split()[:4] == ["trigger", "exact", "f1", "0.667"] for line in lines)
    assert "task=agreement@1" in lines[-1]


def test_agree_as_json_is_the_same_figures(folders: tuple[Path, Path]) -> None:
    found = json.loads(run("agree", *folders, "--format", "json").stdout)
    figures = {(f["item"], f["statistic"]): f for f in found["figures"]}
    assert figures["trigger exact", "f1"]["value"] == pytest.approx(2 / 3)
    assert figures["category", "accuracy"]["value"] == 0
    assert figures["mode", "kappa"]["value"] is None
    assert figures["mode", "kappa"]["reason"]


def test_agree_without_common_articles_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(record("a"))
    (tmp_path / "b.json").write_bytes(record("b"))
    result = run("agree", tmp_path / "a.json", tmp_path / "b.json")
    assert result.exit_code != 0
    assert "no article in common" in str(result.exception)


def test_diff_lists_numbered_items_in_context_and_exits_1(folders: tuple[Path, Path]) -> None:
    result = run("diff", *folders)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "one: 2 differences",
        "",
        "== events",
        "   1 only-a event e1  Lhosan ⟦seized⟧ the ship. Maravel denounced the…",
        "       A: COERCE",
        "   2 label category e2/e1  Lhosan seized the ship. Maravel ⟦denounced⟧ the seizure.",
        "       A: ACCUSE   B: REJECT",
        "",
    ]
    assert result.stderr == "left out: two: only the second has it\n"


def test_diff_json_and_yaml_say_the_same(folders: tuple[Path, Path]) -> None:
    as_json = json.loads(run("diff", *folders, "--format", "json").stdout)
    as_yaml = YAML(typ="safe").load(run("diff", *folders, "--format", "yaml").stdout)
    assert as_json == as_yaml
    assert [item["kind"] for item in as_json["one"]] == ["only-a", "label"]


def test_diff_of_equal_annotations_exits_0(folders: tuple[Path, Path]) -> None:
    result = run("diff", folders[0], folders[0])
    assert result.exit_code == 0
    assert result.stdout.startswith("one: 0 differences")
