"""Scoring a folder of submissions against a folder of references, as leaderboard servers ask it.

`ref` holds `gold.jsonl` (the records) and `benchmark.json` (the split and the tasks); `res` holds
one `<task>.jsonl` for each task that is entered. What is written names nobody's annotation: scores,
counts of what could be read, and what was wrong with the lines that were handed in.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from communique import tasks
from communique.corpus import read_records, write_file
from communique.errors import CommuniqueError, InputError
from communique.evaluate import Score, Scores, score
from communique.harness.records import SEED
from communique.model import Article
from communique.predictions import read_predictions

GOLD, BENCHMARK = "gold.jsonl", "benchmark.json"
OVERALL = "overall"
SHOWN = 100
"""So many messages a task are shown at most."""
_STYLE = (
    "body{font:15px sans-serif;max-width:60em;margin:0 auto;padding:2em}"
    "td,th{padding:.2em .8em;text-align:left}code{word-break:break-all}"
)


class Benchmark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked: the split that the records are, and the tasks, by key (`stance@1`)."""

    split: str
    tasks: tuple[str, ...]


class Outcome(NamedTuple):
    """One task that was entered: its scores, or why there are none."""

    task: str
    scores: Scores | None
    messages: tuple[str, ...]

    @property
    def value(self) -> float | None:
        """The primary metric, or nothing where it is undefined or nothing could be read."""
        return self.scores.main.value if self.scores else None


def column(task: str) -> str:
    """Return the name of a task's column: `stance_extraction`."""
    return task.partition("@")[0].replace("-", "_")


def score_folder(given: Path, out: Path) -> tuple[list[str], int]:
    """Write `scores.json` and `detailed_results.html`; return what to say, and 0 or 2.

    A task that was not entered, whose file cannot be read or whose metric is undefined has no
    score; where no task has one there is no `scores.json`, and 2 comes back.
    """
    try:
        benchmark, golds = read_references(given / "ref")
        outcomes = [
            _outcome(name, file, golds, benchmark.split)
            for name, file in entries(given / "res", benchmark.tasks).items()
        ]
    except CommuniqueError as error:
        write_file(out / "detailed_results.html", page([], [_text(error)]))
        return [f"error: {_text(error)}"], 2
    values = column_values(outcomes, len(benchmark.tasks))
    write_file(out / "detailed_results.html", page(outcomes, []))
    if values:
        write_file(out / "scores.json", msgspec.json.encode(values))
    said = [f"{outcome.task}: {line}" for outcome in outcomes for line in outcome.messages]
    return said, 0 if values else 2


def read_references(folder: Path) -> tuple[Benchmark, list[Article]]:
    """Return what is asked and the gold records.

    Raises:
        InputError: a file is missing or of another form.
    """
    path = folder / BENCHMARK
    try:
        benchmark = msgspec.json.decode(path.read_bytes(), type=Benchmark)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{path}: {error}", hint="make the bundle anew") from None
    return benchmark, list(read_records(folder / GOLD))


def entries(folder: Path, keys: Sequence[str]) -> dict[str, Path]:
    """Return the files that were handed in, by the key of their task.

    They lie in the folder or, as when a folder was zipped, in its one subfolder.

    Raises:
        InputError: there is none.
    """
    inside = [path for path in folder.glob("[!._]*") if path.is_dir()]
    places = [folder, *inside] if len(inside) == 1 else [folder]
    files = {
        key: file
        for place in places
        for key in keys
        if (file := place / f"{key.partition('@')[0]}.jsonl").is_file() and not file.is_symlink()
    }
    if not files:
        wanted = ", ".join(f"{key.partition('@')[0]}.jsonl" for key in keys)
        raise InputError(
            "the submission has none of the files that are scored",
            hint=f"put one or more of {wanted} into the archive, at its top",
        )
    return files


def _outcome(key: str, file: Path, golds: Sequence[Article], split: str) -> Outcome:
    task = tasks.get(key)
    try:
        read = read_predictions(file, golds, task)
        found = score(task, golds, read.predictions, resamples=0, seed=SEED, split=split)
    except CommuniqueError as error:
        return Outcome(key, None, (_text(error),))
    messages = [str(read.report)] if read.report.lost else []
    messages += [f"{name} counted as empty: {why}" for name, why in read.unreadable.items()]
    messages += [f"no prediction for {name}, counted as empty" for name in found.missing]
    if found.main.value is None:
        messages.append(f"{found.primary} is undefined: {found.main.reason}")
    return Outcome(key, found, tuple(messages))


def _text(error: CommuniqueError) -> str:
    return f"{error.message} ({error.hint})" if error.hint else error.message


def column_values(outcomes: Sequence[Outcome], asked: int) -> dict[str, float]:
    """Return the value of each column that has one.

    `overall`, the unweighted mean of the primary metrics, is there where all of several tasks were
    entered and are defined.
    """
    values = {column(item.task): item.value for item in outcomes if item.value is not None}
    if len(values) == asked > 1:
        values[OVERALL] = sum(values.values()) / asked
    return values


def page(outcomes: Sequence[Outcome], problems: Sequence[str]) -> bytes:
    """Return the details as HTML; what participants wrote stands in it as text, never as markup."""
    parts = [
        '<!doctype html><meta charset="utf-8"><title>communique</title>',
        f"<style>{_STYLE}</style>",
        *(f"<p>{html.escape(problem)}</p>" for problem in problems),
    ]
    for outcome in outcomes:
        parts += _section(outcome)
    return "\n".join([*parts, ""]).encode("utf-8", "backslashreplace")


def _section(outcome: Outcome) -> Iterator[str]:
    yield f"<h2>{html.escape(outcome.task)}</h2>"
    shown = outcome.messages[:SHOWN]
    yield from (f"<p>{html.escape(message)}</p>" for message in shown)
    if len(shown) < len(outcome.messages):
        yield f"<p>… and {len(outcome.messages) - len(shown)} more</p>"
    if outcome.scores is None:
        return
    yield _table({outcome.scores.primary: outcome.scores.main})
    yield f"<details><summary>All metrics</summary>{_table(outcome.scores.metrics)}</details>"
    yield f"<p><code>{html.escape(outcome.scores.signature)}</code></p>"


def _table(metrics: Mapping[str, Score]) -> str:
    rows = [
        (name, f"undefined: {found.reason}" if found.value is None else f"{found.value:.4f}")
        for name, found in metrics.items()
    ]
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
