"""Which records are asked about, and the signature of scores on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from communique.corpus import data_path, read_data
from communique.evaluate import score
from communique.model import Article
from communique.tasks import Task

SPLIT, SEED = "test", 12345


class Asked(NamedTuple):
    """The records of a split, or all; `split` names it, `all` where it is none."""

    split: str
    golds: list[Article]


def asked(data: str, split: str | None) -> Asked:
    """Return the records of a file, a folder or the shipped corpus.

    Of one split where it is named, else of `test` where the data have splits.

    Raises:
        InputError: there is no such file or folder, or a split is named and it has no splits.
        UnknownNameError: it has no split of that name.
    """
    if not split and (data_path(data) / "splits.json").is_file():
        split = SPLIT
    return Asked(split or "all", read_data(data, split or None))


def scorable(task: Task, golds: Iterable[Article]) -> list[Article]:
    """Return the records that the task can be scored on, by id."""
    return sorted((gold for gold in golds if task.unfit(gold) is None), key=lambda gold: gold.id)


def signature(task: Task, golds: Sequence[Article], split: str) -> str:
    """Return the signature that `communique score --resamples 0` gives to a score on the records.

    Raises:
        InputError: no record can be scored, or two have one id.
    """
    return score(task, golds, {}, resamples=0, seed=SEED, split=split).signature
