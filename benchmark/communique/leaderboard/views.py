"""What the pages of tables show: rows, cells and matrices, ready to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from communique.comparison import Table as Compared
from communique.evaluate import Draw, Score, fit_for, slice_scores
from communique.leaderboard import titles
from communique.leaderboard.items import Entities
from communique.leaderboard.outcomes import NONE, Row, Tally
from communique.leaderboard.reading import Gold, Run, System
from communique.leaderboard.standings import Chance, Overall, Place, Table
from communique.leaderboard.titles import Name
from communique.metrics.labels import UNANSWERED
from communique.ontology import labels, vocabulary
from communique.results import CONFUSIONS, Card, confusion
from communique.tasks import Task, of_one_label

HEAT = 10
VOCABULARIES = {
    "category": "event_categories",
    "role": "argument_roles",
    "value": "factuality_values",
    "stance": "stance_labels",
    "kind": "attribution_kinds",
    "commitment": "commitments",
    "polarity": "sentiment_polarities",
}
"""The label set of each confusion matrix."""


class Cell(NamedTuple):
    """A score in a column; `best` where no system of the table has a greater one.

    Nothing is best at 0.
    """

    score: Score
    best: bool


class Line(NamedTuple):
    """A system's row in a table; `place` is nothing where it is not ranked there.

    `believed` tells that predictions were not handed in, so that nobody could make the counts anew.
    """

    system: System
    place: Place | None
    cells: tuple[Cell | None, ...]
    date: str
    best: bool
    believed: bool


class Section(NamedTuple):
    """A table of the index; `axis` is the best value, where a line is drawn.

    `detectable` says how great a difference must be for these articles to show it, or "".
    """

    key: str
    title: str
    summary: str
    primary: Name
    columns: tuple[Name, ...]
    lines: tuple[Line, ...]
    axis: float | None
    documents: int
    signature: str
    detectable: str


class Figure(NamedTuple):
    """A row of a system's table of metrics: precision and recall where there are such."""

    name: Name
    metric: str
    precision: Score | None
    recall: Score | None
    score: Score
    primary: bool


class Slice(NamedTuple):
    """The primary metric on a part of the documents."""

    field: str
    value: str
    documents: int
    score: Score


class Heat(NamedTuple):
    """A cell of a confusion matrix: its number, and how many tenths of its row that is."""

    number: int
    level: int
    hit: bool


class Matrix(NamedTuple):
    """A confusion matrix: gold labels down, predicted ones across; the last of each is none."""

    title: str
    across: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Heat, ...]], ...]


class Errors(NamedTuple):
    """A facet's error table and matrices; `most` is the greatest number of items of a row."""

    title: str
    label: str
    boundary: str
    rows: tuple[Row, ...]
    total: Row
    most: int
    matrices: tuple[Matrix, ...]


class Report(NamedTuple):
    """What a system's page has about a task; `errors` are empty without predictions.

    `against` is the system to compare with: the best, or for the best the next one; or "".
    """

    task: Task
    title: str
    summary: str
    primary: Name
    place: Place
    of: int
    run: Run
    figures: tuple[Figure, ...]
    classes: tuple[Figure, ...]
    slices: tuple[Slice, ...]
    errors: tuple[Errors, ...]
    matrices: tuple[Matrix, ...]
    against: str
    signature: str
    entities: Entities | None = None


def overall_section(
    systems: Sequence[System], tables: Mapping[str, Table], found: Overall
) -> Section:
    """Return the first table of the index: means, and the primary metric of every task.

    Systems that did not enter all tasks come last, without a mean, by the number of their tasks.
    """
    places = {place.system: place for place in found.places}
    order = {place.system: number for number, place in enumerate(found.places)}
    ordered = sorted(systems, key=lambda s: (order.get(s.slug, len(order)), -len(s.runs), s.slug))
    return Section(
        key="overall",
        title="Overall",
        summary="Unweighted mean of the primary metrics, for systems that entered all tasks",
        primary=Name("Mean", "unweighted mean of the primary metrics of all tasks"),
        columns=tuple(
            Name(titles.task_title(table.task), _primary_words(table.task))
            for table in tables.values()
        ),
        lines=tuple(
            Line(
                system=system,
                place=places.get(system.slug),
                cells=tuple(_primary_cell(table, system.slug) for table in tables.values()),
                date=max(run.record.created for run in system.runs.values()),
                best=order.get(system.slug) == 0 and bool(found.places[0].score.value),
                believed=any(run.predictions is None for run in system.runs.values()),
            )
            for system in ordered
        ),
        axis=found.places[0].score.value if found.places else None,
        documents=found.documents,
        signature=str(found.signature) if found.signature else "",
        detectable="",
    )


def _primary_words(task: Task) -> str:
    name = titles.primary_name(task)
    return f"{name.short}: {name.long}"


def _primary_cell(table: Table, slug: str) -> Cell | None:
    if slug not in table.scores:
        return None
    score = table.scores[slug][table.task.primary]
    return Cell(score, bool(score.value) and score.value == table.places[0].score.value)


