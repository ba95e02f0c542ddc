"""stance-extraction@1: who takes which side towards whom or what, found in the text.

**Given**: the text. **Predicted**: `stances`, whose holders ("author" or an entity) and targets (an
entity or an event) are `entities` with their `mentions`, and `events`, of the prediction itself:
ids are the system's own, and one mention of an entity is enough.

**Rules.** A predicted entity is the gold entity that it corresponds to, one to one, so that the sum
of likeness is greatest. The likeness of two entities is the greatest sum, over pairs of their
mentions one to one whose Dice coefficient in code points is at least one half, of that coefficient,
twice that where the entities' types agree. Events are identified in the same way by their triggers
and categories, coreferent ones (of one cluster) being one thing: a wrong category does not make it
another event. Of equal likenesses that between parties of stances counts. Entities of which one has
no mention correspond by name, but for case. The author is itself.

Then sets of tuples (holder, target, label): duplicates collapse, a tuple whose holder or target
corresponds to nothing is wrong. P = |∩| / |predicted|, R = |∩| / |gold|.

**Primary**: `tuple.f1`. **Also**: `pair`, without the label; `author` and `others`, the tuples
whose holder is the author, and the rest; `<label>`, the tuples of each label.

**Fidelity.** The project's own rule: there is no scorer of others for it. A document in which a
stance rests on an entity with neither mention nor name cannot be scored. All counts are integers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from communique.errors import InputError
from communique.metrics.metric import Metric, prf
from communique.metrics.sets import set_columns, set_counts, total
from communique.model import Article, Prediction
from communique.model.record import AUTHOR
from communique.ontology import labels
from communique.tasks.identity import Key, correspondence, entities, events, keys
from communique.tasks.projection import Record
from communique.tasks.task import Task, text_only

LABELS = labels("stance_labels")
SETS = {
    "tuple": "stance",
    "pair": "pair of holder and target",
    "author": "stance of the author",
    "others": "stance of an entity",
    **{label: f"{label} stance" for label in LABELS},
}


class Side(NamedTuple):
    """A stance by the identity of its parties."""

    holder: str
    target: str
    label: str


def sides(record: Record, names: Mapping[str, str]) -> set[Side]:
    """Return the stances of a record, holder and target renamed by `names`.

    Raises:
        InputError: a holder or target is none of the record's entities and events.
    """
    return {
        Side(
            _named(record, names, stance.holder, stance.id),
            _named(record, names, stance.target, stance.id),
            stance.label,
        )
        for stance in record.stances
    }


def _named(record: Record, names: Mapping[str, str], party: str, stance: str) -> str:
    if party not in names:
        raise InputError(
            f"{record.id}: stance {stance!r} names {party!r}, no entity or event of the same line",
            hint="a prediction's stances name its own entities and events, or the author",
        )
    return names[party]


def names(gold: Record, prediction: Record) -> tuple[dict[str, str], dict[str, str]]:
    """Return what stands for the author, the entities and the events: in gold, in the prediction.

    A predicted thing that corresponds to a gold one has the gold one's name.
    """
    own, theirs = keys(gold), keys(prediction)
    preferred = _parties(gold, own), _parties(prediction, theirs)
    known = correspondence(entities(gold), entities(prediction), preferred)
    known |= correspondence(events(gold), events(prediction), preferred)
    left = {name: "gold {} {}".format(*key) for name, key in own.items()}
    right = {
        name: "gold {} {}".format(*known[key]) if key in known else "predicted {} {}".format(*key)
        for name, key in theirs.items()
    }
    return {AUTHOR: AUTHOR, **left}, {AUTHOR: AUTHOR, **right}


def _parties(record: Record, known: Mapping[str, Key]) -> set[Key]:
    ids = {party for stance in record.stances for party in (stance.holder, stance.target)}
    return {known[party] for party in ids if party in known}


def _sets(found: set[Side]) -> dict[str, set[Hashable]]:
    return {
        "tuple": set(found),
        "pair": {item[:2] for item in found},
        "author": {item for item in found if item.holder == AUTHOR},
        "others": {item for item in found if item.holder != AUTHOR},
        **{label: {item for item in found if item.label == label} for label in LABELS},
    }


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the counts of one document."""
    own, theirs = names(gold, prediction)
    left, right = _sets(sides(gold, own)), _sets(sides(prediction, theirs))
    return total([set_counts(name, left[name], right[name]) for name in SETS])


def lacks(gold: Article) -> str | None:
    """Return which party of a stance nothing identifies, or nothing."""
    known = {mention.entity for mention in gold.mentions}
    nameless = {item.id for item in gold.entities if not item.name and item.id not in known}
    parties = {party for stance in gold.stances for party in (stance.holder, stance.target)}
    lost = sorted(parties & nameless)
    return (
        f"has stances of or towards {lost[0]!r}, an entity without mention or name"
        if lost
        else None
    )


def _metrics() -> Iterator[Metric]:
    figures = {name: prf(name, what) for name, what in SETS.items()}
    yield figures["tuple"][2]
    yield from figures["tuple"][:2]
    for name, group in figures.items():
        if name != "tuple":
            yield from group


TASK = Task(
    name="stance-extraction",
    version=1,
    layers=("stances",),
    predicted=("entities", "mentions", "events", "stances"),
    primary="tuple.f1",
    metrics=tuple(_metrics()),
    columns=set_columns(*SETS),
    options=(("identity", "codepoint-dice"),),
    card=__doc__ or "",
    count=count,
    given=text_only,
    lacks=lacks,
)
