"""Which tasks and which records are asked about, and the signature of scores on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from communique import evaluate, tasks
from communique.corpus import corpus_digest, data_path, read_data
from communique.evaluate import fit_for
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


def scorable(task: Task, golds: Sequence[Article]) -> list[Article]:
    """Return the records that the task can be scored on, by id.

    Raises:
        InputError: there is none, or two records have one id.
    """
    return fit_for(task, golds)[0]


def signature(task: Task, golds: Sequence[Article], split: str) -> str:
    """Return the signature that `communique score --resamples 0` gives to a score on the records.

    Raises:
        InputError: no record can be scored, or two have one id.
    """
    fields: dict[str, str | int] = {
        "split": split,
        "slice": "all",
        "resamples": 0,
        "seed": SEED,
        "bootstrap": "documents",
    }
    documents = len(scorable(task, golds))
    return str(evaluate.signature(task, corpus_digest(golds), documents, fields))


def chosen_tasks(names: Sequence[str]) -> tuple[Task, ...]:
    """Return the tasks of these names, each once; without names, all.

    Raises:
        UnknownNameError: there is no such task.
    """
    found = {task.key: task for task in map(tasks.get, names or tasks.names())}
    return tuple(found.values())
