"""The head of a form: id, metadata and text, or the record that has them; layers; provenance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml.nodes import MappingNode, Node

from communique.authoring.messages import Problems
from communique.authoring.nodes import boolean, items, label, mapping, scalar
from communique.authoring.reading import Parts
from communique.codec import is_nfc, text_digest
from communique.corpus import read_record
from communique.errors import CommuniqueError
from communique.model import Article, Metadata, Provenance
from communique.ontology import labels

KEYS = (
    "extends", "id", "metadata", "text", "layers", "provenance", "entities", "events", "clusters",
    "attributions", "stances", "sentiments",
)  # fmt: skip
_OWN = ("id", "metadata", "text")
_COMPUTED = ("text_sha256", "text_length")
METADATA = tuple(name for name in Metadata.__struct_fields__ if name not in _COMPUTED)
_LABELS = {
    "origin": "origins", "outlet_kind": "outlet_kinds", "genre": "genres", "noise": "noise_kinds",
}  # fmt: skip
_LISTS = ("noise", "annotators")
_SHAPES = {
    "published": "a date, YYYY-MM-DD",
    "date": "a date, YYYY-MM-DD",
    "thread": "lowercase letters and digits, with single hyphens between",
    "id": "lowercase letters and digits, with single hyphens between",
}


def read_head(root: MappingNode, parts: Parts, base: Path, problems: Problems) -> Article | None:
    """Return the record without items; nothing where its text is not known.

    `extends` is looked up from the folder `base`.
    """
    bare = _extended(parts, base, problems) if "extends" in parts else _own(root, parts, problems)
    layers = _layers(root, parts, problems)
    provenance = None
    if "provenance" in parts:
        made = _struct(Provenance, parts["provenance"], "provenance", {}, problems)
        provenance = Provenance(**made) if made is not None else None
    if bare is None:
        return None
    return msgspec.structs.replace(bare, layers=layers, provenance=provenance)


def _own(root: MappingNode, parts: Parts, problems: Problems) -> Article | None:
    """Return id, metadata and text of a form that has them itself."""
    missing = [f"`{key}`" for key in _OWN if key not in parts]
    if missing:
        hint = "add them, or `extends: path/to/record.json`"
        problems.add("AUT-005", root, f"the form has no {', '.join(missing)}", hint)
    name = scalar(parts["id"], problems, "id") if "id" in parts else None
    text = scalar(parts["text"], problems, "text") if "text" in parts else None
    if name is not None:
        _fits(Article, "id", name, parts["id"], problems)
    if text is not None and not is_nfc(text):
        hint = "normalise it, as `communique new` does, and quote from what it gives"
        problems.add("AUT-011", parts["text"], "the text is not in Unicode NFC with \\n ends", hint)
    computed = {"text_sha256": text_digest(text or ""), "text_length": len(text or "")}
    fields = None
    if "metadata" in parts:
        fields = _struct(Metadata, parts["metadata"], "metadata", computed, problems)
    if name is None or text is None or fields is None:
        return None
    return Article(schema_version="1.0", id=name, metadata=Metadata(**fields), layers=(), text=text)


def _extended(parts: Parts, base: Path, problems: Problems) -> Article | None:
    """Return id, metadata and text of the record that the form extends."""
    node = parts["extends"]
    for key in _OWN:
        if key in parts:
            message = f"`{key}` stands beside `extends`, which brings another"
            problems.add("AUT-004", parts[key], message, "drop one of the two")
    name = scalar(node, problems, "extends")
    if name is None:
        return None
    try:
        article = read_record(base / name)
    except CommuniqueError as error:
        message = error.message.replace(str(base / name), name)  # as the form names it
        problems.add("AUT-010", node, message, error.hint)
        return None
    if article.text is None:
        hint = "put its text on it first: communique attach"
        problems.add("AUT-010", node, f"{name} has no text", hint)
        return None
    return Article(
        schema_version="1.0",
        id=article.id,
        metadata=article.metadata,
        layers=(),
        text=article.text,
    )


def _layers(root: MappingNode, parts: Parts, problems: Problems) -> tuple[str, ...]:
    if "layers" not in parts:
        hint = f"add `layers: [{', '.join(labels('layers'))}]`: those annotated in full"
        problems.add("AUT-005", root, "the form has no `layers`", hint)
        return ()
    found = [label(n, problems, "layers", labels("layers")) for n in items(parts["layers"])]
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _struct(
    struct: type[msgspec.Struct], node: Node, what: str, given: dict[str, Any], problems: Problems
) -> dict[str, Any] | None:
    """Return the fields of metadata or provenance; nothing where a required one is missing."""
    allowed = tuple(name for name in struct.__struct_fields__ if name not in _COMPUTED)
    parts = mapping(node, problems, what, allowed)
    fields = dict(given)
    for key, value in parts.items():
        said = f"{what}: {key}"
        values = [_value(item, key, said, problems) for item in items(value)]
        if key in _LISTS:
            fields[key] = tuple(word for word in values if word is not None)
        elif len(values) == 1:
            fields[key] = values[0]
        else:
            problems.add("AUT-006", value, f"{said}: a single value was expected", "write one")
        if key in fields and fields[key] is not None:
            _fits(struct, key, fields[key], value, problems)
    missing = [f.name for f in msgspec.structs.fields(struct) if f.required and f.name not in given]
    missing = [f"`{name}`" for name in missing if name not in parts]
    if missing and isinstance(node, MappingNode):
        named = ", ".join(missing)
        problems.add("AUT-005", node, f"{what}: no {named}", f"add {named}")
    return fields if not missing else None


def _value(node: Node, key: str, said: str, problems: Problems) -> str | bool | None:
    if key in _LABELS:
        return label(node, problems, said, labels(_LABELS[key]))
    if key == "adjudicated":
        return boolean(node, problems, said)
    return scalar(node, problems, said)


def _fits(
    struct: type[msgspec.Struct], key: str, value: object, node: Node, problems: Problems
) -> None:
    """Say what is wrong with a value that the field of the record does not take."""
    kind = next(field.type for field in msgspec.structs.fields(struct) if field.name == key)
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        what = f"is not {_SHAPES[key]}" if key in _SHAPES else f"will not do: {error}"
        problems.add("AUT-012", node, f"{key}: {value!r} {what}", "mend what stands here")
