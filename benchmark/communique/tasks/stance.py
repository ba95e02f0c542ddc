"""stance@1: which side a given holder takes towards a given target.

**Given**: the text; the entities with their mentions; the events with trigger, category and
cluster; and the pairs of holder and target. **Predicted**: favor, against or neutral for each pair
(`stances` of the prediction; holder and target by the gold record's ids, the author as "author").

**Rules.** A gold pair without an answer counts for its label as missed. An answer for a pair that
gold does not have is an error, and so are two different answers for one pair.

**Primary**: `macro-f1`, the mean of the F1 of the three labels, over those that gold or the
prediction has (how many is reported). **Also**: `favor-against-f1`, the F_avg of SemEval-2016
Task 6: the mean of the F1 of favor and of against, in which neutral counts through its confusions;
accuracy; precision, recall and F1 of each label; macro F1 by kind of holder (the author, or the
type of the entity) and by basis (stated, enacted, ascribed), where gold names it.

**Fidelity.** Equal to scikit-learn's figures where every pair is answered. All counts are integers.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from communique.errors import InputError
from communique.metrics.labels import (
    accuracy,
    class_metrics,
    label_columns,
    label_counts,
    macro_f1,
)
from communique.metrics.metric import Metric
from communique.metrics.sets import total
from communique.model import Article, Prediction, Stance
from communique.model.record import AUTHOR
from communique.ontology import labels
from communique.tasks.projection import Record, bare_event
from communique.tasks.task import Given, Pair, Task, bare

LABELS = labels("stance_labels")
GROUPS = (
    "holder.author",
    *(f"holder.{name}" for name in labels("entity_types")),
    *(f"basis.{name}" for name in labels("stance_bases")),
)


def labelled(record: Record) -> dict[Pair, str]:
    """Return the label of each pair of holder and target.

    Raises:
        InputError: a pair has two different labels.
    """
    found: dict[Pair, str] = {}
    for stance in record.stances:
        pair = Pair(stance.holder, stance.target)
        if found.setdefault(pair, stance.label) != stance.label:
            raise InputError(
                f"{record.id}: the stance of {pair.holder!r} towards {pair.target!r} is"
                f" {found[pair]} and {stance.label}",
                hint="give one label a pair",
            )
    return found


def answers(gold: Article, prediction: Prediction) -> dict[Pair, str]:
    """Return the predicted label of each pair.

    Raises:
        InputError: gold does not have the pair, or it has two different labels.
    """
    asked, found = labelled(gold), labelled(prediction)
    for pair in found:
        if pair not in asked:
            raise InputError(
                f"{gold.id}: an answer for the holder {pair.holder!r} and the target"
                f" {pair.target!r}, a pair that gold does not have",
                hint="answer the pairs of the gold record, by its ids",
            )
    return found


def _groups(stance: Stance, types: dict[str, str]) -> Iterator[str]:
    if stance.holder == AUTHOR:
        yield "holder.author"
    elif stance.holder in types:
        yield f"holder.{types[stance.holder]}"
    if stance.basis is not None:
        yield f"basis.{stance.basis}"


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the cells of the confusion matrices of one document: of all pairs, of each group."""
    answered = answers(gold, prediction)
    types = {entity.id: entity.type for entity in gold.entities}
    cells: dict[str, list[tuple[str, str | None]]] = {}
    once = {Pair(stance.holder, stance.target): stance for stance in gold.stances}
    for pair, stance in once.items():
        for name in ("all", *_groups(stance, types)):
            cells.setdefault(name, []).append((stance.label, answered.get(pair)))
    return total([{**label_counts(name, pairs)} for name, pairs in cells.items()])


def given(gold: Article) -> Given:
    """Return the text, what names holders and targets, and the pairs, without their labels."""
    article = msgspec.structs.replace(
        bare(gold),
        layers=tuple(name for name in gold.layers if name in {"entities", "coreference", "events"}),
        entities=gold.entities,
        mentions=gold.mentions,
        events=tuple(bare_event(event, cluster=True) for event in gold.events),
        event_clusters=gold.event_clusters,
    )
    return Given(article, tuple(sorted(labelled(gold))))


def _metrics() -> Iterator[Metric]:
    yield macro_f1("all", LABELS, "stance", metric="macro-f1")
    sides = ("favor", "against")
    yield macro_f1("all", LABELS, "favor or against", over=sides, metric="favor-against-f1")
    yield accuracy("all", LABELS, "stance")
    for label in LABELS:
        yield from class_metrics("all", LABELS, label)
    for group in GROUPS:
        what = f"stance with {group.replace('.', ' ')}"
        yield macro_f1(group, LABELS, what, metric=f"{group}.macro-f1")


TASK = Task(
    name="stance",
    version=1,
    layers=("stances",),
    predicted=("stances",),
    primary="macro-f1",
    metrics=tuple(_metrics()),
    columns=tuple(column for name in ("all", *GROUPS) for column in label_columns(name, LABELS)),
    options=(),
    card=__doc__ or "",
    count=count,
    given=given,
)
