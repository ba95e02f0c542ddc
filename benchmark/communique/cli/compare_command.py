"""`communique compare`: who is better than whom, by the counts in result records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import SEED, TRIALS
from communique.diagnostics import printable

if TYPE_CHECKING:
    from communique.comparison import Comparison, Pairing, Table
    from communique.results import Result

BETTER, WORSE, TIE, UNDEFINED = "▲", "▼", "·", "?"


@click.command("compare")
@click.argument("records", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--task", "names", multiple=True, help="Only this task; may be given several times.")
@click.option("--split", help="Only records of this split.")
@click.option("--metric", help="Compare by this one.  [default: the task's primary metric]")
@click.option("--trials", default=TRIALS, show_default=True, help="Of the randomisation test.")
@click.option("--resamples", default=TRIALS, show_default=True, help="Of the bootstrap.")
@click.option("--seed", default=SEED, show_default=True, help="Of both.")
@click.option("--by-thread", metavar="GOLD", help="Swap and draw story threads, as GOLD has them.")
@click.option("--alpha", default=0.05, show_default=True, help="Level of significance.")
@click.option("--power", default=0.8, show_default=True, help="Of the detectable difference.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(
    records: tuple[Path, ...],
    *,
    names: tuple[str, ...],
    split: str | None,
    metric: str | None,
    trials: int,
    resamples: int,
    seed: int,
    by_thread: str | None,
    alpha: float,
    power: float,
    form: str,
) -> None:
    """Compare the systems of RECORDS: result records (`score -o` writes them), or folders of them.

    Task by task: scores made anew from the counts of each document, with bootstrap intervals; for
    every pair of systems the difference with its interval, and p by paired randomisation, corrected
    by Holm's method for the number of pairs; and the difference that the documents can show.
    """
    from communique.comparison import Settings, compare

    found = compare(
        chosen(records_at(records), names, split),
        settings=Settings(trials=trials, resamples=resamples, seed=seed, alpha=alpha, power=power),
        metric=metric,
        threads=threads(by_thread) if by_thread else None,
    )
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
    else:
        report(found)


def records_at(paths: Sequence[Path]) -> list[Result]:
    """Return the result records in the files and folders.

    Raises:
        InputError: a path cannot be read, is too large or no record, or is a folder without any.
    """
    from communique._folders import files_below
    from communique.errors import InputError
    from communique.submissions import read_record

    found = []
    for path in paths:
        files = files_below(str(path), (".json",)) if path.is_dir() else [str(path)]
        if not files:
            raise InputError(
                f"{path}: has no result record (*.json)",
                hint="name records that `communique score -o` wrote, or folders of them",
            )
        found += [read_record(Path(file)) for file in files]
    return found


def chosen(found: Sequence[Result], names: Sequence[str], split: str | None) -> list[Result]:
    """Return the records of the tasks (`stance`, `stance@1`) and of the split, all by default.

    Raises:
        InputError: no record is.
        UnknownNameError: a task is unknown.
    """
    from communique import tasks
    from communique.errors import InputError

    wanted = {name if "@" in name else tasks.get(name).name for name in names}
    kept = [
        record
        for record in found
        if (not wanted or {record.task, record.task.partition("@")[0]} & wanted)
        and split in {None, record.split}
    ]
    if not kept:
        asked = " ".join([*names, *([f"split {split}"] if split else [])])
        there = sorted({f"{record.task} ({record.split})" for record in found})
        raise InputError(
            f"none of {len(found)} records is of {asked}",
            hint=f"they are of {', '.join(there[:10])}{', …' if len(there) > 10 else ''}",
        )
    return kept


def threads(gold: str) -> dict[str, str]:
    """Return the story thread of each record of a folder, a file or `corpus`."""
    from communique.corpus import read_data
    from communique.evaluate import thread_of

    return {article.id: thread_of(article) for article in read_data(gold, None)}


def report(found: Comparison) -> None:
    """Print scores, pairs and matrix of each task, and its signature."""
    from rich.console import Console

    console = Console(width=1000, highlight=False, emoji=False, markup=False)
    for table in found.tables:
        where = f"{table.units} {table.unit} ({printable(table.split)})"
        console.print(f"{table.task}: {table.metric}, {where}\n")
        for part in (_standings(table), _pairs(table), _matrix(table)):
            console.print(part)
            console.print()
        for line in _notes(table, found):
            console.print(line)
        console.print()
    for task, reason in found.left_out.items():
        console.print(f"not compared: {task}: {reason}")


def _standings(table: Table) -> object:
    from rich.table import Table as Grid

    grid = Grid("", "system", "score", "95 % interval", "missing", box=None, pad_edge=False)
    for rank, item in enumerate(table.standings, 1):
        score = f"undefined: {item.reason}" if item.value is None else f"{item.value:.4f}"
        interval = _interval(item.low, item.high)
        grid.add_row(str(rank), printable(item.system), score, interval, str(item.missing or ""))
    return grid


def _pairs(table: Table) -> object:
    from rich.table import Table as Grid

    heads = ("system", "against", "difference", "95 % interval", "p", "p (Holm)", "p (bootstrap)")
    grid = Grid(*heads, "detectable", box=None, pad_edge=False)
    for pair in table.pairs:
        names = printable(pair.first), printable(pair.second)
        if pair.difference is None:
            grid.add_row(*names, "undefined")
            continue
        ps = map(_p, (pair.p, pair.p_holm, pair.p_bootstrap))
        least = "" if pair.detectable is None else f"{pair.detectable:.4f}"
        interval = _interval(pair.low, pair.high)
        grid.add_row(*names, f"{pair.difference:.4f}", interval, *ps, least)
    return grid


def _matrix(table: Table) -> object:
    from rich.table import Table as Grid

    systems = [item.system for item in table.standings]
    signs = {}
    for pair in table.pairs:
        signs[pair.first, pair.second], signs[pair.second, pair.first] = _signs(pair)
    grid = Grid("", "", *map(str, range(1, len(systems) + 1)), box=None, pad_edge=False)
    for rank, row in enumerate(systems, 1):
        cells = (signs.get((row, column), "") for column in systems)
        grid.add_row(str(rank), printable(row), *cells)
    return grid


def _signs(pair: Pairing) -> tuple[str, str]:
    if pair.difference is None:
        return UNDEFINED, UNDEFINED
    return (BETTER, WORSE) if pair.significant else (TIE, TIE)


def _notes(table: Table, found: Comparison) -> Iterator[str]:
    from communique.stats import FEW

    settings = found.settings
    yield (
        f"{BETTER} row better than column, {WORSE} worse, {TIE} neither, {UNDEFINED} undefined:"
        f" p (Holm) at most {settings.alpha:g}"
    )
    yield f"p: paired randomisation, {_trials(table, settings.trials)}"
    if table.detectable is None:
        yield f"detectable difference: none: {table.no_detectable}"
    else:
        yield (
            f"detectable difference: {table.detectable:.4f}, the median of the pairs': found with"
            f" probability {settings.power:g} at the level {settings.alpha:g}"
        )
    if table.units < FEW:
        yield (
            f"fewer than {FEW} {table.unit}: intervals are too narrow, and"
            " p (bootstrap) is too small"
        )
    undefined = sum(pair.undefined_trials + pair.undefined_resamples for pair in table.pairs)
    if undefined:
        yield "in some trials or resamples a score was undefined (--format json says how many)"
    yield f"signature: {table.signature}"


def _trials(table: Table, trials: int) -> str:
    exact = sum(pair.exact for pair in table.pairs)
    if exact == len(table.pairs):
        return "all ways of swapping"
    some = f", in {exact} of {len(table.pairs)} pairs all ways of swapping" if exact else ""
    return f"{trials} random trials{some}"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.4f} to {high:.4f}"


def _p(value: float | None) -> str:
    if value is None:
        return ""
    return "<0.0001" if value < 0.0001 else f"{value:.4f}"
