"""inspect_ai, without a network, on the tasks of this package: the scores of `communique score`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from communique import tasks
from communique.codec import encode
from communique.corpus import read_split, write_file
from communique.harness.judging import figures
from communique.harness.prompts import prompt
from communique.model import Article

from tests.answers_fixture import answers, scores
from tests.scoring_fixture import article, entities, stance

inspect_ai = pytest.importorskip("inspect_ai", exc_type=ImportError)
model = pytest.importorskip("inspect_ai.model", exc_type=ImportError)
pytestmark = pytest.mark.filterwarnings("ignore")  # what others warn of is theirs to mend
GOLDS = read_split("test")


def answering(texts: Mapping[str, str]) -> Any:
    """A model that has an answer to every prompt; usage is set, so that nothing is fetched."""

    def answer(messages: list[Any], *_: Any) -> Any:
        output = model.ModelOutput.from_content("mockllm/model", texts[messages[-1].text])
        output.usage = model.ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
        return output

    return model.get_model("mockllm/model", custom_outputs=answer)


def run(
    place: Path, name: str, given: Mapping[str, str], golds: Sequence[Article] = GOLDS, **more: Any
) -> Any:
    """The log of a task on answers by article id."""
    task = tasks.get(name)
    texts = {prompt(task, gold): given[gold.id] for gold in golds}
    log = inspect_ai.eval(
        f"communique/{name.replace('-', '_')}",
        model=answering(texts),
        log_dir=str(place),
        display="none",
        **more,
    )[0]
    assert log.status == "success", log.error
    return log


def values(log: Any) -> dict[str, float]:
    return {name: found.value for name, found in log.results.scores[0].metrics.items()}


@pytest.mark.parametrize("name", tasks.names())
def test_scores_are_those_of_the_command_line(name: str, tmp_path: Path) -> None:
    task = tasks.get(name)
    given = answers(task)
    log = run(tmp_path, name, given)
    expected, signature = scores(task, given, tmp_path)
    defined = {key: value for key in figures(task) if (value := expected[key]) is not None}
    assert values(log) == pytest.approx(defined, abs=1e-12)
    assert 0 < defined[task.primary] < 1
    assert log.eval.metadata["primary"] == task.primary
    assert log.eval.metadata["signature"] == signature


def test_an_answer_that_cannot_be_read_says_why_and_counts_as_empty(tmp_path: Path) -> None:
    log = run(tmp_path, "stance", dict.fromkeys((gold.id for gold in GOLDS), "I'd rather not."))
    assert values(log)["macro-f1"] == 0
    found = next(iter(log.samples[0].scores.values()))
    assert "JSON" in found.explanation
    assert found.value["all.favor.-"] + found.value["all.against.-"] > 0


def test_a_log_holds_the_gold_record_so_that_it_can_be_scored_again(tmp_path: Path) -> None:
    from communique.harness.inspect_tasks import counts

    log = run(tmp_path, "sentiment", answers(tasks.get("sentiment")))
    again = inspect_ai.score(log, counts("sentiment"), action="overwrite")
    assert values(again) == values(log)


def test_epochs_are_averaged_article_by_article(tmp_path: Path) -> None:
    given = answers(tasks.get("stance"))
    twice = run(tmp_path, "stance", given, epochs=2)
    assert len(twice.samples) == 2 * len(GOLDS)
    assert values(twice) == pytest.approx(values(run(tmp_path, "stance", given)), abs=1e-12)


def test_records_of_one_s_own_can_be_asked_and_undefined_figures_are_left_out(
    tmp_path: Path,
) -> None:
    gold = article(**entities(a=[1], b=[2]), stances=(stance("s", "a", "b", "favor"),))
    none = article("two", **entities(a=[1]))
    for item in (gold, none):
        write_file(tmp_path / "mine" / f"{item.id}.json", encode(item))
    answer = json.dumps({"stances": [{"holder": "a", "target": "b", "label": "favor"}]})
    args = {"data": str(tmp_path / "mine")}
    log = run(tmp_path, "stance", {"one": answer, "two": "{}"}, [gold, none], task_args=args)
    assert values(log)["macro-f1"] == 1
    assert "favor-against-f1" in values(log)
    assert "holder.author.macro-f1" not in values(log)
    assert not any(math.isnan(value) for value in values(log).values())
