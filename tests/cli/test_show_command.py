from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.codec import encode, text_digest
from communique.errors import CommuniqueError, InputError, UnknownNameError
from communique.model import Article, Event, Metadata, Span

TEXT = "Lhosan refused."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    metadata = Metadata(
        language="en",
        origin="written",
        licence="CC-BY-4.0",
        text_sha256=text_digest(TEXT),
        text_length=len(TEXT),
        title="A refusal",
    )
    event = Event(id="e1", trigger=(Span(7, 14, "refused"),), category="REJECT", factuality="CT+")
    article = Article(
        schema_version="1.0",
        id="refusal",
        metadata=metadata,
        layers=("events", "factuality"),
        text=TEXT,
        events=(event,),
    )
    folder = tmp_path / "corpus"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "refusal.json").write_bytes(encode(article))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_record_by_its_file_goes_to_the_terminal(corpus: Path) -> None:
    result = run("show", corpus / "articles" / "refusal.json")
    assert result.exit_code == 0
    assert result.stdout.startswith("A refusal\n")
    assert "Lhosan refused{● REJECT}." in result.stdout


def test_a_record_by_its_id_goes_to_a_page(corpus: Path, tmp_path: Path) -> None:
    page = tmp_path / "deep" / "page.html"
    result = run("show", "refusal", "--corpus", corpus, "-o", page)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_both_at_once(corpus: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("show", "refusal", "--corpus", corpus, "-o", page, "--terminal")
    assert "REJECT" in result.stdout
    assert page.is_file()


def test_layers_can_be_chosen(corpus: Path) -> None:
    assert (
        "refused{REJECT}" in run("show", "refusal", "--corpus", corpus, "--layers", "events").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("refusl",), InputError, "neither a file nor the id of an article"),
        (("refusal", "--layers", "event"), UnknownNameError, "unknown layer 'event'"),
    ],
)
def test_what_is_not_there_is_bad_input(
    corpus: Path, arguments: tuple[str, ...], error: type[CommuniqueError], message: str
) -> None:
    result = run("show", *arguments, "--corpus", corpus)
    assert isinstance(result.exception, error)
    assert message in str(result.exception)
