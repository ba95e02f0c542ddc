"""`communique build`: the corpus' derived files, or what in them is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli import FINDINGS
from communique.hub import build, check

if TYPE_CHECKING:
    from communique.agreement import Agreement, Figure


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

    Where the corpus has the folders of two annotators, their agreement goes into the card. With
    --check nothing is written: what differs is named, and the exit code is 1.
    """
    sections = _sections(corpus)
    if only_check:
        problems = check(corpus, sections)
        for problem in problems:
            click.echo(problem)
        if problems:
            click.echo("hint: run `communique build`", err=True)
            ctx.exit(FINDINGS)
        return
    for path in build(corpus, sections):
        click.echo(f"{path}: {'written' if path.exists() else 'removed'}")


def _sections(corpus: Path) -> dict[str, str]:
    """Return the card's section on agreement, where two annotators' folders are there."""
    from communique.agreement import agree
    from communique.corpus import read_records

    folders = sorted(path for path in (corpus / "annotations").glob("*") if path.is_dir())
    if len(folders) != 2:
        return {}
    a, b = (list(read_records(folder)) for folder in folders)
    return {"agreement": "\n".join([*_table(agree(a, b, seed=0, resamples=1000)), ""])}


def _table(found: Agreement) -> Iterator[str]:
    yield (
        f"Two annotators, {len(found.documents)} articles; 95 % percentile intervals from"
        f" {found.resamples} bootstrap resamples of articles, seed {found.seed}; made by"
        " `communique agree`."
    )
    yield ""
    yield "| layer | what | figure | value | interval | articles |"
    yield "| --- | --- | --- | ---: | --- | ---: |"
    yield from map(_row, found.figures)


def _row(figure: Figure) -> str:
    value = f"— ({figure.reason})" if figure.value is None else f"{figure.value:.3f}"
    interval = "" if figure.low is None else f"{figure.low:.3f} to {figure.high:.3f}"
    cells = (figure.layer, figure.item, figure.statistic, value, interval, str(figure.documents))
    return f"| {' | '.join(cells)} |"
