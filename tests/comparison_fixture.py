"""Result records of made-up systems: one article a document, each with one stance."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from communique import tasks
from communique.evaluate import score
from communique.model import Article, Prediction
from communique.results import Result, result

from tests.scoring_fixture import article, entities, repeat, stance

DOCUMENTS = 12


def gold(number: int) -> Article:
    """An article with two entities, one of which is for or against the other."""
    label = "favor" if number % 2 else "against"
    return article(
        f"d{number:02d}",
        thread=f"t{number // 3}",
        **entities(a=[1], b=[2]),
        stances=(stance("s", "a", "b", label),),
    )


MANY = [gold(number) for number in range(20)]
GOLDS = MANY[:DOCUMENTS]


def answer(number: int, *, right: bool) -> Prediction:
    """The right answer for a document, or that the stance is neutral."""
    whole = repeat(MANY[number])
    if right:
        return whole
    wrong = msgspec.structs.replace(whole.stances[0], label="neutral")
    return msgspec.structs.replace(whole, stances=(wrong,))


def record(
    system: str,
    right: Sequence[int],
    *,
    task: str = "stance",
    documents: Sequence[int] = range(DOCUMENTS),
    split: str = "test",
    left_out: Sequence[int] = (),
) -> Result:
    """The record of a system that has some documents right, others wrong or left out."""
    predictions = {MANY[n].id: answer(n, right=n in right) for n in documents if n not in left_out}
    golds = [MANY[n] for n in documents]
    scores = score(tasks.get(task), golds, predictions, resamples=0, seed=0, split=split)
    return result(scores, system=system, created="2026-01-01")
