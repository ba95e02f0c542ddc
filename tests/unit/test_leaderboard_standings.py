from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from communique import tasks
from communique.comparison import Contest
from communique.errors import InputError
from communique.evaluate import Score, score
from communique.leaderboard.reading import Gold, Run, System, read_gold, read_results
from communique.leaderboard.standings import Chance, overall, places, task_table
from communique.metrics.metric import FloatArray, ratio
from communique.results import decode_result, matrix, result
from communique.signature import Signature

from tests import leaderboard_fixture as fixture

CHANCE = Chance(resamples=50, trials=2000, seed=12345)


def accuracy(sums: FloatArray) -> FloatArray:
    """Hits of gold, the two columns; undefined where gold has nothing."""
    return ratio(sums[..., 0], sums[..., 1])


def ranked(hits: dict[str, list[int]], gold: int = 10) -> list[tuple[Any, ...]]:
    """Return (system, rank, p, tied) for systems with that many hits of `gold` a document."""
    counts = {name: np.array([(n, gold) for n in some], float) for name, some in hits.items()}
    contest = Contest(
        task="stance@1",
        metric="accuracy",
        undefined="gold has nothing",
        signature={},
        documents=tuple(str(number) for number, _ in enumerate(next(iter(hits.values())))),
        counts=counts,
        missing=dict.fromkeys(hits, 0),
        score=accuracy,
    )
    values = {name: float(accuracy(found.sum(0))) for name, found in counts.items()}
    scores = {n: Score(value=None if np.isnan(value) else value) for n, value in values.items()}
    runs = {name: run(name) for name in hits}
    return [(p.system, p.rank, p.p, p.tied) for p in places(contest, scores, runs, CHANCE)]


def run(system: str) -> Run:
    """A run of which only the system's name counts."""
    task = tasks.get("stance")
    gold = fixture.gold("article-1")
    scores = score(task, [gold], {}, resamples=0, seed=0)
    record = result(scores, system=system, created="2026-11-26")
    return Run(system, task, record, matrix(record, task), None)


def test_the_best_comes_first_and_others_are_tested_against_it() -> None:
    """Of the 2 ** 6 swaps 2 are as extreme as none at all, so p = 1/32; Holm doubles it."""
    found = ranked({"worse": [1] * 6, "best": [5] * 6, "equal": [5] * 6})
    assert [item[:2] for item in found] == [("best", 1), ("equal", 1), ("worse", 3)]
    assert [item[2] for item in found] == [None, 1.0, pytest.approx(2 / 32)]
    assert [item[3] for item in found] == [False, True, True]


def test_a_system_behind_is_told_apart_where_there_are_documents_enough() -> None:
    """Of 2 ** 10 swaps of ten documents two are as extreme: p = 1/512."""
    found = ranked({"a": [5] * 10, "b": [4] * 10})
    assert found == [("a", 1, None, False), ("b", 2, pytest.approx(1 / 512), False)]


def test_what_has_no_value_has_neither_rank_nor_test() -> None:
    assert ranked({"a": [0] * 6, "b": [0] * 6}, gold=0) == [
        ("a", None, None, False),
        ("b", None, None, False),
    ]


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Gold:
    return read_gold(str(fixture.corpus(tmp_path_factory.mktemp("gold"))), "test")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    fixture.submit(folder, fixture.card("Half"), 0.5)
    fixture.submit(folder, fixture.card("Perfect"), 0.0)
    fixture.submit(folder, fixture.card("Some"), 0.2, entered=("stance", "events"))
    return folder


@pytest.fixture
def systems(folder: Path, gold: Gold) -> list[System]:
    return read_results(folder, "test", gold)


def test_scores_are_what_the_counts_give(systems: list[System]) -> None:
    table = task_table(tasks.get("stance"), systems, CHANCE)
    assert table is not None
    assert table.places[0].system == "perfect"
    half = systems[0].runs["stance"]
    value = half.task.scores(half.counts.sum(0))["macro-f1"]
    assert table.scores["half"]["macro-f1"].value == pytest.approx(float(value))
    assert table.scores["perfect"]["macro-f1"].value == 1.0


def test_a_record_that_says_more_than_its_counts_is_refused(systems: list[System]) -> None:
    liar, run = systems[0], systems[0].runs["stance"]
    lies = {name: Score(value=1.0, low=1.0, high=1.0) for name in run.record.scores}
    record = msgspec.structs.replace(run.record, scores=lies)
    told = liar._replace(runs={**liar.runs, "stance": run._replace(record=record)})
    with pytest.raises(InputError, match="its counts give"):
        task_table(run.task, [told, *systems[1:]], CHANCE)


