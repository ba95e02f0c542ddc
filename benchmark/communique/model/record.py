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
    Maybe,
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
    text: Maybe[str] = None


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
    title: Maybe[Name] = None
    outlet: Maybe[Name] = None
    outlet_kind: Maybe[OutletKind] = None
    genre: Maybe[Genre] = None
    dateline: Maybe[Name] = None
    published: Maybe[Date] = None
    region: Maybe[Name] = None
    thread: Maybe[Slug] = None
    writer: Maybe[Name] = None
    source: Maybe[Name] = None
    noise: tuple[Noise, ...] = ()


class Entity(_Shape, frozen=True):
    """A thing of the world that the article mentions; `value` for TIME and MONEY."""

    id: Id
    type: EntityType
    name: Maybe[Name] = None
    part_of: Maybe[Id] = None
    value: Maybe[Name] = None
    kb: Maybe[Name] = None


class Mention(_Shape, frozen=True):
    """One place where the text names an entity."""

    id: Id
    entity: Id
    spans: Fragment
    head: Maybe[Span] = None
    level: Maybe[MentionLevel] = None


class Argument(_Shape, frozen=True):
    """A participant of an event: a mention or an event (`ref`), or plain words (`spans`)."""

    role: Role
    ref: Maybe[Id] = None
    spans: tuple[Span, ...] = ()
    implicit: bool = False


class Event(_Shape, frozen=True):
    """One mention of an event; coreferent mentions share a cluster."""

    id: Id
    trigger: Fragment
    category: Category
    mode: Maybe[Mode] = None
    factuality: Maybe[Factuality] = None
    cluster: Maybe[Id] = None
    arguments: tuple[Argument, ...] = ()


class EventCluster(_Shape, frozen=True):
    """Coreferent event mentions; `world_event` is their identity across documents."""

    id: Id
    world_event: Maybe[Name] = None


class Source(_Shape, frozen=True):
    """The words that name who is attributed to, and the entity that they mean."""

    spans: Fragment
    entity: Maybe[Id] = None


class Attribution(_Shape, frozen=True):
    """Who (source) conveys (cue) what (content), and how far the source stands behind it."""

    id: Id
    content: Fragment
    cue: tuple[Span, ...] = ()
    source: Maybe[Source] = None
    kind: Maybe[AttributionKind] = None
    commitment: Maybe[Commitment] = None
    parent: Maybe[Id] = None


class Stance(_Shape, frozen=True):
    """What the holder (an entity or `AUTHOR`) thinks of the target (an entity or event)."""

    id: Id
    holder: Id
    target: Id
    label: StanceLabel
    basis: Maybe[StanceBasis] = None
    evidence: tuple[Fragment, ...] = ()


class Filler(_Shape, frozen=True):
    """A holder or target of sentiment: a mention or an event (`ref`), or plain words (`spans`)."""

    ref: Maybe[Id] = None
    spans: tuple[Span, ...] = ()


class Sentiment(_Shape, frozen=True):
    """An evaluating expression; without holder it is the author's."""

    id: Id
    expression: Fragment
    polarity: Polarity
    holder: Maybe[Filler] = None
    target: Maybe[Filler] = None
    intensity: Maybe[Intensity] = None
    quoted: Maybe[bool] = None


class Provenance(_Shape, frozen=True):
    """Who annotated, when, by which guidelines, and whether a third person decided."""

    annotators: Annotated[tuple[Name, ...], Meta(min_length=1)]
    adjudicated: bool = False
    adjudicator: Maybe[Name] = None
    date: Maybe[Date] = None
    guidelines: Maybe[Name] = None
    tool: Maybe[Name] = None


class Article(_Shape, frozen=True):
    """One article with its annotation; a layer not named in `layers` is unknown, not empty."""

    schema_version: Literal["1.0"]
    id: Slug
    metadata: Metadata
    layers: tuple[Layer, ...]
    text: Maybe[str] = None
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    event_clusters: tuple[EventCluster, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    stances: tuple[Stance, ...] = ()
    sentiments: tuple[Sentiment, ...] = ()
    provenance: Maybe[Provenance] = None
