"""`communique export`: the benchmark and its results in the forms that leaderboards take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import SEED, TASKS
from communique.diagnostics import printable
from communique.errors import InputError

if TYPE_CHECKING:
    from communique.harness.records import Asked
    from communique.tasks import Task

START = "2026-01-01"

_OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="What is written."
)
_TASKS = click.option(
    "--task", "names", multiple=True, help=f"Of {TASKS}; may be repeated.  [default: all]"
)
_SPLIT = click.option("--split", help="Of DATA.  [default: test, where it has splits]")
_DATA = click.argument("data", default="corpus")


@click.group("export")
def command() -> None:
    """Write the benchmark, or results on it, in the forms that leaderboards take.

    DATA is a folder of records, a record, a JSONL file, or `corpus`, the shipped one.
    """


@command.command("prompts", short_help="What a system is given, for your own model.")
@_DATA
@click.option("--task", "name", required=True, help=f"One of {TASKS}.")
@_SPLIT
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The JSONL file."
)
def prompts(data: str, *, output: Path, name: str, split: str | None) -> None:
    """Write what a system is given, a line of JSON an article, for models without a harness.

    `prompt` is for a language model; `article` has the text and whatever else the task gives, and
    so have `pairs`, in `stance`. Answers go, as they come, into lines {"id": ID, "answer": ANSWER}:
    `communique check-predictions` and `communique score` read these.
    """
    from communique import tasks
    from communique.corpus import write_file
    from communique.harness.givens import given_lines
    from communique.harness.records import asked, scorable

    task, found = tasks.get(name), asked(data, split)
    golds = scorable(task, found.golds)
    write_file(output, given_lines(task, golds))
    click.echo(f"{output}: {len(golds)} prompts of {task.key} ({found.split})")


@command.command("codabench", short_help="A Codabench bundle, for organisers.")
@_DATA
@_OUTPUT
@_TASKS
@_SPLIT
@click.option(
    "--wheels",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder made by `python -m pip wheel communique -w FOLDER`: no network is needed.",
)
@click.option("--docker-image", "image", help="One that has communique, or Python 3.11 for wheels.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    default=START,
    show_default=True,
    help="First day.",
)
@click.option("--example/--no-example", default=True, help="A submission of the majority baseline.")
def codabench(
    data: str,
    *,
    output: Path,
    names: tuple[str, ...],
    split: str | None,
    wheels: Path | None,
    image: str | None,
    start: datetime,
    example: bool,
) -> None:
    """Write a Codabench bundle: competition, scoring program, references, starting kit."""
    from communique.corpus import write_file
    from communique.harness.codabench import Settings, bundle
    from communique.harness.records import asked, chosen_tasks

    found, tasks = asked(data, split), chosen_tasks(names)
    settings = Settings(
        tasks=tasks,
        split=found.split,
        start=start.date().isoformat(),
        wheels=wheels,
        image=image,
        examples=majority(tasks, data, found) if example else {},
    )
    archive = bundle(found.golds, settings)
    write_file(output, archive)
    click.echo(f"{output}: {len(tasks)} tasks, {len(archive) / 2**20:.1f} MiB")


@command.command("lm-eval", short_help="Task files for lm_eval.")
@_DATA
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The folder to fill."
)
@_TASKS
@_SPLIT
def lm_eval(data: str, *, output: Path, names: tuple[str, ...], split: str | None) -> None:
    """Write task files for lm_eval: `lm_eval --include_path OUTPUT --tasks communique_stance`.

    The folder holds the documents too. `--tasks communique` runs all that are in it.
    """
    from communique.corpus import write_file
    from communique.harness.lm_eval_files import task_files
    from communique.harness.records import asked, chosen_tasks

    files = task_files(chosen_tasks(names), asked(data, split))
    for name, content in files.items():
        write_file(output / name, content)
    click.echo(f"{output}: {len(files)} files")


def majority(tasks: Sequence[Task], data: str, asked: Asked) -> Mapping[str, bytes]:
    """Return the majority baseline's predictions by task, learnt from the training split.

    Nothing comes back where the data have no splits, or the split is the training split.

    Raises:
        InputError: a task cannot be learnt, or no record can be scored in it.
    """
    from communique.baselines import train
    from communique.codec import encode_predictions
    from communique.corpus import read_data
    from communique.harness.records import scorable

    if asked.split in {"all", "train"}:
        return {}
    learnt = read_data(data, "train")
    found = {}
    for task in tasks:
        try:
            model = train(task.name, "majority", learnt, seed=SEED)
        except InputError as error:
            raise InputError(
                f"no example submission can be made: {error.message}", hint="give --no-example"
            ) from None
        found[task.name] = encode_predictions(map(model.predict, scorable(task, asked.golds)))
    return found


@command.command("hub-results", short_help="Results for a model card on the Hub.")
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The model's folder."
)
@click.option("--dataset", required=True, help="The data set on the hub, ORGANISATION/NAME.")
@click.option("--revision", help="The data set's revision: a commit's hash.")
@click.option("--source", help="Where the results come from, a link.  [default: the card's]")
def hub_results(
    results: tuple[Path, ...],
    *,
    output: Path,
    dataset: str,
    revision: str | None,
    source: str | None,
) -> None:
    """Write .eval_results/communique.yaml of a model from its result records.

    RESULTS are records (`communique score -o`), or folders of one system's records.
    """
    from communique.corpus import write_file
    from communique.harness.hub_results import PLACE, SPLIT, hub_entries
    from communique.hub.manifest import read_manifest
    from communique.submissions import read_record

    files = [file for path in results for file in _records(path)]
    found = hub_entries(
        [read_record(file) for file in files],
        dataset=dataset,
        corpus=read_manifest().splits[SPLIT].digest,
        revision=revision,
        source=source,
    )
    write_file(output / PLACE, found.data)
    for line in found.left_out:
        click.echo(f"left out: {printable(line)}")
    click.echo(f"{output / PLACE}: {len(files) - len(found.left_out)} results")


def _records(path: Path) -> list[Path]:
    """Return a record, or those of the split test in a folder."""
    if path.is_file():
        return [path]
    found = sorted(filter(Path.is_file, path.glob("*.test.json")))
    if not found:
        raise InputError(f"{path}: holds no *.test.json", hint="name a system's result records")
    return found
