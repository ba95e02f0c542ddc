"""Every line of a predictions file: read, shaped, resolved, with all that is wrong with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from communique import tasks
from communique.diagnostics import Finding
from communique.model import Article, Prediction
from communique.predictions.answers import ITEMS, Answer, items, parse_answer
from communique.predictions.placing import TooManyError
from communique.predictions.reading import LINE, Raw, parsed, raws
from communique.predictions.report import Report
from communique.predictions.resolving import resolve
from communique.predictions.rules import Note, note, plain, show
from communique.predictions.salvaging import salvaged
from communique.predictions.shapes import LAYERS, Line, convert, told
from communique.tasks import Task, empty_prediction


class Entry(NamedTuple):
    """What a line, or a file of a folder, came to.

    `stops` is the first finding for which nothing of the file is scored; `prediction` is nothing
    where there is no gold article for it, or a finding stops it.
    """

    id: str | None
    prediction: Prediction | None
    report: Report
    findings: list[Finding]
    stops: Finding | None
    unreadable: str | None
    read: int
    """See `Raw.read`."""


class _Made(NamedTuple):
    """What an entry is made of, before its notes are findings."""

    id: str | None
    notes: list[Note]
    prediction: Prediction | None = None
    report: Report = Report()
    unreadable: str | None = None


def examine(
    path: Path, golds: Mapping[str, Article], task: Task | None, *, thorough: bool = False
) -> Iterator[Entry]:
    """Yield the entries of a JSONL file, or of a folder of answers, in order.

    `golds` has the gold articles by id. Without a task, all layers count. A `thorough` reading
    finds every violation of the schema, not the first alone.

    Raises:
        InputError: there is no such file or folder, or it holds nothing; words are to be found in
            an article whose record has no text.
    """
    seen: set[str] = set()
    for raw in raws(path):
        made = _Examining(raw, golds, task, seen, thorough=thorough).made()
        found = [item.finding(raw.file, raw.line) for item in made.notes]
        stops = next((f for f, n in zip(found, made.notes, strict=True) if n.stops), None)
        yield Entry(
            id=made.id,
            prediction=None if stops else made.prediction,
            report=made.report,
            findings=found,
            stops=stops,
            unreadable=made.unreadable,
            read=raw.read,
        )


class _Examining:
    """The reading of one line."""

    def __init__(
        self,
        raw: Raw,
        golds: Mapping[str, Article],
        task: Task | None,
        seen: set[str],
        *,
        thorough: bool,
    ) -> None:
        self.raw, self.golds, self.task, self.seen = raw, golds, task, seen
        self.thorough = thorough

    def made(self) -> _Made:
        """Return what the line comes to."""
        data, name = self.raw.data, self.raw.name
        if name is not None:
            notes = self._known(name)
            return _Made(name, notes) if notes else self._answer(name, data)
        if data is None:
            what = f"longer than {LINE:,} bytes, the most that a line may have"
            return _Made(None, [note("PRE-001", "$", what=what)])
        value, notes = parsed(data)
        if notes:
            return _Made(None, notes)
        many = items(value) if data.count(b",") > ITEMS else 0
        if many > ITEMS:
            what = f"it has {many:,} items; a prediction may have {ITEMS:,}"
            return _Made(None, [note("PRE-001", "$", what=what)])
        return self._line(value)

    def _line(self, value: Any) -> _Made:
        try:
            line = convert(value)
        except msgspec.ValidationError as error:
            return self._misshapen(value, error)
        notes = self._known(line.id)
        if notes:
            return _Made(line.id, notes)
        if line.answer is not None:
            return self._answer(line.id, line.answer)
        return self._resolved(line)

    def _misshapen(self, value: Any, error: msgspec.ValidationError) -> _Made:
        """Return what the schema says; a thorough reading also looks at what is of its shape."""
        if not self.thorough:
            return _Made(None, [_told(error)])
        from communique.predictions.schema import violations  # noqa: PLC0415 - slow to import

        found = violations(value) or [_told(error)]
        rest = salvaged(value)
        if rest is None:
            return _Made(None, found)
        known, report = self._known(rest.line.id), Report()
        if not known:
            resolved = self._resolved(rest.line)
            report = resolved.report
            known = [rest.placed(item) for item in resolved.notes if item.rule != "PRE-008"]
        return _Made(rest.line.id, found + known, report=report)

    def _resolved(self, line: Line) -> _Made:
        try:
            found = resolve(line, self.golds[line.id], self.task or _any(line))
        except TooManyError as error:
            return _Made(line.id, [note("PRE-001", "$", what=str(error))])
        return _Made(line.id, found.notes, found.prediction, found.report)

    def _known(self, name: str) -> list[Note]:
        """Note an article that gold does not have, or that was there before."""
        if name not in self.golds:
            return [note("PRE-004", "$.id", id=show(name))]
        if name in self.seen:
            return [note("PRE-003", "$.id", id=show(name))]
        self.seen.add(name)
        return []

    def _answer(self, name: str, data: bytes | str | None) -> _Made:
        gold = self.golds[name]
        problem = None
        try:
            text = data.decode("utf-8") if isinstance(data, bytes) else data
        except UnicodeDecodeError as error:
            text, problem = None, f"byte {error.start} of it is not UTF-8"
        if text is None:
            problem = problem or f"it is no plain file of at most {LINE:,} bytes"
            answer = Answer(empty_prediction(gold), Report(unreadable=1), problem, [])
        else:
            answer = parse_answer(text, gold, self.task or _all())
        notes = answer.notes
        if answer.problem:
            notes = [note("PRE-007", "$.answer", what=answer.problem)]
        return _Made(name, notes, answer.prediction, answer.report, answer.problem)


def _told(error: msgspec.ValidationError) -> Note:
    place, what = told(error)
    advice = "see schema/prediction.schema.json for the shape of a line"
    return note("PRE-006", place, what=plain(what), advice=advice)


def _all() -> Task:
    """Return what stands for no task in particular: all layers count."""
    return dataclasses.replace(tasks.get("stance"), predicted=LAYERS)


def _any(line: Line) -> Task:
    """Return the same for a line: stances name gold's items where it has none of its own."""
    own = ("entities", "mentions", "events")
    found = any(getattr(line, name) for name in own)
    layers = LAYERS if found else tuple(name for name in LAYERS if name not in own)
    return dataclasses.replace(tasks.get("stance"), predicted=layers)
