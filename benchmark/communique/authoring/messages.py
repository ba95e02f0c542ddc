"""What can be wrong with an authoring form: ids, and why each matters."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Any

from ruamel.yaml.nodes import Node

from communique.diagnostics import Finding, Severity, Where

AUTHORING_RULES: dict[str, tuple[str, str]] = {
    "AUT-001": ("the file is not readable YAML", "Nothing can be compiled from it."),
    "AUT-002": (
        "a YAML tag, anchor or alias",
        "Forms are plain data: nothing in them may name a type or repeat a part unseen.",
    ),
    "AUT-003": ("a key stands twice", "YAML would silently keep one of the two."),
    "AUT-004": (
        "a key that does not belong here",
        "A misspelt key would silently lose what is written under it.",
    ),
    "AUT-005": ("a required key is missing", "The item means nothing without it."),
    "AUT-006": ("a value of the wrong shape", "A key, a list or a single value was expected."),
    "AUT-007": ("a word that is no label", "Label sets are closed, so that answers compare."),
    "AUT-008": ("no number, or neither true nor false", "Anything else would have to be guessed."),
    "AUT-009": ("an id stands twice", "References to it would be ambiguous."),
    "AUT-010": ("the record in `extends` cannot be used", "Text and metadata come from it."),
    "AUT-011": ("the text is not NFC with \\n line ends", "Offsets would depend on who reads."),
    "AUT-012": ("a value that records do not take", "No reader of the record would accept it."),
    "AUT-101": ("the quote is not in the text", "Offsets come from the words of the text."),
    "AUT-102": ("the quote is ambiguous", "It must be plain which occurrence is meant."),
    "AUT-103": ("there is no such occurrence", "Occurrences count whole words, from 1."),
    "AUT-104": ("the end does not follow", "A long quote runs from its first to its last words."),
    "AUT-105": ("the quote is empty", "A span covers at least one character."),
    "AUT-106": ("the head is not inside the mention", "A head is a part of its mention."),
    "AUT-107": ("pieces are out of order", "Pieces follow one another and never overlap."),
    "AUT-201": ("an id that nothing has", "Every reference must resolve inside the article."),
    "AUT-202": ("the entity has no mention", "Arguments name a mention, so there must be one."),
    "AUT-203": ("no such mention of the entity", "`at` picks one of an entity's mentions."),
}
"""Rule id → (what it finds, why it matters). All are errors."""

QUOTE_RULES = {
    "absent": "AUT-101",
    "ambiguous": "AUT-102",
    "number": "AUT-103",
    "end": "AUT-104",
    "empty": "AUT-105",
}


class Problems:
    """Collects findings, so that all of a file are told at once."""

    def __init__(self, file: str) -> None:
        """`file` is named in every finding."""
        self.file = file
        self._findings: dict[Finding, None] = {}

    def add(self, rule: str, node: Node, message: str, hint: str) -> None:
        """Add a finding at a node's first character; the same one twice is told once."""
        self.at(rule, spot(node.start_mark), message, hint)

    def at(self, rule: str, place: tuple[int, int], message: str, hint: str) -> None:
        """Add a finding at a line and column, both from 1."""
        where = Where(file=self.file, line=place[0], col=place[1])
        self._findings[Finding(rule, Severity.ERROR, where, message, hint)] = None

    @property
    def findings(self) -> list[Finding]:
        """The findings in the order of the file."""
        return sorted(self._findings, key=lambda f: (f.where.line, f.where.col, f.rule))


def suggest(word: str, allowed: Collection[str]) -> str:
    """Return the hint for a word that is none of those allowed: the nearest, and all of them."""
    by_fold = {name.casefold(): name for name in allowed}
    near = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.7)
    meant = f"did you mean {by_fold[near[0]]}? " if near else ""
    return f"{meant}allowed: {', '.join(allowed)}"


def spot(mark: Any) -> tuple[int, int]:
    """Return the line and column of a mark of the YAML reader, both from 1."""
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
