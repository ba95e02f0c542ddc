"""What a rule is: an id, a severity, a message, a hint, the why, and a check that yields hits.

A check is pure: it yields where and which facts; `Rule.finding` makes the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from communique._registry import Registry
from communique.diagnostics import Finding, Severity, Where

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

LEVELS = {
    "SCH": "schema",
    "STR": "structure",
    "REF": "references",
    "SEM": "semantics",
    "COR": "corpus",
}
"""Prefix of the ids → name of the level; each level is checked only where those above are clean."""


class Hit(NamedTuple):
    """One place where a rule fires, with the facts that its message names."""

    path: str
    said: Mapping[str, object]
    also: tuple[str, ...] = ()
    """Paths of further places in the same record."""
    place: tuple[str, int] = ("", 0)
    """The record's file and its line in JSONL, where the rule looks at several records."""


class Rule(NamedTuple):
    """One thing that `validate` checks."""

    id: str
    severity: Severity
    message: str
    hint: str
    since: str
    why: str
    written: bool
    """True where only texts written for the corpus (`metadata.origin`) are held to it."""
    needs_text: bool
    """True where the rule can only be checked on a record that has its text."""
    takes: str
    """What the check is given: `source` (what the JSON says), `facts` (a record), `beside` (a
    record and the corpus around it) or `records` (summaries of all records)."""
    check: Callable[..., Iterator[Hit]]

    @property
    def level(self) -> str:
        """Prefix of the id: SCH, STR, REF, SEM or COR."""
        return self.id[:3]

    def finding(self, hit: Hit, file: str) -> Finding:
        """Return the hit as a finding, its message and hint filled in."""
        file, line = hit.place if hit.place[0] else (file, 0)
        return Finding(
            rule=self.id,
            severity=self.severity,
            where=Where(file=file, line=line, col=min(line, 1), path=hit.path),
            message=self.message.format_map(hit.said),
            hint=self.hint.format_map(hit.said),
            related=tuple(Where(file=file, path=path) for path in hit.also),
        )


RULES: Registry[Rule] = Registry("rule")
"""Every rule by its id; import it from `communique.validate.rules`, which fills it."""

Check = TypeVar("Check", bound=Callable[..., Iterator[Hit]])


def rule(
    name: str,
    severity: Severity,
    message: str,
    *,
    hint: str,
    written: bool = False,
    needs_text: bool = False,
    takes: str = "facts",
    since: str = "1.0",
) -> Callable[[Check], Check]:
    """Register the decorated check as a rule; its docstring says why the rule exists.

    Raises:
        ValueError: the id is taken or of no level, or the check has no docstring.
    """

    def register(check: Check) -> Check:
        why = " ".join((check.__doc__ or "").split())
        if not why or name[:3] not in LEVELS:
            raise ValueError(f"rule {name!r} needs a docstring that says why, and a known level")
        made = Rule(name, severity, message, hint, since, why, written, needs_text, takes, check)
        RULES.add(name, made)
        return check

    return register


def hit(
    path: str, *, also: tuple[str, ...] = (), record: tuple[str, int] = ("", 0), **said: Any
) -> Hit:
    """Return a hit at `path` with the facts that the rule's message and hint name."""
    return Hit(path, said, also, record)


def clip(words: str, limit: int = 60) -> str:
    """Return words as a message shows them: quoted, newlines visible, cut in the middle."""
    if len(words) > limit:
        words = f"{words[: limit * 2 // 3]} … {words[-limit // 3 :]}"
    return repr(words)
