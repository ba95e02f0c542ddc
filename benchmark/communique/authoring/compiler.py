"""From the form that people write to the record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import msgspec
from ruamel.yaml.nodes import MappingNode, Node

from communique.authoring.head import KEYS, read_head
from communique.authoring.layers import read_layers
from communique.authoring.messages import Problems, spot
from communique.authoring.nodes import is_null, mapping, read
from communique.authoring.reading import Parts, Reading, written_ids
from communique.codec import canonical, decode, encode
from communique.corpus import read_text
from communique.diagnostics import Finding
from communique.errors import CommuniqueError
from communique.model import Article

_PATH = re.compile(r" - at `(\$[^`]*)`")


class Compiled(NamedTuple):
    """What a form makes: the record, or nothing where findings stand against it.

    `positions` maps paths in the canonical record (`$.events[3].trigger`) to line and column, from
    1, of the form; a path that is not there stands where its nearest ancestor does.
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
    root = read(source.removeprefix("\ufeff"), problems)
    article, nodes = _compile(root, base, problems) if root is not None else (None, {})
    if problems.findings:
        return Compiled(None, problems.findings, {})
    return Compiled(article, [], {path: spot(node.start_mark) for path, node in nodes.items()})


def _compile(
    root: MappingNode, base: Path, problems: Problems
) -> tuple[Article | None, dict[str, Node]]:
    found = mapping(root, problems, "the form", KEYS)
    parts = {key: node for key, node in found.items() if not is_null(node)}
    head = read_head(root, parts, base, problems)
    if head is None or head.text is None:
        return None, {}
    form = Reading(head.text, problems, written_ids(parts))
    fields = read_layers(form, parts)
    if problems.findings:
        return None, {}
    article = canonical(msgspec.structs.replace(head, **fields))
    nodes = _nodes(article, root, parts, form)
    try:
        return decode(encode(article)), nodes
    except CommuniqueError as error:
        _refused(error.message, nodes, problems)
        return None, {}


def _refused(message: str, nodes: dict[str, Node], problems: Problems) -> None:
    """Say at its place in the form what the model refuses: an empty id, a name too long."""
    found = _PATH.search(message)
    path = found[1] if found else "$"
    said = _PATH.sub("", message).removeprefix("not an article record: ")
    while path not in nodes:
        path = path[: max(path.rfind("."), path.rfind("["))]
    problems.add("AUT-012", nodes[path], f"{path}: {said}", "mend what stands here")


def _nodes(article: Article, root: Node, parts: Parts, form: Reading) -> dict[str, Node]:
    """Return where in the form each part of the record stands: path → node."""
    nodes: dict[str, Node] = {"$": root}
    if "extends" in parts:
        nodes |= dict.fromkeys(("$.id", "$.metadata", "$.text"), parts["extends"])
    for key in ("id", "metadata", "text", "layers", "provenance"):
        if key in parts:
            nodes |= _below(f"$.{key}", parts[key])
    for layer, of_ids in form.nodes.items():
        for index, item in enumerate(getattr(article, layer)):
            for field, node in of_ids.get(item.id, {}).items():
                nodes |= _below(f"$.{layer}[{index}]{field}", node)
    for index, event in enumerate(article.events):
        for number, argument in enumerate(event.arguments):
            path = f"$.events[{index}].arguments[{number}]"
            nodes[path] = form.arguments[event.id][argument]
    return nodes


def _below(path: str, node: Node) -> dict[str, Node]:
    """Return the path of a node with those of the pieces of a list, or the values of a mapping."""
    nodes = {path: node}
    if isinstance(node, MappingNode):
        nodes |= {f"{path}.{key.value}": value for key, value in node.value}
    elif isinstance(node.value, list):
        nodes |= {f"{path}[{index}]": item for index, item in enumerate(node.value)}
    return nodes
