"""Sentiment Tuple F1 side by side with a scorer that works as SemEval-2022 Task 10's does.

The task's scorer is in no package index; `sentiment_stand_in.py` is written from its rule and in
its manner. The sentences are those of the task's MultiBooked sample, repeated, where `shared/data`
lies beside the checkout; random ones elsewhere. Figures are compared before anything is timed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from communique.metrics.semeval22 import figures, read_opinions
from sentiment_stand_in import SPLITTER, stand_in, tuples
from timing import Aim, measure, report

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "semeval22"
SYSTEM = "node-centric"
OURS, STAND_IN = "communique", "the official scorer (stand-in)"
COMMAND, OTHER = "communique, JSON to figures", "the official command (stand-in)"
SETS = "  its ids compared as sets"
LEAN = "  and without nltk"
NOTE = """\
  Ours gives P, R and F1 with and without polarity, the others F1 with it. What nltk takes to start
  depends on what else is installed: it imports scipy where it can. The design quotes 349 ms, and
  2.7 s for the command, for the official scorer."""
COMMAND_CODE = """\
import sys
from communique.metrics.semeval22 import figures, read_opinions
gold, pred = (read_opinions(open(path, "rb").read()) for path in sys.argv[1:])
print(f"Sentiment Tuple F1: {figures(gold, pred).f1:.3f}")
"""


def random_rows(number: int) -> list[list[dict[str, Any]]]:
    """Return gold and predicted sentences of 20 words, with nought to four opinions."""
    rng = random.Random(0)  # noqa: S311 - no secret
    text = " ".join(f"w{n:02d}" for n in range(20))

    def span(first: int) -> list[list[str]]:
        return [["…"], [f"{4 * first}:{4 * min(19, first + rng.randrange(3)) + 3}"]]

    def opinion() -> dict[str, Any]:
        at = rng.randrange(20)
        absent: list[list[str]] = [[], []]
        return {
            "Source": span(at // 2) if rng.random() < 0.1 else absent,
            "Target": span(at // 3) if rng.random() < 0.7 else absent,
            "Polar_expression": span(at),
            "Polarity": rng.choice(("Positive", "Negative")),
        }

    sides: list[list[dict[str, Any]]] = [[], []]
    for number_of in range(number):
        gold = [opinion() for _ in range(rng.choice((0, 1, 1, 2, 4)))]
        pred = [item if rng.random() < 0.6 else opinion() for item in gold]
        for side, opinions in zip(sides, (gold, pred), strict=True):
            side.append({"sent_id": f"s{number_of}", "text": text, "opinions": opinions})
    return sides


def rows(number: int) -> tuple[str, list[list[dict[str, Any]]]]:
    """Return where the sentences are from, and those of gold and of the system."""
    if not SAMPLE.is_dir():
        return "random", random_rows(number)
    sides = []
    for name in ("test.gold", f"{SYSTEM}.pred"):
        text = (SAMPLE / f"multibooked_ca.{name}.json").read_text(encoding="utf-8")
        found = sorted(json.loads(text), key=lambda row: row["sent_id"])
        copies = (
            {**row, "sent_id": f"{row['sent_id']} {copy}"}
            for copy in range(number // len(found) + 1)
            for row in found
        )
        sides.append([row for row, _ in zip(copies, range(number), strict=False)])
    return f"MultiBooked's, repeated, {SYSTEM} against gold,", sides


def started(*words: str) -> Callable[[], str]:
    def run() -> str:
        done = subprocess.run(
            (sys.executable, *words), capture_output=True, check=True, encoding="utf-8"
        )
        return done.stdout

    return run


def in_process(sides: list[list[dict[str, Any]]], title: str, rounds: int) -> list[str]:
    gold, pred = ({row["sent_id"]: tuples(row) for row in side} for side in sides)
    ours = [read_opinions(json.dumps(side).encode()) for side in sides]
    known = figures(*ours)
    for found, polarity in ((known.f1, True), (known.f1_without_polarity, False)):
        other = stand_in(gold, pred, polarity=polarity)
        if found is None or abs(found - other) > 1e-12:
            raise SystemExit(f"the two do not agree: {found} and {other}")
    contenders = {OURS: lambda: figures(*ours), STAND_IN: lambda: stand_in(gold, pred)}
    return report(title, measure(contenders, rounds=rounds), OURS, (Aim(STAND_IN, 2.4),))


def as_commands(sides: list[list[dict[str, Any]]], rounds: int) -> list[str]:
    other = str(Path(__file__).with_name("sentiment_stand_in.py"))
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{name}.json" for name in ("gold", "pred")]
        for path, side in zip(paths, sides, strict=True):
            Path(path).write_text(json.dumps(side), encoding="utf-8")
        commands = {
            COMMAND: started("-c", COMMAND_CODE, *paths),
            OTHER: started(other, *paths),
            SETS: started(other, "--sets", *paths),
            LEAN: started(other, "--lean", *paths),
        }
        if len(answers := {run() for run in commands.values()}) > 1:
            raise SystemExit(f"the commands do not agree: {answers}")
        seconds = measure(commands, rounds=rounds)
    title = f"the same as a command, from two files of JSON; the stand-in uses {SPLITTER}"
    return report(title, seconds, COMMAND, (Aim(OTHER, 9),))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sentences", type=int, default=15_600)
    options.add_argument("--rounds", type=int, default=15)
    chosen = options.parse_args()
    origin, sides = rows(chosen.sentences)
    title = f"Sentiment Tuple F1 over {chosen.sentences} sentences, {origin} from sets of tokens"
    print("\n".join(in_process(sides, title, chosen.rounds)))
    print("\n".join(as_commands(sides, max(3, chosen.rounds // 3))))
    print(NOTE)


if __name__ == "__main__":
    main()
