"""The documents that are made from code and schema: `schema/RULES.md` and `schema/FIELDS.md`.

`python -m communique.validate.documents` writes them, `--check` compares.
"""

from __future__ import annotations

import re
from typing import Any

from communique.validate.rule import LEVELS, Rule
from communique.validate.rules import RULES

_PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")


def readable(template: str) -> str:
    """Return a message's template with its blanks as words: `{holder!r}` → `<holder>`."""
    return _PLACEHOLDER.sub(r"<\1>", template)


def rule_rows() -> list[dict[str, Any]]:
    """Return all rules as plain rows, in the order of levels and ids."""
    order = list(LEVELS)
    found = sorted((rule for _, rule in RULES.items()), key=lambda r: (order.index(r.level), r.id))
    return [
        {
            "id": rule.id,
            "level": LEVELS[rule.level],
            "severity": rule.severity.name.lower(),
            "message": readable(rule.message),
            "hint": readable(rule.hint),
            "why": rule.why,
            "since": rule.since,
            "written": rule.written,
        }
        for rule in found
    ]


def explanation(name: str) -> str:
    """Return what `communique explain` says of a rule.

    Raises:
        UnknownNameError: there is no such rule; the hint names the nearest.
    """
    rule: Rule = RULES.get(name.upper())
    scope = "texts written for the corpus" if rule.written else "every record"
    return (
        f"{rule.id}  {rule.severity.name.lower()}, level {LEVELS[rule.level]},"
        f" since {rule.since}, for {scope}\n\n"
        f"{readable(rule.message)}\n\n"
        f"Why:  {rule.why}\n"
        f"Hint: {readable(rule.hint)}\n"
    )
