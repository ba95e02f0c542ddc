"""`communique check-predictions`: everything at once; and what hostile files cost both commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result
from communique.cli.group import cli
from communique.codec import encode
from communique.corpus import write_file
from communique.errors import InputError, UnknownNameError
from communique.predictions.rules import RULES

from tests.scoring_fixture import article, entities, event, stance

GOLDS = [
    article(
        name,
        **entities(a=[1, 3], b=[2]),
        events=(event("e", 7, factuality="CT+"), event("f", 9, factuality="Uu")),
        stances=(stance("s", "a", "b", "favor"), stance("t", "author", "e", "against")),
    )
    for name in ("d0", "d1", "d2")
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of three records."""
    for record in GOLDS:
        write_file(tmp_path / "gold" / f"{record.id}.json", encode(record))
    return tmp_path / "gold"


def check(file: Path, gold: Path, *words: object) -> Result:
    line = ["check-predictions", str(file), "--gold", str(gold), *map(str, words)]
    return CliRunner().invoke(cli, line)


def told(file: Path, gold: Path, *words: object) -> list[tuple[str, int, str]]:
    """The rule, line and path of every finding."""
    found = json.loads(check(file, gold, "--format", "json", *words).output)
    return [
        (item["rule"], item["where"].get("line", 0), item["where"].get("path", ""))
        for item in found["findings"]
    ]


def written(path: Path, *lines: dict[str, Any] | str | bytes) -> Path:
    text = [json.dumps(line) if isinstance(line, dict) else line for line in lines]
    data = [line.encode() if isinstance(line, str) else line for line in text]
    path.write_bytes(b"\n".join([*data, b""]))
    return path


FELT = {"polarity": "negative"}
NO = {"expression": "no"}
EVERYTHING: tuple[dict[str, Any] | str | bytes, ...] = (
    "nonsense",
    b'{"id": "\xff"}',
    '{"id": "d0", "id": "d1"}',
    '{"id": "d0", "stances": [NaN, Infinity]}',
    '{"id": "d0", "entities": [{"name": "\\ud800"}]}',
    {"id": "zz"},
    {"id": "../d0"},
    {
        "id": "d0",
        "stances": [{"holder": "a", "target": "b", "label": "favor"}],
        "mentions": [{"id": "m", "entity": "x", "quote": "w01"}],
        "sentiments": [
            {"expression": "w05", "polarity": "bad", "why": 1},
            {"expression": {"start": 20, "end": 999}, **FELT},
            {"expression": {"start": 20, "end": 23, "text": "w06"}, **FELT},
            {"expression": "nowhere", **FELT},
            {"expression": "W05", **FELT},
            {"expression": "w05 w06 w07w08", **FELT},
            {"expression": {"quote": "w05", "occurrence": 7}, **FELT},
        ],
    },
    {
        "id": "d1",
        "entities": [{"id": "x"}, {"id": "x"}],
        "mentions": [{"entity": "y", "quote": "w01"}],
        "sentiments": [{"expression": "w05", **FELT, "holder": {"ref": "m"}}],
    },
    {"id": "d0"},
)  # fmt: skip


def test_everything_is_told_at_once_with_line_and_path(tmp_path: Path, gold: Path) -> None:
    file = written(tmp_path / "p.jsonl", *EVERYTHING)
    assert told(file, gold, "--task", "sentiment") == [
        ("PRE-001", 1, "$"),
        ("PRE-001", 2, "$"),
        ("PRE-002", 3, "$"),
        ("PRE-019", 4, "$"),
        ("PRE-019", 4, "$"),
        ("PRE-020", 5, "$.entities[0].name"),
        ("PRE-004", 6, "$.id"),
        ("PRE-006", 7, "$.id"),
        ("PRE-006", 8, "$.sentiments[0].polarity"),
        ("PRE-006", 8, "$.sentiments[0].why"),
        ("PRE-017", 8, "$.stances"),
        ("PRE-009", 8, "$.sentiments[1].expression"),
        ("PRE-010", 8, "$.sentiments[2].expression"),
        ("PRE-011", 8, "$.sentiments[3].expression"),
        ("PRE-013", 8, "$.sentiments[4].expression"),
        ("PRE-014", 8, "$.sentiments[5].expression"),
        ("PRE-018", 8, "$.sentiments[6].expression"),
        ("PRE-021", 9, "$.entities[1].id"),
        ("PRE-008", 9, "$.mentions[0].entity"),
        ("PRE-008", 9, "$.sentiments[0].holder.ref"),
        ("PRE-003", 10, "$.id"),
        ("PRE-005", 0, ""),
    ]


