"""The events of many documents as arrays of integers: what `events` counts, all documents at once.

To score many systems against one gold, make its table once:

    coder = Coder()
    gold = coder.table(articles)
    for name, predictions in systems.items():
        counts = exact_counts(gold, coder.table(predictions))

Both sides have the same documents in the same order; `counts` has an integer a document for each
column, those of the exact measures that `tasks.get("events").counts` has for that document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from communique.align import Place, half, most_pairs, place
from communique.errors import InputError
from communique.metrics.metric import IntArray
from communique.metrics.tuples import bits, common, distinct
from communique.model import Fragment
from communique.ontology import category, labels
from communique.tasks.projection import Record, fragments, named

CATEGORIES = labels("event_categories")
QUADS = labels("quad_classes")
ROLES = labels("argument_roles")
_CODE_OF_CATEGORY = {name: code for code, name in enumerate(CATEGORIES)}
_CODE_OF_ROLE = {name: code for code, name in enumerate(ROLES)}
_QUAD_OF = np.array([QUADS.index(str(category(name).quad_class)) for name in CATEGORIES])

# The bits of each part of a key. A spot is the number of a place in a document.
_CATEGORY, _QUAD, _ROLE = bits(len(CATEGORIES)), bits(len(QUADS)), bits(len(ROLES))
_SPOT = (63 - _CATEGORY - _ROLE) // 2
_MODE = 63 - _SPOT - _CATEGORY


class Tuples(NamedTuple):
    """The tuples of one measure: distinct keys in order, with `tail` bits after the first spot."""

    keys: IntArray
    tail: int


class Table(NamedTuple):
    """One side: the tuples of every exact measure, and the number of each spot's document."""

    coder: Coder
    documents: int
    owners: IntArray
    measures: dict[str, Tuples]


class Coder:
    """Numbers for places in documents and for modes: one coder for all tables to be compared."""

    def __init__(self) -> None:
        """Begin without any number."""
        self._spots: dict[tuple[int, int, int] | tuple[int, Place], int] = {}
        self._modes: dict[str, int] = {}

    def places(self) -> list[Place]:
        """Return the place of every spot."""
        return [(key[1:],) if len(key) == 3 else key[1] for key in self._spots]

    def table(self, records: Sequence[Record]) -> Table:
        """Return the tuples of some records; a document's number is its position.

        Raises:
            InputError: an argument refers to no mention or event of its record, two of these have
                one id, or there are too many places for one table.
        """
        keys: tuple[list[int], list[int], list[int]] = ([], [], [])
        for number, record in enumerate(records):
            self._read(number, record, *keys)
        if len(self._spots) > 2**_SPOT or len(self._modes) > 2**_MODE:
            raise InputError("too many places for one table", hint="score the documents in parts")
        sizes = np.array([len(record.events) for record in records], np.int64)
        owners = np.zeros(len(self._spots), np.int64)
        measures = _measures(sizes, owners, *(np.array(part, np.int64) for part in keys))
        return Table(self, len(records), owners, measures)

    def _read(
        self,
        number: int,
        record: Record,
        heads: list[int],
        moded: list[int],
        arguments: list[int],
    ) -> None:
        """Add the keys of one record: of events, of those with a mode, and of arguments."""
        known = fragments(record)
        for event in record.events:
            trigger = self._spot(number, event.trigger)
            head = trigger << _CATEGORY | _CODE_OF_CATEGORY[event.category]
            heads.append(head)
            if event.mode:
                mode = self._modes.setdefault(event.mode, len(self._modes))
                moded.append(head << _MODE | mode)
            for item in event.arguments:
                spans = item.spans
                if item.ref is not None:
                    spans = known.get(item.ref) or named(
                        record, known, item.ref, f"event {event.id!r}"
                    )
                at = self._spot(number, spans)
                arguments.append((head << _SPOT | at) << _ROLE | _CODE_OF_ROLE[item.role])

    def _spot(self, document: int, spans: Fragment) -> int:
        if len(spans) == 1:
            span = spans[0]
            return self._spots.setdefault((document, span.start, span.end), len(self._spots))
        return self._spots.setdefault((document, place(spans)), len(self._spots))


