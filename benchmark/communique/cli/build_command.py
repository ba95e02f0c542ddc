"""`communique build`: the corpus' derived files, or what in them is stale."""

from __future__ import annotations

from pathlib import Path

import click

from communique.cli import FINDINGS
from communique.hub import build, check


@click.command("build")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    default=Path("corpus"),
    show_default=True,
    help="The corpus folder.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say what differs.")
@click.pass_context
def command(ctx: click.Context, corpus: Path, *, only_check: bool) -> None:
    """Build the corpus' Parquet files, card and manifest from its records.

    With --check nothing is written: what differs is named, and the exit code is 1.
    """
    if only_check:
        problems = check(corpus)
        for problem in problems:
            click.echo(problem)
        if problems:
            click.echo("hint: run `communique build`", err=True)
            ctx.exit(FINDINGS)
        return
    for path in build(corpus):
        click.echo(f"{path}: {'written' if path.exists() else 'removed'}")
