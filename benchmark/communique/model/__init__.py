"""The record as frozen typed structs; no I/O. Field by field described in `schema/FIELDS.md`."""

from communique.model.prediction import FactualityJudgement, Prediction
from communique.model.record import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    EventCluster,
    Filler,
    Fragment,
    Mention,
    Metadata,
    Provenance,
    Sentiment,
    Source,
    Span,
    Stance,
)

__all__ = [
    "Argument",
    "Article",
    "Attribution",
    "Entity",
    "Event",
    "EventCluster",
    "FactualityJudgement",
    "Filler",
    "Fragment",
    "Mention",
    "Metadata",
    "Prediction",
    "Provenance",
    "Sentiment",
    "Source",
    "Span",
    "Stance",
]
