"""`communique submit`: predictions and a system card in, records for a leaderboard out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from communique.cli import RESAMPLES, SEED
from communique.errors import InputError


@click.command("submit")
@click.argument("files", nargs=-1, required=True, metavar="TASK=PREDICTIONS...")
@click.option("--card", required=True, type=click.Path(path_type=Path), help="JSON, see below.")
@click.option("--gold", default="corpus", show_default=True, help="A folder of records.")
@click.option("--split", default="test", show_default=True)
@click.option("--resamples", type=click.IntRange(0), default=RESAMPLES, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=SEED, show_default=True)
@click.option("--private", is_flag=True, help="Keep the predictions back; only counts are given.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="A folder of results."
)
def command(
    files: tuple[str, ...],
    *,
    card: Path,
    gold: str,
    split: str,
    resamples: int,
    seed: int,
    private: bool,
    output: Path,
) -> None:
    """Score predictions, and write the system's records for a leaderboard.

    Each TASK=PREDICTIONS names a task and a file of predictions for it. OUTPUT gets
    SYSTEM/TASK.SPLIT.json, a result record, and the predictions beside it as .jsonl.

    The card says who made the system, of what, and what it has seen: an object with name, version,
    description, kind (baseline, rules, trained, prompted, people, other), authors, training_data
    ("none" where with nothing), and perhaps licence, url, code, base_model, parameters, test_seen,
    hardware.
    """
    from communique import tasks
    from communique.cli.score_command import doubts
    from communique.corpus import read_data
    from communique.predictions import read_predictions
    from communique.slices import training_regions
    from communique.submissions import read_card, submission, write

    system, golds = read_card(card), read_data(gold, split)
    seen = training_regions(gold)
    items, reads = [], []
    for name, path in pairs(files):
        task = tasks.get(name)
        read = read_predictions(path, golds, task)
        reads.append(read)
        item = submission(
            task,
            golds,
            read,
            system,
            split=split,
            created=datetime.now(tz=UTC).date().isoformat(),
            resamples=resamples,
            seed=seed,
            seen_regions=seen,
        )
        items.append(item)
    written = write(output, items, private=private)
    for path, item, read in zip(written, items, reads, strict=True):
        main = item.record.scores[item.record.primary]
        value = f"{main.value:.4f}" if main.value is not None else f"undefined: {main.reason}"
        click.echo(f"{path}: {item.record.primary} {value}")
        for line in (str(read.report), *doubts(read, item.record)):
            click.echo(f"  {line}")


def pairs(files: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Return the task and the file of each TASK=PREDICTIONS.

    Raises:
        InputError: one is not of that form, or a task comes twice.
    """
    found: dict[str, Path] = {}
    for item in files:
        name, equals, path = item.partition("=")
        if not equals or not name or not path or name in found:
            what = "comes twice" if name in found else "is not of the form TASK=PREDICTIONS"
            raise InputError(f"{item!r} {what}", hint="write, say, stance=answers.jsonl")
        found[name] = Path(path)
    return list(found.items())