def test_the_order_of_documents_has_no_say(folder: Path, gold: Gold, tmp_path: Path) -> None:
    record = msgspec.json.decode((folder / "half" / "stance.test.json").read_bytes())
    turned = altered(folder, tmp_path, documents=record["documents"][::-1])
    tables = [
        task_table(tasks.get("stance"), read_results(path, "test", gold), CHANCE)
        for path in (folder, turned)
    ]
    assert tables[0] is not None
    assert tables[1] is not None
    assert tables[0].scores == tables[1].scores
    assert tables[0].places == tables[1].places


def test_a_table_pins_its_numbers_with_a_signature(systems: list[System]) -> None:
    table = task_table(tasks.get("stance"), systems, CHANCE)
    assert table is not None
    fields = dict(table.signature.fields)
    assert {key: fields[key] for key in ("resamples", "seed", "trials", "task", "split")} == {
        "resamples": "50", "seed": "12345", "trials": "2000", "task": "stance@1", "split": "test",
    }  # fmt: skip


def test_a_table_is_signed_by_who_makes_it_and_not_by_who_submits(systems: list[System]) -> None:
    liar, run = systems[0], systems[0].runs["stance"]
    told = Signature.of({**run.fields, "package": "0.0.0", "interval": "percentile-0.5"})
    record = msgspec.structs.replace(run.record, signature=str(told))
    false = liar._replace(runs={**liar.runs, "stance": run._replace(record=record)})
    tables = [task_table(run.task, [one, *systems[1:]], CHANCE) for one in (liar, false)]
    assert tables[0] is not None
    assert tables[1] is not None
    assert tables[0].signature == tables[1].signature
    assert tables[0].signature["interval"] == "percentile-0.95"
    assert tables[0].signature["metric"] == "macro-f1"


def test_the_overall_table_is_signed_too(systems: list[System]) -> None:
    signature = overall(systems, CHANCE).signature
    assert signature is not None
    assert (signature["task"], signature["systems"]) == ("overall", "2")
    assert overall(systems[2:], CHANCE).signature is None


def test_the_overall_table_has_only_systems_that_entered_every_task(
    systems: list[System],
) -> None:
    found = overall(systems, CHANCE)
    assert [(place.system, place.rank) for place in found.places] == [("perfect", 1), ("half", 2)]
    assert found.places[0].score.value == 1.0
    tables = {name: task_table(tasks.get(name), systems, CHANCE) for name in tasks.names()}
    values = [t.scores["half"][t.task.primary].value for t in tables.values() if t]
    assert found.places[1].score.value == pytest.approx(sum(v or 0 for v in values) / 7)
    low, high = found.places[1].score.low, found.places[1].score.high
    assert low is not None
    assert high is not None
    assert low < (found.places[1].score.value or 0) < high
    assert found.documents == 6


def test_one_system_is_the_best_without_a_test(systems: list[System]) -> None:
    found = overall(systems[:1], CHANCE)
    assert [(place.system, place.rank, place.p) for place in found.places] == [("half", 1, None)]


def test_a_task_that_nobody_entered_has_no_table(systems: list[System]) -> None:
    assert task_table(tasks.get("sentiment"), systems[2:], CHANCE) is None