def _measures(
    sizes: IntArray, owners: IntArray, heads: IntArray, moded: IntArray, arguments: IntArray
) -> dict[str, Tuples]:
    """Return the tuples of each measure, and fill in `owners`.

    The three arrays have trigger | category, the same | mode, the same | argument | role.
    """
    tc, full = distinct(heads), distinct(arguments)
    attached = full >> _ROLE
    at = attached & _mask(_SPOT)
    kind = attached >> _SPOT & _mask(_CATEGORY)
    role = full & _mask(_ROLE)
    owners[heads >> _CATEGORY] = np.repeat(np.arange(len(sizes)), sizes)
    owners[at] = owners[full >> _CATEGORY + _SPOT + _ROLE]
    quads = tc >> _CATEGORY << _QUAD | _QUAD_OF[tc & _mask(_CATEGORY)]
    return {
        "ti": Tuples(distinct(tc >> _CATEGORY), 0),
        "tc": Tuples(tc, _CATEGORY),
        "tm": Tuples(distinct(moded), _CATEGORY + _MODE),
        "tq": Tuples(distinct(quads), _QUAD),
        "ai": Tuples(distinct(at << _CATEGORY | kind), _CATEGORY),
        "ac": Tuples(distinct((at << _CATEGORY | kind) << _ROLE | role), _CATEGORY + _ROLE),
        "ai+": Tuples(distinct(attached), _CATEGORY + _SPOT),
        "ac+": Tuples(full, _CATEGORY + _SPOT + _ROLE),
    }


def _mask(width: int) -> int:
    return (1 << width) - 1


def exact_counts(gold: Table, pred: Table) -> dict[str, IntArray]:
    """Return the columns of the exact measures, each with one integer a document.

    Raises:
        ValueError: the two tables are of two coders, or not of the same number of documents.
    """
    if gold.coder is not pred.coder:
        raise ValueError("the tables are of two coders: their numbers do not mean the same")
    if gold.documents != pred.documents:
        raise ValueError(f"gold has {gold.documents} documents, the answers {pred.documents}")
    found = {}
    for name, left in gold.measures.items():
        right = pred.measures[name]
        parts = {"hit": common(left.keys, right.keys), "gold": left.keys, "pred": right.keys}
        for part, keys in parts.items():
            table = pred if part == "pred" else gold
            documents = table.owners[keys >> left.tail]
            found[f"{name}.{part}"] = np.bincount(documents, minlength=gold.documents)
            if name == "tc":
                found |= _by_category(part, documents, keys, gold.documents)
    return found


def _by_category(
    part: str, documents: IntArray, keys: IntArray, number: int
) -> dict[str, IntArray]:
    cells = documents << _CATEGORY | keys & _mask(_CATEGORY)
    counts = np.bincount(cells, minlength=number << _CATEGORY).reshape(number, -1)
    return {f"tc.{name}.{part}": counts[:, code] for code, name in enumerate(CATEGORIES)}


class _Items(NamedTuple):
    """What may be paired: a label (document, category, role) and the spots that must match."""

    labels: IntArray
    spots: tuple[IntArray, ...]


def _items(table: Table, name: str) -> _Items:
    keys, tail = table.measures[name]
    first, width = keys >> tail, _CATEGORY + _ROLE
    documents = table.owners[first] << width
    if name == "tc":
        return _Items(documents | keys & _mask(_CATEGORY), (first,))
    if name == "ac":
        return _Items(documents | keys & _mask(width), (first,))
    kind = keys >> _SPOT + _ROLE & _mask(_CATEGORY)
    at = keys >> _ROLE & _mask(_SPOT)
    return _Items(documents | kind << _ROLE | keys & _mask(_ROLE), (at, first))


def overlap_hits(name: str, gold: Table, pred: Table, places: Sequence[Place]) -> IntArray:
    """Return for each document how many pairs of `tc`, `ac` or `ac+` match by overlap.

    It is the greatest number, one to one, of pairs with one label whose places match by half.
    """

    def fits(one: Sequence[int], other: Sequence[int]) -> bool:
        return all(a == b or half(places[a], places[b]) for a, b in zip(one, other, strict=True))

    hits = np.zeros(gold.documents, np.int64)
    left, right = _items(gold, name), _items(pred, name)
    groups = _grouped(left, right.labels), _grouped(right, left.labels)
    for label, items in groups[0].items():
        hits[label >> _CATEGORY + _ROLE] += most_pairs(items, groups[1][label], fits)
    return hits


def _grouped(items: _Items, others: IntArray) -> dict[int, list[tuple[int, ...]]]:
    """Return the items by label, of those labels that the other side has too."""
    shared = np.isin(items.labels, others)
    groups: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
    columns = [spots[shared].tolist() for spots in items.spots]
    for label, *spots in zip(items.labels[shared].tolist(), *columns, strict=True):
        groups[label].append(tuple(spots))
    return groups
