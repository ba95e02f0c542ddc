"""A small corpus with a split, predictions for it, and a folder of results made from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
from communique import tasks
from communique.codec import encode
from communique.corpus import read_data, write_file
from communique.model import Article
from communique.predictions import read_predictions
from communique.results import Card
from communique.submissions import submission, write

from tests.scoring_fixture import article, entities, repeat, stance

LABELS = ("favor", "against", "neutral", "favor")
GOLDS = [
    article(
        f"d{n}", thread="tested", **entities(a=[1], b=[2]), stances=(stance("s", "a", "b", label),)
    )
    for n, label in enumerate(LABELS)
]
TRAIN = article("t0", thread="trained", **entities(a=[1]))


def card(name: str = "Rules", **more: Any) -> Card:
    """A system card."""
    fields = {
        "name": name,
        "version": "1",
        "description": "Always says favor.",
        "kind": "rules",
        "authors": ["somebody"],
        "training_data": "none",
    }
    return msgspec.convert(fields | more, Card)


def corpus(folder: Path) -> Path:
    """Write the corpus; return its folder."""
    for gold in (*GOLDS, TRAIN):
        write_file(folder / "articles" / f"{gold.id}.json", encode(gold))
    splits = {"schema_version": "1.0", "splits": {"train": ["trained"], "test": ["tested"]}}
    write_file(folder / "splits.json", json.dumps(splits).encode())
    return folder


def favoring(gold: Article) -> dict[str, Any]:
    """The prediction that every stance is favor."""
    answer = msgspec.structs.replace(
        repeat(gold), stances=tuple(msgspec.structs.replace(s, label="favor") for s in gold.stances)
    )
    found: dict[str, Any] = msgspec.to_builtins(answer)
    return found


def predictions(path: Path, task: str = "stance") -> Path:
    """Write predictions for the task: favor throughout, otherwise what gold says."""
    rows = [
        favoring(gold) if task == "stance" else msgspec.to_builtins(repeat(gold)) for gold in GOLDS
    ]
    write_file(path, "".join(json.dumps(row) + "\n" for row in rows).encode())
    return path


def submit(
    folder: Path, data: Path, *names: str, system: Card | None = None, private: bool = False
) -> list[Path]:
    """Write records of a system for these tasks into a folder of results."""
    items = []
    for name in names or ("stance",):
        task, golds = tasks.get(name), read_data(str(data), "test")
        file = predictions(folder.parent / f"{name}.answers.jsonl", name)
        items.append(
            submission(
                task,
                golds,
                read_predictions(file, golds, task),
                system or card(),
                split="test",
                created="2031-09-09",
                resamples=50,
                seed=0,
                seen_regions=frozenset(),
            )
        )
    return write(folder, items, private=private)
