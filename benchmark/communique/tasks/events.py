"""events@1: triggers with category and mode, and who takes which part in the event.

**Given**: the text. **Predicted**: `events` with trigger, category, mode and arguments; an argument
is a mention or event of the prediction (`ref`) or plain words (`spans`).

**Rules**, TextEE's (Huang et al. 2024): sets of tuples, each with its document, so duplicates
collapse. P = |gold ∩ predicted| / |predicted|, R = |gold ∩ predicted| / |gold|.

* `ti` (trigger), `tc` (trigger, category);
* `ai` (category, argument), `ac` (category, argument, role): no trigger in them;
* `ai+` and `ac+`: the same with the trigger, so the argument must be attached to the right event.

Trigger and argument are places: equal offsets, touching pieces made one. An argument's place is
its mention's extent, the trigger of an event that is an argument, or its own words. Implicit
arguments count like others.

**Primary**: `mean-f1`, the mean of `tc.f1` and `ac+.f1`. **Also**: `tm` (trigger, category, mode)
of events with a mode; `tq` (trigger, quad class); `tc.<CATEGORY>`; and by overlap: `tc.overlap`,
the greatest number of pairs, one to one, of equal category whose triggers have a Dice coefficient
of at least one half in code points; `ac.overlap` and `ac+.overlap` likewise, with equal category
and role, overlapping arguments and, for the latter, overlapping triggers.

**Fidelity.** The six exact measures are TextEE's, which sees spans as token offsets and no
discontinuous ones. All counts are integers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from communique.align import Place, half, most_pairs, place
from communique.metrics.metric import Metric, mean, prf
from communique.metrics.sets import set_columns, set_counts, sized, total
from communique.model import Article, Prediction
from communique.ontology import category, labels
from communique.tasks.projection import Record, filler_place, referents
from communique.tasks.task import Task, text_only

CATEGORIES = labels("event_categories")
SETS = {
    "tc": "trigger with category",
    "ac+": "attached argument with role",
    "ti": "trigger",
    "ai": "argument",
    "ac": "argument with role",
    "ai+": "attached argument",
    "tm": "trigger with mode",
    "tq": "trigger with quad class",
    "tc.overlap": "trigger with category",
    "ac.overlap": "argument with role",
    "ac+.overlap": "attached argument with role",
}


class Trigger(NamedTuple):
    """An event without its arguments."""

    at: Place
    category: str
    mode: str


class Part(NamedTuple):
    """An argument with the event that it belongs to."""

    trigger: Place
    category: str
    at: Place
    role: str


def triggers(record: Record) -> set[Trigger]:
    """Return the distinct events of a record."""
    return {
        Trigger(place(event.trigger), event.category, event.mode or "") for event in record.events
    }


def parts(record: Record) -> set[Part]:
    """Return the distinct arguments of a record.

    Raises:
        InputError: an argument refers to no mention or event of the record.
    """
    known = referents(record)
    return {
        Part(
            place(event.trigger),
            event.category,
            filler_place(record, known, argument, f"event {event.id!r}"),
            argument.role,
        )
        for event in record.events
        for argument in event.arguments
    }


def _exact(found: set[Trigger], args: set[Part]) -> dict[str, set[Hashable]]:
    """Return the tuples of every exact measure."""
    sets: dict[str, set[Hashable]] = {
        "ti": {item.at for item in found},
        "tc": {(item.at, item.category) for item in found},
        "tm": {item for item in found if item.mode},
        "tq": {(item.at, category(item.category).quad_class) for item in found},
        "ai": {(item.category, item.at) for item in args},
        "ac": {(item.category, item.at, item.role) for item in args},
        "ai+": {item[:3] for item in args},
        "ac+": set(args),
    }
    for name in CATEGORIES:
        sets[f"tc.{name}"] = {item.at for item in found if item.category == name}
    return sets


Labelled = tuple[Hashable, tuple[Place, ...]]


def _overlapping(name: str, gold: Iterable[Labelled], pred: Iterable[Labelled]) -> dict[str, float]:
    """Return the greatest number of pairs with one label whose places all match by half."""
    left, right = _by_label(gold), _by_label(pred)
    hit = sum(most_pairs(left[label], right[label], _all_half) for label in left.keys() & right)
    return sized(name, hit, sum(map(len, left.values())), sum(map(len, right.values())))


def _by_label(items: Iterable[Labelled]) -> dict[Hashable, list[tuple[Place, ...]]]:
    groups: defaultdict[Hashable, list[tuple[Place, ...]]] = defaultdict(list)
    for label, places in set(items):
        groups[label].append(places)
    return groups


def _all_half(gold: tuple[Place, ...], pred: tuple[Place, ...]) -> bool:
    return all(half(g, p) for g, p in zip(gold, pred, strict=True))


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the counts of one document."""
    found, args = (triggers(gold), triggers(prediction)), (parts(gold), parts(prediction))
    left, right = _exact(found[0], args[0]), _exact(found[1], args[1])
    views: dict[str, Callable[[Part], Labelled]] = {
        "ac.overlap": lambda item: ((item.category, item.role), (item.at,)),
        "ac+.overlap": lambda item: ((item.category, item.role), (item.at, item.trigger)),
    }
    return total(
        [
            *(set_counts(name, left[name], right[name]) for name in left),
            _overlapping("tc.overlap", *([(t.category, (t.at,)) for t in side] for side in found)),
            *(
                _overlapping(name, *(map(view, side) for side in args))
                for name, view in views.items()
            ),
        ]
    )


def _metrics() -> Iterator[Metric]:
    figures = {name: prf(name, what) for name, what in SETS.items()}
    yield mean("mean-f1", [figures["tc"][2], figures["ac+"][2]])
    for group in figures.values():
        yield from group
    for name in CATEGORIES:
        yield from prf(f"tc.{name}", f"{name} event")


TASK = Task(
    name="events",
    version=1,
    layers=("events",),
    predicted=("entities", "mentions", "events"),
    primary="mean-f1",
    metrics=tuple(_metrics()),
    columns=set_columns(*SETS, *(f"tc.{name}" for name in CATEGORIES)),
    options=(("match", "exact"),),
    card=__doc__ or "",
    count=count,
    given=text_only,
)
