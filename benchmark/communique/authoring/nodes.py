"""YAML as plain nodes with positions: no tags, no anchors, no repeated keys, nothing executed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from communique.authoring.messages import Problems, spot, suggest

_DEEPEST = 20
_UNREADABLE = "check indentation, closing quotation marks, brackets and commas just before here"


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    """A part of YAML that forms do without."""

    def __init__(self, rule: str, mark: Any, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.mark, self.message, self.hint = rule, mark, message, hint


def read(source: str, problems: Problems) -> MappingNode | None:
    """Return the root mapping of the YAML source; nothing, and a finding, where it has none."""
    try:
        root = _document(YAML(typ="safe", pure=True).parse(source))
    except _Refused as error:
        problems.at(error.rule, spot(error.mark), error.message, error.hint)
        return None
    except MarkedYAMLError as error:
        place = spot(error.problem_mark or error.context_mark)
        problems.at(
            "AUT-001", place, f"not readable YAML: {error.problem or error.context}", _UNREADABLE
        )
        return None
    except YAMLError as error:  # a character that YAML does not have
        offset = getattr(error, "position", 0)
        place = source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)
        message = f"not readable YAML: {str(error).splitlines()[0]}"
        problems.at("AUT-001", place, message, 'write such a character as an escape: "\\u0007"')
        return None
    if not isinstance(root, MappingNode):
        place = spot(root.start_mark) if root is not None else (1, 1)
        hint = "begin with `id:` or `extends:`"
        problems.at("AUT-006", place, "the file holds no `key: value`", hint)
        return None
    return root


def _document(events: Iterator[Any]) -> Node | None:
    """Return the root node of the only document; nothing where there is none."""
    root, documents = None, 0
    for event in events:
        documents += isinstance(event, DocumentStartEvent)
        if documents > 1:
            message = "a second document begins here"
            raise _Refused("AUT-006", event.start_mark, message, "one file, one article")
        if isinstance(event, NodeEvent):
            root = _node(event, events, 0)
    return root


def _node(event: Any, events: Iterator[Any], depth: int) -> Node:
    """Return the node that begins with the event, taking from the stream what belongs to it."""
    if isinstance(event, AliasEvent) or event.anchor or event.tag is not None:
        message, hint = "a YAML tag, anchor or alias stands here", "write the value itself"
        raise _Refused(
            "AUT-002", event.start_mark, message, f"{hint}, in quotation marks if need be"
        )
    if depth > _DEEPEST:
        message = f"nested more than {_DEEPEST} deep"
        raise _Refused("AUT-006", event.start_mark, message, "see the examples of the form")
    if isinstance(event, ScalarEvent):
        return ScalarNode("", event.value, event.start_mark, event.end_mark, style=event.style)
    if not isinstance(event, MappingStartEvent):
        items = [_node(e, events, depth + 1) for e in _until(events, SequenceEndEvent)]
        return SequenceNode("", items, event.start_mark, event.end_mark)
    pairs = [
        (_node(e, events, depth + 1), _node(next(events), events, depth + 1))
        for e in _until(events, MappingEndEvent)
    ]
    return MappingNode("", pairs, event.start_mark, event.end_mark)


def _until(events: Iterator[Any], end: type) -> Iterator[Any]:
    """Yield events up to the end of a list or mapping, whose inner nodes the caller takes."""
    for event in events:
        if isinstance(event, end):
            return
        yield event


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
        hint = "write `key: value` or {key: value}"
        problems.add("AUT-006", node, f"{what}: keys with values were expected", hint)
        return []
    seen: dict[str, Node] = {}
    kept = []
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            problems.add("AUT-006", key, f"{what}: a key is one word", "write `key: value`")
        elif key.value in seen:
            line, col = spot(seen[key.value].start_mark)
            message = f"{what}: the key {key.value!r} stands here and at {line}:{col}"
            problems.add("AUT-003", key, message, "keep one of the two")
        elif allowed is not None and key.value not in allowed:
            message = f"{what}: unknown key {key.value!r}"
            problems.add("AUT-004", key, message, suggest(key.value, allowed))
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
    hint = "write one word, or words in quotation marks"
    problems.add("AUT-006", node, f"{what}: a single value was expected", hint)
    return None


def label(node: Node, problems: Problems, what: str, allowed: Collection[str]) -> str | None:
    """Return a label of a closed list."""
    word = scalar(node, problems, what)
    if word is None or word in allowed:
        return word
    problems.add("AUT-007", node, f"{what}: {word!r} is no label", suggest(word, allowed))
    return None


def boolean(node: Node, problems: Problems, what: str) -> bool | None:
    """Return `true` or `false`."""
    word = scalar(node, problems, what)
    if word in {"true", "false"}:
        return word == "true"
    if word is not None:
        message = f"{what}: {word!r} is neither true nor false"
        problems.add("AUT-008", node, message, "write true or false")
    return None


def number(node: Node, problems: Problems, what: str, least: int) -> int | None:
    """Return a whole number without sign, of at most nine digits, not below `least`."""
    word = scalar(node, problems, what)
    if word is None:
        return None
    if word.isascii() and word.isdigit() and len(word) < 10 and int(word) >= least:
        return int(word)
    message = f"{what}: {word!r} is no number from {least} on"
    problems.add("AUT-008", node, message, "write digits")
    return None
