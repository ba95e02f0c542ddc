"""`communique edit-form`: from a record back to the form, and the same record again."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from communique.authoring import compile_file, edit_form
from communique.cli.group import cli
from communique.codec import detach, encode
from communique.errors import InputError
from communique.model import Article

CLEAN = Path(__file__).parents[1] / "golden" / "authoring" / "clean" / "input.yaml"


@pytest.fixture
def article() -> Article:
    compiled = compile_file(CLEAN)
    assert compiled.article is not None
    return compiled.article


def run(record: Article, folder: Path, *words: str) -> Result:
    path = folder / "record.json"
    path.write_bytes(encode(record))
    return CliRunner().invoke(cli, ["edit-form", str(path), *words])


def test_the_form_is_printed(article: Article, tmp_path: Path) -> None:
    result = run(article, tmp_path)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode("utf-8") == edit_form(article)


def test_the_form_is_written_and_compiles_to_the_same_bytes(
    article: Article, tmp_path: Path
) -> None:
    form, again = tmp_path / "a.yaml", tmp_path / "again.json"
    assert run(article, tmp_path, "-o", str(form)).exit_code == 0
    compiled = CliRunner().invoke(cli, ["compile", str(form), "-o", str(again)])
    assert compiled.exit_code == 0, compiled.output
    assert again.read_bytes() == encode(article)


def test_a_record_without_text_is_refused(article: Article, tmp_path: Path) -> None:
    result = run(detach(article), tmp_path)
    assert isinstance(result.exception, InputError)
    assert "attach" in result.exception.hint


@pytest.mark.parametrize("layer", ["entities", "mentions", "events"])
def test_a_record_with_dangling_references_is_refused_and_nothing_is_lost(
    article: Article, tmp_path: Path, layer: str
) -> None:
    torn = msgspec.structs.replace(article, **{layer: ()})
    result = run(torn, tmp_path, "-o", str(tmp_path / "a.yaml"))
    assert isinstance(result.exception, InputError)
    assert "validate" in result.exception.hint
    assert not (tmp_path / "a.yaml").exists()
