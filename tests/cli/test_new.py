"""`communique new`: a form that compiles, and whose examples compile too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique.authoring import compile_file, compile_text
from communique.authoring.scaffold import changes, normalised, scaffold
from communique.cli.group import cli
from communique.errors import InputError

META = {"language": "en", "origin": "third-party", "licence": "none"}
EXAMPLE = (
    "Kemrat on Tuesday refused the talks. There the minister said that they were over.\n"
    "Lhosani papers and a Lhosani envoy say Foreign Minister Tadek Ursen has a right to refuse,\n"
    "and its reasons."
)


def run(folder: Path, text: bytes, *words: str) -> Result:
    (folder / "t.txt").write_bytes(text)
    out = ["--text", str(folder / "t.txt"), "-o", str(folder / "a.yaml")]
    return CliRunner().invoke(cli, ["new", "a-b", *out, *words])


def test_a_new_form_compiles_and_holds_text_and_metadata(tmp_path: Path) -> None:
    words = ["--title", 'No: "we" won\u2019t', "--genre", "analysis", "--published", "2031-09-09"]
    result = run(tmp_path, b"Kemrat refused.\n\n  #3 [x] \n", *words)
    assert result.exit_code == 0, result.output
    compiled = compile_file(tmp_path / "a.yaml")
    assert compiled.findings == []
    assert compiled.article is not None
    assert compiled.article.id == "a-b"
    assert compiled.article.text == "Kemrat refused.\n\n  #3 [x] \n"
    assert compiled.article.metadata.title == 'No: "we" won\u2019t'
    assert compiled.article.metadata.published == "2031-09-09"
    assert "changed" not in result.output


def test_what_normalising_changed_is_told(tmp_path: Path) -> None:
    result = run(tmp_path, b"\xef\xbb\xbfcafe\xcc\x81\r\nx\ry")
    compiled = compile_file(tmp_path / "a.yaml")
    assert compiled.article is not None
    assert compiled.article.text == "café\nx\ny"
    for word in ("byte order mark", "line ends", "NFC"):
        assert word in result.output


def test_a_text_in_order_is_not_changed() -> None:
    assert normalised("café\n") == "café\n"
    assert changes("café\n") == []


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("my work", encoding="utf-8")
    result = run(tmp_path, b"Kemrat refused.")
    assert isinstance(result.exception, InputError)
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "my work"


def test_a_bad_id_is_refused() -> None:
    with pytest.raises(InputError, match="id"):
        scaffold("A b", "Kemrat", META)


def test_a_bad_date_is_refused() -> None:
    with pytest.raises(InputError, match="published"):
        scaffold("a", "Kemrat", {**META, "published": "yesterday"})


def test_the_examples_in_the_comments_compile() -> None:
    form = scaffold("a", EXAMPLE, META)
    head, examples = form.split("\nentities:", 1)
    examples = re.sub(r"^  # ?", "  ", "entities:" + examples, flags=re.MULTILINE)
    compiled = compile_text(f"{head}\n{examples}", "a.yaml", Path())
    assert [str(finding) for finding in compiled.findings] == []
    article = compiled.article
    assert article is not None
    for layer in ("entities", "mentions", "events", "attributions", "stances", "sentiments"):
        assert getattr(article, layer), layer
