"""`communique check-predictions`: everything that is wrong with a predictions file, at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique.cli import FINDINGS, OK, TASKS
from communique.diagnostics import Severity

if TYPE_CHECKING:
    from communique.predictions import Checked


@click.command("check-predictions")
@click.argument("predictions", type=click.Path(path_type=Path))
@click.option(
    "--gold",
    default="corpus",
    show_default=True,
    help="A folder, a record, a JSONL, or `corpus`, the shipped one.",
)
@click.option("--split", help="Only the records of this split of the gold, by its splits.json.")
@click.option("--task", "name", help=f"One of {TASKS}.  [default: all layers]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    ctx: click.Context,
    predictions: Path,
    *,
    gold: str,
    split: str | None,
    name: str | None,
    form: str,
) -> None:
    """Say everything that is wrong with PREDICTIONS: a JSONL file, or a folder of raw answers.

    It is read as `communique score` reads it, but for stopping at the first error: what cannot be
    read, what is not of the schema's shape, what refers to nothing, what gold does not ask, which
    words of the text were found how, and which were not. Exits with 1 where there are errors.
    """
    from communique import tasks
    from communique.cli.progress import reading
    from communique.corpus import read_data
    from communique.predictions import check_predictions

    golds, task = read_data(gold, split), tasks.get(name) if name else None
    with reading(predictions) as watch:
        checked = check_predictions(predictions, golds, task, watch=watch)
    if form == "json":
        from communique.validate.report import pretty

        click.echo(pretty(data(checked)), nl=False)
    else:
        click.echo("\n".join(lines(checked)))
    ctx.exit(FINDINGS if checked.severities[Severity.ERROR] else OK)


def lines(checked: Checked) -> Iterator[str]:
    """Yield the findings with their hints, how many of each kind, and how spans were found."""
    from communique.predictions.rules import RULES
    from communique.validate.report import counted, told

    for finding in checked.findings:
        yield from told(finding)
    left = checked.rules.total() - len(checked.findings)
    if left:
        yield f"… and {left} more findings"
    if checked.given_up:
        yield "given up: too many lines cannot be scored; the rest of the file was not looked at"
    for name, times in sorted(checked.rules.items()):
        yield f"{name} {RULES[name].title}: {times}"
    yield str(checked.report)
    parts = [counted(checked.severities[level], level.name.lower()) for level in reversed(Severity)]
    yield f"{', '.join(parts[:2])} in {counted(checked.documents, 'document')}"


def data(checked: Checked) -> dict[str, Any]:
    """Return the same as plain data, with the findings that were kept."""
    from communique.validate.report import as_data

    return {
        "documents": checked.documents,
        "errors": checked.severities[Severity.ERROR],
        "warnings": checked.severities[Severity.WARNING],
        "given_up": checked.given_up,
        "rules": dict(sorted(checked.rules.items())),
        "report": checked.report.counts,
        "findings": [as_data(finding) for finding in checked.findings],
    }
