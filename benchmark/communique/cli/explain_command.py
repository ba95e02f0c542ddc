"""`communique explain`: one rule, with why it exists and what to do."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("rule_id")
def command(rule_id: str) -> None:
    """Explain the rule RULE_ID: SEM-201, PRE-011 of predictions, or SUB-006 of results."""
    from communique.predictions import rules as predictions
    from communique.submissions import rules as results
    from communique.validate.documents import explanation

    name = rule_id.upper()
    for others in (predictions, results):
        if name in others.RULES:
            click.echo(others.explanation(name), nl=False)
            return
    click.echo(explanation(rule_id), nl=False)
