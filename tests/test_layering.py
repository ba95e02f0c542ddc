"""A module imports only what stands above it, and slow libraries load only where they are used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import communique
import pytest

PACKAGE = Path(communique.__file__).parent
ORDER = (
    *("errors", "diagnostics", "_registry", "_paths", "_folders", "_collector", "signature"),
    *("ontology", "model", "codec", "corpus", "authoring", "validate"),
    *("align", "metrics", "stats", "tasks", "predictions"),
    *("interop", "hub", "slices", "evaluate", "results", "submissions"),
    *("comparison", "agreement", "baselines", "harness", "show", "leaderboard", "cli"),
)
RANK = {name: number for number, name in enumerate(ORDER)}
NEVER = {"baselines": {"evaluate", "results"}, "stats": {"model", "metrics", "tasks", "align"}}
SLOW = {
    "sklearn",
    "scipy",
    "datasets",
    "pyarrow",
    "rich",
    "ruamel",
    "jsonschema",
    "jinja2",
    "skops",
}
NUMPY_TOO = {"__init__", *ORDER[: RANK["validate"] + 1]}
SCORING = {
    *("align", "metrics", "stats", "tasks", "predictions"),
    *("slices", "evaluate", "results", "comparison"),
}
NEEDED = {"authoring": {"ruamel"}}
"""What a part cannot do without."""

FILES = sorted(PACKAGE.rglob("*.py"))


def unit(path: Path) -> str:
    """The module or subpackage of `communique` that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path, *, lazy: bool) -> Iterator[str]:
    """The modules that a file imports: anywhere, or only at import time."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if lazy else _at_import(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            yield from (part for other in child.orelse for part in (other, *_at_import(other)))
            continue
        yield child
        yield from _at_import(child)


def units(path: Path) -> set[str]:
    """The modules and subpackages of `communique` that a file imports, its own apart."""
    names = [name.split(".") for name in imported(path, lazy=True)]
    inner = {parts[1] for parts in names if parts[0] == "communique" and len(parts) > 1}
    return (inner & RANK.keys()) - {unit(path)}


def test_every_module_has_a_place() -> None:
    found = {unit(path) for path in FILES} - {"__init__"}
    assert found <= RANK.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_from_below(path: Path) -> None:
    name = unit(path)
    if name == "__init__":
        return
    below = {other for other in units(path) if RANK[other] > RANK[name]}
    assert below == set()
    assert not units(path) & NEVER.get(name, set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_slow_libraries_load_where_they_are_used(path: Path) -> None:
    name = unit(path)
    first = {module.split(".")[0] for module in imported(path, lazy=False)}
    if name in NUMPY_TOO | SCORING:
        assert first & SLOW <= NEEDED.get(name, set())
    if name in NUMPY_TOO:
        assert "numpy" not in first


@pytest.mark.parametrize("name", ["communique.validate", "communique.corpus"])
def test_checking_records_loads_nothing_slow(name: str) -> None:
    code = f"import sys, {name}; print(*{SLOW | {'numpy', 'click'}!r} & set(sys.modules))"
    found = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert found.stdout == "\n"


@pytest.mark.parametrize("name", sorted(SCORING))
def test_scoring_never_touches_scikit_learn(name: str) -> None:
    for path in FILES:
        if unit(path) == name:
            assert not {
                m for m in imported(path, lazy=True) if m.startswith(("sklearn", "scipy.stats"))
            }
