from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.codec import decode, encode

CASES = Path(__file__).parents[1] / "golden" / "interop"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def test_records_are_written_and_findings_counted(tmp_path: Path) -> None:
    case = CASES / "attributions"
    result = run("import", "brat", case, "--mapping", case / "mapping.json", "-o", tmp_path)
    assert result.exit_code == 1  # an attribution without content was dropped
    assert result.stdout == f"1 records written to {tmp_path}\n"
    assert "     1 IMP-008 error: left out: a part that it needs is missing" in result.stderr
    record = decode((tmp_path / "article.json").read_bytes())
    assert encode(record) == encode(decode((case / "expected.json").read_bytes()))


def test_declared_losses_alone_exit_0(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "nyt_2016-01-01_x_ab12.ann").write_text("T1\tDiscuss 0 1\tT\n", "utf-8")
    (source / "nyt_2016-01-01_x.txt").write_text("Text.\n", "utf-8")
    result = run("import", "polnear", source, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "IMP-001 info: 1 of text-bound Discuss" in result.stderr
    assert (tmp_path / "out" / "ab12" / "nyt-2016-01-01-x.json").is_file()


def test_preset_and_mapping_exclude_each_other(tmp_path: Path) -> None:
    result = run("import", "brat", tmp_path, "-o", tmp_path)
    assert result.exit_code == 2
    assert "either --mapping or --preset" in result.stderr
