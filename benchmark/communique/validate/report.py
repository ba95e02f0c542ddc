"""Findings as text, JSON, GitHub annotations or SARIF; each a string, nothing is printed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from communique import __version__
from communique.diagnostics import Finding, Severity, Where, printable
from communique.validate.run import Checked

_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 record`, `2 records`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def summary(checked: Checked) -> str:
    """Return the closing line: how many of what, in how many records."""
    counts = Counter(finding.severity for finding in checked.findings)
    parts = [counted(counts[level], level.name.lower()) for level in _LEVELS if counts[level]]
    return f"{', '.join(parts) or 'no findings'} in {counted(checked.records, 'record')}"


def text(checked: Checked) -> str:
    """Return one line a finding, its hint below it, and a summary."""
    lines = [line for finding in checked.findings for line in told(finding)]
    return "\n".join([*lines, summary(checked)]) + "\n"


def told(finding: Finding) -> Iterator[str]:
    """Yield the lines of one finding: itself, further places, its hint."""
    yield str(finding)
    yield from (printable(f"  see: {where}") for where in finding.related)
    if finding.hint:
        yield printable(f"  hint: {finding.hint}")


def pretty(value: Any) -> str:
    """Return plain data as indented JSON, with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def as_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data, its severity by name."""
    found: dict[str, Any] = msgspec.to_builtins(finding)
    return found | {"severity": finding.severity.name.lower()}


def json(checked: Checked) -> str:
    """Return an object with the number of records and the findings."""
    return pretty({"records": checked.records, "findings": [as_data(f) for f in checked.findings]})


def _escape(value: str, *, field: bool) -> str:
    """Escape for a GitHub workflow command: in a message, or in a property before it."""
    escaped = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if field else escaped


def github(checked: Checked) -> str:
    """Return one workflow command a finding, which GitHub shows beside the line."""
    lines = []
    for finding in checked.findings:
        where = finding.where
        fields = {"file": where.file, "title": finding.rule}
        if where.line:
            fields |= {"line": str(where.line), "col": str(where.col)}
        shown = ",".join(f"{name}={_escape(value, field=True)}" for name, value in fields.items())
        hint = f" (hint: {finding.hint})" if finding.hint else ""
        message = _escape(f"{where.path}: {finding.message}{hint}", field=False)
        lines.append(f"::{_GITHUB[finding.severity]} {shown}::{message}\n")
    return "".join(lines)


def _location(where: Where) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": where.file.replace("\\", "/")}}
    if where.line:
        place["region"] = {"startLine": where.line, "startColumn": max(where.col, 1)}
    return {
        "physicalLocation": place,
        "logicalLocations": [{"fullyQualifiedName": where.path or "$"}],
    }


def _rules(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    from communique.authoring import AUTHORING_RULES  # noqa: PLC0415 - only where written out
    from communique.validate.rules import RULES  # noqa: PLC0415

    known = {name: why for name, (_, why) in AUTHORING_RULES.items()}
    known |= {name: rule.why for name, rule in RULES.items()}
    names = sorted({finding.rule for finding in findings})
    return [{"id": name, "shortDescription": {"text": known[name]}} for name in names]


def sarif(checked: Checked) -> str:
    """Return a SARIF 2.1.0 log, as code scanning and editors read it."""
    rules = _rules(checked.findings)
    index = {rule["id"]: i for i, rule in enumerate(rules)}
    results = [
        {
            "ruleId": finding.rule,
            "ruleIndex": index[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": f"{finding.message}. {finding.hint}".strip()},
            "locations": [_location(finding.where)],
        }
        for finding in checked.findings
    ]
    driver = {"name": "communique", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return pretty({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


REPORTS: dict[str, Callable[[Checked], str]] = {
    "text": text,
    "json": json,
    "github": github,
    "sarif": sarif,
}
"""Formats by name."""
