"""`communique train`: a baseline learns from records and is written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.errors import InputError

if TYPE_CHECKING:
    from communique.model import Article

SEED = 12345
SHIPPED = "corpus"


@click.command("train")
@click.option("--task", required=True, help="As in stance.")
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
    """Return the records to learn from: of one split, of `train` where there are splits, or all.

    Raises:
        InputError: there is no such file or folder, or it has no splits and one was named.
        UnknownNameError: it has no split of that name.
    """
    from communique.corpus import read_records, read_split

    folder = data_path(data)
    if (folder / "splits.json").is_file():
        return read_split(split or "train", folder)
    if split is not None:
        raise InputError(
            f"{folder}: has no splits.json, so no split {split!r}",
            hint="leave --split out to learn from all records, or name a corpus",
        )
    return list(read_records(folder))


def data_path(data: str) -> Path:
    """Return the file or folder; `corpus` is the shipped one where there is none of the name."""
    from communique._paths import data_dir

    path = Path(data)
    return data_dir("corpus") if data == SHIPPED and not path.exists() else path
