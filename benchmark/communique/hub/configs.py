"""The configurations of the data set: what a row is, from which layer, with which columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from communique._registry import Registry
from communique.hub import rows, shapes
from communique.model import Article


class Config(NamedTuple):
    """One configuration; `layer` is the one that an article must have to be in it."""

    name: str
    layer: str | None
    shape: dict[str, shapes.Shape]
    rows: Callable[[Article], list[rows.Row]]
    about: str


CONFIGS: Registry[Config] = Registry("configuration")
"""By name, in the order of the card; the first is the default."""

for _config in (
    Config(
        "articles", None, shapes.ARTICLES, rows.article_rows,
        "The whole record: one row an article, nothing left out.",
    ),
    Config(
        "events", "events", shapes.EVENTS, rows.event_rows,
        "One row an article: its events with their arguments resolved to words.",
    ),
    Config(
        "factuality", "factuality", shapes.FACTUALITY, rows.factuality_rows,
        "One row an event mention: its trigger and its factuality.",
    ),
    Config(
        "stance", "stances", shapes.STANCE, rows.stance_rows,
        "One row a pair of holder and target: the side that the holder takes.",
    ),
    Config(
        "attribution", "attributions", shapes.ATTRIBUTION, rows.attribution_rows,
        "One row an article: who says what, with cues, commitment and nesting.",
    ),
    Config(
        "sentiment", "sentiments", shapes.SENTIMENT, rows.sentiment_rows,
        "One row an article: evaluating expressions with holder, target and polarity.",
    ),
    Config(
        "coreference", "coreference", shapes.COREFERENCE, rows.coreference_rows,
        "One row an article: the mentions of each entity.",
    ),
):  # fmt: skip
    CONFIGS.add(_config.name, _config)
