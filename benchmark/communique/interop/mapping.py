"""What the types of a brat project mean in a record: data, read from JSON or a preset."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from pathlib import Path

import msgspec

from communique.errors import InputError
from communique.model._labels import Category, EntityType, Factuality, MentionLevel, Mode, Role


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all parts share: closed, so that a misspelt key is an error."""


class MentionType(_Part, frozen=True):
    """A text-bound type that is a mention of an entity."""

    type: EntityType
    level: MentionLevel | None = None


class EventType(_Part, frozen=True):
    """An event type: its category, and what its roles are."""

    category: Category
    mode: Mode | None = None
    roles: dict[str, Role] = {}


class AttributionType(_Part, frozen=True):
    """An event type that is an attribution: the names of its roles."""

    content: str
    source: str | None = None
    cue: str | None = None


class Labels(_Part, frozen=True):
    """A brat attribute and what its values mean."""

    attribute: str
    values: dict[str, Factuality]


class Mapping(_Part, frozen=True):
    """How to make records of one brat project.

    `name_pattern` is a regular expression for a file's stem with any of the groups `article`,
    `annotator`, `outlet`, `date`; `outlets` gives names to what `outlet` captures. `coreference`
    names the relations that join mentions of one entity. `kind_from_marks` derives the kind of an
    attribution from its quotation marks. `title_line` takes the first line for the title.
    """

    source: str
    licence: str
    language: str
    name_pattern: str = "(?P<article>.+)"
    outlets: dict[str, str] = {}
    title_line: bool = False
    mentions: dict[str, MentionType] = {}
    coreference: tuple[str, ...] = ()
    events: dict[str, EventType] = {}
    factuality: Labels | None = None
    attributions: dict[str, AttributionType] = {}
    kind_from_marks: bool = False

    def layers(self) -> tuple[str, ...]:
        """Return the layers that records of this mapping have."""
        has: MappingOf[str, object] = {
            "entities": self.mentions,
            "coreference": self.coreference,
            "events": self.events,
            "factuality": self.factuality,
            "attributions": self.attributions,
        }
        return tuple(layer for layer, part in has.items() if part)


def read_mapping(file: Path) -> Mapping:
    """Return the mapping that a JSON file holds.

    Raises:
        InputError: it cannot be read, has an unknown key or label, or its pattern is none.
    """
    try:
        mapping = msgspec.json.decode(file.read_bytes(), type=Mapping)
        re.compile(mapping.name_pattern)
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}", hint="name a mapping file") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: not a mapping: {error}", hint="see interop/mapping.py") from None
    except re.error as error:
        raise InputError(f"{file}: name_pattern: {error}", hint="a Python pattern") from None
    return mapping
