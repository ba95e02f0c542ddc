"""Folders of results: written from predictions, and told where a number is not what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from communique import tasks
from communique.cli.compare_command import records_at
from communique.corpus import read_data
from communique.diagnostics import Finding, Severity
from communique.errors import InputError
from communique.evaluate import fit_for, score
from communique.results import result
from communique.submissions import (
    Split,
    check,
    entries,
    impossible,
    read_card,
    read_record,
    strangers,
)
from communique.submissions.rules import RULES

from tests.leaderboard_fixture import IDS, gold, slips
from tests.submission_fixture import card, corpus, predictions, submit


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The corpus."""
    return corpus(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path, data: Path) -> Path:
    """The results of one system in two tasks."""
    submit(tmp_path / "results", data, "stance", "coreference")
    return tmp_path / "results"


def checked(folder: Path, data: Path) -> list[Finding]:
    def split(name: str) -> Split:
        return Split.of(read_data(str(data), name))

    return list(check(folder, split, frozenset()))


def rules(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found}


def edited(path: Path, change: Callable[[Any], object]) -> None:
    record = json.loads(path.read_bytes())
    change(record)
    path.write_text(json.dumps(record), encoding="utf-8")


def test_a_submission_lies_under_its_system_task_and_split(folder: Path) -> None:
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.json*"))
    assert found == [
        "rules/coreference.test.json",
        "rules/coreference.test.jsonl",
        "rules/stance.test.json",
        "rules/stance.test.jsonl",
    ]
    assert [(e.system, e.task, e.split) for e in entries(folder)] == [
        ("rules", "coreference", "test"),
        ("rules", "stance", "test"),
    ]


def test_the_record_holds_card_slices_digest_and_report(folder: Path) -> None:
    record = read_record(folder / "rules" / "stance.test.json")
    assert record.card == card()
    assert record.system == "Rules"
    assert record.report["unreadable"] == 0
    mentions = read_record(folder / "rules" / "coreference.test.json").report["offsets"]
    assert mentions == 2 * 4  # two mentions in each of four articles
    # favor is right twice in four: P 1/2, R 1, F1 2/3; the other two labels are never said.
    assert record.scores["macro-f1"].value == pytest.approx((2 / 3) / 3)


def test_what_was_just_submitted_passes(folder: Path, data: Path) -> None:
    assert checked(folder, data) == []


def test_private_predictions_are_kept_back_and_warned_of(tmp_path: Path, data: Path) -> None:
    submit(tmp_path / "results", data, private=True)
    assert not list(tmp_path.glob("results/*/*.jsonl"))
    found = checked(tmp_path / "results", data)
    assert [(f.rule, f.severity) for f in found] == [("SUB-009", Severity.WARNING)]


def test_submitting_again_replaces(folder: Path, data: Path) -> None:
    submit(folder, data, "stance", "coreference", system=card(version="2"))
    cards = [read_record(entry.path).card for entry in entries(folder)]
    assert cards == [card(version="2")] * 2
    assert checked(folder, data) == []


