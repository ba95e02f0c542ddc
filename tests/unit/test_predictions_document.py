"""`schema/PREDICTIONS.md` says what the code does: its examples are read, its figures are ours."""

from __future__ import annotations

import json
import re

from communique import tasks
from communique._paths import data_dir
from communique.predictions import answers, fuzzy, placing, reading
from communique.predictions.shapes import convert

TEXT = (data_dir("schema") / "PREDICTIONS.md").read_text(encoding="utf-8")


def test_the_examples_are_lines() -> None:
    blocks = re.findall(r"^```json\n(.*?)\n```$", TEXT, re.MULTILINE | re.DOTALL)
    lines = [convert(json.loads(block)) for block in blocks]
    assert len(lines) == 3
    assert [line.answer is not None for line in lines] == [False, True, False]


def test_the_table_names_the_layers_of_every_task() -> None:
    for name in tasks.names():
        row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{name}` |"))
        layers = set(re.findall(r"`(\w+)`", row.split("|")[2]))
        others = {"event", "value", "holder", "target", "label"}
        allowed = set(tasks.get(name).predicted)
        assert layers - others <= allowed
        assert allowed - layers <= {"entities"}


def test_the_limits_are_those_of_the_code() -> None:
    limits = re.findall(r"^\| [^|]+ \| ([0-9,]+) \|$", TEXT, re.MULTILINE)
    assert [int(limit.replace(",", "")) for limit in limits] == [
        reading.LINE,
        answers.ITEMS,
        placing.SPANS,
        answers.ATTEMPTS,
        fuzzy.LONGEST,
    ]
