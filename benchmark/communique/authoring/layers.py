"""The layers of a form: entities with their mentions, events, attributions, stances, sentiments."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from typing import Any, NamedTuple

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from communique.authoring.messages import Problems, spot
from communique.authoring.nodes import boolean, is_null, items, label, mapping, pairs, scalar
from communique.authoring.quoting import LONG_FORM, Found, Quoting
from communique.codec.quotes import clip, occurrences
from communique.codec.sentences import sentence_starts
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
_LAST_WORD = re.compile(r"\S+\s*\Z")


class Written(NamedTuple):
    """A mention as written: before it has a number."""

    entity: str
    found: Found
    level: str | None
    node: Node


class Target(NamedTuple):
    """What a reference means: a mention or event, or words; and where it stands."""

    ref: str | None
    spans: tuple[Span, ...]
    start: int
    implicit: bool | None = None


def default_head(text: str, spans: tuple[Span, ...], level: str | None) -> Span:
    """Return the head that a mention has when none is written: NOM the last word, else all."""
    last = spans[-1]
    if level == "NOM" and (found := _LAST_WORD.search(last.text or "")):
        words = found[0].rstrip()
        at = last.start + found.start()
        return Span(at, at + len(words), text[at : at + len(words)])
    return last


def distance(one: tuple[int, int], two: tuple[int, int]) -> int:
    """Return how many code points lie between two stretches; 0 where they touch or overlap."""
    return max(one[0] - two[1], two[0] - one[1], 0)


class Layers:
    """Reads the layers of one form; `nodes` says where each item of each layer was written."""

    def __init__(self, text: str, problems: Problems) -> None:
        """Keep the text, and begin with nothing read."""
        self.text = text
        self.problems = problems
        self.quoting = Quoting(text, problems)
        self.starts = sentence_starts(text)
        self.nodes: dict[str, dict[str, dict[str, Node]]] = {}
        self.ids: dict[str, Node] = {}
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.events: list[Event] = []
        self.clusters: dict[str, str | None] = {}
        self.attributions: list[Attribution] = []
        self.stances: list[Stance] = []
        self.sentiments: list[Sentiment] = []
        self._of_entity: dict[str, list[Mention]] = {}
        self._triggers: dict[str, tuple[Span, ...]] = {}

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
            self._of_entity.setdefault(entity, []).append(mention)

    # references

    def _sentence(self, start: int) -> int:
        return bisect_right(self.starts, start)

    def nearest(self, entity: str, anchor: Span) -> Mention | None:
        """Return the entity's mention nearest to the anchor, those of its sentence first."""

        def rank(mention: Mention) -> tuple[bool, int, int, int]:
            start, end = mention.spans[0].start, mention.spans[-1].end
            apart = self._sentence(start) != self._sentence(anchor.start)
            return apart, distance((start, end), (anchor.start, anchor.end)), start, end

        return min(self._of_entity.get(entity, ()), key=rank, default=None)

    def _target(self, node: Node, anchor: Span, what: str) -> Target | None:
        """Return what a reference means: an id, `{ref: id, at: quote}` or `{q: words}`."""
        if isinstance(node, ScalarNode):
            name = self._word(node, what)
            return self._by_id(name, node, None, anchor, what) if name is not None else None
        if not isinstance(node, MappingNode):
            self.problems.add("AUT-006", node, f"{what}: an id or words were expected")
            return None
        parts = mapping(node, self.problems, what, (*LONG_FORM, "ref", "at", "implicit"))
        implicit = boolean(parts["implicit"], self.problems, what) if "implicit" in parts else None
        if "ref" in parts:
            name = self._word(parts["ref"], what)
            if name is None:
                return None
            target = self._by_id(name, node, parts.get("at"), anchor, what)
        else:
            target = self._words(node, parts, what)
        return target._replace(implicit=implicit) if target is not None else None

    def _words(self, node: MappingNode, parts: dict[str, Node], what: str) -> Target | None:
        kept = [(k, v) for k, v in node.value if k.value != "implicit"]
        plain = MappingNode(node.tag, kept, node.start_mark, node.end_mark)
        spans = self.quoting.fragment(plain, what) if parts else ()
        return Target(None, spans, spans[0].start) if spans else None

    def _by_id(
        self, name: str, node: Node, at: Node | None, anchor: Span, what: str
    ) -> Target | None:
        if name in self._triggers:
            return Target(name, (), self._triggers[name][0].start)
        if name not in self.nodes.get("entities", {}):
            self._unknown(name, node, what)
            return None
        mention = self._picked(name, at, what) if at is not None else self.nearest(name, anchor)
        if mention is None:
            if at is None:
                hint = "quote a mention of it, or refer to another"
                self.problems.add("AUT-202", node, f"{what}: {name} has no mention", hint)
            return None
        return Target(mention.id, (), mention.spans[0].start)

    def _picked(self, entity: str, at: Node, what: str) -> Mention | None:
        """Return the entity's mention that begins and ends where the quote does."""
        spans = self.quoting.fragment(at, what)
        if not spans:
            return None
        place = spans[0].start, spans[-1].end
        for mention in self._of_entity.get(entity, ()):
            if (mention.spans[0].start, mention.spans[-1].end) == place:
                return mention
        message = f"{what}: no mention of {entity} is {clip(self.text[place[0] : place[1]])!r}"
        self.problems.add("AUT-203", at, message, "quote one of its mentions, to the letter")
        return None

    def _unknown(self, name: str, node: Node, what: str) -> None:
        known = [*self.nodes.get("entities", {}), *self._triggers]
        near = difflib.get_close_matches(name, known, n=3)
        hints = [f"did you mean {', '.join(near)}?"] if near else []
        if next(occurrences(self.text, name), None) is not None:
            hints.append(f"plain words of the text are written {{q: {name}}}")
        hint = " ".join(hints) or "references are ids of entities or events"
        self.problems.add("AUT-201", node, f"{what}: {name!r} is no id of this article", hint)

    def _known(self, node: Node, what: str, *more: str) -> str:
        """Return an id of an entity or event (or one of `more`), as stances name them."""
        name = self._word(node, what)
        if name is None:
            return ""
        known = name in more or name in self._triggers or name in self.nodes.get("entities", {})
        if not known:
            self._unknown(name, node, what)
        return name

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
            self._triggers[key.value] = spans or (Span(0, 0, ""),)  # what else is wrong is told too
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
        trigger = self._triggers[name]
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
        here = self._sentence(trigger.start)
        for role in labels("argument_roles"):
            for node in items(parts[role]) if role in parts else ():
                target = self._target(node, trigger, f"event {name}: {role}")
                if target is None:
                    continue
                implicit = target.implicit
                if implicit is None:
                    implicit = self._sentence(target.start) != here
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
            if entity is not None and entity not in self.nodes.get("entities", {}):
                self._unknown(entity, parts["entity"], f"{what}: entity")
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
                holder=self._known(parts["holder"], f"{what}: holder", AUTHOR),
                target=self._known(parts["target"], f"{what}: target"),
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
        target = self._target(node, anchor, what)
        return Filler(ref=target.ref, spans=target.spans) if target is not None else None
