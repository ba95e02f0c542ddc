"""`communique bench`: every baseline trained, run and scored; one table."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec

from communique.cli import RESAMPLES, SEED
from communique.errors import InputError

if TYPE_CHECKING:
    from communique.baselines import Model
    from communique.model import Article, Prediction
    from communique.results import Result


@click.command("bench")
@click.option("--data", default="corpus", show_default=True, help="A folder with splits.json.")
@click.option("--tasks", multiple=True, help="Only these: with commas, or given several times.")
@click.option("--systems", multiple=True, help="Only these, in the same way.")
@click.option("--resamples", type=click.IntRange(0), default=RESAMPLES, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=SEED, show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Keep everything here.")
def command(
    *,
    data: str,
    tasks: tuple[str, ...],
    systems: tuple[str, ...],
    resamples: int,
    seed: int,
    output: Path | None,
) -> None:
    """Train every baseline on the split train, run it on the split test, and score it.

    The folder OUTPUT gets models, predictions and result records; a run whose data, seed and
    versions are as before is not done again but read from there.
    """
    from communique.baselines import SYSTEMS, TASKS

    wanted = (",".join(tasks) or ",".join(TASKS)).split(",")
    compared = (",".join(systems) or ",".join(SYSTEMS)).split(",")
    names = [(task, system) for task in wanted for system in compared]
    bench = Bench(*splits_of(data), resamples=resamples, seed=seed, output=output)
    outcomes = list(run_all(bench, names))
    if not any(isinstance(outcome, Run) for outcome in outcomes):
        reasons = {str(outcome) for outcome in outcomes}
        raise InputError(f"nothing could be run: {'; '.join(sorted(reasons))}")
    report(dict(zip(names, outcomes, strict=True)), TASKS)


class Bench(NamedTuple):
    """What all runs have in common."""

    train: Sequence[Article]
    test: Sequence[Article]
    resamples: int
    seed: int
    output: Path | None


class Timing(msgspec.Struct, frozen=True):
    """What a run was made from (a digest), and how long it took."""

    key: str
    train_seconds: float
    predict_seconds: float


class Run(NamedTuple):
    """One baseline's run."""

    timing: Timing
    result: Result


def splits_of(data: str) -> tuple[list[Article], list[Article]]:
    """Return the records of the splits train and test.

    Raises:
        InputError: the folder has no splits, or one of the two is empty.
    """
    from communique.corpus import read_data

    found = read_data(data, "train"), read_data(data, "test")
    for name, articles in zip(("train", "test"), found, strict=True):
        if not articles:
            raise InputError(f"{data}: no record is in the split {name}", hint="see splits.json")
    return found


def run_all(bench: Bench, names: Sequence[tuple[str, str]]) -> Iterator[Run | InputError]:
    """Yield the run of each (task, system), or why it cannot be."""
    from communique.cli.progress import progress

    for task, system in progress(names, "baselines", least=2):
        try:
            yield kept(bench, task, system) or run(bench, task, system)
        except InputError as error:
            yield error


def run_key(bench: Bench, task: str, system: str) -> str:
    """Return the digest of everything that a run's outcome depends on."""
    from importlib.metadata import version

    from communique import __version__, tasks
    from communique.baselines import training_digest
    from communique.signature import digest

    parts = (
        *(tasks.get(task).key, system, str(bench.seed), str(bench.resamples)),
        *(training_digest(bench.train), training_digest(bench.test)),
        *(__version__, version("scikit-learn"), version("numpy"), version("scipy")),
    )
    return digest(part.encode() for part in parts)


def place(folder: Path, kind: str, task: str, system: str) -> Path:
    """Return where a run keeps its model, predictions, results or timing."""
    ending = {"models": "model", "predictions": "jsonl"}.get(kind, "json")
    return folder / kind / f"{task}.{system}.{ending}"


def kept(bench: Bench, task: str, system: str) -> Run | None:
    """Return the run that the folder holds, where it is whole and of the same key; else nothing."""
    from communique.results import decode_result

    if bench.output is None:
        return None
    timing = place(bench.output, "timings", task, system)
    result = place(bench.output, "results", task, system)
    try:
        found = msgspec.json.decode(timing.read_bytes(), type=Timing)
        same = found.key == run_key(bench, task, system)
        return Run(found, decode_result(result.read_bytes())) if same else None
    except (OSError, msgspec.DecodeError, InputError):
        return None


