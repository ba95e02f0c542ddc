"""What became of every item of an article: found, found with another label or extent, or not.

Items are paired one to one, sorted by content before, so that no order has a say: as many as can be
that the task takes for the same but for their labels, of these as many as can be whose labels
agree, then by overlap. So the correct triggers, arguments, tuples and answers are those that the
task counts as hits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from communique.align import Place, best_pairs, dice
from communique.leaderboard import items
from communique.leaderboard.items import Item, Sides
from communique.metrics.opinions import overlap
from communique.model import Article, Prediction
from communique.tasks import attribution, empty_prediction

CORRECT, LABEL, BOUNDARY, BOTH = "correct", "label", "boundary", "both"
MISSED, SPURIOUS = "missed", "spurious"
KINDS = (CORRECT, LABEL, BOUNDARY, BOTH, MISSED, SPURIOUS)

_SAME = 1000.0
_AGREED = 2.0
_NEAR = 0.99


class Outcome(NamedTuple):
    """A gold item, a predicted item or a pair of the two, and which of `KINDS` that is."""

    kind: str
    gold: Item | None
    pred: Item | None


class Facet(NamedTuple):
    """One kind of items that a task looks for.

    `near` is 1 where the task takes two items for the same but for their labels, less where they
    only overlap, 0 where they have nothing in common. `matrices` name those labels of which a
    confusion matrix is drawn; `label` and `boundary` say what a wrong label and a wrong boundary
    are, "" where there is no such thing.
    """

    key: str
    title: str
    matrices: tuple[str, ...]
    sides: Callable[[Article, Prediction], Sides]
    near: Callable[[Item, Item], float]
    label: str
    boundary: str = ""


def _drawn(gold: Item, pred: Item) -> float:
    """Return the mean Dice coefficient of the places, 0 where two of them do not meet."""
    pairs = zip(gold.places, pred.places, strict=True)
    parts = [dice(g, p) if g and p else float(g == p) for g, p in pairs]
    return sum(parts) / len(parts) if all(parts) else 0.0


def _asked(gold: Item, pred: Item) -> float:
    return float(gold.key == pred.key)


def _related(gold: Item, pred: Item) -> float:
    if attribution.same_relation(gold.key, pred.key):
        return 1.0
    return _NEAR * dice(gold.places[0], pred.places[0])


def _felt(gold: Item, pred: Item) -> float:
    if overlap(gold.key, pred.key):
        return 1.0
    return _NEAR * dice(gold.places[0], pred.places[0])


FACETS = {
    "events": (
        Facet(
            "triggers", "Triggers", ("category",), items.triggers, _drawn,
            "another category", "another extent",
        ),
        Facet(
            "arguments", "Arguments", ("role",), items.arguments, _drawn,
            "another role or category of the event", "another extent of argument or trigger",
        ),
    ),
    "factuality": (
        Facet("values", "Values", ("value",), items.values, _asked, "another value"),
    ),
    "stance": (Facet("stances", "Stances", ("stance",), items.stances, _asked, "another side"),),
    "stance-extraction": (
        Facet("tuples", "Stances", ("stance",), items.tuples, _asked, "another side"),
    ),
    "attribution": (
        Facet(
            "relations", "Attributions", ("kind", "commitment"), items.relations, _related,
            "another kind or commitment", "too little of the content, or another cue or source",
        ),
    ),
    "sentiment": (
        Facet(
            "opinions", "Sentiments", ("polarity",), items.opinions, _felt,
            "another polarity", "another holder or target",
        ),
    ),
    "coreference": (
        Facet(
            "mentions", "Mentions", (), items.mentions, _drawn,
            "in another entity", "another extent",
        ),
    ),
}  # fmt: skip
"""The facets of each task, by the task's name."""


def outcomes(facet: Facet, gold: Article, prediction: Prediction | None) -> list[Outcome]:
    """Return the outcome of every item of an article, gold's first, in order of the text.

    No prediction counts as an empty one.

    Raises:
        InputError: an id in the prediction refers to nothing or is not unique.
    """
    answer = prediction or empty_prediction(gold)
    golds, preds = (sorted(side, key=items.order) for side in facet.sides(gold, answer))
    pairs = _pairs(facet, golds, preds)
    found = [
        Outcome(_kind(facet, item, preds[pairs[i]]), item, preds[pairs[i]])
        if i in pairs
        else Outcome(MISSED, item, None)
        for i, item in enumerate(golds)
    ]
    taken = set(pairs.values())
    spare = [item for j, item in enumerate(preds) if j not in taken]
    return found + [Outcome(SPURIOUS, None, item) for item in spare]


