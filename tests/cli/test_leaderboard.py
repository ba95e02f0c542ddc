from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.errors import InputError

from tests import leaderboard_fixture as fixture

FEW = ("--resamples", 20, "--trials", 100)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["leaderboard", *map(str, arguments)])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixture.corpus(tmp_path_factory.mktemp("gold"))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    fixture.submit(folder, fixture.card("Half"), 0.5, entered=("stance",))
    return folder


def test_a_site_is_made_where_it_is_asked_for(results: Path, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "site"
    made = run("build", results, "-o", out, "--gold", corpus, *FEW)
    assert made.exit_code == 0
    assert made.stdout == f"{out}: 9 pages; open {out / 'index.html'}\n"
    assert (out / "systems" / "half.html").is_file()
    again = run("build", results, "-o", out, "--gold", corpus, *FEW)
    assert again.exit_code == 0


def test_seed_and_trials_are_in_the_signature(results: Path, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    run("build", results, "-o", out, "--gold", corpus, *FEW, "--seed", 7)
    page = (out / "index.html").read_text("utf-8")
    assert "|resamples=20|" in page
    assert "|seed=7|" in page
    assert "|trials=100" in page


@pytest.mark.parametrize("what", ["folder", "file", "link"])
def test_what_is_no_site_is_not_replaced(
    results: Path, corpus: Path, tmp_path: Path, what: str
) -> None:
    out = tmp_path / "out"
    if what == "folder":
        out.mkdir()
        (out / "thesis.tex").write_text("years of work", "utf-8")
    elif what == "file":
        out.write_text("years of work", "utf-8")
    else:
        out.symlink_to(tmp_path / "elsewhere")
    before = sorted(tmp_path.rglob("*"))
    made = run("build", results, "-o", out, "--gold", corpus, *FEW)
    assert isinstance(made.exception, InputError)
    assert "is no site that this command made" in made.exception.message
    assert sorted(tmp_path.rglob("*")) == before


def test_bad_results_leave_the_former_site_alone(
    results: Path, corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    run("build", results, "-o", out, "--gold", corpus, *FEW)
    before = (out / "index.html").read_bytes()
    bad = tmp_path / "results" / "half"
    bad.mkdir(parents=True)
    (bad / "stance.test.json").write_bytes(b"{}")
    made = run("build", bad.parent, "-o", out, "--gold", corpus, *FEW)
    assert isinstance(made.exception, InputError)
    assert (out / "index.html").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results", "site"]


def test_gold_that_was_not_scored_on_is_refused_and_may_be_left_out(
    results: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    made = run("build", results, "-o", out, *FEW)
    assert isinstance(made.exception, InputError)
    assert "was scored on sha256:" in made.exception.message
    assert "--no-gold" in made.exception.hint
    assert run("build", results, "-o", out, "--no-gold", *FEW).exit_code == 0
    assert not (out / "articles").exists()


def test_a_folder_without_records_is_an_error(corpus: Path, tmp_path: Path) -> None:
    made = run("build", tmp_path, "-o", tmp_path / "site", "--gold", corpus)
    assert isinstance(made.exception, InputError)
    assert "holds no result record" in made.exception.message
