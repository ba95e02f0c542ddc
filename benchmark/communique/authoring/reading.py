"""What the readers of all layers share: ids, places, labels, quotes and references of one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from communique.authoring.messages import Problems, spot
from communique.authoring.nodes import label, scalar
from communique.authoring.quoting import Quoting
from communique.authoring.references import References
from communique.authoring.resolving import Resolver
from communique.model import Argument
from communique.ontology import labels

Parts = Mapping[str, Node]
"""The values of a mapping by key."""

_KEYED = {
    "entities": "entity",
    "events": "event",
    "clusters": "cluster",
    "attributions": "attribution",
}


def written_ids(parts: Parts) -> dict[str, str]:
    """Return every id that a form writes, with what it is an id of."""
    found: dict[str, str] = {}
    for section, kind in _KEYED.items():
        node = parts.get(section)
        for name, _ in node.value if isinstance(node, MappingNode) else ():
            if isinstance(name, ScalarNode):
                found.setdefault(name.value, kind)
    for section in (*_KEYED, "stances", "sentiments"):
        if section in parts:
            for key, name in _named(parts[section]):
                found.setdefault(name, "cluster" if key == "cluster" else "item")
    return found


def _named(node: Node) -> Iterator[tuple[str, str]]:
    """Yield what stands under `id` and `cluster`, however deep."""
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _named(item)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value in {"id", "cluster"} and isinstance(value, ScalarNode):
                yield key.value, value.value
            yield from _named(value)


class Reading:
    """One form while it is read over one text.

    `nodes` says where each item was written, and each of its fields: layer → id → field → node;
    `arguments` says it of the arguments of each event, whatever order they come in later.
    """

    def __init__(self, text: str, problems: Problems, ids: Mapping[str, str]) -> None:
        """Begin with nothing read; `ids` are all ids that the form writes."""
        self.text = text
        self.problems = problems
        self.ids = ids
        self.quoting = Quoting(text, problems)
        self.references = References(text, (), ())
        self.resolver = Resolver(self.quoting, self.references, problems, ids)
        self.nodes: dict[str, dict[str, dict[str, Node]]] = {}
        self.arguments: dict[str, dict[Argument, Node]] = {}
        self._claimed: dict[str, Node] = {}

    def claim(self, layer: str, name: str, node: Node) -> None:
        """Take an id; a second taker is a finding."""
        if name in self._claimed:
            line, col = spot(self._claimed[name].start_mark)
            message = f"the id {name!r} stands here and at {line}:{col}"
            self.problems.add("AUT-009", node, message, "give each item an id of its own")
        self._claimed.setdefault(name, node)
        self.nodes.setdefault(layer, {}).setdefault(name, {})[""] = node

    def place(self, layer: str, name: str, field: str, node: Node) -> None:
        """Take note of where a field of an item stands."""
        self.nodes[layer][name][f".{field}"] = node

    def automatic(self, letter: str, number: int) -> str:
        """Return the id of an item that was written without one: m7, or m7_ where m7 is taken."""
        name = f"{letter}{number}"
        while name in self.ids:
            name += "_"
        return name

    def word(self, parts: Parts, key: str, what: str) -> str | None:
        """Return the word or words under a key; nothing where the key is not there."""
        return scalar(parts[key], self.problems, f"{what}: {key}") if key in parts else None

    def label(self, parts: Parts, key: str, what: str, vocabulary: str) -> str | None:
        """Return the label under a key; nothing where the key is not there."""
        if key not in parts:
            return None
        return label(parts[key], self.problems, f"{what}: {key}", labels(vocabulary))

    def lacks(self, parts: Parts, keys: tuple[str, ...], node: Node, what: str) -> bool:
        """Tell whether keys are missing, which is a finding."""
        missing = [key for key in keys if key not in parts]
        if missing and isinstance(node, MappingNode):  # another shape has its finding already
            named = ", ".join(f"`{key}`" for key in missing)
            self.problems.add("AUT-005", node, f"{what}: no {named}", f"add {named}")
        return bool(missing)
