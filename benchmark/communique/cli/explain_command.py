"""`communique explain`: one rule, with why it exists and what to do."""

from __future__ import annotations

import click

from communique.validate.documents import explanation


@click.command("explain")
@click.argument("rule_id")
def command(rule_id: str) -> None:
    """Explain the rule RULE_ID, such as SEM-201."""
    click.echo(explanation(rule_id), nl=False)
