"""Label types: plain strings to a type checker, closed lists to the decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

from msgspec import Meta

if TYPE_CHECKING:
    Value = TypeVar("Value")
    Maybe: TypeAlias = Value | None
    Layer = str
    EntityType = str
    MentionLevel = str
    Category = str
    Mode = str
    Role = str
    Factuality = str
    AttributionKind = str
    Commitment = str
    StanceLabel = str
    StanceBasis = str
    Polarity = str
    Intensity = str
    OutletKind = str
    Genre = str
    Origin = str
    Noise = str
    SystemKind = str
    Id = str
    Slug = str
    Date = str
    Digest = str
    Name = str
    Offset = int
else:
    from communique.ontology import literal

    class Maybe:
        """`Maybe[X]`: an X, or `None` where the field is absent.

        To the decoder it is X alone: the JSON leaves absent fields out, and `null` is refused.
        """

        def __class_getitem__(cls, kind: Any) -> Any:
            """Return the type itself."""
            return kind

    Layer = literal("layers")
    EntityType = literal("entity_types")
    MentionLevel = literal("mention_levels")
    Category = literal("event_categories")
    Role = literal("argument_roles")
    Factuality = literal("factuality_values")
    AttributionKind = literal("attribution_kinds")
    Commitment = literal("commitments")
    StanceLabel = literal("stance_labels")
    StanceBasis = literal("stance_bases")
    Polarity = literal("sentiment_polarities")
    Intensity = literal("sentiment_intensities")
    OutletKind = literal("outlet_kinds")
    Genre = literal("genres")
    Origin = literal("origins")
    Noise = literal("noise_kinds")
    SystemKind = literal("system_kinds")
    Mode = Annotated[str, Meta(min_length=1, max_length=64)]
    Id = Annotated[str, Meta(min_length=1, max_length=64)]
    Name = Annotated[str, Meta(min_length=1, max_length=1000)]
    Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=120)]
    Date = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
    Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    Offset = Annotated[int, Meta(ge=0, le=2**31 - 1)]
