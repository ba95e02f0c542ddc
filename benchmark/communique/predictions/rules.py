"""What can be wrong with predictions: one id, one severity and one sentence a kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from communique.diagnostics import Finding, Severity, Where, printable
from communique.validate.rule import clip

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Rule(NamedTuple):
    """A kind of finding; `stops` says that a file with one in an ordinary line is not scored."""

    severity: Severity
    title: str
    message: str
    hint: str
    stops: bool = False


RULES: Mapping[str, Rule] = {
    "PRE-001": Rule(
        ERROR,
        "unreadable line",
        "{what}",
        "write one JSON object an article, each on one line, in UTF-8; strings have double quotes,"
        " and nothing has a comma after its last item",
        stops=True,
    ),
    "PRE-002": Rule(
        ERROR,
        "duplicate key",
        "the key {key} stands twice in one object",
        "keep one: readers differ in which they take",
        stops=True,
    ),
    "PRE-003": Rule(
        ERROR,
        "duplicate article",
        "a second prediction for {id}",
        "give one line, or one file, an article",
        stops=True,
    ),
    "PRE-004": Rule(
        ERROR,
        "unknown article",
        "gold does not have the article {id}",
        "score against the records that were predicted (`--split`, `--gold`), or take this out",
        stops=True,
    ),
    "PRE-005": Rule(
        WARNING,
        "missing article",
        "no prediction for {id}",
        "it is scored as an empty prediction; give a line for it, or name the `--split`",
    ),
    "PRE-006": Rule(ERROR, "wrong shape", "{what}", "{advice}", stops=True),
    "PRE-007": Rule(
        ERROR,
        "unreadable answer",
        "the answer counts as empty: {what}",
        "have the model give one JSON object of the form that its prompt has",
    ),
    "PRE-008": Rule(
        ERROR,
        "dangling reference",
        "{what} is {name}, which is no {kind} of this prediction",
        "add it, or name it in words with `quote`",
        stops=True,
    ),
    "PRE-009": Rule(
        ERROR,
        "span outside of the text",
        "[{start}, {end}) has no words in a text of {length} code points",
        "offsets are half-open and count the code points of the record's text",
    ),
    "PRE-010": Rule(
        WARNING,
        "words differ from offsets",
        "the text has {there} at [{start}, {end}), not {words}",
        "the words count, where they stand nearest; give offsets in code points of the NFC text",
    ),
    "PRE-011": Rule(
        ERROR,
        "words not found",
        "the text does not have {words}",
        "copy the words from the text, with nothing left out (several pieces are a list); what is"
        " not found counts as wrong",
    ),
    "PRE-012": Rule(
        WARNING,
        "ambiguous words",
        "{words} stands {times} times; {chosen} was taken",
        "give `occurrence`, from 1, or `prefix`, the words just before",
    ),
    "PRE-013": Rule(
        INFO,
        "found folded",
        "{words} is {found} in the text",
        "quote to the letter: marks, dashes, white space and capitals",
    ),
    "PRE-014": Rule(
        WARNING,
        "found nearly",
        "{words} was taken for {found}",
        "quote to the letter",
    ),
    "PRE-015": Rule(
        ERROR,
        "not asked for",
        "{what}",
        "answer what is asked: `communique export prompts` lists it",
        stops=True,
    ),
    "PRE-016": Rule(
        ERROR,
        "two answers",
        "{what} is given {labels}",
        "give one answer; two count as none",
        stops=True,
    ),
    "PRE-017": Rule(
        WARNING,
        "unused layer",
        "{layer} plays no part in {task}",
        "leave it out, or check against the task that it is for",
    ),
    "PRE-018": Rule(
        WARNING,
        "context does not fit",
        "{words} does not stand after that prefix, or not that often",
        "it was passed over; write the words just before, or count whole words from 1",
    ),
    "PRE-019": Rule(
        ERROR, "no number", "{what} is no number of JSON", "leave the field out", stops=True
    ),
    "PRE-020": Rule(
        ERROR,
        "lone surrogate",
        "a string holds half a character, {half}",
        "write the character itself, or both halves of its pair (\\ud83d\\ude00)",
        stops=True,
    ),
    "PRE-021": Rule(
        ERROR, "one id twice", "a second item has the id {id}", "rename one", stops=True
    ),
    "PRE-022": Rule(
        ERROR,
        "names nothing",
        "{words} names nothing that the task gives",
        "give an id of the gold record, or words that mention it; this counts as no answer",
    ),
    "PRE-023": Rule(
        ERROR,
        "item of an answer not of its shape",
        "{what}",
        "have the model keep to the labels and fields of its prompt; this counts as wrong",
    ),
}  # fmt: skip


class Note(NamedTuple):
    """A rule that fires at a JSON path, with the facts of its sentence; all strings are shown."""

    rule: str
    path: str
    said: Mapping[str, str]
    severity: Severity | None = None
    """Where it is not the rule's own."""

    @property
    def stops(self) -> bool:
        """Whether an ordinary line with this is not scored."""
        return RULES[self.rule].stops and self.severity in {None, ERROR}

    def finding(self, file: str, line: int) -> Finding:
        """Return the note as a finding at a line of a file."""
        rule = RULES[self.rule]
        return Finding(
            rule=self.rule,
            severity=self.severity or rule.severity,
            where=Where(file=file, line=line, col=min(line, 1), path=plain(self.path)),
            message=rule.message.format_map(self.said),
            hint=rule.hint.format_map(self.said) if "{" in rule.hint else rule.hint,
        )


def note(rule: str, path: str, severity: Severity | None = None, **said: str) -> Note:
    """Return a note with its facts."""
    return Note(rule, path, said, severity)


def explanation(name: str) -> str:
    """Return what `communique explain` says of a rule for predictions.

    Raises:
        KeyError: there is no such rule.
    """
    rule = RULES[name]
    blanks = re.compile(r"\{(\w+)\}")
    message, hint = (blanks.sub(r"<\1>", text) for text in (rule.message, rule.hint))
    effect = (
        "a file with one in a line of layers is not scored" if rule.stops else "scored all the same"
    )
    head = f"{name}  {rule.severity.name.lower()}, level: predictions, {effect}"
    return f"{head}\n\n{rule.title}: {message}\n\nHint: {hint}\n"


def show(words: object, limit: int = 60) -> str:
    """Return a stranger's string as a message shows it: quoted, escaped, cut in the middle."""
    return clip(str(words), limit)


def show_both(one: str, other: str) -> tuple[str, str]:
    """Return two long strings as a message shows them, from a little before they differ."""
    pairs = enumerate(zip(one, other, strict=False))
    same = next((number for number, (a, b) in pairs if a != b), 0)
    start = max(same - 20, 0) if max(len(one), len(other)) > 60 else 0
    before = "… " if start else ""
    return show(before + one[start:]), show(before + other[start:])


def plain(words: str, limit: int = 300) -> str:
    """Return words with what a terminal would not print escaped, cut where they are long."""
    return printable(words if len(words) <= limit else f"{words[:limit]}…")
