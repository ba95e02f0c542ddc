"""`communique rules`: the list of what `validate` checks."""

from __future__ import annotations

import click
import msgspec

from communique.validate.documents import rule_rows


@click.command("rules")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the rules are written.  [default: text]",
)
def command(form: str) -> None:
    """List the rules that `validate` checks, level by level."""
    rows = rule_rows()
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2))
        return
    for row in rows:
        scope = "  (written)" if row["written"] else ""
        click.echo(f"{row['id']}  {row['severity']:<7}  {row['message']}{scope}")
    click.echo(f"{len(rows)} rules; (written): only for texts written for the corpus")
