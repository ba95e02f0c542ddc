"""`communique compile`: records from forms; all problems at once; nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.codec import decode, encode
from communique.errors import InputError

FORM = """\
id: {name}
metadata: {{language: en, origin: third-party, licence: none}}
text: |-
  Kemrat refused. Hallsund said that Kemrat refused.
layers: [entities]
entities:
  lhosan: {{type: GPE, NAM: [{quote}]}}
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["compile", *map(str, words)])


def form(folder: Path, name: str, quote: str = "Kemrat#2") -> Path:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FORM.format(name=name, quote=quote), encoding="utf-8")
    return path


def test_one_form_without_output_prints_its_record(tmp_path: Path) -> None:
    result = run(form(tmp_path, "a"))
    assert result.exit_code == 0
    article = decode(result.stdout_bytes)
    assert article.mentions[0].spans[0].start == 35
    assert result.stdout_bytes == encode(article)


def test_a_folder_of_forms_becomes_a_folder_of_records(tmp_path: Path) -> None:
    form(tmp_path / "in" / "deep", "a")
    form(tmp_path / "in", "b")
    result = run(tmp_path / "in", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.json", "b.json"]


def test_one_form_becomes_one_named_file(tmp_path: Path) -> None:
    out = tmp_path / "x" / "record.json"
    assert run(form(tmp_path, "a"), "-o", out).exit_code == 0
    assert decode(out.read_bytes()).id == "a"


def test_problems_of_all_forms_are_told_with_place_and_hint(tmp_path: Path) -> None:
    a, b, c = form(tmp_path, "a", "Kemrat"), form(tmp_path, "b"), form(tmp_path, "c", "Kemrad")
    result = run(a, b, c, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{a}:7:29: AUT-102 error: " in result.output
    assert f"{c}:7:29: AUT-101 error: " in result.output
    assert result.output.count("hint: ") == 2


def test_a_form_with_errors_writes_nothing_and_leaves_the_old_record(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(form(tmp_path, "a"), "-o", out).exit_code == 0
    before = (out / "a.json").read_bytes()
    assert run(form(tmp_path, "a", "Kemrad"), "-o", out).exit_code == 1
    assert (out / "a.json").read_bytes() == before
    assert [p.name for p in out.iterdir()] == ["a.json"]


def test_check_is_quiet_about_equal_records_and_names_those_that_differ(tmp_path: Path) -> None:
    a, b, out = form(tmp_path, "a"), form(tmp_path, "b"), tmp_path / "out"
    assert run(a, b, "-o", out).exit_code == 0
    assert run(a, b, "-o", out, "--check").exit_code == 0
    form(tmp_path, "b", "Kemrat#1")
    before = (out / "b.json").read_bytes()
    result = run(a, b, "-o", out, "--check")
    assert result.exit_code == 1
    assert "b.json" in result.output
    assert "a.json" not in result.output
    assert (out / "b.json").read_bytes() == before


def test_check_names_a_record_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    result = run(form(tmp_path, "a"), "-o", tmp_path / "out", "--check")
    assert result.exit_code == 1
    assert "a.json" in result.output


def test_two_forms_of_one_id_are_refused_before_one_overwrites_the_other(tmp_path: Path) -> None:
    a = form(tmp_path / "x", "a")
    b = form(tmp_path / "y", "a", "Kemrat#1")
    result = run(a, b, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert str(a) in result.output
    assert str(b) in result.output


@pytest.mark.parametrize(
    "words",
    [
        ["nothing.yaml"],
        ["empty"],
        ["two"],
        ["two", "-o", "one.json"],
        ["two", "--check"],
        ["latin.yaml"],
    ],
)
def test_input_that_cannot_be_used_is_refused(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    form(tmp_path / "two", "a")
    form(tmp_path / "two", "b")
    (tmp_path / "latin.yaml").write_bytes(b"id: caf\xe9\n")
    result = run(*words)
    assert isinstance(result.exception, InputError)  # `main` makes it exit with 2
    assert result.exception.hint


def test_a_form_extends_a_record_relative_to_itself(tmp_path: Path) -> None:
    assert run(form(tmp_path, "a"), "-o", tmp_path / "bare").exit_code == 0
    path = tmp_path / "me" / "a.yaml"
    path.parent.mkdir()
    path.write_text("extends: ../bare/a.json\nlayers: [entities]\n", encoding="utf-8")
    result = run(path)
    assert result.exit_code == 0, result.output
    article = decode(result.stdout_bytes)
    assert article.id == "a"
    assert article.text == decode((tmp_path / "bare" / "a.json").read_bytes()).text
    assert not article.mentions
