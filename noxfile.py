"""Every check by name: `nox -l` lists them, `nox -s NAME` runs one, `nox` runs the defaults."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2024.10"
nox.options.sessions = [
    *("lint", "typecheck", "tests", "parity", "corpus", "documents", "wheel"),
    *("codabench", "hub", "inspect", "lm_eval"),
]
nox.options.default_venv_backend = "uv|virtualenv"

PYPROJECT = nox.project.load_toml("pyproject.toml")
APART = ("--ignore=tests/browser", "--ignore=tests/harness", "--ignore=tests/parity")
"""Tests that need more than the project itself have sessions of their own."""


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(PYPROJECT, name))


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests on the built wheel, with every extra."""
    session.install(".[hub]", *group("test"))
    session.run("pytest", *APART, *session.posargs)


@nox.session
def parity(session: nox.Session) -> None:
    """Compare our scores with those of the field's own tools, installed."""
    session.install(".", *group("parity"))
    session.run("pytest", "tests/parity", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    session.install(*group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typecheck(session: nox.Session) -> None:
    """Check types strictly, tests and this file included."""
    session.install(".", *group("types"))
    session.run("mypy", *session.posargs)


@nox.session
def corpus(session: nox.Session) -> None:
    """Check the corpus: valid, the same from its authoring form, derived files fresh."""
    session.install(".[hub]")
    session.run("communique", "validate", "--fail-on", "warning", "corpus")
    for folder in ("corpus/annotations/first", "corpus/annotations/second", "seeds"):
        session.run("communique", "validate", folder)
    session.run("communique", "build", "--check", "--corpus", "corpus")
    forms = Path(session.create_tmp())
    for record in sorted(Path("corpus/articles").glob("*.json")):
        form = forms / f"{record.stem}.yaml"
        session.run("communique", "edit-form", str(record), "-o", str(form), silent=True)
    session.run("communique", "compile", str(forms), "--check", "-o", "corpus/articles")


@nox.session
def documents(session: nox.Session) -> None:
    """Compare the generated documents (FIELDS.md, RULES.md) with what the code says."""
    session.install(".")
    session.run("python", "-m", "communique.validate.documents", "--check")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build wheel and source distribution, and check their metadata."""
    session.install("build", "twine", "cffconvert")
    out = session.create_tmp()
    session.run("python", "-m", "build", "--outdir", out, ".")
    session.run("twine", "check", "--strict", *map(str, sorted(Path(out).glob("communique-*"))))
    session.run("cffconvert", "--validate")


@nox.session(venv_backend="uv")
def minimums(session: nox.Session) -> None:
    """Run the tests with the lowest versions that pyproject.toml allows."""
    session.install("--resolution", "lowest-direct", ".[hub]", *group("test"))
    session.run("pytest", *APART, "-W", "default", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Train, predict and score every baseline on the corpus."""
    session.install(".")
    session.run("communique", "bench", *session.posargs)


@nox.session
def results(session: nox.Session) -> None:
    """Make the baselines' records on the leaderboard anew, from training to scores."""
    session.install(".")
    out = Path(session.create_tmp()) / "bench"
    session.run("communique", "bench", "-o", str(out))
    for card in sorted(Path("benchmark/systems").glob("*.json")):
        files = sorted((out / "predictions").glob(f"*.{card.stem}.jsonl"))
        named = [f"{file.name.partition('.')[0]}={file}" for file in files]
        session.run("communique", "submit", *named, "--card", str(card), "-o", "benchmark/results")


@nox.session
def leaderboard(session: nox.Session) -> None:
    """Check every number of the submitted results, and build the site from them."""
    session.install(".")
    session.run("communique", "leaderboard", "check", "benchmark/results")
    site = Path(session.create_tmp()) / "site"
    session.run("communique", "leaderboard", "build", "benchmark/results", "-o", str(site))


@nox.session
def browser(session: nox.Session) -> None:
    """Open the pages of `communique show` and of the leaderboard in a real Chromium."""
    session.install(".", "selenium>=4.20", *group("test"))
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session(venv_backend="venv")
def codabench(session: nox.Session) -> None:
    """Run the scoring program of the Codabench bundle in a bare Python without a network."""
    session.install(".[hub]", *group("test"))
    wheels = Path(session.create_tmp()) / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    packages = (".", "msgspec", "numpy", "scipy")
    session.run("python", "-m", "pip", "-q", "wheel", "--no-deps", *packages, "-w", str(wheels))
    session.run(
        "pytest",
        "tests/harness/test_codabench_program.py",
        *session.posargs,
        env={"COMMUNIQUE_WHEELS": str(wheels.resolve())},
    )


@nox.session
def inspect(session: nox.Session) -> None:
    """Run the tasks in inspect_ai, without a network: the scores are those of `score`."""
    session.install(".[inspect]", *group("test"))
    unclosed = "ignore::pytest.PytestUnraisableExceptionWarning"  # streams of inspect_ai's own
    session.run("pytest", "tests/harness/test_inspect.py", "-W", unclosed, *session.posargs)


@nox.session
def lm_eval(session: nox.Session) -> None:
    """Run the task files in lm_eval, without a network: the scores are those of `score`."""
    session.install(".[lm-eval]", *group("test"))
    session.run(
        "pytest", "tests/harness/test_lm_eval.py", *session.posargs, env={"HF_HUB_OFFLINE": "1"}
    )


@nox.session
def hub(session: nox.Session) -> None:
    """Read with the hub's own library what is written for the hub, without a network."""
    session.install(".[hub]", *group("test"))
    session.run("pytest", "tests/harness/test_hub_library.py", *session.posargs)


SPEED = ("validate", "events", "sentiment", "spans", "coreference", "loading", "resampling")
"""The scripts of benchmark/speed that measure; each takes `--rounds N`."""


@nox.session
def speed(session: nox.Session) -> None:
    """Measure speed side by side with the named peers, in one run."""
    peers = ("orjson", "jsonschema-rs", "check-jsonschema", "nltk", *group("parity"))
    session.install(".[hub]", *peers)
    for script in SPEED:
        session.run("python", f"benchmark/speed/{script}.py", *session.posargs)
