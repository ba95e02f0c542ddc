"""A line of a predictions file as people write it: `schema/prediction.schema.json` as types.

What `communique.model.Prediction` says by offsets and ids may be said in words here, and ids that
nothing refers to may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, inspect

from communique.model._labels import (
    AttributionKind,
    Category,
    Commitment,
    EntityType,
    Factuality,
    Id,
    Intensity,
    MentionLevel,
    Mode,
    Name,
    Polarity,
    Role,
    Slug,
    StanceBasis,
    StanceLabel,
)

Words = Annotated[str, Meta(min_length=1)]
Count = Annotated[int, Meta(ge=1)]


class _Given(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the shapes below share: closed and immutable."""


class _Quoting(_Given, frozen=True, kw_only=True):
    """Words, and what tells which of several places is meant."""

    quote: Words | None = None
    prefix: str | None = None
    occurrence: Count | None = None

    def _check(self, **others: object) -> None:
        """Check that one way of saying where is taken, and no part of another."""
        given = [name for name, value in {**others, "quote": self.quote}.items() if value]
        if len(given) != 1:
            names = ", ".join(f"`{name}`" for name in [*others, "quote"])
            raise ValueError(f"Expected exactly one of {names}")
        if self.quote is None and (self.prefix is not None or self.occurrence is not None):
            raise ValueError("`prefix` and `occurrence` belong to a `quote`")


class Spot(_Quoting, frozen=True, kw_only=True):
    """One stretch of the text: by offsets (any whole numbers, for now) or by its words."""

    start: int | None = None
    end: int | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        """Refuse what says neither or both."""
        offsets = [self.start, self.end, self.text]
        self._check(**{"start` and `end": any(part is not None for part in offsets)})
        if self.quote is None and (self.start is None or self.end is None):
            raise ValueError("Expected both `start` and `end`")


One = Spot | Words
Where = Annotated[tuple[One, ...], Meta(min_length=1)] | One
"""A fragment: several stretches, or one; a string is the words of one."""


class _Placed(_Quoting, frozen=True, kw_only=True):
    """What lies somewhere: by `spans`, or by `quote` beside the other fields."""

    spans: Where | None = None

    @property
    def where(self) -> Where:
        """Where it lies."""
        if self.spans is not None:
            return self.spans
        return Spot(quote=self.quote, prefix=self.prefix, occurrence=self.occurrence)


class GivenMention(_Placed, frozen=True, kw_only=True):
    """A mention; its entity by id, or by name."""

    entity: Words
    id: Id | None = None
    head: One | None = None
    level: MentionLevel | None = None

    def __post_init__(self) -> None:
        """Refuse what says where neither way or both ways."""
        self._check(spans=self.spans)


class GivenEntity(_Given, frozen=True, kw_only=True):
    """An entity, perhaps with the places that mention it."""

    id: Id | None = None
    type: EntityType | None = None
    name: Name | None = None
    part_of: Id | None = None
    value: Name | None = None
    kb: Name | None = None
    mentions: tuple[Where, ...] = ()


class GivenFiller(_Placed, frozen=True, kw_only=True):
    """A holder or target of sentiment, where it is no plain string."""

    ref: Id | None = None

    def __post_init__(self) -> None:
        """Refuse what says who neither way or in two ways."""
        self._check(ref=self.ref, spans=self.spans)


class GivenArgument(_Placed, frozen=True, kw_only=True):
    """A participant of an event."""

    role: Role
    ref: Id | None = None
    implicit: bool = False

    def __post_init__(self) -> None:
        """Refuse what says who neither way or in two ways."""
        self._check(ref=self.ref, spans=self.spans)


class GivenEvent(_Given, frozen=True, kw_only=True):
    """An event."""

    trigger: Where
    category: Category
    id: Id | None = None
    mode: Mode | None = None
    factuality: Factuality | None = None
    cluster: Id | None = None
    arguments: tuple[GivenArgument, ...] = ()


class GivenValue(_Given, frozen=True, kw_only=True):
    """The value of a gold event, named by id or by the words of its trigger."""

    event: One
    value: Factuality