def test_stances_and_values_are_checked_against_what_gold_asks(tmp_path: Path, gold: Path) -> None:
    pair = {"holder": "a", "target": "b"}
    stances = [
        {**pair, "label": "favor"},
        {**pair, "label": "against"},
        {"holder": "b", "target": "a", "label": "favor"},
        {"holder": "w02", "target": "w01", "label": "favor"},
        {"holder": "nobody", "target": "b", "label": "favor"},
    ]
    file = written(tmp_path / "p.jsonl", {"id": "d0", "stances": stances})
    found = [item for item in told(file, gold, "--task", "stance") if item[0] != "PRE-005"]
    assert found == [
        ("PRE-015", 1, "$.stances[2]"),
        ("PRE-015", 1, "$.stances[3]"),
        ("PRE-022", 1, "$.stances[4].holder"),
        ("PRE-016", 1, "$.stances[1]"),
    ]
    values = [{"event": "e", "value": "CT+"}, {"event": "w09", "value": "Uu"}]
    values += [{"event": "e", "value": "Uu"}, {"event": "zz", "value": "Uu"}]
    file = written(tmp_path / "p.jsonl", {"id": "d0", "factuality": values})
    found = [item for item in told(file, gold, "--task", "factuality") if item[0] != "PRE-005"]
    assert found == [
        ("PRE-022", 1, "$.factuality[3].event"),
        ("PRE-016", 1, "$.factuality[2]"),
    ]


def test_answers_and_ambiguous_words_are_told(tmp_path: Path, gold: Path) -> None:
    twice = article("d0", text="no and no")
    write_file(gold / "d0.json", encode(twice))
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "d0.json").write_text('[{"expression": "no", "polarity": "negative"}]', "utf-8")
    (folder / "d1.txt").write_text("None.", "utf-8")
    (folder / "d2.txt").write_text('[{"expression": "w01", "polarity": "bad"}]', "utf-8")
    (folder / "README.md").write_text("Answers.", "utf-8")
    rules = [rule for rule, _, _ in told(folder, gold, "--task", "sentiment")]
    assert rules == ["PRE-004", "PRE-012", "PRE-007", "PRE-023"]


def test_of_several_places_the_nearest_is_no_warning_but_the_first_is(tmp_path: Path) -> None:
    write_file(tmp_path / "gold" / "d0.json", encode(article("d0", text="no, he said no to him")))
    felt = {"expression": "said", "target": "no", **FELT}
    file = written(tmp_path / "p.jsonl", {"id": "d0", "sentiments": [felt, {**felt, **NO}]})
    found = check(file, tmp_path / "gold", "--task", "sentiment").output
    assert "[0].target: PRE-012 info: 'no' stands 2 times; the nearest, 'no, he said ⟦no⟧" in found
    assert "[1].expression: PRE-012 warning: 'no' stands 2 times; the first, '⟦no⟧, he" in found


def test_long_words_are_shown_where_they_differ_from_the_text(tmp_path: Path) -> None:
    text = f"{'The minister went on and on. ' * 9}He would not confirm the visit of the delegation."
    write_file(tmp_path / "gold" / "d0.json", encode(article("d0", text=text)))
    words = text.replace("not confirm", "not comfirm")
    file = written(
        tmp_path / "p.jsonl", {"id": "d0", "sentiments": [{"expression": words, **FELT}]}
    )
    found = check(file, tmp_path / "gold", "--task", "sentiment").output
    assert "comfirm the" in found
    assert "would not confirm the" in found


def test_every_rule_has_a_case_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in RULES if f'"{name}"' not in text] == []


def test_without_a_task_all_layers_are_looked_at(tmp_path: Path, gold: Path) -> None:
    lines: list[dict[str, Any]] = [
        {"id": "d0", "stances": [{"holder": "a", "target": "b", "label": "favor"}]},
        {
            "id": "d1",
            "entities": [{"id": "x", "mentions": ["w01"]}],
            "stances": [{"holder": "x", "target": "nowhere", "label": "favor"}],
            "sentiments": [{"expression": "nobody", **FELT}],
        },
        {"id": "d2"},
    ]
    file = written(tmp_path / "p.jsonl", *lines)
    assert told(file, gold) == [
        ("PRE-011", 2, "$.stances[0].target"),
        ("PRE-011", 2, "$.sentiments[0].expression"),
    ]


