"""Everything that is wrong with a predictions file, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from communique.diagnostics import Finding, Severity
from communique.model import Article
from communique.predictions.examining import examine
from communique.predictions.loading import FINDINGS
from communique.predictions.report import Report
from communique.predictions.rules import note, plain, show
from communique.tasks import Task

MOST = 10_000
"""With so many lines that cannot be scored a file is given up."""


class Checked(NamedTuple):
    """What is wrong with a file: the first `FINDINGS` findings, and how many of each rule.

    `documents` counts the lines, or files, that were looked at; `report` says how spans were found.
    With `MOST` lines that are `refused`, the rest of the file is not looked at.
    """

    findings: list[Finding]
    rules: Counter[str]
    severities: Counter[Severity]
    documents: int
    report: Report
    refused: int = 0

    @property
    def given_up(self) -> bool:
        """Whether there may be more in the file than was looked at."""
        return self.refused >= MOST


def check_predictions(
    path: Path,
    golds: Sequence[Article],
    task: Task | None = None,
    *,
    watch: Callable[[int], None] = lambda _: None,
) -> Checked:
    """Return everything that is wrong with a JSONL file, or with a folder of raw answers.

    Without a task, all layers are looked at, and the articles of every task may be missing. `watch`
    is called with the bytes (or files) that each step took.

    Raises:
        InputError: there is no such file or folder, or it holds nothing; words are to be found in
            an article whose record has no text.
    """
    checked = Checked([], Counter(), Counter(), 0, Report())
    answered: set[str | None] = set()
    for entry in examine(path, {gold.id: gold for gold in golds}, task, thorough=True):
        watch(entry.read)
        answered.add(entry.id)
        checked = checked._replace(
            documents=checked.documents + 1,
            report=checked.report + entry.report,
            refused=checked.refused + bool(entry.stops),
        )
        _take(checked, entry.findings)
        if checked.given_up:
            return checked
    asked = sorted(gold.id for gold in golds if task is None or task.unfit(gold) is None)
    missing = [note("PRE-005", "", id=show(name)) for name in asked if name not in answered]
    _take(checked, [item.finding(plain(str(path)), 0) for item in missing])
    return checked


def _take(checked: Checked, findings: Sequence[Finding]) -> None:
    checked.rules.update(finding.rule for finding in findings)
    checked.severities.update(finding.severity for finding in findings)
    checked.findings.extend(findings[: FINDINGS - len(checked.findings)])
