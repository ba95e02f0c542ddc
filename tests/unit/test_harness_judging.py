"""Raw answers counted and summed, and the files for lm_eval: without the harnesses themselves."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from communique import tasks
from communique.cli.group import cli
from communique.codec import detach, encode
from communique.corpus import read_split, write_file
from communique.errors import InputError
from communique.harness.judging import figures, judge, values
from communique.harness.lm_eval_tasks import aggregate, process_results
from communique.harness.records import asked, signature
from communique.signature import Signature

from tests.answers_fixture import answers, scores
from tests.scoring_fixture import article, entities, stance

GOLDS = read_split("test")
STANCE = tasks.get("stance")


@pytest.mark.parametrize("name", tasks.names())
def test_summed_counts_give_the_scores_of_the_command_line(name: str, tmp_path: Path) -> None:
    task = tasks.get(name)
    given = answers(task)
    rows = [judge(task, gold, given[gold.id]).counts for gold in GOLDS]
    expected, signed = scores(task, given, tmp_path)
    assert set(rows[0]) == set(task.columns)
    for found in (values(task, rows), values(task, rows[::-1])):
        assert found == {
            metric: value if value is None else pytest.approx(value, abs=1e-12)
            for metric, value in expected.items()
        }
    assert signature(task, GOLDS, "test") == signed


def test_a_broken_answer_counts_as_an_empty_one_and_says_why() -> None:
    for text in ("", "no", "{", "[" * 200_000):
        judged = judge(STANCE, GOLDS[0], text)
        assert judged.problem
        assert judged.counts == STANCE.counts(GOLDS[0], None)


def test_a_broken_item_of_an_answer_answers_no_pair() -> None:
    judged = judge(STANCE, GOLDS[0], '{"stances": [{"holder": 1}]}')
    assert judged.problem is None
    assert judged.counts == STANCE.counts(GOLDS[0], None)


def test_what_an_answer_may_not_name_costs_nothing_but_itself() -> None:
    gold = article(**entities(a=[1], b=[2]), stances=(stance("s", "a", "b", "favor"),))
    text = json.dumps(
        {
            "stances": [
                {"holder": "a", "target": "b", "label": "favor"},
                {"holder": "b", "target": "a", "label": "favor"},
                {"holder": "zz", "target": "a", "label": "against"},
            ]
        }
    )
    assert values(STANCE, [judge(STANCE, gold, text).counts])["macro-f1"] == 1


def test_figures_begin_with_the_primary_metric_and_leave_single_labels_out() -> None:
    for name in tasks.names():
        task = tasks.get(name)
        assert figures(task)[0] == task.primary
    assert figures(tasks.get("factuality")) == ("macro-f1", "accuracy")
    assert "tc.f1" in figures(tasks.get("events"))
    assert "tc.ACCUSE.f1" not in figures(tasks.get("events"))


def test_an_undefined_metric_has_no_value_and_the_reason_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    doc = {"task": "stance@1", "record": encode(article()).decode()}
    found = process_results(doc, ["{}"])
    with caplog.at_level(logging.WARNING):
        assert aggregate([found["macro-f1"]]) is None
    assert "stance@1: macro-f1 is undefined: neither side has any stance" in caplog.text


def test_counts_survive_json_as_harnesses_pass_them_on(tmp_path: Path) -> None:
    task = tasks.get("attribution")
    given = answers(task)
    docs = [{"task": task.key, "record": encode(gold).decode()} for gold in GOLDS]
    found = [
        json.loads(json.dumps(process_results(doc, [given[gold.id]])))
        for doc, gold in zip(docs, GOLDS, strict=True)
    ]
    expected, _ = scores(task, given, tmp_path)
    for name in figures(task):
        assert aggregate([item[name] for item in found]) == pytest.approx(expected[name], abs=1e-12)


def test_data_without_splits_are_asked_about_whole(tmp_path: Path) -> None:
    assert [item.split for item in (asked("corpus", None), asked("corpus", "train"))] == [
        "test", "train"
    ]  # fmt: skip
    write_file(tmp_path / "one.json", encode(article()))
    found = asked(str(tmp_path), "")
    assert (found.split, [gold.id for gold in found.golds]) == ("all", ["one"])
    with pytest.raises(InputError, match=r"splits\.json"):
        asked(str(tmp_path), "test")


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["export", "lm-eval", *map(str, words)])


def test_the_files_hold_documents_prompts_and_a_signature(tmp_path: Path) -> None:
    found = run("-o", tmp_path / "out", "--task", "stance", "--task", "events")
    assert found.exit_code == 0, found.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "communique_tasks.py", "events.jsonl", "events.yaml", "stance.jsonl", "stance.yaml"
    ]  # fmt: skip
    lines = (tmp_path / "out" / "stance.jsonl").read_bytes().splitlines()
    docs = [json.loads(line) for line in lines]
    assert [doc["id"] for doc in docs] == sorted(gold.id for gold in GOLDS)
    assert set(docs[0]) == {"id", "task", "prompt", "record"}
    yaml = (tmp_path / "out" / "stance.yaml").read_text("utf-8")
    signed = yaml.partition('signature: "')[2].partition('"')[0]
    assert Signature.parse(signed)["task"] == "stance@1"
    compile((tmp_path / "out" / "communique_tasks.py").read_text("utf-8"), "it", "exec")


def test_records_without_text_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    gold = detach(article(**entities(a=[1]), stances=(stance("s", "a", "author", "favor"),)))
    write_file(tmp_path / "mine" / "one.json", encode(gold))
    found = run(tmp_path / "mine", "-o", tmp_path / "out", "--task", "stance")
    assert isinstance(found.exception, InputError)
    assert "no text" in found.exception.message
    assert not (tmp_path / "out").exists()
