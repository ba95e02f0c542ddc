"""TextEE's six measures, rule by rule, over two documents, worked by hand.

An event is written `trigger CATEGORY role=words …`: `5` is the word 5, `5-6` the words 5 and 6,
`5+8` the words 5 and 8 with a gap.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from communique import tasks
from communique.evaluate import score
from communique.model import Argument, Event, Fragment

from tests.scoring_fixture import article, at, prediction

TASK = tasks.get("events")
SIX = ("ti", "tc", "ai", "ac", "ai+", "ac+")
Documents = tuple[Sequence[str], Sequence[str]]


def words(written: str) -> Fragment:
    pieces = [[int(number) for number in piece.split("-")] for piece in written.split("+")]
    return tuple(span for piece in pieces for span in at(piece[0], piece[-1]))


def read(written: Sequence[str]) -> tuple[Event, ...]:
    events = []
    for number, line in enumerate(written):
        trigger, category, *rest = line.split()
        parts = [part.split("=") for part in rest]
        events.append(
            Event(
                id=f"e{number}",
                trigger=words(trigger),
                category=category,
                arguments=tuple(Argument(role=role, spans=words(where)) for role, where in parts),
            )
        )
    return tuple(events)


def six(gold: Documents, pred: Documents) -> list[tuple[int, int, int]]:
    """Hits, gold and predicted tuples of the six measures, summed over the two documents."""
    names = ("one", "two")
    golds = [article(name, events=read(part)) for name, part in zip(names, gold, strict=True)]
    answers = {
        name: prediction(name, events=read(part)) for name, part in zip(names, pred, strict=True)
    }
    counts = score(TASK, golds, answers, resamples=0, seed=0).counts.values()

    def summed(column: str) -> int:
        return int(sum(row[column] for row in counts))

    return [(summed(f"{n}.hit"), summed(f"{n}.gold"), summed(f"{n}.pred")) for n in SIX]


MEETING = "5 CONSULT actor=0 recipient=1"
CASES: dict[str, tuple[Documents, Documents, list[tuple[int, int, int]]]] = {
    "gold repeated": (
        ([MEETING], ["9 ACCUSE actor=2"]),
        ([MEETING], ["9 ACCUSE actor=2"]),
        [(2, 2, 2), (2, 2, 2), (3, 3, 3), (3, 3, 3), (3, 3, 3), (3, 3, 3)],
    ),
    "an event given twice counts once": (
        ([MEETING], []),
        ([MEETING, MEETING], []),
        [(1, 1, 1), (1, 1, 1), (2, 2, 2), (2, 2, 2), (2, 2, 2), (2, 2, 2)],
    ),
    "an argument given twice counts once": (
        (["5 CONSULT actor=0"], []),
        (["5 CONSULT actor=0 actor=0"], []),
        [(1, 1, 1)] * 6,
    ),
    "one trigger with two categories is one trigger and two events": (
        (["5 CONSULT actor=0", "5 AGREE actor=0"], []),
        (["5 CONSULT actor=0"], []),
        [(1, 1, 1), (1, 2, 1), (1, 2, 1), (1, 2, 1), (1, 2, 1), (1, 2, 1)],
    ),
    "an argument needs the event's category, not its trigger, but for the attached ones": (
        (["5 CONSULT actor=0"], []),
        (["6 CONSULT actor=0"], []),
        [(0, 1, 1), (0, 1, 1), (1, 1, 1), (1, 1, 1), (0, 1, 1), (0, 1, 1)],
    ),
    "a wrong category loses every argument": (
        ([MEETING], []),
        (["5 AGREE actor=0 recipient=1"], []),
        [(1, 1, 1), (0, 1, 1), (0, 2, 2), (0, 2, 2), (0, 2, 2), (0, 2, 2)],
    ),
    "a wrong role is identified, not classified": (
        (["5 CONSULT actor=0"], []),
        (["5 CONSULT recipient=0"], []),
        [(1, 1, 1), (1, 1, 1), (1, 1, 1), (0, 1, 1), (1, 1, 1), (0, 1, 1)],
    ),
    "two roles of one argument are one argument identified": (
        (["5 CONSULT actor=0 recipient=0"], []),
        (["5 CONSULT actor=0"], []),
        [(1, 1, 1), (1, 1, 1), (1, 1, 1), (1, 2, 1), (1, 1, 1), (1, 2, 1)],
    ),
    "one argument of two events of a category counts once, unless attached": (
        (["5 ACCUSE actor=0", "9 ACCUSE actor=0"], []),
        (["5 ACCUSE actor=0", "12 ACCUSE actor=0"], []),
        [(1, 2, 2), (1, 2, 2), (1, 1, 1), (1, 1, 1), (1, 2, 2), (1, 2, 2)],
    ),
    "one argument of two events of different categories counts twice": (
        (["5 ACCUSE actor=0", "9 CONSULT actor=0"], []),
        (["5 ACCUSE actor=0", "9 CONSULT actor=0"], []),
        [(2, 2, 2)] * 6,
    ),
    "arguments of two events of one category, exchanged, are wrong only where attached": (
        (["5 ACCUSE actor=0", "9 ACCUSE actor=1"], []),
        (["5 ACCUSE actor=1", "9 ACCUSE actor=0"], []),
        [(2, 2, 2), (2, 2, 2), (2, 2, 2), (2, 2, 2), (0, 2, 2), (0, 2, 2)],
    ),
    "a trigger of several words must be drawn to the letter": (
        (["5-6 CONSULT actor=0-1"], ["5-6 CONSULT"]),
        (["5-6 CONSULT actor=0"], ["5 CONSULT"]),
        [(1, 2, 2), (1, 2, 2), (0, 1, 1), (0, 1, 1), (0, 1, 1), (0, 1, 1)],
    ),
    "an interrupted trigger is not the words that it spans": (
        (["5+7 REJECT actor=0"], ["5+7 REJECT actor=0+2"]),
        (["5-7 REJECT actor=0"], ["5+7 REJECT actor=0+2"]),
        [(1, 2, 2), (1, 2, 2), (2, 2, 2), (2, 2, 2), (1, 2, 2), (1, 2, 2)],
    ),
    "the same tuple of another document is another tuple": (
        ([MEETING], []),
        ([], [MEETING]),
        [(0, 1, 1), (0, 1, 1), (0, 2, 2), (0, 2, 2), (0, 2, 2), (0, 2, 2)],
    ),
    "a document with nothing predicted counts as missed": (
        ([MEETING], ["9 ACCUSE actor=2"]),
        ([MEETING], []),
        [(1, 2, 1), (1, 2, 1), (2, 3, 2), (2, 3, 2), (2, 3, 2), (2, 3, 2)],
    ),
    "what is predicted where gold has no event is wrong": (
        ([], []),
        ([MEETING], []),
        [(0, 0, 1), (0, 0, 1), (0, 0, 2), (0, 0, 2), (0, 0, 2), (0, 0, 2)],
    ),
    "no events anywhere": (([], []), ([], []), [(0, 0, 0)] * 6),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_rule(case: str) -> None:
    gold, pred, expected = CASES[case]
    assert six(gold, pred) == expected


def test_a_document_without_a_prediction_is_one_with_an_empty_one() -> None:
    golds = [article(name, events=read([MEETING])) for name in ("one", "two")]
    one = {"one": prediction("one", events=read([MEETING]))}
    both = one | {"two": prediction("two")}
    found, same = (score(TASK, golds, answer, resamples=0, seed=0) for answer in (one, both))
    assert found.missing == ("two",)
    assert found.counts == same.counts
    # One of two events, its two arguments of four: P is 1, R is 1/2.
    assert [found.metrics[f"{name}.f1"].value for name in SIX] == pytest.approx([2 / 3] * 6)


def test_figures_are_of_the_sums_and_not_means_of_documents() -> None:
    gold = article("one", events=read(["5 CONSULT", "6 CONSULT", "7 CONSULT"]))
    other = article("two", events=read(["5 ACCUSE"]))
    answers = {
        "one": prediction("one", events=read(["5 CONSULT"])),
        "two": prediction("two", events=read(["5 ACCUSE", "8 ACCUSE"])),
    }
    metrics = score(TASK, [gold, other], answers, resamples=0, seed=0).metrics
    assert (metrics["tc.p"].value, metrics["tc.r"].value) == (2 / 3, 2 / 4)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_all_documents_at_once_are_each_document(number: int) -> None:
    golds = [article(f"d{n}", events=read([MEETING])) for n in range(number)]
    answers = [prediction(f"d{n}", events=read([MEETING] * n)) for n in range(number)]
    rows = TASK.counts_of_all(golds, answers)
    assert rows == [TASK.counts(gold, pred) for gold, pred in zip(golds, answers, strict=True)]
    assert all(type(value) is int for row in rows for value in row.values())
    assert all(tuple(row) == TASK.columns for row in rows)


def test_counts_are_whole_numbers_far_beyond_what_a_float32_holds() -> None:
    counts = np.zeros(len(TASK.columns), np.int64)
    counts[TASK.columns.index("tc.hit")] = 2**24 + 1
    assert TASK.sums(counts)["tc.hit"] == 2**24 + 1
