"""What can be wrong with an authoring form: ids, and why each matters."""

from __future__ import annotations

from ruamel.yaml.nodes import Node

from communique.diagnostics import Finding, Severity, Where

AUTHORING_RULES: dict[str, tuple[str, str]] = {
    "AUT-001": ("the file is not readable YAML", "Nothing can be compiled from it."),
    "AUT-002": (
        "a tag, anchor or alias is used",
        "Forms are plain data: nothing in them may name a type or repeat a part unseen.",
    ),
    "AUT-003": ("a key stands twice", "YAML would silently keep one of the two."),
    "AUT-004": ("an unknown key", "A misspelt key would silently lose what is written under it."),
    "AUT-005": ("a required key is missing", "The item means nothing without it."),
    "AUT-006": ("a value of the wrong shape", "A mapping, list or single value was expected."),
    "AUT-007": ("a word that is no label", "Label sets are closed, so that answers compare."),
    "AUT-008": ("a value that cannot be read", "A number, true or false was expected."),
    "AUT-009": ("an id stands twice", "References to it would be ambiguous."),
    "AUT-010": ("the record in `extends` cannot be used", "Text and metadata come from it."),
    "AUT-011": ("the text is not NFC with \\n line ends", "Offsets would depend on who reads."),
    "AUT-012": ("the record is refused", "What was written makes no record of the schema."),
    "AUT-101": ("the quote is not in the text", "Offsets come from the words of the text."),
    "AUT-102": ("the quote is ambiguous", "It must be plain which occurrence is meant."),
    "AUT-103": ("there is no such occurrence", "Occurrences count whole words, from 1."),
    "AUT-104": ("the end does not follow", "A long quote runs from its first to its last words."),
    "AUT-105": ("the quote is empty", "A span covers at least one character."),
    "AUT-106": ("the head is not inside the mention", "A head is a part of its mention."),
    "AUT-107": ("pieces are out of order", "Pieces follow one another and never overlap."),
    "AUT-201": ("an unknown id", "Every reference must resolve inside the article."),
    "AUT-202": ("the entity has no mention", "Arguments name a mention, so there must be one."),
    "AUT-203": ("no mention of the entity stands there", "`at` picks one of its mentions."),
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
        self.findings: list[Finding] = []

    def add(self, rule: str, node: Node | None, message: str, hint: str = "") -> None:
        """Add a finding at a node's first character, or at the file as a whole."""
        line, col = spot(node) if node is not None else (1, 1)
        where = Where(file=self.file, line=line, col=col)
        self.findings.append(Finding(rule, Severity.ERROR, where, message, hint))


def spot(node: Node) -> tuple[int, int]:
    """Return a node's line and column, both from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1
