"""`communique validate`: what is wrong with records or authoring files, and where."""

from __future__ import annotations

import click

from communique.cli.validating import validated


def _prefixes(values: tuple[str, ...]) -> list[str]:
    """Split `SEM-1,STR` into its parts."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


@click.command("validate")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="How findings are written.  [default: text]",
)
@click.option("--select", "chosen", multiple=True, help="Report only these rule ids or prefixes.")
@click.option("--ignore", "ignored", multiple=True, help="Leave out these rule ids or prefixes.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    help="Exit with 1 from this severity on.  [default: error]",
)
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    *,
    form: str,
    chosen: tuple[str, ...],
    ignored: tuple[str, ...],
    fail_on: str,
) -> None:
    """Check PATHS: records (*.json, *.jsonl), authoring files (*.yaml), folders, or - for stdin.

    Levels gate one another: schema, structure, references, semantics, corpus. A record with errors
    in one is not checked for the next. `communique rules` lists the rules, `communique explain ID`
    tells why one exists.
    """
    text, code = validated(
        paths, form, chosen=_prefixes(chosen), ignored=_prefixes(ignored), fail_on=fail_on
    )
    click.echo(text, nl=False)
    ctx.exit(code)