def test_the_text_ends_with_the_kinds_the_report_and_the_totals(tmp_path: Path, gold: Path) -> None:
    felt = [{"expression": "w05", **FELT}, {"expression": "nowhere", **FELT}]
    file = written(tmp_path / "p.jsonl", {"id": "d0", "sentiments": felt}, {"id": "d1"})
    found = check(file, gold, "--task", "sentiment")
    assert found.exit_code == 1
    assert found.output.splitlines() == [
        f"{file}:1:1 $.sentiments[1].expression: PRE-011 error: the text does not have 'nowhere'",
        f"  hint: {RULES['PRE-011'].hint}",
        f"{file}: PRE-005 warning: no prediction for 'd2'",
        "  hint: it is scored as an empty prediction; give a line for it, or name the `--split`",
        "PRE-005 missing article: 1",
        "PRE-011 words not found: 1",
        "spans: 1 exact, 1 lost",
        "1 error, 1 warning in 2 documents",
    ]


def test_exit_codes_are_0_for_warnings_1_for_errors_and_2_for_bad_input(
    tmp_path: Path, gold: Path
) -> None:
    file = written(tmp_path / "p.jsonl", {"id": "d0"})
    assert check(file, gold).exit_code == 0
    assert check(written(tmp_path / "q.jsonl", "x"), gold).exit_code == 1
    for words, kind in (
        ((tmp_path / "none.jsonl", gold), InputError),
        ((written(tmp_path / "r.jsonl", ""), gold), InputError),
        ((file, tmp_path / "none"), InputError),
        ((file, gold, "--task", "stanse"), UnknownNameError),
    ):
        error = check(*words).exception
        assert isinstance(error, kind), words


def test_nothing_that_a_terminal_obeys_is_printed(tmp_path: Path, gold: Path) -> None:
    bad = "\x1b[2J\u202e\x07\u2028"
    lines: list[dict[str, Any] | str] = [
        {"id": bad},
        {"id": "d0", bad: 1, "sentiments": [{"expression": bad, "polarity": bad, bad: 2}]},
        {"id": "d1", "sentiments": [{"expression": bad, **FELT}], "answer": bad},
        {"id": "d2", "sentiments": [{"expression": {"start": 0, "end": 3, "text": bad}, **FELT}]},
        '{"%s": 1, "%s": 2}' % (("\\u001b[2J",) * 2),
        bad,
    ]
    file = written(tmp_path / "p.jsonl", *lines)
    for form in ("text", "json"):
        output = check(file, gold, "--task", "sentiment", "--format", form).output
        assert all(char.isprintable() for char in output.replace("\n", ""))
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / f"{bad}.txt").write_text("x", "utf-8")
    assert check(folder, gold).output.replace("\n", "").isprintable()


class Cost(NamedTuple):
    """What a command came to."""

    code: int
    output: str
    megabytes: int
    seconds: float


CODE = """
import pathlib, re, resource, sys
from communique.cli import main
try:
    main()
finally:
    status = pathlib.Path("/proc/self/status")
    if status.is_file():  # ru_maxrss is no less than what the parent had when it forked
        peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]
    else:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print("peak", int(peak) // 1024, file=sys.stderr)
"""


def cost(*words: object) -> Cost:
    """Run a command in a process of its own."""
    began = time.perf_counter()
    found = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", CODE, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert "Traceback" not in found.stderr, found.stderr
    *lines, peak = found.stderr.splitlines()
    output = found.stdout + "\n".join(lines)
    return Cost(found.returncode, output, int(peak.split()[1]), time.perf_counter() - began)


def felt(expression: object) -> bytes:
    line = {"id": "d0", "sentiments": [{"expression": expression, **FELT}]}
    return json.dumps(line).encode()


def long_line(path: Path) -> None:
    """A line of 1 GB, which takes no room on the disk, and a good one after it."""
    with path.open("wb") as file:
        file.write(b'{"id": "')
        file.seek(1 << 30)
        file.write(b'"}\n{"id": "d1"}\n')