def test_another_card_beside_old_records_is_refused_and_nothing_is_written(
    folder: Path, data: Path
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.json*")}
    with pytest.raises(InputError, match="has another card"):
        submit(folder, data, "stance", system=card(version="2"))
    assert {path: path.read_bytes() for path in folder.rglob("*.json*")} == before


DAY = "2031-09-09"
STANCE = "rules/stance.test.json"


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("SUB-002", lambda r: r.update(schema_version="9")),
        ("SUB-002", lambda r: r.update(task="stance@9")),
        ("SUB-002", lambda r: r.update(signature="trust me")),
        ("SUB-003", lambda r: r.update(split="train")),
        ("SUB-003", lambda r: r.update(system="Other")),
        ("SUB-003", lambda r: r["card"].update(name="Other")),
        ("SUB-003", lambda r: r.update(primary="accuracy")),
        ("SUB-004", lambda r: r.update(card=None)),
        ("SUB-004", lambda r: r["card"].update(description="Better than it was.")),
        ("SUB-005", lambda r: r.update(signature=r["signature"].replace("sha256:", "sha256:0"))),
        ("SUB-005", lambda r: r["documents"].pop()),
        ("SUB-005", lambda r: r["documents"].append(r["documents"][0])),
        ("SUB-005", lambda r: r["excluded"].update(d9="too hard")),
        ("SUB-005", lambda r: r.update(signature=r["signature"].replace("=50", "=50000000"))),
        ("SUB-005", lambda r: r.update(signature=r["signature"].replace("seed=0", "seed=-1"))),
        ("SUB-005", lambda r: r["documents"][0]["counts"].update(hits=7)),
        ("SUB-005", lambda r: r["documents"][0]["counts"].update({"all.favor.favor": -1})),
        ("SUB-005", lambda r: r["documents"][0]["counts"].update({"all.favor.favor": 1e308})),
        ("SUB-005", lambda r: r.update(signature=r["signature"].replace("schema=", "schema=9"))),
        ("SUB-005", lambda r: r.update(signature=r["signature"].replace("package=", "package=x"))),
        ("SUB-005", lambda r: r.update(signature=r["signature"].replace("split=test", "split=a"))),
        ("SUB-005", lambda r: r.update(signature=f"a.prize=won|{r['signature']}")),
        ("SUB-005", lambda r: r.update(missing=["elsewhere"])),
        ("SUB-002", lambda r: r["report"].update({"spans, all proven right": 7})),
        ("SUB-006", lambda r: r["scores"]["macro-f1"].update(value=0.9)),
        ("SUB-006", lambda r: r["scores"]["macro-f1"].update(high=0.99)),
        ("SUB-006", lambda r: r["scores"].pop("accuracy")),
        ("SUB-006", lambda r: r["documents"][1].update(counts={"all.against.against": 1})),
        ("SUB-007", lambda r: r.update(predictions_sha256="0" * 64)),
        ("SUB-007", lambda r: r.update(predictions_sha256=None)),
        ("SUB-008", lambda r: r["documents"][1].update(counts={"all.against.against": 1})),
        ("SUB-008", lambda r: r.update(missing=["d1"])),
    ],
)  # fmt: skip
def test_a_record_that_was_tampered_with_is_found_out(
    folder: Path, data: Path, rule: str, change: Callable[[Any], object]
) -> None:
    edited(folder / STANCE, change)
    found = checked(folder, data)
    assert rule in rules(found)
    assert all(finding.where.file.startswith(str(folder)) for finding in found)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        # Gold of d1 has one stance, against, of an organisation.
        ({"all.against.against": 2}, r"d1: all\.against\.\* is 2; these records have 1"),
        ({"all.favor.favor": 1}, r"d1: all\.favor\.\* is 1; these records have 0"),
        ({"all.against.against": 0.5, "all.against.-": 0.5}, "is 0.5, no whole number"),
        ({}, r"d1: all\.against\.\* is 0; these records have 1"),
    ],
)
def test_counts_that_cannot_be_these_records_are_found_out_without_predictions(
    folder: Path, data: Path, counts: dict[str, float], said: str
) -> None:
    (folder / "rules" / "stance.test.jsonl").unlink()
    edited(folder / STANCE, lambda r: r["documents"][1].update(counts=counts))
    found = next(f for f in checked(folder, data) if f.rule == "SUB-010")
    assert re.search(said, found.message)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        # Gold of d0 has two entities of one mention each, and so has the prediction.
        ({"all.mention.gold": 3}, "all.mention.gold is 3; these records have 2"),
        ({"all.mention.hit": 9}, "all.mention.hit is 9, more than all.mention.pred, 2"),
        ({"all.b3.hit-gold": 2.5}, "all.b3.hit-gold is 2.5, more than all.b3.gold, 2"),
        ({"all.mention.pred": 2.5}, "all.mention.pred is 2.5, no whole number"),
    ],
)
def test_more_hits_than_there_are_things_are_found_out(
    folder: Path, data: Path, changes: dict[str, float], said: str
) -> None:
    (folder / "rules" / "coreference.test.jsonl").unlink()
    edited(
        folder / "rules" / "coreference.test.json",
        lambda r: r["documents"][0]["counts"].update(changes),
    )
    found = next(f for f in checked(folder, data) if f.rule == "SUB-010")
    assert said in found.message


def test_a_document_that_is_missing_cannot_have_hits(folder: Path, data: Path) -> None:
    (folder / "rules" / "stance.test.jsonl").unlink()
    edited(folder / STANCE, lambda r: r.update(missing=["d0"]))
    found = next(f for f in checked(folder, data) if f.rule == "SUB-010")
    assert "d0: it is said to be missing" in found.message


@pytest.mark.parametrize("name", tasks.names())
def test_what_predictions_give_is_possible(name: str) -> None:
    task = tasks.get(name)
    golds = [gold(article) for article in IDS]
    fit, _ = fit_for(task, golds)
    for rate in (0.0, 0.4, 1.0):
        answers = {item.id: slips(item, rate, "any") for item in fit[1:]}
        made = result(score(task, golds, answers, resamples=0, seed=0), system="s", created=DAY)
        assert list(impossible(made, task, fit)) == []


def test_a_link_for_predictions_is_named_and_not_followed(
    folder: Path, data: Path, tmp_path: Path
) -> None:
    file = folder / "rules" / "stance.test.jsonl"
    file.symlink_to(file.rename(tmp_path / "elsewhere.jsonl"))
    assert rules(checked(folder, data)) == {"SUB-001", "SUB-009"}


