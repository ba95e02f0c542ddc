"""`communique leaderboard check`: every number of a folder of results made again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import click

from communique.cli import FINDINGS, OK


@click.command("check", short_help="Say what is wrong with results, believing none.")
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--gold", default="corpus", show_default=True, help="The corpus that was scored on.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error")
@click.pass_context
def check_results(ctx: click.Context, results: Path, *, gold: str, form: str, fail_on: str) -> None:
    """Say what is wrong with the records in RESULTS, believing none of them.

    Counts are made again from the predictions beside a record; scores, intervals and slices from
    the counts, with the record's own seed. Records without predictions are warned of.
    """
    from communique.cli.progress import progress
    from communique.corpus import read_data
    from communique.diagnostics import Severity
    from communique.slices import training_regions
    from communique.submissions import Split, check, entries
    from communique.validate.report import REPORTS
    from communique.validate.run import Checked

    @cache
    def split(name: str) -> Split:
        return Split.of(read_data(gold, name))

    found = list(
        check(
            results,
            split,
            training_regions(gold),
            progress=lambda found: progress(found, "checking"),
        )
    )
    click.echo(REPORTS[form](Checked(found, len(entries(results)))), nl=False)
    bar = Severity[fail_on.upper()]
    ctx.exit(FINDINGS if any(finding.severity >= bar for finding in found) else OK)