def task_section(systems: Sequence[System], table: Table, pairs: Compared | None) -> Section:
    """Return the table of a task; `pairs` are its systems, compared."""
    task, known = table.task, {system.slug: system for system in systems}
    shown = titles.columns(task)
    best = {name: _greatest([found[name] for found in table.scores.values()]) for name in shown}
    return Section(
        key=task.name,
        title=titles.task_title(task),
        summary=titles.summary(task),
        primary=titles.primary_name(task),
        columns=tuple(titles.metric_name(task, name) for name in shown),
        lines=tuple(
            Line(
                system=known[place.system],
                place=place,
                cells=tuple(
                    Cell(score, bool(score.value) and score.value == best[name])
                    for name, score in ((n, table.scores[place.system][n]) for n in shown)
                ),
                date=table.runs[place.system].record.created,
                best=number == 0 and bool(place.score.value),
                believed=table.runs[place.system].predictions is None,
            )
            for number, place in enumerate(table.places)
        ),
        axis=table.places[0].score.value,
        documents=table.documents,
        signature=str(table.signature),
        detectable=_detectable(pairs) if pairs else "",
    )


def _detectable(pairs: Compared) -> str:
    if pairs.detectable is None:
        reason = pairs.no_detectable or ""
        return f"{reason[:1].upper()}{reason[1:]}."
    return (
        f"These {pairs.units} articles are enough to find a difference of"
        f" {pairs.detectable:.3f} between two systems, with a probability of four fifths."
    )


def _greatest(scores: Sequence[Score]) -> float | None:
    return max((score.value for score in scores if score.value is not None), default=None)


def report(
    table: Table, slug: str, gold: Gold | None, tallies: Sequence[Tally], chance: Chance
) -> Report:
    """Return what a system's page has about a task; `tallies` are empty without predictions."""
    task, run = table.task, table.runs[slug]
    figures = list(_figures(task, table.scores[slug]))
    return Report(
        task=task,
        title=titles.task_title(task),
        summary=titles.summary(task),
        primary=titles.primary_name(task),
        place=next(place for place in table.places if place.system == slug),
        of=len(table.places),
        run=run,
        figures=tuple(item for item in figures if not of_one_label(item.metric)),
        classes=tuple(item for item in figures if of_one_label(item.metric)),
        slices=tuple(_slices(run, gold, chance)) if gold else (),
        errors=tuple(_errors(tally) for tally in tallies),
        matrices=() if tallies else tuple(_counted(run)),
        against=next((place.system for place in table.places if place.system != slug), ""),
        signature=str(table.signature),
    )


def _figures(task: Task, scores: Mapping[str, Score]) -> Iterator[Figure]:
    """Yield a row a stem, in the order of the metrics; classes without any value are left out."""
    for metric, score in scores.items():
        stem, part = titles.split(metric)
        if part in {"p", "r"}:
            continue
        if of_one_label(metric) and score.value is None:
            continue
        precision, recall = (
            scores.get(f"{stem}.{side}") if part == "f1" else None for side in "pr"
        )
        name = titles.stem_name(task, stem)
        if part not in {"", "f1"}:
            name = Name(f"{name.short} {titles.PARTS[part]}", name.long)
        yield Figure(name, metric, precision, recall, score, metric == task.primary)


def _slices(run: Run, gold: Gold, chance: Chance) -> Iterator[Slice]:
    draw = Draw(run.task, "documents", chance.resamples, chance.seed)
    fit, _ = fit_for(run.task, [gold.records[name] for name in run.documents])
    found = slice_scores(draw, fit, run.counts, run.documents, gold.seen_regions)
    for name, part in found.items():
        field, _, value = name.partition("=")
        yield Slice(field.replace("_", " "), value.replace("-", " "), part.documents, part.score)


def _errors(tally: Tally) -> Errors:
    rows = tally.rows()
    return Errors(
        title=tally.facet.title,
        label=tally.facet.label,
        boundary=tally.facet.boundary,
        rows=tuple(rows),
        total=tally.total(),
        most=max((sum(row.counts) for row in rows), default=0),
        matrices=tuple(
            matrix(name, cells)
            for name, cells in zip(tally.facet.matrices, tally.matrices, strict=True)
        ),
    )


def matrix(name: str, cells: Counter[tuple[str, str]]) -> Matrix:
    """Return a confusion matrix with the labels that occur, in the order of their vocabulary."""
    met = {label for pair in cells for label in pair}
    known = [label for label in labels(VOCABULARIES[name]) if label in met]
    across, down = [*known, NONE], [*known, NONE] if any(not gold for gold, _ in cells) else known
    return Matrix(
        title=name,
        across=tuple(across),
        rows=tuple((gold, tuple(_heat(cells, gold, across))) for gold in down),
    )


def _heat(cells: Counter[tuple[str, str]], gold: str, across: Sequence[str]) -> Iterator[Heat]:
    whole = sum(cells[gold, pred] for pred in across)
    for pred in across:
        count = cells[gold, pred]
        level = max(1, round(HEAT * count / whole)) if count else 0
        yield Heat(count, level, gold == pred != NONE)


def _counted(run: Run) -> Iterator[Matrix]:
    """Yield the confusion matrix that the counts hold, where the task counts one."""
    cells = {
        (gold, NONE if answer == UNANSWERED else answer): count
        for (gold, answer), count in confusion(run.record, run.task).items()
        if count
    }
    if run.task.name in CONFUSIONS:
        yield matrix("value" if run.task.name == "factuality" else "stance", Counter(cells))


def kind_gloss(card: Card) -> str:
    """Return what the kind of a system means."""
    found = {label.label: label.gloss for label in vocabulary("system_kinds").labels}
    return found.get(card.kind, "")
