"""What a system answers for one article: the layers' shapes of the record, nothing else."""

from __future__ import annotations

from typing import Literal

from communique.model._labels import Factuality, Id, Slug
from communique.model.record import (
    Attribution,
    Entity,
    Event,
    Mention,
    Sentiment,
    Stance,
    _Shape,
)


class FactualityJudgement(_Shape, frozen=True):
    """The value that a system gives a gold event, named by its id."""

    event: Id
    value: Factuality


class Prediction(_Shape, frozen=True):
    """One line of a predictions file: a system's answer for the article `id`.

    Ids are the system's own, but where a task gives gold items (an event's factuality, the
    stance of a holder towards a target) they are the gold record's.
    """

    schema_version: Literal["1.0"]
    id: Slug
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    factuality: tuple[FactualityJudgement, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    stances: tuple[Stance, ...] = ()
    sentiments: tuple[Sentiment, ...] = ()
