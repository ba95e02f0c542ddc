"""What importers report: each thing that was lost, chosen or repaired, as a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from communique.diagnostics import Finding, Severity, Where
from communique.model import Article


class Rule(NamedTuple):
    """One kind of finding; INFO is loss or choice by design, ERROR drops something."""

    severity: Severity
    title: str


RULES = {
    "IMP-001": Rule(Severity.INFO, "left out: the mapping does not name it"),
    "IMP-002": Rule(Severity.ERROR, "left out: the line cannot be read"),
    "IMP-003": Rule(Severity.WARNING, "moved: the words stand elsewhere than the offsets say"),
    "IMP-004": Rule(Severity.ERROR, "left out: the words are not at the offsets, nor near them"),
    "IMP-005": Rule(Severity.ERROR, "left out: it refers to what is not there"),
    "IMP-006": Rule(Severity.INFO, "chosen: the first of several where the record takes one"),
    "IMP-007": Rule(Severity.INFO, "joined: several spans of one role are pieces of one"),
    "IMP-008": Rule(Severity.ERROR, "left out: a part that it needs is missing"),
    "IMP-009": Rule(Severity.WARNING, "merged: pieces of one span overlap"),
    "IMP-010": Rule(Severity.WARNING, "normalised: the text is not NFC with \\n line ends"),
    "IMP-011": Rule(Severity.WARNING, "left out: the same as another"),
    "IMP-012": Rule(Severity.WARNING, "left open: the label has no value in the mapping"),
}
"""Ids are never reused or renamed."""


class Imported(NamedTuple):
    """One record, who annotated it (where the source tells), and what happened on the way."""

    article: Article
    annotator: str | None
    findings: tuple[Finding, ...]


class Log:
    """Collects the findings of one file."""

    def __init__(self, file: str) -> None:
        """`file` is the annotation file that messages name."""
        self.file = file
        self.findings: list[Finding] = []

    def add(self, rule: str, line: int, message: str, hint: str = "") -> None:
        """Report something about a line (0: about the file)."""
        where = Where(self.file, line, 1 if line else 0)
        self.findings.append(Finding(rule, RULES[rule].severity, where, message, hint))


def totals(findings: Iterable[Finding]) -> list[str]:
    """Return one line a rule: how many findings, and what the rule says."""
    counts = Counter(finding.rule for finding in findings)
    return [
        f"{counts[name]:>6} {name} {rule.severity.name.lower()}: {rule.title}"
        for name, rule in RULES.items()
        if counts[name]
    ]
