"""The layers of a form: entities with their mentions, events, attributions, stances, sentiments."""

from __future__ import annotations

import difflib
from typing import Any, NamedTuple

from ruamel.yaml.nodes import Node

from communique.authoring.messages import Problems, spot
from communique.authoring.nodes import boolean, is_null, items, label, mapping, pairs, scalar
from communique.authoring.quoting import Found, Quoting
from communique.authoring.references import References, default_head
from communique.authoring.resolving import Resolver
from communique.model import (
    Argument,
    Attribution,
    Entity,
    Event,
    EventCluster,
    Filler,
    Mention,
    Sentiment,
    Source,
    Span,
    Stance,
)
from communique.model.record import AUTHOR
from communique.ontology import labels

LEVEL_KEYS = (*labels("mention_levels"), "at")
"""Keys under which an entity's mentions stand; `at` for those without a level."""

ENTITY = ("type", "name", "part_of", "value", "kb")
ATTRIBUTION = ("source", "entity", "cue", "content", "kind", "commitment", "in")
STANCE = ("id", "holder", "target", "label", "basis", "evidence")
SENTIMENT = ("id", "expr", "holder", "target", "polarity", "intensity", "quoted")


class Written(NamedTuple):
    """A mention as written: before it has a number."""

    entity: str
    found: Found
    level: str | None
    node: Node


