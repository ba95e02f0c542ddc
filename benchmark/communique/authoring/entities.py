"""Entities of a form, and their mentions."""

from __future__ import annotations

from typing import NamedTuple

from ruamel.yaml.nodes import Node

from communique.authoring.nodes import is_null, items, mapping, pairs
from communique.authoring.quoting import Found
from communique.authoring.reading import Reading
from communique.authoring.references import default_head
from communique.model import Entity, Mention
from communique.ontology import labels

LEVEL_KEYS = (*labels("mention_levels"), "at")
"""Keys under which an entity's mentions stand; `at` for those without a level."""

ENTITY = ("name", "part_of", "value", "kb")


class Written(NamedTuple):
    """A mention as written: before it has a number."""

    entity: str
    found: Found
    level: str | None
    node: Node


def read_entities(form: Reading, node: Node) -> tuple[list[Entity], list[Mention]]:
    """Return the entities and their mentions, numbered through in the order of the text."""
    entities: list[Entity] = []
    written: list[Written] = []
    for key, value in pairs(node, form.problems, "entities"):
        form.claim("entities", key.value, key)
        what = f"entity {key.value}"
        parts = mapping(value, form.problems, what, ("type", *ENTITY, *LEVEL_KEYS))
        form.lacks(parts, ("type",), value, what)
        entities.append(_entity(form, key.value, parts, what))
        written += _mentions(form, key.value, parts, what)
    return entities, _numbered(form, written)


def _entity(form: Reading, name: str, parts: dict[str, Node], what: str) -> Entity:
    for field in ("type", *ENTITY):
        if field in parts:
            form.place("entities", name, field, parts[field])
    fields = {field: form.word(parts, field, what) for field in ENTITY}
    if fields["part_of"] is not None:
        form.resolver.require(fields["part_of"], parts["part_of"], f"{what}: part_of", "entity")
    kind = form.label(parts, "type", what, "entity_types")
    return Entity(id=name, type=kind or "", **fields)


def _mentions(form: Reading, entity: str, parts: dict[str, Node], what: str) -> list[Written]:
    written = []
    for level in LEVEL_KEYS:
        if level not in parts or is_null(parts[level]):
            continue
        for item in items(parts[level]):
            form.resolver.mentioned.add(entity)
            found = form.quoting.mention(item, f"{what}: {level}")
            if found.spans:
                written.append(Written(entity, found, None if level == "at" else level, item))
    return written


def _numbered(form: Reading, written: list[Written]) -> list[Mention]:
    """Give the mentions their ids: m1, m2 … in text order, where none was written."""
    mentions = []
    ordered = sorted(written, key=lambda w: (w.found.spans[0].start, w.found.spans[-1].end))
    for number, (entity, found, level, node) in enumerate(ordered, 1):
        name = found.id or form.automatic("m", number)
        form.claim("mentions", name, node)
        head = found.head
        if head is None and not found.headless:
            head = default_head(form.text, found.spans, level)
        mention = Mention(id=name, entity=entity, spans=found.spans, head=head, level=level)
        mentions.append(mention)
        form.references.add(mention)
    return mentions
