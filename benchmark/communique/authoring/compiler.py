"""From the form that people write to the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from ruamel.yaml.nodes import MappingNode, Node

from communique.authoring.layers import Layers
from communique.authoring.messages import Problems, spot
from communique.authoring.nodes import boolean, items, label, mapping, read, scalar
from communique.codec import (
    decode,
    encode,
    is_nfc,
    text_digest,
)
from communique.corpus import read_record, read_text
from communique.diagnostics import Finding
from communique.errors import CommuniqueError
from communique.model import Article, Metadata, Provenance
from communique.ontology import labels

KEYS = (
    "extends", "id", "metadata", "text", "layers", "provenance", "entities", "events", "clusters",
    "attributions", "stances", "sentiments",
)  # fmt: skip
_COMPUTED = ("text_sha256", "text_length")
METADATA = tuple(name for name in Metadata.__struct_fields__ if name not in _COMPUTED)
_METADATA_LABELS = {"origin": "origins", "outlet_kind": "outlet_kinds", "genre": "genres"}


class Compiled(NamedTuple):
    """What a form makes: the record, or nothing where findings stand against it.

    `positions` maps paths in the record (`$.events[3].trigger`) to line and column in the form.
    """

    article: Article | None
    findings: list[Finding]
    positions: dict[str, tuple[int, int]]


def compile_file(path: Path) -> Compiled:
    """Return what the authoring form at `path` makes.

    Raises:
        InputError: the file cannot be read, or is not UTF-8.
    """
    return compile_text(read_text(path), str(path), path.parent)


def compile_text(source: str, file: str, base: Path) -> Compiled:
    """Return what an authoring form makes; `extends` is looked up from the folder `base`."""
    problems = Problems(file)
    root = read(source, problems)
    made = _compile(root, base, problems) if root is not None else None
    if made is None or problems.findings:
        return Compiled(None, problems.findings, {})
    article, nodes = made
    positions = {path: spot(node) for path, node in nodes.items()}
    return Compiled(article, [], positions)


def _compile(
    root: MappingNode, base: Path, problems: Problems
) -> tuple[Article, dict[str, Node]] | None:
    parts = mapping(root, problems, "form", KEYS)
    bare = _bare(root, parts, base, problems)
    if bare is None or bare.text is None:
        return None
    layers = Layers(bare.text, problems)
    layers.read(parts)
    fields: dict[str, Any] = layers.fields()
    fields["layers"] = _layer_names(parts, problems)
    if "provenance" in parts:
        fields["provenance"] = _provenance(parts["provenance"], problems)
    if problems.findings:
        return None
    article = _checked(msgspec.structs.replace(bare, **fields), root, problems)
    return (article, _places(article, parts, layers)) if article is not None else None


def _checked(article: Article, root: Node, problems: Problems) -> Article | None:
    """Return the record in canonical order, after a round trip that checks it against the model."""
    try:
        return decode(encode(article))
    except CommuniqueError as error:
        problems.add("AUT-012", root, error.message, "mend the value at this place of the record")
        return None


def _bare(
    root: MappingNode, parts: dict[str, Node], base: Path, problems: Problems
) -> Article | None:
    """Return id, metadata and text: from the record that the form extends, or from the form."""
    if "extends" in parts:
        clash = [key for key in ("id", "metadata", "text") if key in parts]
        if clash:
            message = f"{clash[0]!r} stands beside `extends`"
            problems.add("AUT-004", parts[clash[0]], message, "drop one of the two")
        return _extended(parts["extends"], base, problems)
    missing = [key for key in ("id", "metadata", "text") if key not in parts]
    if missing:
        message = f"no {', '.join(map(repr, missing))}"
        problems.add("AUT-005", root, message, "write them, or `extends: path/to/record.json`")
        return None
    name = scalar(parts["id"], problems, "id")
    text = scalar(parts["text"], problems, "text")
    if name is None or text is None:
        return None
    if not is_nfc(text):
        problems.add("AUT-011", parts["text"], "the text is not NFC", "normalise it to NFC")
    meta = _metadata(parts["metadata"], text, problems)
    if meta is None:
        return None
    return Article(schema_version="1.0", id=name, metadata=meta, layers=(), text=text)


def _extended(node: Node, base: Path, problems: Problems) -> Article | None:
    name = scalar(node, problems, "extends")
    if name is None:
        return None
    try:
        article = read_record(base / name)
    except CommuniqueError as error:
        problems.add("AUT-010", node, error.message, error.hint)
        return None
    if article.text is None:
        problems.add("AUT-010", node, f"{name} has no text", "attach its text first")
        return None
    return Article(
        schema_version="1.0",
        id=article.id,
        metadata=article.metadata,
        layers=(),
        text=article.text,
    )


def _metadata(node: Node, text: str, problems: Problems) -> Metadata | None:
    parts = mapping(node, problems, "metadata", METADATA)
    fields: dict[str, Any] = {"text_sha256": text_digest(text), "text_length": len(text)}
    for key, value in parts.items():
        what = f"metadata: {key}"
        if key == "noise":
            words = [label(item, problems, what, labels("noise_kinds")) for item in items(value)]
            fields[key] = tuple(word for word in words if word is not None)
        elif key in _METADATA_LABELS:
            fields[key] = label(value, problems, what, labels(_METADATA_LABELS[key]))
        else:
            fields[key] = scalar(value, problems, what)
    missing = [key for key in ("language", "origin", "licence") if key not in parts]
    if missing:
        problems.add("AUT-005", node, f"metadata: no {', '.join(missing)}", "write them")
        return None
    return Metadata(**fields)


def _layer_names(parts: dict[str, Node], problems: Problems) -> tuple[str, ...]:
    if "layers" not in parts:
        return ()
    found = [label(n, problems, "layers", labels("layers")) for n in items(parts["layers"])]
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _provenance(node: Node, problems: Problems) -> Provenance | None:
    parts = mapping(node, problems, "provenance", Provenance.__struct_fields__)
    if "annotators" not in parts:
        problems.add("AUT-005", node, "provenance: no annotators", "write annotators: [who]")
        return None
    fields: dict[str, Any] = {}
    for key, value in parts.items():
        what = f"provenance: {key}"
        if key == "annotators":
            names = [scalar(item, problems, what) for item in items(value)]
            fields[key] = tuple(name for name in names if name is not None)
        elif key == "adjudicated":
            fields[key] = bool(boolean(value, problems, what))
        else:
            fields[key] = scalar(value, problems, what)
    return Provenance(**fields)


def _places(article: Article, parts: dict[str, Node], layers: Layers) -> dict[str, Node]:
    """Return record path → node: of the top keys, and of each item of each layer."""
    places: dict[str, Node] = {f"$.{key}": node for key, node in parts.items()}
    if "extends" in parts:
        places |= dict.fromkeys(("$.id", "$.metadata", "$.text"), parts["extends"])
    else:
        inner = mapping(parts["metadata"], Problems(""), "metadata")
        places |= {f"$.metadata.{key}": node for key, node in inner.items()}
    for name, nodes in layers.nodes.items():
        for index, item in enumerate(getattr(article, name)):
            for suffix, node in nodes.get(item.id, {}).items():
                places[f"$.{name}[{index}]{suffix}"] = node
    return places
