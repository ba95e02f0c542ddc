"""The columns of each configuration, typed: the one place that says what a row looks like.

A shape is a type of a single value ("string", "int32", "bool"), a label of a vocabulary, a list
(a Python list of one shape) or a struct (a dictionary of shapes). From it follow the `Features` of
the `datasets` library and the Arrow schema; nothing is ever inferred from the data.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from communique import ontology
from communique.errors import InputError
from communique.hub.libraries import library


class Label(NamedTuple):
    """A label of the vocabulary `schema/ontology/<vocabulary>.json`; stored as its number there."""

    vocabulary: str


Shape = str | Label | list[Any] | dict[str, Any]

SPAN: Shape = {"start": "int32", "end": "int32", "text": "string"}
FRAGMENT: Shape = [SPAN]
_DOCUMENT: dict[str, Shape] = {"id": "string", "text": "string"}
_FILLER: Shape = {"ref": "string", "spans": FRAGMENT}

_METADATA: dict[str, Shape] = {
    "title": "string",
    "language": "string",
    "outlet": "string",
    "outlet_kind": Label("outlet_kinds"),
    "genre": Label("genres"),
    "dateline": "string",
    "published": "string",
    "region": "string",
    "thread": "string",
    "origin": Label("origins"),
    "licence": "string",
    "writer": "string",
    "source": "string",
    "noise": [Label("noise_kinds")],
    "text_sha256": "string",
    "text_length": "int32",
}

METADATA = tuple(_METADATA)
"""The fields of the record's `metadata`, which stand flat in a row of `articles`."""

ARTICLES: dict[str, Shape] = {
    **_DOCUMENT,
    **_METADATA,
    "schema_version": "string",
    "layers": [Label("layers")],
    "entities": [
        {
            "id": "string",
            "type": Label("entity_types"),
            "name": "string",
            "part_of": "string",
            "value": "string",
            "kb": "string",
        }
    ],
    "mentions": [
        {
            "id": "string",
            "entity": "string",
            "spans": FRAGMENT,
            "head": SPAN,
            "level": Label("mention_levels"),
        }
    ],
    "events": [
        {
            "id": "string",
            "trigger": FRAGMENT,
            "category": Label("event_categories"),
            "mode": "string",
            "factuality": Label("factuality_values"),
            "cluster": "string",
            "arguments": [
                {
                    "role": Label("argument_roles"),
                    "ref": "string",
                    "spans": FRAGMENT,
                    "implicit": "bool",
                }
            ],
        }
    ],
    "event_clusters": [{"id": "string", "world_event": "string"}],
    "attributions": [
        {
            "id": "string",
            "content": FRAGMENT,
            "cue": FRAGMENT,
            "source": {"spans": FRAGMENT, "entity": "string"},
            "kind": Label("attribution_kinds"),
            "commitment": Label("commitments"),
            "parent": "string",
        }
    ],
    "stances": [
        {
            "id": "string",
            "holder": "string",
            "target": "string",
            "label": Label("stance_labels"),
            "basis": Label("stance_bases"),
            "evidence": [FRAGMENT],
        }
    ],
    "sentiments": [
        {
            "id": "string",
            "expression": FRAGMENT,
            "polarity": Label("sentiment_polarities"),
            "holder": _FILLER,
            "target": _FILLER,
            "intensity": Label("sentiment_intensities"),
            "quoted": "bool",
        }
    ],
    "provenance": {
        "annotators": ["string"],
        "adjudicated": "bool",
        "adjudicator": "string",
        "date": "string",
        "guidelines": "string",
        "tool": "string",
    },
}

EVENTS: dict[str, Shape] = {
    **_DOCUMENT,
    "events": [
        {
            "id": "string",
            "trigger": FRAGMENT,
            "category": Label("event_categories"),
            "quad_class": Label("quad_classes"),
            "mode": "string",
            "cluster": "string",
            "arguments": [
                {
                    "role": Label("argument_roles"),
                    "spans": FRAGMENT,
                    "entity": "string",
                    "event": "string",
                    "implicit": "bool",
                }
            ],
        }
    ],
}

