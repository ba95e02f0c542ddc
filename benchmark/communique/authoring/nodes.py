"""YAML as plain nodes with positions: no tags, no anchors, no repeated keys, nothing executed."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from communique.authoring.messages import Problems, spot
from communique.diagnostics import Finding, Severity, Where

_DEEPEST = 20


def read(source: str, problems: Problems) -> MappingNode | None:
    """Return the root mapping of the YAML source; nothing, and a finding, where it has none."""
    try:
        if not _is_plain(source, problems):
            return None
        root = YAML(typ="rt", pure=True).compose(source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, col = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        where = Where(file=problems.file, line=line, col=col)
        message = f"not readable YAML: {error.problem or error.context}"
        hint = "check indentation, closing quotation marks, brackets and commas just before here"
        problems.findings.append(Finding("AUT-001", Severity.ERROR, where, message, hint))
        return None
    except YAMLError as error:
        problems.add("AUT-001", None, f"not readable YAML: {str(error).splitlines()[0]}")
        return None
    if not isinstance(root, MappingNode):
        problems.add("AUT-006", root, "the file holds no mapping", "begin with `id:` or `extends:`")
        return None
    return root


def _is_plain(source: str, problems: Problems) -> bool:
    """Tell whether the source holds only mappings, lists and scalars, not too deep."""
    depth = 0
    for event in YAML(typ="rt", pure=True).parse(source):
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            depth += 1
        elif type(event).__name__ in {"MappingEndEvent", "SequenceEndEvent"}:
            depth -= 1
        special = isinstance(event, AliasEvent) or getattr(event, "anchor", None)
        tagged = isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent)) and (
            event.tag is not None
        )
        if special or tagged or depth > _DEEPEST:
            line, col = event.start_mark.line + 1, event.start_mark.column + 1
            where = Where(file=problems.file, line=line, col=col)
            message = (
                f"nested more than {_DEEPEST} deep"
                if depth > _DEEPEST
                else "a YAML tag, anchor or alias stands here"
            )
            problems.findings.append(
                Finding("AUT-002", Severity.ERROR, where, message, "write the value itself")
            )
            return False
    return True


def mapping(
    node: Node, problems: Problems, what: str, allowed: Collection[str] | None = None
) -> dict[str, Node]:
    """Return a mapping's values by key; other shapes, repeated and unknown keys are findings."""
    return {key.value: value for key, value in pairs(node, problems, what, allowed)}


def pairs(
    node: Node, problems: Problems, what: str, allowed: Collection[str] | None = None
) -> list[tuple[ScalarNode, Node]]:
    """Return a mapping's key and value nodes in order, checked as `mapping` checks them."""
    if not isinstance(node, MappingNode):
        problems.add("AUT-006", node, f"{what}: a mapping was expected", "write `key: value`")
        return []
    seen: dict[str, Node] = {}
    kept = []
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            problems.add("AUT-006", key, f"{what}: a key must be one word")
        elif key.value in seen:
            line, col = spot(seen[key.value])
            message = f"{what}: the key {key.value!r} stands here and at {line}:{col}"
            problems.add("AUT-003", key, message, "keep one of the two")
        elif allowed is not None and key.value not in allowed:
            near = difflib.get_close_matches(key.value, allowed, n=1)
            hint = f"did you mean {near[0]}?" if near else f"allowed: {', '.join(allowed)}"
            problems.add("AUT-004", key, f"{what}: unknown key {key.value!r}", hint)
        else:
            seen[key.value] = key
            kept.append((key, value))
    return kept


def items(node: Node) -> list[Node]:
    """Return a list's items; anything else stands for a list of itself."""
    return list(node.value) if isinstance(node, SequenceNode) else [node]


def is_null(node: Node | None) -> bool:
    """Tell whether the node is absent or YAML's null, which is written without quotation marks."""
    return node is None or (
        isinstance(node, ScalarNode)
        and node.style is None
        and node.value in {"", "~", "null", "Null", "NULL"}
    )


def scalar(node: Node, problems: Problems, what: str) -> str | None:
    """Return the word or words as written: nothing is taken for a date, number or truth value."""
    if isinstance(node, ScalarNode) and not is_null(node):
        return str(node.value)
    problems.add("AUT-006", node, f"{what}: a single value was expected", "write one word or quote")
    return None


def label(node: Node, problems: Problems, what: str, allowed: Collection[str]) -> str | None:
    """Return a label of a closed list."""
    word = scalar(node, problems, what)
    if word is None or word in allowed:
        return word
    near = difflib.get_close_matches(word, allowed, n=1, cutoff=0.7)
    hint = f"did you mean {near[0]}?" if near else f"labels: {', '.join(allowed)}"
    problems.add("AUT-007", node, f"{what}: {word!r} is no label", hint)
    return None


def boolean(node: Node, problems: Problems, what: str) -> bool | None:
    """Return `true` or `false`."""
    word = scalar(node, problems, what)
    if word in {"true", "false"}:
        return word == "true"
    if word is not None:
        problems.add("AUT-008", node, f"{what}: {word!r} is neither true nor false")
    return None


def number(node: Node, problems: Problems, what: str) -> int | None:
    """Return a number without sign, of at most nine digits."""
    word = scalar(node, problems, what)
    if word is not None and word.isascii() and word.isdigit() and len(word) < 10:
        return int(word)
    if word is not None:
        problems.add("AUT-008", node, f"{what}: {word!r} is not a number from 0", "write digits")
    return None
