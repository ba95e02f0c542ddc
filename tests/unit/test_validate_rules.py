"""Every rule has a golden case that fires and one that does not: tests/golden/validate/<id>/.

`fires` and `clean` are a record (`.json`) or a folder; `expected.json` is all that `fires` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from communique import ontology
from communique.diagnostics import Finding
from communique.validate import tables, validate_paths
from communique.validate.rule import ERROR, LEVELS, Hit, hit, rule
from communique.validate.rules import RULES

GOLDEN = Path(__file__).parents[1] / "golden" / "validate"


def _found(name: str, which: str) -> list[Finding]:
    case = GOLDEN / name / which
    return validate_paths([str(case if case.is_dir() else case.with_suffix(".json"))]).findings


def _plain(finding: Finding, folder: Path) -> dict[str, object]:
    def local(words: str) -> str:
        return words.replace(f"{folder}/", "")

    where = finding.where
    return {
        "rule": finding.rule,
        "severity": finding.severity.name.lower(),
        "file": local(where.file),
        "line": where.line,
        "col": where.col,
        "path": where.path,
        "message": local(finding.message),
        "hint": local(finding.hint),
    }


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule_fires_where_it_should(name: str, golden: Callable[[Path, object], None]) -> None:
    found = _found(name, "fires")
    assert {finding.rule for finding in found} == {name}
    golden(GOLDEN / name / "expected.json", [_plain(f, GOLDEN / name) for f in found])


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule_is_silent_on_the_corrected_record(name: str) -> None:
    assert _found(name, "clean") == []


def test_every_case_is_of_a_rule() -> None:
    assert {folder.name for folder in GOLDEN.iterdir()} == set(RULES)


@pytest.mark.parametrize("name", sorted(RULES))
def test_rule_says_why_and_what_to_do(name: str) -> None:
    found = RULES.get(name)
    assert found.level in LEVELS
    assert found.why.endswith(".")
    assert found.hint
    assert not found.message.endswith(".")


def test_rule_without_a_reason_is_refused() -> None:
    def check() -> Iterator[Hit]:
        yield hit("$")

    with pytest.raises(ValueError, match="says why"):
        rule("SEM-999", ERROR, "x", hint="y")(check)
    assert "SEM-999" not in RULES


def test_tables_name_only_labels_of_the_ontology() -> None:
    types = set(ontology.labels("entity_types"))
    assert set(tables.WHOLES) == types
    assert types >= set().union(*tables.WHOLES.values())
    assert set(tables.BARRED) == set(ontology.labels("argument_roles"))
    assert types >= set().union(*tables.BARRED.values())
    assert types >= tables.SIDES | tables.THINGS
    assert set(tables.GENRES_OF) == set(ontology.labels("outlet_kinds"))
    genres = set(ontology.labels("genres"))
    assert genres >= tables.SPOKEN
    assert genres == set().union(*tables.GENRES_OF.values())