def altered(folder: Path, tmp_path: Path, **changes: Any) -> Path:
    """A copy of the folder in which the record of `half` in stance is another."""
    for file in folder.rglob("*.*"):
        copy = tmp_path / file.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    path = tmp_path / "half" / "stance.test.json"
    record = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({**record, **changes}))
    return tmp_path


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"card": None}, "has no system card"),
        ({"split": "train"}, "of the split 'train'"),
        ({"task": "events@1"}, "the record is of the task events@1"),
        ({"documents": []}, "is of 0 documents"),
        ({"signature": "corpus=sha256:0|task=stance@1"}, "was scored on sha256:0"),
        ({"documents": [{"id": "x", "counts": {"no.such": 1}}]}, "is no count of stance@1"),
        ({"documents": [{"id": "x", "counts": {"all.favor.favor": -1}}]}, "is -1, no count"),
        ({"schema_version": "9"}, "not a result record"),
        ({"missing": ["elsewhere"]}, "`missing` names a document twice, or one that was not"),
        ({"missing": ["article-1"] * 2}, "`missing` names a document twice"),
        ({"missing": ["article-1"]}, "article-1: it is said to be missing"),
        ({"system": "Whole"}, "'Whole' by the record, 'Half' by its card, 'half' by the folder"),
    ],
)
def test_a_record_that_cannot_be_used_is_named(
    folder: Path, gold: Gold, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_results(altered(folder, tmp_path, **changes), "test", gold)
    assert message in caught.value.message
    assert str(Path("half") / "stance.test.json") in caught.value.message


def test_records_of_other_documents_cannot_stand_in_one_table(folder: Path, tmp_path: Path) -> None:
    record = msgspec.json.decode((folder / "half" / "stance.test.json").read_bytes())
    renamed = [{**record["documents"][0], "id": "another"}, *record["documents"][1:]]
    found = read_results(altered(folder, tmp_path, documents=renamed), "test", None)
    with pytest.raises(InputError, match="lacks 1 of the documents"):
        task_table(tasks.get("stance"), found, CHANCE)


def test_a_score_that_the_counts_do_not_give_is_named_with_its_file(
    folder: Path, tmp_path: Path
) -> None:
    record = msgspec.json.decode((folder / "half" / "stance.test.json").read_bytes())
    record["scores"]["macro-f1"]["value"] = 0.99
    with pytest.raises(InputError, match=r"half.stance\.test\.json: .*macro-f1 .* is 0\.990000"):
        read_results(altered(folder, tmp_path, scores=record["scores"]), "test", None)


def lied(folder: Path, tmp_path: Path, more: dict[str, int]) -> Path:
    """The folder with other counts of stance in the first document, and the scores of these."""
    task = tasks.get("stance")
    record = decode_result((folder / "half" / "stance.test.json").read_bytes())
    first, *rest = record.documents
    names = first.counts.keys() | more.keys()
    counts = {name: first.counts.get(name, 0) + more.get(name, 0) for name in names}
    counts = {name: value for name, value in counts.items() if value}
    record = replace(record, documents=(replace(first, counts=counts), *rest))
    values = task.scores(matrix(record, task).sum(0))
    made = {n: Score(value=None if np.isnan(v) else float(v)) for n, v in values.items()}
    return altered(folder, tmp_path, **msgspec.to_builtins(replace(record, scores=made)))


replace = msgspec.structs.replace


def test_counts_that_no_prediction_has_are_refused_where_gold_is_at_hand(
    folder: Path, gold: Gold, tmp_path: Path
) -> None:
    other = lied(folder, tmp_path, {"all.favor.favor": 3})
    (other / "half" / "stance.test.jsonl").unlink(missing_ok=True)
    with pytest.raises(InputError, match=r"all\.favor\.\* is 4; these records have 1"):
        read_results(other, "test", gold)


def test_counts_that_the_predictions_do_not_give_are_refused(
    folder: Path, gold: Gold, tmp_path: Path
) -> None:
    first = decode_result((folder / "half" / "stance.test.json").read_bytes()).documents[0]
    answered = next(n for n in first.counts if n.startswith("all.favor."))
    other = lied(folder, tmp_path, {answered: -1, "all.favor.-": 1})
    with pytest.raises(InputError, match="counts are not what the predictions give"):
        read_results(other, "test", gold)


def test_predictions_that_were_not_scored_are_refused(
    folder: Path, gold: Gold, tmp_path: Path
) -> None:
    other = altered(folder, tmp_path)
    file = other / "half" / "stance.test.jsonl"
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(InputError, match=r"half.stance\.test\.json: their SHA-256 is"):
        read_results(other, "test", gold)


def test_predictions_behind_a_link_are_not_read(folder: Path, gold: Gold, tmp_path: Path) -> None:
    file = altered(folder, tmp_path) / "half" / "stance.test.jsonl"
    kept = file.rename(tmp_path / "elsewhere.jsonl")
    file.symlink_to(kept)
    half = next(s for s in read_results(tmp_path, "test", gold) if s.slug == "half")
    assert half.runs["stance"].predictions is None


def test_a_system_has_one_card(folder: Path, tmp_path: Path) -> None:
    record = msgspec.json.decode((folder / "half" / "stance.test.json").read_bytes())
    other = altered(folder, tmp_path, card={**record["card"], "version": "2"})
    with pytest.raises(InputError, match="different cards"):
        read_results(other, "test", None)


def test_a_split_that_nobody_was_scored_on_is_an_error(folder: Path) -> None:
    with pytest.raises(InputError, match="no record is of the split validation") as caught:
        read_results(folder, "validation", None)
    assert caught.value.hint == "it has test"
