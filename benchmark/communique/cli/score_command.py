"""`communique score`: predictions against gold, with intervals, and the signature below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import RESAMPLES, SEED, TASKS
from communique.errors import InputError

if TYPE_CHECKING:
    from communique.evaluate import Score
    from communique.model import Article
    from communique.predictions import Read
    from communique.results import Result


@click.command("score")
@click.argument("gold", type=click.Path())
@click.argument("predictions", type=click.Path(path_type=Path))
@click.option("--task", "name", required=True, help=f"One of {TASKS}.")
@click.option("--split", help="Only the records of this split of GOLD, by its splits.json.")
@click.option(
    "--slice", "slice_", default="all", help="As in genre=opinion, noise=machine-translation."
)
@click.option("--resamples", default=RESAMPLES, show_default=True, help="0 for no intervals.")
@click.option("--seed", default=SEED, show_default=True, help="Of the bootstrap.")
@click.option("--by-thread", is_flag=True, help="Draw story threads, not documents.")
@click.option("--system", help="The system's name.  [default: the name of PREDICTIONS]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the result record.")
def command(
    gold: str,
    predictions: Path,
    *,
    name: str,
    split: str | None,
    slice_: str,
    resamples: int,
    seed: int,
    by_thread: bool,
    system: str | None,
    form: str,
    output: Path | None,
) -> None:
    """Score PREDICTIONS against GOLD: a folder, a record, a JSONL, or `corpus`, the shipped one.

    PREDICTIONS is a JSONL file with one article a line, its spans given by offsets or by their
    words, or by the raw `answer` of a language model; or a folder with one raw answer an article
    (ID.txt, ID.md, ID.json). Words that cannot be found count as wrong; documents without a
    prediction count as empty and are named. Intervals are 95 % percentile bootstrap intervals.
    """
    from communique import tasks
    from communique.cli.progress import reading
    from communique.corpus import write_file
    from communique.evaluate import score
    from communique.predictions import read_predictions
    from communique.results import encode_result, result
    from communique.slices import training_regions

    task, golds = tasks.get(name), _golds(gold, split, predictions)
    with reading(predictions) as watch:
        read = read_predictions(predictions, golds, task, watch=watch)
    scores = score(
        task,
        golds,
        read.predictions,
        resamples=resamples,
        seed=seed,
        split=split or "all",
        by_thread=by_thread,
        slice_=slice_,
        seen_regions=training_regions(gold),
    )
    created = datetime.now(tz=UTC).date().isoformat()
    record = result(
        scores, system=system or predictions.stem, created=created, report=read.report.counts
    )
    data = encode_result(record)
    if output:
        write_file(output, data)
    text = data.decode("utf-8") if form == "json" else "\n".join([*lines(record, read), ""])
    click.echo(text, nl=False)


def _golds(gold: str, split: str | None, predictions: Path) -> list[Article]:
    from communique.corpus import data_path, read_data

    try:
        return read_data(gold, split)
    except InputError as error:
        if not (data_path(str(predictions)) / "splits.json").is_file():
            raise
        hint = f"gold comes first: communique score {predictions} {gold}"
        raise InputError(error.message, hint=hint) from None


def lines(record: Result, read: Read) -> Iterator[str]:
    """Yield the lines of the table, what is missing, undefined or lost, and the signature."""
    from communique.stats import FEW

    yield f"{record.task}: {record.system}, {len(record.documents)} documents ({record.split})"
    yield f"{'metric':<28}{'P':>8}{'R':>8}{'value':>8}  95 % interval"
    scores = record.scores
    for name, score in scores.items():
        stem, _, part = name.rpartition(".")
        if part in {"p", "r"} and f"{stem}.f1" in scores:
            continue
        sides = [scores.get(f"{stem}.{side}") if part == "f1" else None for side in "pr"]
        label = f"{name} *" if name == record.primary else name
        if score.value is not None:
            row = "".join(map(_number, [*sides, score]))
            yield f"{label:<28}{row}  {_range(score)}"
        elif name == record.primary:
            yield f"{label:<28}{'undefined':>24}  {score.reason}"
    yield "* the primary metric"
    yield from confusion_lines(record)
    yield from slice_lines(record)
    if len(record.documents) < FEW and any(score.low is not None for score in scores.values()):
        yield f"fewer than {FEW} documents: intervals are too narrow"
    others = [name for name, score in scores.items() if score.value is None]
    if others:
        yield f"undefined (--format json says why): {', '.join(others)}"
    yield str(read.report)
    yield from doubts(read, record)
    for name, reason in record.excluded.items():
        yield f"not scored: {name}: {reason}"
    yield f"signature: {record.signature}"


def doubts(read: Read, record: Result) -> Iterator[str]:
    """Yield a line for each article that counts as empty, and for layers that were passed over."""
    for name, problem in read.unreadable.items():
        yield f"unreadable, counted as empty: {name}: {problem}"
    for name in record.missing:
        yield f"missing, counted as empty: {name}"
    layers = Counter(f.where.path for f in read.findings if f.rule == "PRE-017")
    if layers:
        given = ", ".join(f"{path[2:]} in {times}" for path, times in layers.items())
        yield f"no part of {record.task}, passed over: {given} predictions"


def confusion_lines(record: Result) -> Iterator[str]:
    """Yield the confusion matrix, a row for each label of gold, where the task counts one."""
    from communique import tasks
    from communique.results import confusion

    cells = confusion(record, tasks.get(record.task))
    golds, answers = (dict.fromkeys(pair[n] for pair in cells) for n in (0, 1))
    if cells:
        yield f"{'gold, by answer (- is none)':<28}" + "".join(f"{name:>9}" for name in answers)
    for gold in golds:
        yield f"  {gold:<26}" + "".join(f"{cells[gold, answer]:>9}" for answer in answers)


def slice_lines(record: Result) -> Iterator[str]:
    """Yield the primary metric's line for each slice; why there are no intervals, once."""
    if record.slices:
        yield f"{record.primary + ' by slice':<44}{'documents':>9}{'value':>7}  95 % interval"
    for name, part in record.slices.items():
        value = "   none" if part.score.value is None else f"{part.score.value:7.4f}"
        notes = part.score.reason or _range(part.score, why=False)
        yield f"  {name:<42}{part.documents:>9}{value}  {notes}"
    for why in sorted({part.score.no_interval or "" for part in record.slices.values()} - {""}):
        yield f"  none: {why}"


def _number(score: Score | None) -> str:
    return " " * 8 if score is None or score.value is None else f"{score.value:8.4f}"


def _range(score: Score, *, why: bool = True) -> str:
    notes = [] if score.low is None else [f"{score.low:.4f} to {score.high:.4f}"]
    if score.no_interval:
        notes.append(f"none: {score.no_interval}" if why else "none")
    if score.undefined_resamples:
        notes.append(f"undefined in {score.undefined_resamples} resamples")
    if score.classes:
        notes.append(f"{score.defined_classes} of {score.classes} classes defined")
    return "; ".join(notes)
