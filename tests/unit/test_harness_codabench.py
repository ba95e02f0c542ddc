"""The Codabench bundle: what is in it, and what its scoring makes of submissions, good and bad."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from communique import __version__, tasks
from communique.cli.group import cli
from communique.codec import decode
from communique.corpus import read_split, write_file
from communique.errors import InputError
from communique.harness import codabench_program
from communique.harness.codabench import Settings, bundle, columns
from communique.harness.scoring import score_folder
from communique.tasks import Task

from tests.scoring_fixture import article, entities, event, repeat, stance

GOLDS = [
    article(
        f"d{n}",
        **entities(a=[1, 2], b=[3, 4]),
        events=(event("e", 5, factuality="CT+"),),
        stances=(stance("s", "a", "b", label),),
    )
    for n, label in enumerate(("favor", "against", "favor"))
]
IMAGE = "me/communique:1"


def settings(*names: str, **more: Any) -> Settings:
    given = {"wheels": None, "image": IMAGE, "examples": {}, "split": "test"} | more
    return Settings(tasks=tuple(map(tasks.get, names)), start="2031-02-03", **given)


def contents(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def lines(*numbers: int) -> bytes:
    return b"".join(msgspec.json.encode(repeat(GOLDS[number])) + b"\n" for number in numbers)


def served(tmp_path: Path, names: tuple[str, ...], handed_in: dict[str, bytes]) -> Path:
    """A folder as the server lays it: `input/ref` and `input/res`; the output goes beside them."""
    for name, data in contents(bundle(GOLDS, settings(*names))).items():
        if name.startswith("reference_data/"):
            write_file(tmp_path / "input" / name.replace("reference_data", "ref"), data)
    (tmp_path / "input" / "res").mkdir()
    for name, data in handed_in.items():
        write_file(tmp_path / "input" / "res" / name, data)
    return tmp_path


def scored(place: Path) -> tuple[dict[str, float], list[str], int, str]:
    said, code = score_folder(place / "input", place / "out")
    file = place / "out" / "scores.json"
    values = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return values, said, code, (place / "out" / "detailed_results.html").read_text("utf-8")


def test_equal_records_make_equal_bytes_whatever_their_order() -> None:
    chosen = settings("stance", "coreference")
    assert bundle(GOLDS, chosen) == bundle(GOLDS[::-1], chosen)


def test_every_file_that_the_competition_names_is_in_the_bundle() -> None:
    yaml = pytest.importorskip("yaml")
    files = contents(bundle(GOLDS, settings("stance", "events", examples={"stance": lines(0)})))
    said = yaml.safe_load(files["competition.yaml"])
    phase, task, solution = said["phases"][0], said["tasks"][0], said["solutions"][0]
    assert said["version"] == 2
    assert said["docker_image"] == IMAGE
    assert phase["start"] == "2031-02-03 00:00:00"
    for name in (said["image"], said["terms"], *(page["file"] for page in said["pages"])):
        assert files[name]
    for folder in (
        phase["starting_kit"], task["scoring_program"], task["reference_data"], solution["path"]
    ):  # fmt: skip
        assert any(name.startswith(f"{folder}/") for name in files)
    command = yaml.safe_load(files["scoring_program/metadata.yaml"])["command"]
    assert command == "python3 $program/score.py $input $output"
    assert [column["key"] for column in said["leaderboards"][0]["columns"]] == [
        "overall", "stance", "events"
    ]  # fmt: skip


def test_the_logo_is_an_image(tmp_path: Path) -> None:
    data = contents(bundle(GOLDS, settings("stance")))["logo.png"]
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data[16:24] == b"\0\0\0\x80\0\0\0\x80"
    del tmp_path


def test_one_task_alone_has_no_overall_column() -> None:
    assert [item["key"] for item in columns([tasks.get("stance-extraction")])] == [
        "stance_extraction"
    ]


@pytest.mark.parametrize("name", tasks.names())
def test_the_starting_kit_holds_what_the_task_gives_and_no_more(name: str) -> None:
    task = tasks.get(name)
    golds = read_split("test")
    files = contents(bundle(golds, settings(name)))
    kit = [json.loads(line) for line in files[f"starting_kit/given/{name}.jsonl"].splitlines()]
    found = [decode(json.dumps(line["article"]).encode()) for line in kit]
    given = [task.given(gold) for gold in sorted(golds, key=lambda gold: gold.id)]
    assert found == [item.article for item in given]
    assert [line.get("pairs", []) for line in kit] == [list(map(list, g.pairs)) for g in given]
    assert set(kit[0]) <= {"id", "article", "pairs", "prompt"}


def test_gold_repeated_scores_one_and_the_mean_is_over_all_tasks(tmp_path: Path) -> None:
    files = {f"{name}.jsonl": lines(0, 1, 2) for name in ("stance", "factuality", "coreference")}
    place = served(tmp_path, ("stance", "factuality", "coreference"), files)
    values, said, code, _ = scored(place)
    assert values == dict.fromkeys(("stance", "factuality", "coreference", "overall"), 1.0)
    assert (said, code) == ([], 0)


def test_a_task_that_is_not_entered_has_no_score_and_neither_has_the_overall(
    tmp_path: Path,
) -> None:
    # favor: 1 of 2 found, F1 2/3; against: 1 of 1; neutral is nowhere. (2/3 + 1) / 2 = 5/6.
    place = served(tmp_path, ("stance", "coreference"), {"stance.jsonl": lines(0, 1)})
    values, said, code, page = scored(place)
    assert values == {"stance": pytest.approx(5 / 6, abs=1e-12)}
    assert said == ["stance@1: no prediction for d2, counted as empty"]
    assert code == 0
    assert "macro-f1</td><td>0.8333" in page


def test_a_folder_that_was_zipped_is_looked_into(tmp_path: Path) -> None:
    place = served(tmp_path, ("stance",), {"mine/stance.jsonl": lines(0, 1, 2)})
    write_file(place / "input" / "res" / "__MACOSX" / "._stance.jsonl", b"\0")
    assert scored(place)[0] == {"stance": 1.0}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xff\xfe\n", "stance.jsonl:1"),
        (b"[" * 100_000 + b"\n", "stance.jsonl:1"),
        (b'{"schema_version":"1.0","id":"d9"}\n', "gold does not have"),
        (b'{"schema_version":"1.0","id":"<script>alert(1)</script>"}\n', "stance.jsonl:1"),
        (b'{"schema_version":"1.0","id":"../../etc/passwd"}\n', "stance.jsonl:1"),
        (b"", "holds no prediction"),
    ],
)
def test_what_cannot_be_read_is_said_and_costs_its_task_alone(
    tmp_path: Path, data: bytes, what: str
) -> None:
    files = {"stance.jsonl": data, "factuality.jsonl": lines(0, 1, 2)}
    values, said, code, page = scored(served(tmp_path, ("stance", "factuality"), files))
    assert values == {"factuality": 1.0}
    assert code == 0
    assert len(said) == 1
    assert what in said[0]
    assert "<script>" not in page


def test_where_nothing_can_be_scored_there_are_no_scores_and_the_code_is_two(
    tmp_path: Path,
) -> None:
    values, said, code, page = scored(served(tmp_path, ("stance",), {"answers.txt": b"favor"}))
    assert (values, code) == ({}, 2)
    assert "stance.jsonl" in said[0]
    assert "stance.jsonl" in page


def test_a_link_is_no_submission(tmp_path: Path) -> None:
    place = served(tmp_path, ("stance",), {"answers.jsonl": lines(0, 1, 2)})
    (place / "input" / "res" / "stance.jsonl").symlink_to("answers.jsonl")
    assert scored(place)[2] == 2


def test_an_undefined_metric_is_left_out_with_its_reason(tmp_path: Path) -> None:
    golds = [article("d0")]
    files = contents(bundle(golds, settings("stance")))
    for name in ("gold.jsonl", "benchmark.json"):
        write_file(tmp_path / "input" / "ref" / name, files[f"reference_data/{name}"])
    write_file(tmp_path / "input/res/stance.jsonl", msgspec.json.encode(repeat(golds[0])))
    values, said, code, page = scored(tmp_path)
    assert (values, code) == ({}, 2)
    assert said == ["stance@1: macro-f1 is undefined: neither side has any stance"]
    assert "undefined: neither side has any stance" in page


def test_without_wheels_or_image_there_is_nothing_to_score_with() -> None:
    with pytest.raises(InputError, match="no packages") as caught:
        bundle(GOLDS, settings("stance", image=None))
    assert "--wheels" in caught.value.hint


def test_a_package_without_wheel_is_named(tmp_path: Path) -> None:
    for name in ("communique-9.9-py3-none-any.whl", "numpy-2-cp311-cp311-linux_x86_64.whl"):
        write_file(tmp_path / name, b"")
    named = f"no wheel of communique-{__version__} and msgspec and scipy"
    with pytest.raises(InputError, match=named):
        bundle(GOLDS, settings("stance", wheels=tmp_path))


def test_wheels_alone_go_into_the_program_and_others_stay_out(tmp_path: Path) -> None:
    names = (*codabench_program.NEEDED, "click")
    wheels = [f"{name}-{__version__}-py3-none-any.whl" for name in names]
    for name in wheels:
        write_file(tmp_path / name, name.encode())
    files = contents(bundle(GOLDS, settings("stance", wheels=tmp_path, image=None)))
    vendored = {name.rpartition("/")[2] for name in files if "/vendor/" in name}
    assert vendored == set(wheels[:-1])


def test_a_task_that_no_record_can_be_scored_in_is_refused() -> None:
    with pytest.raises(InputError, match="stance@1"):
        bundle([article("d0", layers=("entities",))], settings("stance"))


FITS = f"cp{codabench_program.VERSION[0]}{codabench_program.VERSION[1]}"


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("communique-0.1.0-py3-none-any.whl", True),
        ("scipy-1.17.1-cp27-cp27mu-manylinux1_x86_64.whl", False),
        (f"x-1-{FITS}-{FITS}-any.whl", True),
        (f"x-1-2-{FITS}-{FITS}-any.whl", True),
        ("x-1-cp38-abi3-any.whl", True),
        ("x-1-cp399-abi3-any.whl", False),
        (f"x-1-{FITS}-{FITS}t-any.whl", False),
        (f"x-1-{FITS}-{FITS}-win_arm64.whl", False),
        (f"x-1-{FITS}-{FITS}-manylinux_9_99_mips.whl", False),
        ("x-1.tar.gz", False),
    ],
)
def test_wheels_are_chosen_by_python_and_platform(name: str, fits: bool) -> None:
    assert codabench_program.fits(name) is fits


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["export", "codabench", *map(str, words)])


def test_the_command_writes_the_shipped_corpus_with_an_example(tmp_path: Path) -> None:
    out = tmp_path / "bundle.zip"
    found = run("-o", out, "--task", "stance", "--task", "stance@1", "--docker-image", IMAGE)
    assert found.exit_code == 0, found.output
    files = contents(out.read_bytes())
    golds = files["reference_data/gold.jsonl"].splitlines()
    assert len(golds) == len(read_split("test"))
    example = files["example_submission/stance.jsonl"].splitlines()
    assert [json.loads(line)["id"] for line in example] == [json.loads(g)["id"] for g in golds]
    assert json.loads(files["reference_data/benchmark.json"]) == {
        "split": "test", "tasks": ["stance@1"]
    }  # fmt: skip


def test_the_command_refuses_what_it_cannot_use(tmp_path: Path) -> None:
    out = tmp_path / "bundle.zip"
    for words in (
        (),
        ("--docker-image", IMAGE, "--start", "soon"),
        ("--docker-image", IMAGE, "--task", "stanse"),
        ("--docker-image", IMAGE, "--split", "none"),
    ):
        assert run("-o", out, *words).exit_code != 0
        assert not out.exists()


def test_columns_are_named_for_task_and_metric() -> None:
    task: Task = tasks.get("stance")
    assert columns([task, tasks.get("events")])[1]["title"] == "stance (macro-f1)"
