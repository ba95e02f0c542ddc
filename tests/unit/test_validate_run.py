"""Reading, placing, selecting and reporting findings."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from communique.diagnostics import Finding, Severity, Where
from communique.errors import InputError, UnknownNameError
from communique.validate import Checked, select, validate_bytes, validate_paths
from communique.validate.documents import DOCUMENTS, stale
from communique.validate.places import line_and_column, nearest, offsets
from communique.validate.report import REPORTS
from communique.validate.surroundings import around

GOLDEN = Path(__file__).parents[1] / "golden" / "validate"
CLEAN = GOLDEN / "SEM-201" / "clean.json"
FIRES = GOLDEN / "SEM-201" / "fires.json"
FOUND = Finding(
    "SEM-201", Severity.ERROR, Where("a,b:c.json", 3, 7, "$.events[0]"), "50% of\nit", "mend it"
)


def corpus(folder: Path) -> Path:
    """Make a small corpus: one record, its splits, another annotator's version."""
    for place in ("articles", "annotations/a1"):
        (folder / place).mkdir(parents=True)
        record = json.loads(CLEAN.read_bytes()) | {"id": "one"}
        (folder / place / "one.json").write_text(json.dumps(record), encoding="utf-8")
    splits = {"schema_version": "1.0", "splits": {"train": ["korro-survey-ship"]}}
    (folder / "splits.json").write_text(json.dumps(splits), encoding="utf-8")
    return folder


def test_folder_of_a_corpus_is_its_articles(tmp_path: Path) -> None:
    assert validate_paths([str(corpus(tmp_path))]) == Checked([], 1)


def test_versions_of_annotators_share_ids_and_texts_without_a_finding(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    paths = [str(folder / "articles"), str(folder / "annotations")]
    assert validate_paths(paths) == Checked([], 2)


def test_corpus_is_found_from_the_folders_of_annotators(tmp_path: Path) -> None:
    beside = around(str(corpus(tmp_path) / "annotations" / "a1"))
    assert beside.splits == {"train": ("korro-survey-ship",)}


def test_file_of_the_corpus_that_is_no_json_is_an_error(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    (folder / "splits.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"splits\.json: not JSON"):
        validate_paths([str(folder)])


def test_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \*\.json"):
        validate_paths([str(tmp_path)])


def test_files_come_in_the_same_order_whatever_the_disk_says(tmp_path: Path) -> None:
    for name in ("b", "a", "c/d"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(FIRES, tmp_path / f"{name}.json")
    found = validate_paths([str(tmp_path)]).findings
    assert [f.where.file[len(str(tmp_path)) + 1 :] for f in found if f.rule == "STR-013"] == [
        "a.json",
        "b.json",
        "c/d.json",
    ]


def test_large_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "clean.json"
    file.write_bytes(CLEAN.read_bytes() + b" " * 3_000_000)
    assert validate_paths([str(file)]) == Checked([], 1)


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    good = json.dumps(json.loads(CLEAN.read_bytes()))
    bad = json.dumps(json.loads(FIRES.read_bytes()))
    file = tmp_path / "records.jsonl"
    file.write_text(f"{good}\n\n{bad}\n", encoding="utf-8")
    (found,) = [f for f in validate_paths([str(file)]).findings if f.rule == "SEM-201"]
    assert found.where.line == 3
    assert bad[found.where.col - 1 :].startswith('"meet"')


def test_collector_is_as_it_was_before() -> None:
    assert gc.isenabled()
    validate_paths([str(CLEAN)])
    assert gc.isenabled()
    gc.disable()
    try:
        validate_paths([str(CLEAN)])
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_errors_of_one_level_hide_the_levels_below() -> None:
    record = json.loads(FIRES.read_bytes())
    assert [f.rule for f in validate_bytes(json.dumps(record).encode())] == ["SEM-201"]
    record["mentions"][0]["entity"] = "nobody"
    assert {f.rule[:3] for f in validate_bytes(json.dumps(record).encode())} == {"REF"}
    record["mentions"][0]["spans"][0]["text"] = "other"
    assert {f.rule[:3] for f in validate_bytes(json.dumps(record).encode())} == {"STR"}
    record["mentions"][0]["spans"][0]["start"] = "other"
    assert {f.rule[:3] for f in validate_bytes(json.dumps(record).encode())} == {"SCH"}


def test_select_takes_prefixes() -> None:
    assert select([FOUND], ["SEM"]) == [FOUND]
    assert select([FOUND], ["STR"]) == []
    assert select([FOUND], [], ["SEM-2"]) == []
    with pytest.raises(UnknownNameError):
        select([FOUND], ["SEM-9"])


def test_sarif_has_what_its_readers_ask_for() -> None:
    log = json.loads(REPORTS["sarif"](Checked([FOUND], 1)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    (result,) = run["results"]
    assert (rule["id"], result["ruleId"], result["ruleIndex"]) == ("SEM-201", "SEM-201", 0)
    assert result["level"] == "error"
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "a,b:c.json"
    assert physical["region"] == {"startLine": 3, "startColumn": 7}
    assert REPORTS["sarif"](Checked([], 1)).count('"results"') == 1


def test_github_command_is_one_line_with_its_marks_escaped() -> None:
    assert REPORTS["github"](Checked([FOUND], 1)) == (
        "::error file=a%2Cb%3Ac.json,title=SEM-201,line=3,col=7"
        "::$.events[0]: 50%25 of%0Ait (hint: mend it)\n"
    )


def test_text_and_json_tell_the_same() -> None:
    checked = Checked([FOUND], 2)
    assert REPORTS["text"](checked).splitlines()[-1] == "1 error in 2 records"
    told = json.loads(REPORTS["json"](checked))
    assert told["records"] == 2
    assert told["findings"][0]["where"] == {
        "file": "a,b:c.json",
        "line": 3,
        "col": 7,
        "path": "$.events[0]",
    }


def test_places_of_a_document() -> None:
    source = '{"a": [1, {"b": "x,]}"}],\n "c": {}, "d\\"": null}'
    found = offsets(source)
    assert {path: source[at : at + 4] for path, at in found.items()} == {
        "$": '{"a"',
        "$.a": "[1, ",
        "$.a[0]": "1, {",
        "$.a[1]": '{"b"',
        "$.a[1].b": '"x,]',
        "$.c": "{}, ",
        '$.d\\"': "null",
    }
    assert line_and_column(source, found["$.c"]) == (2, 7)
    assert nearest("$.a[1].z[3].q", found) == "$.a[1]"
    assert nearest("", found) is None


def test_clean_records_cost_no_heavy_import() -> None:
    script = (
        "import sys; from communique.validate import validate_paths;"
        f"assert not validate_paths([{str(CLEAN)!r}]).findings;"
        "heavy = {'numpy', 'jsonschema', 'rich', 'ruamel', 'communique.validate.rules'};"
        "sys.exit(1 if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)  # noqa: S603 - this Python
    assert (done.returncode, done.stderr) == (0, b"")


def test_generated_documents_are_fresh() -> None:
    from communique._paths import data_dir

    assert stale(data_dir("schema")) == []


def test_stale_documents_are_named(tmp_path: Path) -> None:
    for name, make in DOCUMENTS.items():
        (tmp_path / name).write_text(make(), encoding="utf-8")
    assert stale(tmp_path) == []
    (tmp_path / "RULES.md").write_text("old", encoding="utf-8")
    assert stale(tmp_path) == ["RULES.md"]
