"""Every finding of the authoring form has a case that fires: place, message and hint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from communique.authoring import AUTHORING_RULES, compile_file

CASES = Path(__file__).parents[1] / "golden" / "authoring"
Golden = Callable[[Path, object], None]


def cases() -> list[Path]:
    found = sorted(path.parent for path in CASES.glob("*/input.yaml"))
    assert found, "no golden cases: the folder has moved"
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_findings_stand_where_the_mistake_is(case: Path, golden: Golden) -> None:
    compiled = compile_file(case / "input.yaml")
    rows = [[f.rule, f"{f.where.line}:{f.where.col}", f.message, f.hint] for f in compiled.findings]
    golden(case / "expected.json", rows)
    assert (compiled.article is None) == bool(rows)
    assert all(f.hint for f in compiled.findings), "a finding says what to do"


def test_every_rule_has_a_case_that_fires_and_every_finding_a_rule() -> None:
    fired = {f.rule for case in cases() for f in compile_file(case / "input.yaml").findings}
    assert fired == set(AUTHORING_RULES)


def test_a_clean_form_has_no_finding() -> None:
    assert not compile_file(CASES / "clean" / "input.yaml").findings