HOSTILE: dict[str, tuple[bytes, str]] = {
    "deep lists": (b'{"id": "d0", "stances": ' + b"[" * 100_000, "it nests too deep"),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "it nests too deep"),
    "ten million items": (b'{"id": "d0", "stances": [' + b"0," * 10**7 + b"0]}", "longer than"),
    "a million items": (b'{"id": "d0", "stances": [' + b"{}," * 10**6 + b"{}]}", "1,000,001 items"),
    "items in items": (
        b'{"id": "d0", "stances": [{"evidence": [' + b'["a"],' * 500_000 + b'["a"]]}]}',
        "1,000,003 items",
    ),
    "unknown keys": (
        b'{"id": "d0"' + b"".join(b', "k%d": 1' % n for n in range(200_000)) + b"}",
        "unknown field",
    ),
    "long keys": (b'{"' + b"k" * 2_000_000 + b'": [' + b"null," * 300_000 + b"0]}", "is null"),
    "one key twice": (b"{" + b'"k": 1, ' * 200_000 + b'"k": 1}', "the key 'k' stands twice"),
    "a quote of 10 MB": (felt("a b " * 2_500_000), "longer than"),
    "a long number": (felt(0).replace(b"0,", b"9" * 10**6 + b","), "sentiments[0].expression"),
    "an id with a NUL": (b'{"id": "d0\\u0000"}', "$.id"),
    "a float": (felt({"start": 0.0, "end": 3}), "$.sentiments[0].expression.start"),
}  # fmt: skip
WRONG: dict[str, tuple[bytes, str, str]] = {
    "offsets of 10^18": (felt({"start": 0, "end": 10**18}), "PRE-009", "1 lost"),
    "negative offsets": (felt({"start": -5, "end": 3}), "PRE-009", "1 lost"),
    "a quote of 4 MB": (felt("a b " * 1_000_000), "PRE-011", "1 lost"),
    "brackets": (json.dumps({"id": "d0", "answer": "[" * 10**6}).encode(), "PRE-007", "1 unread"),
    "backticks": (json.dumps({"id": "d0", "answer": "`" * 10**6}).encode(), "PRE-007", "1 unread"),
}  # fmt: skip
MEGABYTES, SECONDS = 400, 60


def test_a_line_of_a_gigabyte_is_never_held(tmp_path: Path, gold: Path) -> None:
    file = tmp_path / "p.jsonl"
    long_line(file)
    found = cost("check-predictions", file, "--gold", gold)
    assert (found.code, found.megabytes < 150) == (1, True)
    assert f"{file}:1:1 $: PRE-001 error: longer than 4,194,304 bytes" in found.output
    assert "in 2 documents" in found.output
    found = cost("score", gold, file, "--task", "sentiment")
    assert (found.code, found.megabytes < 150) == (2, True)
    assert "longer than 4,194,304 bytes" in found.output


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_ends_in_a_message(name: str, tmp_path: Path, gold: Path) -> None:
    line, message = HOSTILE[name]
    file = written(tmp_path / "p.jsonl", line)
    for code, words in (
        (1, ("check-predictions", file, "--gold", gold, "--task", "sentiment")),
        (2, ("score", gold, file, "--task", "sentiment", "--resamples", 0)),
    ):
        found = cost(*words)
        assert found.code == code
        assert f"{file}:1:1" in found.output
        assert message in found.output
        assert found.megabytes < MEGABYTES
        assert found.seconds < SECONDS


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_scored_as_wrong(name: str, tmp_path: Path, gold: Path) -> None:
    line, rule, report = WRONG[name]
    file = written(tmp_path / "p.jsonl", line)
    found = cost("check-predictions", file, "--gold", gold, "--task", "sentiment")
    assert (found.code, rule in found.output) == (1, True)
    found = cost("score", gold, file, "--task", "sentiment", "--resamples", 0)
    assert (found.code, report in found.output) == (0, True)
    assert found.megabytes < MEGABYTES
    assert found.seconds < SECONDS


def test_a_file_with_no_end_of_bad_lines_is_given_up(tmp_path: Path, gold: Path) -> None:
    file = tmp_path / "p.jsonl"
    file.write_bytes(b"x\n" * 15_000)
    found = json.loads(check(file, gold, "--format", "json").output)
    assert (found["given_up"], found["errors"], found["documents"]) == (True, 10_000, 10_000)
    assert len(found["findings"]) == 10_000
    assert "given up: too many lines cannot be scored" in check(file, gold).output
