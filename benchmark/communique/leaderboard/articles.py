"""What the pages of single articles hold: gold's items, and what became of them in each system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from communique.leaderboard import titles
from communique.leaderboard.items import Entities, Item, entities
from communique.leaderboard.outcomes import FACETS, KINDS, Facet, Outcome, outcomes
from communique.leaderboard.reading import System
from communique.leaderboard.standings import Table
from communique.model import Article
from communique.tasks import empty_prediction

Found = Mapping[tuple[str, str], Sequence[Outcome]]
"""The outcomes of an article by facet (as in `events.triggers`) and system."""


def facet_key(task: str, facet: Facet) -> str:
    """Return what a facet is called in links, as in `events.triggers`."""
    return f"{task}.{facet.key}"


def facet_title(task: str, facet: Facet) -> str:
    """Return what a facet is called in menus."""
    name = task.replace("-", " ").capitalize()
    return f"{name}: {facet.title.lower()}" if len(FACETS[task]) > 1 else name


Values = Mapping[str, Mapping[str, Sequence[float | None]]]
"""The primary metric of every article, by task and system, in the order of the documents."""


def values(table: Table) -> dict[str, list[float | None]]:
    """Return the primary metric of every article by system, in the order of the documents."""
    task = table.task
    found = {
        slug: task.metrics[0].formula(task.sums(run.counts)) for slug, run in table.runs.items()
    }
    return {
        slug: [None if np.isnan(value) else round(float(value), 4) for value in some]
        for slug, some in found.items()
    }


def found_in(gold: Article, systems: Sequence[System]) -> dict[tuple[str, str], list[Outcome]]:
    """Return what became of every item of an article in each system that handed in predictions."""
    found = {}
    for system in systems:
        for name, run in system.runs.items():
            if run.predictions is None or gold.id not in run.documents:
                continue
            for facet in FACETS[name]:
                answer = run.predictions.get(gold.id)
                found[facet_key(name, facet), system.slug] = outcomes(facet, gold, answer)
    return found


def entities_in(gold: Article, systems: Sequence[System]) -> dict[str, Entities]:
    """Return how many entities each system split and merged that handed in coreference."""
    found = {}
    for system in systems:
        run = system.runs.get("coreference")
        if run and run.predictions is not None and gold.id in run.documents:
            answer = run.predictions.get(gold.id) or empty_prediction(gold)
            found[system.slug] = entities(gold, answer)
    return found


def article_data(
    gold: Article, systems: Sequence[System], tables: Iterable[Table], found: Found, scores: Values
) -> dict[str, Any]:
    """Return what the page of an article embeds, as JSON has it.

    A facet's `runs` hold for each system the value of the article and its `found`: kind (its
    number in `KINDS`), the number of the gold item or nothing, the predicted item or nothing where
    it is gold's to the letter.
    """
    return {
        "text": gold.text or "",
        "systems": [[system.slug, system.card.name] for system in systems],
        "facets": [
            _facet(gold, table, facet, found, scores)
            for table in tables
            if gold.id in next(iter(table.runs.values())).documents
            for facet in FACETS[table.task.name]
        ],
    }


def _facet(
    gold: Article, table: Table, facet: Facet, found: Found, scores: Values
) -> dict[str, Any]:
    key = facet_key(table.task.name, facet)
    runs = {slug: found[key, slug] for slug in table.runs if (key, slug) in found}
    golds = [item.gold for item in next(iter(runs.values()), ()) if item.gold]
    place = next(iter(table.runs.values())).documents.index(gold.id)
    return {
        "key": key,
        "title": facet_title(table.task.name, facet),
        "metric": titles.primary_name(table.task).short,
        "label": facet.label,
        "boundary": facet.boundary,
        "gold": [_item(item) for item in golds],
        "runs": {
            slug: {"value": scores[table.task.name][slug][place], "found": _found(results)}
            for slug, results in runs.items()
        },
    }


def _found(results: Sequence[Outcome]) -> list[list[Any]]:
    number = 0
    lines = []
    for item in results:
        first = None
        if item.gold:
            first, number = number, number + 1
        same = item.gold and item.pred and _item(item.gold) == _item(item.pred)
        second = None if same or item.pred is None else _item(item.pred)
        lines.append([KINDS.index(item.kind), first, second])
    return lines


def _item(item: Item) -> list[Any]:
    """Return where an item is shown and what it is."""
    return [[list(stretch) for stretch in item.places[0]], item.words]
