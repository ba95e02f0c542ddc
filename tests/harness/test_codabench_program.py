"""The scoring program as Codabench runs it: a Python without packages, isolated, without a network.

`COMMUNIQUE_WHEELS` names a folder with the wheels of communique, msgspec, numpy and scipy;
`nox -s codabench` makes it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from communique import tasks

from tests.answers_fixture import call

yaml = pytest.importorskip("yaml")
WHEELS = os.environ.get("COMMUNIQUE_WHEELS")
pytestmark = pytest.mark.skipif(WHEELS is None, reason="COMMUNIQUE_WHEELS is not set")
NO_NETWORK = """\
import socket


def refuse(*args, **kwargs):
    raise SystemExit("the scoring program opened a socket")


socket.socket = socket.create_connection = socket.getaddrinfo = refuse
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle, and a Python that has nothing installed and refuses sockets."""
    place = tmp_path_factory.mktemp("server")
    call("export", "codabench", "--wheels", WHEELS, "-o", place / "bundle.zip")
    with zipfile.ZipFile(place / "bundle.zip") as archive:
        archive.extractall(place)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place / "venv"], check=True)  # noqa: S603
    site = next((place / "venv" / "lib").glob("python*/site-packages"))
    (site / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    return place


def run(server: Path, place: Path, handed_in: Path) -> subprocess.CompletedProcess[str]:
    """Run the program as the worker does, and in a network namespace of its own where allowed."""
    shutil.copytree(server / "reference_data", place / "input" / "ref")
    shutil.copytree(handed_in, place / "input" / "res")
    (place / "output").mkdir()
    command = yaml.safe_load((server / "scoring_program/metadata.yaml").read_text("utf-8"))
    words = command["command"].split()
    folders = {"$input": place / "input", "$output": place / "output"}
    program = server / "scoring_program"
    words = [str(folders.get(word, word)).replace("$program", str(program)) for word in words]
    python = [str(server / "venv" / "bin" / words[0]), "-I"]
    return subprocess.run(  # noqa: S603
        [*_alone(), *python, *words[1:]],
        cwd=program, capture_output=True, encoding="utf-8", check=False, env={},
    )  # fmt: skip


def _alone() -> list[str]:
    unshare = shutil.which("unshare")
    words = [unshare, "-r", "-n"] if unshare else []
    tried = subprocess.run([*words, "true"], check=False, capture_output=True)  # noqa: S603
    return [word for word in words if word] if tried.returncode == 0 else []


def test_the_python_has_no_packages_and_no_network(server: Path) -> None:
    python = server / "venv" / "bin" / "python3"
    for code, said in (("import msgspec", "No module"), ("import socket; socket.socket()", "sock")):
        found = subprocess.run(  # noqa: S603
            [python, "-I", "-c", code], capture_output=True, encoding="utf-8", check=False
        )
        assert found.returncode != 0
        assert said in found.stderr


def test_scores_are_those_of_the_command_line(server: Path, tmp_path: Path) -> None:
    handed_in = server / "example_submission"
    found = run(server, tmp_path, handed_in)
    assert (found.returncode, found.stderr) == (0, "")
    scores = json.loads((tmp_path / "output" / "scores.json").read_text("utf-8"))
    expected = {}
    for name in tasks.names():
        words = ("--task", name, "--split", "test", "--resamples", 0, "--format", "json")
        record = json.loads(call("score", "corpus", handed_in / f"{name}.jsonl", *words))
        expected[name.replace("-", "_")] = record["scores"][record["primary"]]["value"]
    expected["overall"] = sum(expected.values()) / len(expected)
    assert scores == pytest.approx(expected, abs=1e-12)
    assert len(set(scores.values())) > 3


def test_a_submission_that_is_none_is_told_so_without_a_stack_trace(
    server: Path, tmp_path: Path
) -> None:
    handed_in = tmp_path / "mine"
    handed_in.mkdir()
    (handed_in / "predictions.csv").write_text("a,b\n", "utf-8")
    found = run(server, tmp_path / "run", handed_in)
    assert found.returncode == 2
    assert found.stderr.startswith("error: the submission has none of the files")
    assert "Traceback" not in found.stderr
    assert not (tmp_path / "run" / "output" / "scores.json").exists()
    assert (tmp_path / "run" / "output" / "detailed_results.html").exists()


def test_an_image_that_has_the_package_needs_no_wheels(server: Path, tmp_path: Path) -> None:
    bare = tmp_path / "server"
    shutil.copytree(server / "scoring_program", bare, ignore=shutil.ignore_patterns("vendor"))
    shutil.copytree(server / "reference_data", tmp_path / "input" / "ref")
    shutil.copytree(server / "example_submission", tmp_path / "input" / "res")
    words = (bare / "score.py", tmp_path / "input", tmp_path / "output")
    found = subprocess.run(  # noqa: S603
        [sys.executable, *words], capture_output=True, encoding="utf-8", check=False
    )
    assert (found.returncode, found.stderr) == (0, "")
    scores = json.loads((tmp_path / "output" / "scores.json").read_text("utf-8"))
    assert len(scores) == len(tasks.names()) + 1


def test_missing_wheels_are_named(server: Path, tmp_path: Path) -> None:
    bare = tmp_path / "server"
    shutil.copytree(server, bare, symlinks=True)
    for wheel in (bare / "scoring_program" / "vendor").glob("scipy-*.whl"):
        wheel.unlink()
    found = run(bare, tmp_path, server / "example_submission")
    assert found.returncode == 2
    assert found.stderr.startswith("error: the image lacks scipy, and vendor/ has no wheel of it")
