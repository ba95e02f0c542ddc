"""References of a form: ids, `{ref: id, at: quote}`, and plain words."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from communique.authoring.messages import Problems
from communique.authoring.nodes import boolean, mapping, scalar
from communique.authoring.quoting import LONG_FORM, Quoting
from communique.authoring.references import References, extent
from communique.codec.quotes import clip, occurrences
from communique.model import Mention, Span


class Target(NamedTuple):
    """What a reference means: a mention or event, or words; and where it stands."""

    ref: str | None
    spans: tuple[Span, ...]
    start: int
    implicit: bool | None = None


class Resolver:
    """Resolves the references of one form; what does not resolve is a finding."""

    def __init__(self, quoting: Quoting, references: References, problems: Problems) -> None:
        """`entities` is filled as entities are read."""
        self.quoting = quoting
        self.references = references
        self.problems = problems
        self.entities: set[str] = set()

    def target(self, node: Node, anchor: Span, what: str) -> Target | None:
        """Return what an argument, holder or target means."""
        if isinstance(node, ScalarNode):
            name = scalar(node, self.problems, what)
            return self._by_id(name, node, None, anchor, what) if name is not None else None
        if not isinstance(node, MappingNode):
            self.problems.add("AUT-006", node, f"{what}: an id or words were expected")
            return None
        parts = mapping(node, self.problems, what, (*LONG_FORM, "ref", "at", "implicit"))
        implicit = boolean(parts["implicit"], self.problems, what) if "implicit" in parts else None
        if "ref" in parts:
            name = scalar(parts["ref"], self.problems, what)
            if name is None:
                return None
            target = self._by_id(name, node, parts.get("at"), anchor, what)
        else:
            target = self._words(node, what)
        return target._replace(implicit=implicit) if target is not None else None

    def _words(self, node: MappingNode, what: str) -> Target | None:
        kept = [(key, value) for key, value in node.value if key.value != "implicit"]
        plain = MappingNode(node.tag, kept, node.start_mark, node.end_mark)
        spans = self.quoting.fragment(plain, what)
        return Target(None, spans, spans[0].start) if spans else None

    def _by_id(
        self, name: str, node: Node, at: Node | None, anchor: Span, what: str
    ) -> Target | None:
        if name in self.references.triggers:
            return Target(name, (), self.references.triggers[name][0].start)
        if name not in self.entities:
            self.unknown(name, node, what)
            return None
        if at is not None:
            mention = self._picked(name, at, what)
        elif (mention := self.references.nearest(name, anchor)) is None:
            hint = "quote a mention of it, or refer to another"
            self.problems.add("AUT-202", node, f"{what}: {name} has no mention", hint)
        return Target(mention.id, (), mention.spans[0].start) if mention is not None else None

    def _picked(self, entity: str, at: Node, what: str) -> Mention | None:
        """Return the entity's mention that begins and ends where the quote does."""
        spans = self.quoting.fragment(at, what)
        if not spans:
            return None
        place = spans[0].start, spans[-1].end
        for mention in self.references.of_entity.get(entity, ()):
            if extent(mention) == place:
                return mention
        words = clip(self.quoting.text[place[0] : place[1]])
        message = f"{what}: no mention of {entity} is {words!r}"
        self.problems.add("AUT-203", at, message, "quote one of its mentions, to the letter")
        return None

    def known(self, node: Node, what: str, *more: str) -> str:
        """Return an id of an entity, of an event, or one of `more`, as stances name them."""
        name = scalar(node, self.problems, what)
        if name is None:
            return ""
        if name not in self.entities and name not in self.references.triggers and name not in more:
            self.unknown(name, node, what)
        return name

    def unknown(self, name: str, node: Node, what: str) -> None:
        """Say that an id is none, with the nearest ids; or that words are written otherwise."""
        ids = [*sorted(self.entities), *self.references.triggers]
        near = difflib.get_close_matches(name, ids, n=3)
        hints = [f"did you mean {', '.join(near)}?"] if near else []
        if next(occurrences(self.quoting.text, name), None) is not None:
            hints.append(f"plain words of the text are written {{q: {name}}}")
        hint = " ".join(hints) or "references are ids of entities or events"
        self.problems.add("AUT-201", node, f"{what}: {name!r} is no id of this article", hint)
