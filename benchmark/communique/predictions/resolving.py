"""A line as people write it and its gold article → a `Prediction` in offsets and ids."""

from __future__ import annotations

from typing import NamedTuple

from communique.model import Article, Prediction, Stance
from communique.predictions.aligning import WORK, Aligner
from communique.predictions.asked import Asked
from communique.predictions.items import Items
from communique.predictions.placing import Placer
from communique.predictions.report import Report
from communique.predictions.rules import Note, note
from communique.predictions.shapes import LAYERS, Line
from communique.tasks import Task


class Resolved(NamedTuple):
    """A prediction of a task's layers, how its spans were resolved, and what is doubtful in it."""

    prediction: Prediction
    report: Report
    notes: list[Note]


def resolve(line: Line, gold: Article, task: Task, *, lenient: bool = False) -> Resolved:
    """Return the prediction of a line in offsets and ids; layers that play no part are left out.

    A `lenient` reading, that of a model's raw answer, makes what would be an error (a reference to
    nothing, an id given twice) into words, into a new entity, or into nothing.

    Raises:
        InputError: words are to be found and the record has no text.
        TooManyError: the line has more than `SPANS` stretches.
    """
    aligner = None if gold.text is None else Aligner(gold.text)
    placer = Placer(gold.id, gold.metadata.text_length, aligner)
    prediction = _layers(line, gold, task, placer, lenient=lenient)
    if aligner and gold.text is not None and aligner.work > WORK:
        aligner = Aligner(gold.text, fuzzy=False)
        placer = Placer(gold.id, gold.metadata.text_length, aligner)
        prediction = _layers(line, gold, task, placer, lenient=lenient)
    notes = [*_unused(line, task), *placer.notes]
    return Resolved(prediction, Report(**placer.ways), notes)


def _layers(line: Line, gold: Article, task: Task, placer: Placer, *, lenient: bool) -> Prediction:
    items, layers = Items(line, placer, lenient=lenient), set(task.predicted)
    asked = Asked(gold, task, placer, lenient=lenient)
    own = "entities" in layers
    if own:
        items.take_entities()
    if "events" in layers:
        items.take_events()
    stances: tuple[Stance, ...] = ()
    if "stances" in layers:
        stances = tuple(items.stances()) if own else asked.stances(line.stances)
    return Prediction(
        schema_version="1.0",
        id=gold.id,
        attributions=tuple(items.attributions()) if "attributions" in layers else (),
        sentiments=tuple(items.sentiments()) if "sentiments" in layers else (),
        factuality=asked.values(line.factuality) if "factuality" in layers else (),
        stances=stances,
        entities=tuple(items.entities),
        mentions=tuple(items.mentions),
        events=tuple(items.events),
    )


def _unused(line: Line, task: Task) -> list[Note]:
    """Return a note for every layer that is given and plays no part."""
    return [
        note("PRE-017", f"$.{name}", layer=f"`{name}`", task=task.key)
        for name in LAYERS
        if name not in task.predicted and getattr(line, name)
    ]
