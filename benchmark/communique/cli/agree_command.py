"""`communique agree`: how far two annotators agree, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from communique.agreement import Agreement, Figure


@click.command("agree")
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--resamples", type=click.IntRange(min=0), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
def command(a: Path, b: Path, form: str, resamples: int, seed: int) -> None:
    """Measure the agreement of two annotators of the same articles.

    A and B are folders, records or JSONL files. Articles that only one has, or that differ in
    their texts, are named and left out. Intervals are 95 % bootstrap intervals over articles.
    """
    import msgspec

    from communique.agreement import agree
    from communique.corpus import read_records

    found = agree(list(read_records(a)), list(read_records(b)), seed=seed, resamples=resamples)
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
    else:
        click.echo("\n".join(_lines(found)))


def _lines(found: Agreement) -> Iterator[str]:
    yield f"{_articles(len(found.documents))}; {found.resamples} resamples, seed {found.seed}"
    for item in found.left_out:
        yield f"left out: {item.id}: {item.reason}"
    layer = ""
    for figure in found.figures:
        if figure.layer != layer:
            layer = figure.layer
            yield f"\n{layer} ({_articles(figure.documents)})"
        yield _line(figure)
    yield f"\n{found.signature}"


def _articles(number: int) -> str:
    return f"{number} article{'s' if number != 1 else ''}"


def _line(figure: Figure) -> str:
    name = f"  {figure.item:<32} {figure.statistic:<9}"
    if figure.value is None:
        return f"{name} —      {figure.reason}"
    interval = "" if figure.low is None else f"[{figure.low:.3f}, {figure.high:.3f}]"
    pairs = figure.statistic in {"accuracy", "kappa", "alpha"}
    count = f"{figure.both} pairs" if pairs else f"{figure.both} of {figure.a} and {figure.b}"
    return f"{name} {figure.value:.3f}  {interval:<16}  {count}"
