"""factuality@1: how certain the nearest source is of each gold event.

**Given**: the text and the gold events: id, trigger, category. **Predicted**: for each of them one
of CT+, CT-, PS+, PS-, Uu (`factuality` of the prediction, by the gold event's id).

**Rules.** Events whose gold value is missing are not scored. A gold event without an answer counts
for its class as missed. An answer for an event that gold does not have is an error, and so are two
different answers for one event.

**Primary**: `macro-f1`, the mean of the F1 of the five values, over those that gold or the
prediction has (how many is reported). **Also**: precision, recall and F1 of each value; accuracy;
the confusion matrix, in the counts (`value.<gold>.<answer>`, `-` for unanswered).

**Fidelity.** Equal to scikit-learn's `f1_score(average="macro")`, `precision_score`, `recall_score`
and `accuracy_score` where every event is answered. All counts are integers.
"""

from __future__ import annotations

import msgspec

from communique.errors import InputError
from communique.metrics.labels import (
    accuracy,
    class_metrics,
    label_columns,
    label_counts,
    macro_f1,
)
from communique.model import Article, Prediction
from communique.ontology import labels
from communique.tasks.projection import bare_event
from communique.tasks.task import Given, Task, bare

VALUES = labels("factuality_values")


def answers(prediction: Prediction, gold: Article) -> dict[str, str]:
    """Return the value given to each event.

    Raises:
        InputError: the event is not in gold, or has two different values.
    """
    known = {event.id for event in gold.events}
    found: dict[str, str] = {}
    for item in prediction.factuality:
        if item.event not in known:
            raise InputError(
                f"{gold.id}: a value is given to event {item.event!r}, which gold does not have",
                hint="name events by the ids of the gold record",
            )
        if found.setdefault(item.event, item.value) != item.value:
            raise InputError(
                f"{gold.id}: event {item.event!r} is given {found[item.event]} and {item.value}",
                hint="give one value an event",
            )
    return found


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the cells of the confusion matrix of one document."""
    given_values = answers(prediction, gold)
    pairs = [
        (event.factuality, given_values.get(event.id))
        for event in gold.events
        if event.factuality is not None
    ]
    return {**label_counts("value", pairs)}


def given(gold: Article) -> Given:
    """Return the text and the events with trigger and category."""
    events = tuple(bare_event(event) for event in gold.events)
    return Given(msgspec.structs.replace(bare(gold), layers=("events",), events=events))


TASK = Task(
    name="factuality",
    version=1,
    layers=("events", "factuality"),
    predicted=("factuality",),
    primary="macro-f1",
    metrics=(
        macro_f1("value", VALUES, "value", metric="macro-f1"),
        accuracy("value", VALUES, "value"),
        *(metric for value in VALUES for metric in class_metrics("value", VALUES, value)),
    ),
    columns=label_columns("value", VALUES),
    options=(),
    card=__doc__ or "",
    count=count,
    given=given,
)
