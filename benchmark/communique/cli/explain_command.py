"""`communique explain`: one rule, with why it exists and what to do."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("rule_id")
def command(rule_id: str) -> None:
    """Explain the rule RULE_ID, such as SEM-201, or PRE-011 of `check-predictions`."""
    from communique.predictions import rules
    from communique.validate.documents import explanation

    name = rule_id.upper()
    known = name in rules.RULES
    click.echo(rules.explanation(name) if known else explanation(rule_id), nl=False)