FACTUALITY: dict[str, Shape] = {
    "id": "string",
    "article": "string",
    "event": "string",
    "text": "string",
    "trigger": FRAGMENT,
    "category": Label("event_categories"),
    "label": Label("factuality_values"),
}

STANCE: dict[str, Shape] = {
    "id": "string",
    "article": "string",
    "text": "string",
    "holder": "string",
    "holder_name": "string",
    "holder_type": Label("entity_types"),
    "holder_mentions": [FRAGMENT],
    "target": "string",
    "target_kind": "string",
    "target_name": "string",
    "target_type": Label("entity_types"),
    "target_category": Label("event_categories"),
    "target_mentions": [FRAGMENT],
    "label": Label("stance_labels"),
    "basis": Label("stance_bases"),
    "evidence": [FRAGMENT],
}

ATTRIBUTION: dict[str, Shape] = {
    **_DOCUMENT,
    "attributions": [
        {
            "id": "string",
            "source": FRAGMENT,
            "source_entity": "string",
            "cue": FRAGMENT,
            "content": FRAGMENT,
            "kind": Label("attribution_kinds"),
            "commitment": Label("commitments"),
            "parent": "string",
        }
    ],
}

SENTIMENT: dict[str, Shape] = {
    **_DOCUMENT,
    "opinions": [
        {
            "id": "string",
            "expression": FRAGMENT,
            "holder": FRAGMENT,
            "holder_entity": "string",
            "target": FRAGMENT,
            "target_entity": "string",
            "target_event": "string",
            "polarity": Label("sentiment_polarities"),
            "intensity": Label("sentiment_intensities"),
            "quoted": "bool",
        }
    ],
}

COREFERENCE: dict[str, Shape] = {
    **_DOCUMENT,
    "clusters": [[["int32"]]],
    "entities": [
        {
            "id": "string",
            "type": Label("entity_types"),
            "name": "string",
            "mentions": [{"spans": FRAGMENT, "level": Label("mention_levels")}],
        }
    ],
}


def pack(value: Any, shape: Shape) -> Any:
    """Return `value` with every label as its number in the vocabulary; null stays null.

    Raises:
        InputError: a label that the vocabulary does not have.
    """
    return _walk(value, shape, _number)


def unpack(value: Any, shape: Shape) -> Any:
    """Return `value` with every number of a label as the label: the inverse of `pack`."""
    return _walk(value, shape, lambda number, names: names[number])


def _number(label: str, names: tuple[str, ...]) -> int:
    if label not in names:
        raise InputError(f"unknown label {label!r}", hint=f"the labels are {', '.join(names)}")
    return names.index(label)


def _walk(value: Any, shape: Shape, change: Any) -> Any:
    if value is None:
        return None
    if isinstance(shape, Label):
        return change(value, ontology.labels(shape.vocabulary))
    if isinstance(shape, list):
        return [_walk(item, shape[0], change) for item in value]
    if isinstance(shape, dict):
        return {name: _walk(value[name], inner, change) for name, inner in shape.items()}
    return value


def features(shape: dict[str, Shape]) -> Any:
    """Return the `datasets.Features` of a row.

    Raises:
        MissingExtraError: `datasets` is not installed.
    """
    datasets = library("datasets")

    def feature(inner: Shape) -> Any:
        if isinstance(inner, Label):
            return datasets.ClassLabel(names=list(ontology.labels(inner.vocabulary)))
        if isinstance(inner, list):
            return datasets.List(feature(inner[0]))
        if isinstance(inner, dict):
            return {name: feature(part) for name, part in inner.items()}
        return datasets.Value(inner)

    return datasets.Features({name: feature(part) for name, part in shape.items()})
