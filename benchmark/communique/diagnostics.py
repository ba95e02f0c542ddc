"""A finding: which rule, how grave, where, what was found, and what to do about it."""

from __future__ import annotations

import enum

import msgspec


def printable(words: str) -> str:
    """Return words with each character escaped that a terminal would act on, or not show."""
    if words.isprintable():
        return words
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in words)


class Severity(enum.IntEnum):
    """How grave a finding is; comparisons follow the gravity."""

    INFO = 1
    WARNING = 2
    ERROR = 3


class Where(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place: a file, a line and column in it (from 1), a JSON path in the record."""

    file: str = ""
    line: int = 0
    col: int = 0
    path: str = ""

    def __str__(self) -> str:
        """`file:line:col path`, of which only what is known."""
        spot = self.file
        if self.line:
            spot += f":{self.line}:{self.col}"
        return " ".join(part for part in (spot, self.path) if part)


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is wrong or doubtful.

    `rule` is a stable id (`SCH-…`, `STR-…`, `REF-…`, `SEM-…`, `COR-…`, `AUT-…` for the
    authoring form, `IMP-…` for importers, `PRE-…` for predictions, `SUB-…` for submitted results);
    `related` are further places.
    """

    rule: str
    severity: Severity
    where: Where
    message: str
    hint: str = ""
    related: tuple[Where, ...] = ()

    def __str__(self) -> str:
        """One line, safe to print: place, rule, severity, message."""
        line = f"{self.where}: {self.rule} {self.severity.name.lower()}: {self.message}"
        return printable(line)