class Layers:
    """Reads the layers of one form; `nodes` says where each item of each layer was written."""

    def __init__(self, text: str, problems: Problems) -> None:
        """Keep the text, and begin with nothing read."""
        self.text = text
        self.problems = problems
        self.quoting = Quoting(text, problems)
        self.references = References(text, (), ())
        self.resolver = Resolver(self.quoting, self.references, problems)
        self.nodes: dict[str, dict[str, dict[str, Node]]] = {}
        self.ids: dict[str, Node] = {}
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.events: list[Event] = []
        self.clusters: dict[str, str | None] = {}
        self.attributions: list[Attribution] = []
        self.stances: list[Stance] = []
        self.sentiments: list[Sentiment] = []

    def fields(self) -> dict[str, Any]:
        """Return the fields of the record that the layers fill."""
        return {
            "entities": tuple(self.entities),
            "mentions": tuple(self.mentions),
            "events": tuple(self.events),
            "event_clusters": tuple(
                EventCluster(id=name, world_event=world) for name, world in self.clusters.items()
            ),
            "attributions": tuple(self.attributions),
            "stances": tuple(self.stances),
            "sentiments": tuple(self.sentiments),
        }

    def read(self, parts: dict[str, Node]) -> None:
        """Read the layers of a form, in the order in which they refer to each other."""
        written: list[Written] = []
        if "entities" in parts:
            written = self._entities(parts["entities"])
        events = self._event_nodes(parts["events"]) if "events" in parts else {}
        self._number(written)
        for name, node in events.items():
            self._event(name, node)
        if "clusters" in parts:
            self._clusters(parts["clusters"])
        for key, item in (
            pairs(parts["attributions"], self.problems, "attributions")
            if ("attributions" in parts)
            else ()
        ):
            self._attribution(key.value, key, item)
        for number, item in enumerate(self._list(parts, "stances"), 1):
            self._stance(number, item)
        for number, item in enumerate(self._list(parts, "sentiments"), 1):
            self._sentiment(number, item)

    def _list(self, parts: dict[str, Node], name: str) -> list[Node]:
        node = parts.get(name)
        return [] if is_null(node) or node is None else items(node)

    def _claim(self, name: str, node: Node, layer: str) -> None:
        """Take an id; a second taker is a finding."""
        if name in self.ids:
            line, col = spot(self.ids[name])
            message = f"the id {name!r} stands here and at {line}:{col}"
            self.problems.add("AUT-009", node, message, "give each item an id of its own")
        self.ids.setdefault(name, node)
        self.nodes.setdefault(layer, {}).setdefault(name, {})[""] = node

    def _place(self, layer: str, name: str, suffix: str, node: Node) -> None:
        self.nodes[layer][name][suffix] = node

    def _word(self, node: Node, what: str) -> str | None:
        return scalar(node, self.problems, what)

    def _label(self, node: Node, what: str, vocabulary: str) -> str | None:
        return label(node, self.problems, what, labels(vocabulary))

    # entities and mentions

    def _entities(self, node: Node) -> list[Written]:
        written = []
        for key, value in pairs(node, self.problems, "entities"):
            written += self._entity(key.value, key, value)
        return written

    def _entity(self, name: str, key: Node, node: Node) -> list[Written]:
        what = f"entity {name}"
        self._claim(name, key, "entities")
        self.resolver.entities.add(name)
        parts = mapping(node, self.problems, what, (*ENTITY, *LEVEL_KEYS))
        if "type" not in parts:
            self.problems.add("AUT-005", node, f"{what}: no type", "write type: and a type")
            return []
        fields: dict[str, Any] = {"type": self._label(parts["type"], what, "entity_types") or ""}
        self._place("entities", name, ".type", parts["type"])
        for field in ENTITY[1:]:
            if field in parts:
                fields[field] = self._word(parts[field], f"{what}: {field}")
                self._place("entities", name, f".{field}", parts[field])
        self.entities.append(Entity(id=name, **fields))
        return [
            Written(name, found, None if level == "at" else level, item)
            for level in LEVEL_KEYS
            if level in parts and not is_null(parts[level])
            for item in items(parts[level])
            if (found := self.quoting.mention(item, what)).spans
        ]

    def _number(self, written: list[Written]) -> None:
        """Give the mentions their ids: m1, m2 … in text order, where none was written."""
        ordered = sorted(written, key=lambda w: (w.found.spans[0].start, w.found.spans[-1].end))
        for number, (entity, found, level, node) in enumerate(ordered, 1):
            name = found.id or f"m{number}"
            self._claim(name, node, "mentions")
            head = found.head
            if head is None and not found.headless:
                head = default_head(self.text, found.spans, level)
            mention = Mention(id=name, entity=entity, spans=found.spans, head=head, level=level)
            self.mentions.append(mention)
            self.references.add(mention)

    # events

    def _event_nodes(self, node: Node) -> dict[str, Node]:
        """Return the events' nodes by id, after finding every trigger: events name each other."""
        nodes = {}
        for key, value in pairs(node, self.problems, "events"):
            what = f"event {key.value}"
            self._claim(key.value, key, "events")
            parts = mapping(value, self.problems, what, self._event_keys())
            missing = [name for name in ("at", "is") if name not in parts]
            if missing:
                message = f"{what}: no {' and no '.join(missing)}"
                self.problems.add("AUT-005", value, message, "write {at: trigger, is: CATEGORY}")
                continue
            spans = self.quoting.fragment(parts["at"], what)
            self.references.triggers[key.value] = spans or (
                Span(0, 0, ""),
            )  # what else is wrong is told too
            nodes[key.value] = value
        return nodes

    @staticmethod
    def _event_keys() -> tuple[str, ...]:
        return ("at", "is", "fact", "cluster", *labels("argument_roles"))

    def _event(self, name: str, node: Node) -> None:
        what = f"event {name}"
        parts = mapping(node, Problems(""), what, self._event_keys())
        kind = self._word(parts["is"], what) or ""
        category, _, mode = kind.partition("/")
        if kind and category not in labels("event_categories"):
            known = labels("event_categories")
            near = difflib.get_close_matches(category, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"categories: {', '.join(known)}"
            self.problems.add("AUT-007", parts["is"], f"{what}: {category!r} is no category", hint)
        for suffix, key in (("trigger", "at"), ("category", "is"), ("mode", "is")):
            self._place("events", name, f".{suffix}", parts[key])
        fields: dict[str, Any] = {}
        if "fact" in parts:
            fields["factuality"] = self._label(parts["fact"], what, "factuality_values")
            self._place("events", name, ".factuality", parts["fact"])
        if "cluster" in parts:
            cluster = self._word(parts["cluster"], what)
            if cluster is not None:
                fields["cluster"] = cluster
                self._declare(cluster, parts["cluster"])
            self._place("events", name, ".cluster", parts["cluster"])
        trigger = self.references.triggers[name]
        arguments = self._arguments(name, parts, trigger[0])
        self.events.append(
            Event(
                id=name,
                trigger=trigger,
                category=category,
                mode=mode or None,
                arguments=arguments,
                **fields,
            )
        )

    def _arguments(self, name: str, parts: dict[str, Node], trigger: Span) -> tuple[Argument, ...]:
        arguments: list[Argument] = []
        for role in labels("argument_roles"):
            for node in items(parts[role]) if role in parts else ():
                target = self.resolver.target(node, trigger, f"event {name}: {role}")
                if target is None:
                    continue
                implicit = target.implicit
                if implicit is None:
                    implicit = not self.references.together(target.start, trigger.start)
                self._place("events", name, f".arguments[{len(arguments)}]", node)
                arguments.append(
                    Argument(role=role, ref=target.ref, spans=target.spans, implicit=implicit)
                )
        return tuple(arguments)

    def _declare(self, cluster: str, node: Node) -> None:
        if cluster not in self.clusters:
            self._claim(cluster, node, "event_clusters")
            self.clusters[cluster] = None

    def _clusters(self, node: Node) -> None:
        for key, value in pairs(node, self.problems, "clusters"):
            self._declare(key.value, key)
            parts = mapping(value, self.problems, f"cluster {key.value}", ("world_event",))
            if "world_event" in parts:
                self.clusters[key.value] = self._word(parts["world_event"], "world_event")

    # attributions, stances, sentiments

    def _attribution(self, name: str, key: Node, node: Node) -> None:
        what = f"attribution {name}"
        self._claim(name, key, "attributions")
        parts = mapping(node, self.problems, what, ATTRIBUTION)
        if "content" not in parts:
            self.problems.add("AUT-005", node, f"{what}: no content", "quote what is attributed")
            return
        for field in ("content", "cue", "source", "kind", "commitment"):
            if field in parts:
                self._place("attributions", name, f".{field}", parts[field])
        if "in" in parts:
            self._place("attributions", name, ".parent", parts["in"])
        content = self.quoting.fragment(parts["content"], f"{what}: content")
        cue = self._optional(parts, "cue", what)
        if not content:
            return
        self.attributions.append(
            Attribution(
                id=name,
                content=content,
                cue=cue,
                source=self._source(parts, what),
                kind=self._maybe(parts, "kind", what, "attribution_kinds"),
                commitment=self._maybe(parts, "commitment", what, "commitments"),
                parent=self._word(parts["in"], what) if "in" in parts else None,
            )
        )

    def _optional(self, parts: dict[str, Node], key: str, what: str) -> tuple[Span, ...]:
        node = parts.get(key)
        if node is None or is_null(node):
            return ()
        return self.quoting.fragment(node, f"{what}: {key}")

    def _maybe(self, parts: dict[str, Node], key: str, what: str, vocabulary: str) -> str | None:
        return self._label(parts[key], f"{what}: {key}", vocabulary) if key in parts else None

    def _source(self, parts: dict[str, Node], what: str) -> Source | None:
        spans = self._optional(parts, "source", what)
        entity = None
        if "entity" in parts:
            entity = self._word(parts["entity"], what)
            if entity is not None and entity not in self.resolver.entities:
                self.resolver.unknown(entity, parts["entity"], f"{what}: entity")
            if "source" not in parts or is_null(parts["source"]):
                message = f"{what}: an entity without a source"
                self.problems.add("AUT-005", parts["entity"], message, "quote the source")
        return Source(spans=spans, entity=entity) if spans else None

    def _item(
        self, layer: str, letter: str, number: int, node: Node, keys: tuple[str, ...]
    ) -> tuple[str, dict[str, Node]]:
        """Return the id and parts of an item of a list, and take note of their places."""
        parts = mapping(node, self.problems, f"{layer} {number}", keys)
        name = (self._word(parts["id"], "id") if "id" in parts else None) or f"{letter}{number}"
        self._claim(name, node, layer)
        for key, value in parts.items():
            self._place(layer, name, ".expression" if key == "expr" else f".{key}", value)
        return name, parts

    def _lacks(self, parts: dict[str, Node], keys: tuple[str, ...], node: Node, what: str) -> bool:
        missing = [key for key in keys if key not in parts]
        if missing:
            self.problems.add("AUT-005", node, f"{what}: no {', '.join(missing)}", "write them")
        return bool(missing)

    def _stance(self, number: int, node: Node) -> None:
        name, parts = self._item("stances", "s", number, node, STANCE)
        what = f"stance {name}"
        if self._lacks(parts, ("holder", "target", "label"), node, what):
            return
        evidence = items(parts["evidence"]) if "evidence" in parts else []
        found = [self.quoting.fragment(item, f"{what}: evidence") for item in evidence]
        self.stances.append(
            Stance(
                id=name,
                holder=self.resolver.known(parts["holder"], f"{what}: holder", AUTHOR),
                target=self.resolver.known(parts["target"], f"{what}: target"),
                label=self._label(parts["label"], what, "stance_labels") or "",
                basis=self._maybe(parts, "basis", what, "stance_bases"),
                evidence=tuple(spans for spans in found if spans),
            )
        )

    def _sentiment(self, number: int, node: Node) -> None:
        name, parts = self._item("sentiments", "o", number, node, SENTIMENT)
        what = f"sentiment {name}"
        if self._lacks(parts, ("expr", "polarity"), node, what):
            return
        expression = self.quoting.fragment(parts["expr"], f"{what}: expr")
        if not expression:
            return
        quoted = boolean(parts["quoted"], self.problems, what) if "quoted" in parts else None
        self.sentiments.append(
            Sentiment(
                id=name,
                expression=expression,
                polarity=self._label(parts["polarity"], what, "sentiment_polarities") or "",
                holder=self._filler(parts.get("holder"), expression[0], f"{what}: holder"),
                target=self._filler(parts.get("target"), expression[0], f"{what}: target"),
                intensity=self._maybe(parts, "intensity", what, "sentiment_intensities"),
                quoted=quoted,
            )
        )

    def _filler(self, node: Node | None, anchor: Span, what: str) -> Filler | None:
        if node is None or is_null(node):
            return None
        target = self.resolver.target(node, anchor, what)
        return Filler(ref=target.ref, spans=target.spans) if target is not None else None