def test_the_results_of_another_system_are_never_replaced(folder: Path, data: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.json*")}
    with pytest.raises(InputError, match="is of the system 'Rules', not 'RULES!'"):
        submit(folder, data, "stance", "coreference", system=card("RULES!"))
    assert {path: path.read_bytes() for path in folder.rglob("*.json*")} == before


def test_two_submissions_for_one_record_are_refused(tmp_path: Path, data: Path) -> None:
    with pytest.raises(InputError, match=r"stance\.test\.json: two submissions for one record"):
        submit(tmp_path / "results", data, "stance", "stance")
    assert not (tmp_path / "results").exists()


def test_a_folder_that_cannot_be_is_named(tmp_path: Path, data: Path) -> None:
    (tmp_path / "results").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match=r"results.rules.stance\.test\.jsonl: cannot be written"):
        submit(tmp_path / "results", data)


def test_an_endless_file_is_no_record_and_no_card() -> None:
    for read in (read_record, read_card):
        with pytest.raises(InputError, match=r"/dev/zero: larger than [0-9]+ MiB"):
            read(Path("/dev/zero"))


def test_other_predictions_are_found_out(folder: Path, data: Path) -> None:
    file = folder / "rules" / "stance.test.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"favor"', b'"against"', 1))
    assert rules(checked(folder, data)) == {"SUB-007"}


def test_a_file_that_does_not_belong_is_named(folder: Path, data: Path, tmp_path: Path) -> None:
    (folder / "README.md").write_text("What this is.", encoding="utf-8")
    assert strangers(folder) == []
    odd = [
        folder / "rules" / "run.py",
        folder / "Rules" / "stance.test.json",
        folder / "loose.json",
    ]
    for path in odd:
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    link = folder / "rules" / "events.test.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    found = {finding.where.file for finding in checked(folder, data) if finding.rule == "SUB-001"}
    assert found == {str(path) for path in (*odd, odd[1].parent, link)}


@contextmanager
def nested(folder: Path, levels: int) -> Iterator[Path]:
    """Have folders in folders, more than Python's functions may nest."""
    paths = [folder / "/".join("a" * level) for level in range(1, levels + 1)]
    for path in paths:
        path.mkdir()
    yield paths[0]
    for path in reversed(paths):
        path.rmdir()


def test_folders_without_end_are_not_gone_through(folder: Path, data: Path) -> None:
    with nested(folder / "rules", 1200) as deep:
        assert [finding.where.file for finding in checked(folder, data)] == [str(deep)]
        assert len(records_at([folder])) == 2


def test_gold_that_changed_is_told_from_a_wrong_score(folder: Path, data: Path) -> None:
    path = data / "articles" / "d0.json"
    path.write_bytes(path.read_bytes().replace(b'"favor"', b'"neutral"'))
    found = checked(folder, data)
    assert rules(found) == {"SUB-005"}
    assert "score the predictions anew with this edition" in found[0].hint


def test_an_empty_folder_is_an_error(tmp_path: Path, data: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        checked(tmp_path / "none", data)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no result record"):
        checked(tmp_path / "empty", data)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", r"card\.json: not a system card"),
        ('{"name": "x"}', r"missing required field `version`"),
        ("[" * 100_000, r"not a system card"),
    ],
)
def test_what_is_no_card_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "card.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_card(path)


def test_a_card_of_an_unknown_kind_is_told_the_kinds(tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    path.write_bytes(msgspec.json.encode(card("x")).replace(b'"rules"', b'"llm"'))
    with pytest.raises(InputError, match=r"Invalid enum value 'llm' - at `\$\.kind`") as found:
        read_card(path)
    assert found.value.hint == (
        "`kind` is one of baseline, rules, trained, prompted, people, other"
    )


def test_a_name_of_which_no_folder_can_be_made_is_refused(tmp_path: Path, data: Path) -> None:
    with pytest.raises(InputError, match="no file can be named for the system '…'"):
        submit(tmp_path / "results", data, system=card("…"))


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, data: Path) -> None:
    written = submit(tmp_path / "results", data, system=card("../../etc/passwd"))
    assert written == [tmp_path / "results" / "etc-passwd" / "stance.test.json"]
    assert predictions(tmp_path / "p.jsonl").is_file()


def test_what_a_terminal_would_act_on_is_escaped_in_findings(folder: Path, data: Path) -> None:
    def change(record: Any) -> None:
        record["signature"] = re.sub("corpus=[^|]*", "corpus=%1B%5B31m", record["signature"])

    edited(folder / "rules" / "stance.test.json", change)
    found = [str(finding) for finding in checked(folder, data)]
    assert any(r"documents of \x1b[31m;" in line for line in found)
    assert all(line.isprintable() for line in found)


def test_every_rule_of_results_has_a_case_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in RULES if f'"{name}"' not in text] == []