class GivenSource(_Placed, frozen=True, kw_only=True):
    """Who is attributed to, where it is more than words."""

    entity: Words | None = None

    def __post_init__(self) -> None:
        """Refuse what says where neither way or both ways."""
        self._check(spans=self.spans)


class GivenAttribution(_Given, frozen=True, kw_only=True):
    """An attribution."""

    content: Where
    id: Id | None = None
    cue: tuple[One, ...] | One = ()
    source: GivenSource | tuple[One, ...] | Words | None = None
    kind: AttributionKind | None = None
    commitment: Commitment | None = None
    parent: Id | None = None


class GivenStance(_Given, frozen=True, kw_only=True):
    """A stance; holder and target by id or by words."""

    holder: One
    target: One
    label: StanceLabel
    id: Id | None = None
    basis: StanceBasis | None = None
    evidence: tuple[Where, ...] = ()


class GivenSentiment(_Given, frozen=True, kw_only=True):
    """A sentiment."""

    expression: Where
    polarity: Polarity
    id: Id | None = None
    holder: GivenFiller | tuple[One, ...] | Words | None = None
    target: GivenFiller | tuple[One, ...] | Words | None = None
    intensity: Intensity | None = None
    quoted: bool | None = None


class Line(_Given, frozen=True, kw_only=True):
    """A line: the layers, or the raw `answer` of a language model that holds them."""

    id: Slug
    schema_version: Literal["1.0"] | None = None
    answer: str | None = None
    entities: tuple[GivenEntity, ...] = ()
    mentions: tuple[GivenMention, ...] = ()
    events: tuple[GivenEvent, ...] = ()
    factuality: tuple[GivenValue, ...] = ()
    attributions: tuple[GivenAttribution, ...] = ()
    stances: tuple[GivenStance, ...] = ()
    sentiments: tuple[GivenSentiment, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an answer beside layers."""
        if self.answer is not None and any(getattr(self, name) for name in LAYERS):
            raise ValueError("Expected an `answer` or layers, not both")


LAYERS = (
    "entities", "mentions", "events", "factuality", "attributions", "stances", "sentiments",
)  # fmt: skip


def convert(value: object) -> Line:
    """Return what JSON says as a line.

    Raises:
        msgspec.ValidationError: it is not of the shape.
    """
    return msgspec.convert(value, Line)


@cache
def shape() -> inspect.Type:
    """Return the type of a line, to be walked through."""
    return inspect.type_info(Line)


@cache
def optional(layer: str, field: str) -> bool:
    """Tell whether the items of a layer have the field and can do without it."""
    line = next(kind for kind in _kinds(shape()) if isinstance(kind, inspect.StructType))
    kinds = [
        kind for item in line.fields if item.encode_name == layer for kind in _kinds(item.type)
    ]
    items = [kind for kind in kinds if isinstance(kind, inspect.StructType)]
    return any(
        part.encode_name == field and not part.required for kind in items for part in kind.fields
    )


def told(error: msgspec.ValidationError) -> tuple[str, str]:
    """Return where something is not of its shape, as a JSON path, and what is wrong with it.

    Where a label is none, those that there are come with it.
    """
    message, _, place = str(error).replace(" | null", "").rpartition(" - at `")
    what, path = (message, place[:-1]) if message else (place, "$")
    labels = _labels(path) if what.startswith("Invalid enum value") else []
    return path, f"{what}; the labels are {', '.join(labels)}" if labels else what


def _labels(path: str) -> list[str]:
    """Return the labels that may stand at a path."""
    kinds = list(_kinds(shape()))
    for name in re.findall(r"\.(\w+)", path):
        structs = [kind for kind in kinds if isinstance(kind, inspect.StructType)]
        fields = [item for kind in structs for item in kind.fields if item.encode_name == name]
        kinds = [kind for item in fields for kind in _kinds(item.type)]
    found = [kind.values for kind in kinds if isinstance(kind, inspect.LiteralType)]
    return [str(label) for labels in found for label in labels]


def _kinds(kind: inspect.Type) -> Iterator[inspect.Type]:
    """Yield the types of what may stand there: one by one, and those of a list's items."""
    if isinstance(kind, inspect.UnionType):
        for part in kind.types:
            yield from _kinds(part)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _kinds(kind.item_type)
    else:
        yield kind
