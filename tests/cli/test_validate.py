"""`communique validate`, `rules` and `explain`: what they print, and how they exit."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique.cli import main
from communique.cli.group import cli

GOLDEN = Path(__file__).parents[1] / "golden" / "validate"
ERROR = GOLDEN / "SEM-201" / "fires.json"
WARNING = GOLDEN / "SEM-206" / "fires.json"
CLEAN = GOLDEN / "SEM-201" / "clean.json"
FORM = """\
id: kemrat-refuses
metadata: {language: en, origin: third-party, licence: CC0-1.0}
text: |-
  Kemrat refused the offer, it said.
layers: [entities, coreference, events, factuality]
entities:
  lhosan: {type: GPE, NAM: [Kemrat], PRO: [it]}
events:
  v1: {at: refused, is: REJECT, fact: CT+, actor: lhosan, cluster: c1}
"""


def run(*words: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], input=stdin)


def test_clean_record_exits_with_0() -> None:
    result = run("validate", CLEAN)
    assert (result.exit_code, result.output) == (0, "no findings in 1 record\n")


def test_error_exits_with_1_and_says_where_and_what_to_do() -> None:
    result = run("validate", ERROR)
    assert result.exit_code == 1
    first, second, last = result.output.splitlines()
    assert first.startswith(f"{ERROR}:")
    assert "$.events[6].mode: SEM-201 error: event v7 is COERCE, which has no mode 'meet'" in first
    assert second.startswith("  hint: take a mode of the category or none; its modes are arrest")
    assert last == "1 error in 1 record"


def test_line_and_column_are_those_of_the_file() -> None:
    place = run("validate", ERROR).output.split(" ")[0]
    line, column = (int(part) for part in place.rsplit(":", 2)[1:])
    assert ERROR.read_text("utf-8").splitlines()[line - 1][column - 1 :].startswith('"meet"')


def test_warning_fails_only_where_asked() -> None:
    assert run("validate", WARNING).exit_code == 0
    assert run("validate", WARNING, "--fail-on", "warning").exit_code == 1
    assert run("validate", GOLDEN / "SEM-114" / "fires.json", "--fail-on", "info").exit_code == 1


def test_findings_are_selected_and_ignored_by_prefix() -> None:
    both = (ERROR, WARNING)
    assert "SEM-206" not in run("validate", *both, "--select", "SEM-201,STR").output
    result = run("validate", *both, "--ignore", "SEM-2")
    assert (result.exit_code, result.output) == (0, "no findings in 2 records\n")


def test_unknown_prefix_is_bad_input() -> None:
    result = run("validate", CLEAN, "--select", "SEN")
    assert result.exit_code != 0
    assert "no rule begins with 'SEN'" in str(result.exception)


def test_missing_file_exits_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["communique", "validate", str(tmp_path / "none.json")])
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 2
    assert "none.json: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_json_is_printed_for_a_clean_record_too(form: str) -> None:
    assert json.loads(run("validate", CLEAN, "--format", form).output)


def test_github_escapes_what_would_end_the_command() -> None:
    output = run("validate", ERROR, "--format", "github").output
    assert output.startswith("::error file=")
    assert ",title=SEM-201,line=" in output
    assert output.count("\n") == 1


def test_standard_input_may_be_a_record_or_lines_of_records() -> None:
    record = json.loads(CLEAN.read_bytes())
    line = json.dumps(record).encode() + b"\n"
    assert run("validate", "-", stdin=line).output == "no findings in 1 record\n"
    result = run("validate", "-", stdin=line + line)
    assert "-:2:1 $.id: COR-001 error" in result.output


def test_authoring_form_is_validated_through_the_record_it_makes(tmp_path: Path) -> None:
    form = tmp_path / "kemrat.yaml"
    form.write_text(FORM, encoding="utf-8")
    result = run("validate", form, "--fail-on", "warning")
    assert result.exit_code == 1
    assert f"{form}:9:" in result.output
    assert "SEM-214 warning: cluster c1 has one event, v1, and no world event" in result.output


def test_broken_form_is_told_by_the_forms_own_rules(tmp_path: Path) -> None:
    form = tmp_path / "kemrat.yaml"
    form.write_text(FORM.replace("at: refused", "at: declined"), encoding="utf-8")
    assert "AUT-101" in run("validate", form, "--select", "AUT").output


def test_rules_lists_every_rule() -> None:
    output = run("rules").output
    assert "SEM-201  error" in output
    rows = json.loads(run("rules", "--format", "json").output)
    assert {"STR-001", "AUT-101", "COR-009"} <= {row["id"] for row in rows}
    assert output.count("\n") == len(rows) + 1


def test_explain_tells_why() -> None:
    result = run("explain", "sem-201")
    assert result.output.startswith("SEM-201  error, level: semantics")
    assert "Why:  Modes refine one category each" in result.output
    assert "AUT-101" in run("explain", "AUT-101").output


def test_explain_knows_the_rules_of_predictions() -> None:
    found = run("explain", "pre-011").output
    assert found.startswith("PRE-011  error, level: predictions, scored all the same")
    assert "words not found: the text does not have <words>" in found


def test_explain_knows_the_rules_of_results() -> None:
    found = run("explain", "sub-006").output
    assert found.startswith("SUB-006  level: results\n\na score is not what the counts give\n")


def test_explain_knows_near_ids() -> None:
    result = run("explain", "SEM-21")
    assert result.exception is not None
    assert "unknown rule 'SEM-21'" in str(result.exception)
