"""`communique submit` and `communique leaderboard check`, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.errors import InputError
from communique.results import decode_result

from tests.submission_fixture import card, corpus, predictions


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a corpus, a card and answers for two tasks."""
    corpus(tmp_path / "data")
    (tmp_path / "card.json").write_bytes(msgspec.json.encode(card("Always favor")))
    predictions(tmp_path / "stance.jsonl")
    predictions(tmp_path / "coreference.jsonl", "coreference")
    return tmp_path


def submit(desk: Path, *words: str) -> Result:
    plain = ("--gold", desk / "data", "--card", desk / "card.json", "-o", desk / "results")
    return CliRunner().invoke(cli, ["submit", *words, *map(str, plain)])


def check(desk: Path, *words: str) -> Result:
    given = [str(desk / "results"), "--gold", str(desk / "data"), *words]
    return CliRunner().invoke(cli, ["leaderboard", "check", *given])


def test_each_task_gets_a_record_and_its_value_is_told(desk: Path) -> None:
    found = submit(desk, f"stance={desk / 'stance.jsonl'}", f"coreference={desk}/coreference.jsonl")
    assert found.exit_code == 0, found.output
    first, second = (line for line in found.output.splitlines() if line[0] != " ")
    assert first == f"{desk}/results/always-favor/stance.test.json: macro-f1 0.2222"
    assert "conll.f1 undefined: needs muc.f1" in second  # no entity has two mentions
    record = decode_result((desk / "results/always-favor/stance.test.json").read_bytes())
    assert record.card == card("Always favor")
    assert check(desk).exit_code == 0
    assert check(desk).output == "no findings in 2 records\n"


@pytest.mark.parametrize(
    "draws", [("--resamples", "100001"), ("--seed", str(2**63))], ids=["resamples", "seed"]
)
def test_what_the_check_would_refuse_is_not_submitted(desk: Path, draws: tuple[str, str]) -> None:
    found = submit(desk, f"stance={desk / 'stance.jsonl'}", *draws)
    assert found.exit_code != 0
    assert draws[1] in found.output + str(found.exception)
    assert not (desk / "results").exists()


def test_answers_in_words_are_kept_as_offsets(desk: Path) -> None:
    line = {"id": "d0", "entities": [{"id": "x", "type": "GPE"}],
            "mentions": [{"id": "m", "entity": "x", "spans": [{"quote": "w01"}]}]}  # fmt: skip
    file = desk / "words.jsonl"
    file.write_text(json.dumps({"id": "d0", "answer": f"Here:\n```json\n{json.dumps(line)}\n```"}))
    found = submit(desk, f"coreference={file}")
    assert found.exit_code == 0, found.output
    assert "missing, counted as empty: d3" in found.output
    kept = (desk / "results/always-favor/coreference.test.jsonl").read_text("utf-8")
    assert '"spans":[{"start":4,"end":7' in kept
    record = decode_result((desk / "results/always-favor/coreference.test.json").read_bytes())
    assert record.report["exact"] == 1
    assert check(desk).output == "no findings in 1 record\n"


def test_a_better_score_than_the_counts_give_is_found(desk: Path) -> None:
    submit(desk, f"stance={desk / 'stance.jsonl'}")
    path = desk / "results/always-favor/stance.test.json"
    record = json.loads(path.read_bytes())
    record["scores"]["macro-f1"]["value"] = 0.9
    path.write_text(json.dumps(record), encoding="utf-8")
    found = check(desk)
    assert found.exit_code == 1
    assert "SUB-006 error: a score is not what the counts give: macro-f1 is 0.9" in found.output
    assert json.loads(check(desk, "--format", "json").output)["findings"][0]["rule"] == "SUB-006"


def test_a_warning_fails_only_where_it_shall(desk: Path) -> None:
    submit(desk, f"stance={desk / 'stance.jsonl'}", "--private")
    assert check(desk).exit_code == 0
    assert "SUB-009 warning" in check(desk).output
    assert check(desk, "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("stance",), "'stance' is not of the form TASK=PREDICTIONS"),
        (("stance=a", "stance=b"), "'stance=b' comes twice"),
        (("stance=nowhere.jsonl",), r"nowhere\.jsonl"),
    ],
)
def test_what_cannot_be_submitted_is_named(
    desk: Path, words: tuple[str, ...], message: str
) -> None:
    found = submit(desk, *words)
    assert isinstance(found.exception, InputError)
    with pytest.raises(InputError, match=message):
        raise found.exception
    assert not (desk / "results").exists()


def test_answers_that_cannot_be_read_are_told(desk: Path) -> None:
    file = desk / "words.jsonl"
    file.write_text(json.dumps({"id": "d0", "answer": "I cannot say."}), "utf-8")
    found = submit(desk, f"coreference={file}")
    assert found.exit_code == 0, found.output
    assert "  spans: none; documents: 1 unreadable\n" in found.output
    assert "  unreadable, counted as empty: d0: it holds no JSON object" in found.output
