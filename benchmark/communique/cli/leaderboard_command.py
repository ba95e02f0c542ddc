"""`communique leaderboard`: a folder of results, checked, and as a site."""

from __future__ import annotations

from pathlib import Path

import click

from communique.cli import RESAMPLES, SEED, TRIALS
from communique.cli.leaderboard_checking import check_results


@click.group("leaderboard")
def command() -> None:
    """Check a folder of results, and make a site of it."""


command.add_command(check_results)


@command.command("build", short_help="Make a static site of results.")
@click.argument("results", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The site.")
@click.option("--gold", default="corpus", show_default=True, help="The corpus that was scored on.")
@click.option("--no-gold", is_flag=True, help="It is not at hand: no slices, errors and texts.")
@click.option("--split", default="test", show_default=True)
@click.option("--resamples", type=click.IntRange(0), default=RESAMPLES, show_default=True)
@click.option("--trials", type=click.IntRange(1), default=TRIALS, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=SEED, show_default=True)
def build_site(
    results: Path,
    output: Path,
    *,
    gold: str,
    no_gold: bool,
    split: str,
    resamples: int,
    trials: int,
    seed: int,
) -> None:
    """Make a site of the records in RESULTS: open OUTPUT/index.html, from disk or anywhere.

    All scores are made again from the counts of the records. Intervals are 95 % bootstrap
    intervals of RESAMPLES; systems are tied with the best where a paired randomisation test with
    TRIALS says so. OUTPUT is replaced where it is a site that this command made.
    """
    from communique.cli.progress import progress
    from communique.leaderboard import Chance, build, read_gold

    records = None if no_gold else read_gold(gold, split)
    chance = Chance(resamples, trials, seed)
    count = build(
        *(results, output, records, split, chance),
        progress=lambda found: progress(found, "articles", 50),
    )
    click.echo(f"{output}: {count} pages; open {output / 'index.html'}")
