"""The article record, version 1.0: one struct a shape of `schema/article.schema.json`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from communique.model._labels import (
    AttributionKind,
    Category,
    Commitment,
    Date,
    Digest,
    EntityType,
    Factuality,
    Genre,
    Id,
    Intensity,
    Layer,
    MentionLevel,
    Mode,
    Name,
    Noise,
    Offset,
    Origin,
    OutletKind,
    Polarity,
    Role,
    Slug,
    StanceBasis,
    StanceLabel,
)

AUTHOR = "author"
"""The stance holder that stands for the article's own voice; no entity may have this id."""


class Span(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Half-open `[start, end)` in code points of the NFC text, with the text found there."""

    start: Offset
    end: Offset
    text: str | None = None


Fragment = Annotated[tuple[Span, ...], Meta(min_length=1)]
"""One or more spans, in order, never overlapping."""


class _Shape(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """What all shapes below share: closed, immutable, defaults left out of the JSON."""


class Metadata(_Shape, frozen=True):
    """What is known of the article as a publication."""

    language: Annotated[str, Meta(min_length=2, max_length=35)]
    origin: Origin
    licence: Name
    text_sha256: Digest
    text_length: Offset
    title: Name | None = None
    outlet: Name | None = None
    outlet_kind: OutletKind | None = None
    genre: Genre | None = None
    dateline: Name | None = None
    published: Date | None = None
    region: Name | None = None
    thread: Slug | None = None
    writer: Name | None = None
    source: Name | None = None
    noise: tuple[Noise, ...] = ()


class Entity(_Shape, frozen=True):
    """A thing of the world that the article mentions; `value` for TIME and MONEY."""

    id: Id
    type: EntityType
    name: Name | None = None
    part_of: Id | None = None
    value: Name | None = None
    kb: Name | None = None


class Mention(_Shape, frozen=True):
    """One place where the text names an entity."""

    id: Id
    entity: Id
    spans: Fragment
    head: Span | None = None
    level: MentionLevel | None = None


class Argument(_Shape, frozen=True):
    """A participant of an event: a mention or an event (`ref`), or plain words (`spans`)."""

    role: Role
    ref: Id | None = None
    spans: tuple[Span, ...] = ()
    implicit: bool = False


class Event(_Shape, frozen=True):
    """One mention of an event; coreferent mentions share a cluster."""

    id: Id
    trigger: Fragment
    category: Category
    mode: Mode | None = None
    factuality: Factuality | None = None
    cluster: Id | None = None
    arguments: tuple[Argument, ...] = ()


class EventCluster(_Shape, frozen=True):
    """Coreferent event mentions; `world_event` is their identity across documents."""

    id: Id
    world_event: Name | None = None


class Source(_Shape, frozen=True):
    """The words that name who is attributed to, and the entity that they mean."""

    spans: Fragment
    entity: Id | None = None


class Attribution(_Shape, frozen=True):
    """Who (source) conveys (cue) what (content), and how far the source stands behind it."""

    id: Id
    content: Fragment
    cue: tuple[Span, ...] = ()
    source: Source | None = None
    kind: AttributionKind | None = None
    commitment: Commitment | None = None
    parent: Id | None = None


class Stance(_Shape, frozen=True):
    """What the holder (an entity or `AUTHOR`) thinks of the target (an entity or event)."""

    id: Id
    holder: Id
    target: Id
    label: StanceLabel
    basis: StanceBasis | None = None
    evidence: tuple[Fragment, ...] = ()


class Filler(_Shape, frozen=True):
    """A holder or target of sentiment: a mention or an event (`ref`), or plain words (`spans`)."""

    ref: Id | None = None
    spans: tuple[Span, ...] = ()


class Sentiment(_Shape, frozen=True):
    """An evaluating expression; without holder it is the author's."""

    id: Id
    expression: Fragment
    polarity: Polarity
    holder: Filler | None = None
    target: Filler | None = None
    intensity: Intensity | None = None
    quoted: bool | None = None


class Provenance(_Shape, frozen=True):
    """Who annotated, when, by which guidelines, and whether a third person decided."""

    annotators: Annotated[tuple[Name, ...], Meta(min_length=1)]
    adjudicated: bool = False
    adjudicator: Name | None = None
    date: Date | None = None
    guidelines: Name | None = None
    tool: Name | None = None


class Article(_Shape, frozen=True):
    """One article with its annotation; a layer not named in `layers` is unknown, not empty."""

    schema_version: Literal["1.0"]
    id: Slug
    metadata: Metadata
    layers: tuple[Layer, ...]
    text: str | None = None
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    event_clusters: tuple[EventCluster, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    stances: tuple[Stance, ...] = ()
    sentiments: tuple[Sentiment, ...] = ()
    provenance: Provenance | None = None