def run(bench: Bench, task: str, system: str) -> Run:
    """Return the run of one baseline: trained on train, run on test, scored.

    Raises:
        UnknownNameError: there is no such task or system.
        InputError: no record of train, or of test, has the layers that the task needs.
    """
    from communique import tasks
    from communique.baselines import train
    from communique.evaluate import score
    from communique.results import result
    from communique.slices import regions

    begun = time.perf_counter()
    model = train(task, system, bench.train, seed=bench.seed)
    trained = time.perf_counter()
    predictions = {article.id: model.predict(article) for article in bench.test}
    done = time.perf_counter()
    scores = score(
        tasks.get(task),
        bench.test,
        predictions,
        resamples=bench.resamples,
        seed=bench.seed,
        split="test",
        seen_regions=regions(bench.train),
    )
    created = datetime.now(tz=UTC).date().isoformat()
    timing = Timing(run_key(bench, task, system), trained - begun, done - trained)
    found = Run(timing, result(scores, system=system, created=created))
    if bench.output is not None:
        keep(bench.output, model, predictions, found)
    return found


def keep(folder: Path, model: Model, predictions: Mapping[str, Prediction], found: Run) -> None:
    """Write a run's model, predictions, result record and timing; the timing, which tells, last."""
    from communique.baselines import save_model
    from communique.codec import encode_predictions
    from communique.corpus import write_file
    from communique.results import encode_result

    def at(kind: str) -> Path:
        return place(folder, kind, model.task, model.system)

    ordered = (predictions[name] for name in sorted(predictions))
    save_model(model, at("models"))
    write_file(at("predictions"), encode_predictions(ordered))
    write_file(at("results"), encode_result(found.result))
    write_file(at("timings"), msgspec.json.encode(found.timing) + b"\n")


Outcomes = Mapping[tuple[str, str], Run | InputError]


def report(outcomes: Outcomes, tasks: Sequence[str]) -> None:
    """Print the table, why anything was not run, and a signature a task."""
    from rich.console import Console
    from rich.table import Table

    systems = list(dict.fromkeys(system for _, system in outcomes))
    table = Table("task", *systems, box=None, pad_edge=False)
    for task in dict.fromkeys(task for task, _ in outcomes):
        cells = [outcomes[task, system] for system in systems]
        table.add_row(task, *(cell(item) for item in cells))
    means = [mean(outcomes, tasks, system) for system in systems]
    if any(value is not None for value in means):
        table.add_row("mean of all", *("-" if value is None else f"{value:.3f}" for value in means))
    Console(width=max(80, 20 + 42 * len(systems)), highlight=False).print(table)
    for line in notes(outcomes):
        click.echo(line)


def cell(outcome: Run | InputError) -> str:
    """Return a run's primary metric with its interval, and its seconds."""
    if isinstance(outcome, InputError):
        return "not run"
    main = outcome.result.scores[outcome.result.primary]
    value = "undefined" if main.value is None else f"{main.value:.3f}"
    interval = "" if main.low is None else f" ({main.low:.3f} to {main.high:.3f})"
    timing = outcome.timing
    return f"{value}{interval}  {timing.train_seconds:.1f} + {timing.predict_seconds:.1f} s"


def mean(outcomes: Outcomes, tasks: Sequence[str], system: str) -> float | None:
    """Return the mean of the primary metrics of all tasks; nothing where one is missing."""
    values = []
    for task in tasks:
        found = outcomes.get((task, system))
        if not isinstance(found, Run) or found.result.scores[found.result.primary].value is None:
            return None
        values.append(found.result.scores[found.result.primary].value or 0.0)
    return sum(values) / len(values)


def notes(outcomes: Outcomes) -> Iterator[str]:
    """Yield what the columns are, why something was not run, and the signatures."""
    yield "primary metric (95 % interval)  seconds of training + of prediction"
    for (task, system), outcome in outcomes.items():
        if isinstance(outcome, InputError):
            yield f"not run: {task} {system}: {outcome.message}"
        elif outcome.result.scores[outcome.result.primary].value is None:
            reason = outcome.result.scores[outcome.result.primary].reason
            yield f"undefined: {task} {system}: {reason}"
    results = [outcome.result for outcome in outcomes.values() if isinstance(outcome, Run)]
    for task in dict.fromkeys(result.task for result in results):
        one = next(result for result in results if result.task == task)
        yield f"{task} {one.primary}: {one.signature}"
