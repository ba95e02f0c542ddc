"""The frame of the command line: help, exit codes, messages; attach and detach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from communique.cli import COMMANDS
from communique.cli.group import cli
from communique.codec import decode, encode, text_digest
from communique.model import Article, Metadata

TEXT = "Kemrat refused."


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", "from communique.cli import main; main()", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def record(tmp_path: Path) -> Path:
    meta = Metadata(
        language="en",
        origin="third-party",
        licence="none",
        text_sha256=text_digest(TEXT),
        text_length=len(TEXT),
    )
    article = Article(schema_version="1.0", id="a", metadata=meta, layers=(), text=TEXT)
    path = tmp_path / "a.json"
    path.write_bytes(encode(article))
    return path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage" in result.output


def test_help_lists_every_command() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert all(name in result.output for name in COMMANDS)


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "numpy", "sklearn", "scipy", "datasets", "rich", "jsonschema", "ruamel", "click"
    code = f"import sys, communique; print([m for m in {heavy!r} if m in sys.modules])"
    result = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_detach_then_attach_gives_the_record_back(record: Path, tmp_path: Path) -> None:
    bare, whole, text = tmp_path / "bare.json", tmp_path / "whole.json", tmp_path / "t.txt"
    text.write_text(TEXT, encoding="utf-8")
    assert run("detach", record, "-o", bare).returncode == 0
    assert decode(bare.read_bytes()).text is None
    assert run("attach", bare, text, "-o", whole).returncode == 0
    assert whole.read_bytes() == record.read_bytes()


def test_attaching_another_text_is_bad_input_and_writes_nothing(
    record: Path, tmp_path: Path
) -> None:
    text, out = tmp_path / "t.txt", tmp_path / "out.json"
    text.write_text(TEXT + "\n", encoding="utf-8")
    result = run("attach", record, text, "-o", out)
    assert result.returncode == 2
    assert result.stderr.startswith("error: the text has 16 code points")
    assert "hint: " in result.stderr
    assert not out.exists()


def test_a_missing_file_is_one_message_and_exit_code_2(tmp_path: Path) -> None:
    result = run("detach", tmp_path / "absent.json", "-o", tmp_path / "out.json")
    assert result.returncode == 2
    assert "absent.json" in result.stderr
    assert "Traceback" not in result.stderr


def test_what_a_terminal_would_act_on_is_escaped_in_messages() -> None:
    result = run("score", "no\x1b[31msuch", "predictions.jsonl", "--task", "stance")
    assert result.returncode == 2
    assert "\x1b" not in result.stderr
    assert result.stderr.startswith("error: no\\x1b[31msuch: no such file or folder\nhint: ")
