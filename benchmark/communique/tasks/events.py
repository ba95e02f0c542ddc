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

from collections.abc import Iterator, Sequence

from communique.metrics.metric import IntArray, Metric, mean, prf
from communique.metrics.sets import set_columns
from communique.model import Article, Prediction
from communique.tasks.event_tables import CATEGORIES, Coder, exact_counts, overlap_hits
from communique.tasks.task import Task, text_only

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


def count_all(golds: Sequence[Article], predictions: Sequence[Prediction]) -> dict[str, IntArray]:
    """Return every column, with a number for each document; both sides have the same ones."""
    coder = Coder()
    gold, pred = coder.table(golds), coder.table(predictions)
    places = coder.places()
    counts = exact_counts(gold, pred)
    for name in ("tc", "ac", "ac+"):
        counts[f"{name}.overlap.hit"] = overlap_hits(name, gold, pred, places)
        for part in ("gold", "pred"):
            counts[f"{name}.overlap.{part}"] = counts[f"{name}.{part}"]
    return counts


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the counts of one document."""
    counts = count_all([gold], [prediction])
    return {column: int(values[0]) for column, values in counts.items()}


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
    count_all=count_all,
    given=text_only,
)
