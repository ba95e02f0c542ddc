"""`communique train`: a baseline learns from records and is written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import SEED, TASKS

if TYPE_CHECKING:
    from communique.model import Article


@click.command("train")
@click.option("--task", required=True, help=f"One of {TASKS}.")
@click.option("--system", required=True, help="majority or linear.")
@click.argument("data")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The model.")
@click.option("--split", help="Of DATA, by its splits.json.  [default: train, where it has splits]")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=SEED, show_default=True)
def command(
    task: str, system: str, data: str, *, output: Path, split: str | None, seed: int
) -> None:
    """Train a baseline on DATA: a folder of records, a record, a JSONL file, or `corpus`.

    `corpus` is the corpus that is shipped with this package. Records without the layers that the
    task is learnt from are passed over.
    """
    from communique.baselines import save_model, train

    model = train(task, system, training_records(data, split), seed=seed)
    save_model(model, output)
    size = output.stat().st_size
    click.echo(
        f"{output}: {task} {system}, learnt from {model.articles} records,"
        f" {size / 1024:,.0f} KiB, data {model.data}"
    )


def training_records(data: str, split: str | None) -> list[Article]:
    """Return the records to learn from: of one split, of `train` where there are splits, or all."""
    from communique.corpus import data_path, read_data

    if split is None and (data_path(data) / "splits.json").is_file():
        split = "train"
    return read_data(data, split)