def _pairs(facet: Facet, golds: Sequence[Item], preds: Sequence[Item]) -> dict[int, int]:
    """Return the number of the predicted item for every gold item that is paired.

    What cannot be near is not looked at: items of other keys, or, where places are compared, of
    other stretches of the text.
    """
    found: dict[int, int] = {}
    for left, right in _near_each_other(facet, golds, preds):
        some = best_pairs(left, right, lambda i, j: _weight(facet, golds[i], preds[j]))
        found.update((left[i], right[j]) for i, j in some)
    return found


def _near_each_other(
    facet: Facet, golds: Sequence[Item], preds: Sequence[Item]
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the numbers of gold and predicted items in groups; no item is near one of another."""
    groups: dict[Hashable, tuple[list[int], list[int]]] = {}
    stretches = _stretches([*golds, *preds])
    for side, some in enumerate((golds, preds)):
        for number, item in enumerate(some):
            key = item.key if facet.near is _asked else stretches[item.places[0]]
            groups.setdefault(key, ([], []))[side].append(number)
    yield from groups.values()


def _stretches(some: Iterable[Item]) -> dict[Place, int]:
    """Return for every first place the number of the stretch of text that it lies in.

    A stretch is as far as places overlap one another, from the first to the last; an absent place
    is a stretch of its own.
    """
    found: dict[Place, int] = {}
    number, reached = 0, -1
    for at in sorted({item.places[0] for item in some}):
        if at and at[0][0] >= reached:
            number += 1
        reached = max(reached, at[-1][1]) if at else reached
        found[at] = number
    return found


def _weight(facet: Facet, gold: Item, pred: Item) -> float:
    near = facet.near(gold, pred)
    if not near:
        return 0.0
    agreed = _AGREED if _agree(gold, pred) else 0.0
    return near + agreed + (_SAME if near == 1.0 else 0.0)


def _agree(gold: Item, pred: Item) -> bool:
    """Tell whether labels agree; one that gold does not have cannot be wrong."""
    return all(g in ("", p) for g, p in zip(gold.labels, pred.labels, strict=True))


def _kind(facet: Facet, gold: Item, pred: Item) -> str:
    same, agreed = facet.near(gold, pred) == 1.0, _agree(gold, pred)
    return {
        (True, True): CORRECT,
        (True, False): LABEL,
        (False, True): BOUNDARY,
        (False, False): BOTH,
    }[same, agreed]


NONE = ""
"""The label of what is not there: gold's where a prediction is spurious, the answer to a missed."""


class Row(NamedTuple):
    """A line of an error table: how many items of a row came out how; `counts` goes by `KINDS`."""

    name: str
    gold: int
    predicted: int
    counts: tuple[int, ...]


class Tally:
    """The outcomes of many articles in one facet, counted."""

    def __init__(self, facet: Facet) -> None:
        """Begin at nothing."""
        self.facet = facet
        self.matrices: tuple[Counter[tuple[str, str]], ...] = tuple(
            Counter() for _ in facet.matrices
        )
        self._gold: Counter[str] = Counter()
        self._predicted: Counter[str] = Counter()
        self._cells: Counter[tuple[str, str]] = Counter()

    def add(self, found: Iterable[Outcome]) -> None:
        """Count the outcomes of an article.

        A pair belongs to gold's row. The matrices count pairs of a gold and a predicted label, what
        is missed or spurious meeting `NONE`; gold items without such a label are passed over.
        """
        for item in found:
            for counts, side in ((self._gold, item.gold), (self._predicted, item.pred)):
                if side:
                    counts[side.row] += 1
            owner = item.gold or item.pred
            self._cells[owner.row if owner else "", item.kind] += 1
            for number, cells in enumerate(self.matrices):
                gold = item.gold.labels[number] if item.gold else NONE
                pred = item.pred.labels[number] if item.pred else NONE
                if gold or (pred and not item.gold):
                    cells[gold, pred] += 1

    def rows(self) -> list[Row]:
        """Return the rows of the error table, most gold items first."""
        names = sorted(self._gold.keys() | self._predicted.keys())
        return [self._row(name) for name in sorted(names, key=lambda name: -self._gold[name])]

    def total(self) -> Row:
        """Return the last line of the error table: all of its rows together."""
        parts = self.rows()
        counts = tuple(sum(row.counts[number] for row in parts) for number in range(len(KINDS)))
        return Row("all", self._gold.total(), self._predicted.total(), counts)

    def _row(self, name: str) -> Row:
        counts = tuple(self._cells[name, kind] for kind in KINDS)
        return Row(name, self._gold[name], self._predicted[name], counts)
