"""References of a form: ids, `{ref: id, at: quote}`, and plain words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
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
    """Resolves the references of one form; what does not resolve is a finding.

    `ids` has every id that the form writes with its kind; `mentioned` gets the entities for which
    a mention is written, found or not.
    """

    def __init__(
        self, quoting: Quoting, references: References, problems: Problems, ids: Mapping[str, str]
    ) -> None:
        """Resolve against what `references` has by then."""
        self.quoting = quoting
        self.references = references
        self.problems = problems
        self.ids = ids
        self.mentioned: set[str] = set()

    def target(
        self, node: Node, anchor: Span, what: str, *, implicit: bool = True
    ) -> Target | None:
        """Return what an argument, holder or target means; `implicit`: may it say so itself."""
        if isinstance(node, ScalarNode):
            name = scalar(node, self.problems, what)
            return self._by_id(name, node, None, anchor, what) if name is not None else None
        if not isinstance(node, MappingNode):
            message = f"{what}: an id or words were expected"
            self.problems.add("AUT-006", node, message, "write an id, or {q: words}")
            return None
        more = ("implicit",) if implicit else ()
        if not any(key.value == "ref" for key, _ in node.value):
            return self._words(node, what, more)
        parts = mapping(node, self.problems, what, ("ref", "at", *more))
        name = scalar(parts["ref"], self.problems, what)
        if name is None:
            return None
        target = self._by_id(name, parts["ref"], parts.get("at"), anchor, what)
        return self._told(target, parts, what)

    def _told(self, target: Target | None, parts: Mapping[str, Node], what: str) -> Target | None:
        """Return the target with what the form says of its being implicit."""
        if target is None or "implicit" not in parts:
            return target
        return target._replace(implicit=boolean(parts["implicit"], self.problems, what))

    def _words(self, node: MappingNode, what: str, more: tuple[str, ...]) -> Target | None:
        parts = mapping(node, self.problems, what, (*LONG_FORM, *more))
        spans = self.quoting.long(node, parts, what)
        target = Target(None, spans, spans[0].start) if spans else None
        return self._told(target, parts, what)

    def _by_id(
        self, name: str, node: Node, at: Node | None, anchor: Span, what: str
    ) -> Target | None:
        if self.ids.get(name) == "event":
            if at is not None:
                message = f"{what}: `at` picks a mention of an entity, but {name} is an event"
                self.problems.add("AUT-203", at, message, "drop `at`: an event stands in one place")
            trigger = self.references.triggers.get(name)
            return Target(name, (), trigger[0].start) if trigger else None
        if self.ids.get(name) != "entity":
            self._no_filler(name, node, what)
            return None
        if at is not None:
            mention = self._picked(name, at, what)
        else:
            mention = self.references.nearest(name, anchor)
            if mention is None and name not in self.mentioned:
                message = f"{what}: the entity {name} has no mention"
                self.problems.add("AUT-202", node, message, "quote one under NAM, NOM or PRO of it")
        return Target(mention.id, (), mention.spans[0].start) if mention is not None else None

    def _no_filler(self, name: str, node: Node, what: str) -> None:
        """Say that a filler is no id; where the text has it, it may be meant as words."""
        if next(occurrences(self.quoting.text, name), None) is None:
            self._unknown(name, node, what, ("entity", "event"))
            return
        message = f"{what}: {name!r} is not declared; the id of an entity or event was expected"
        hint = f"declare it, or write plain words of the text as {{q: {name}}}"
        self.problems.add("AUT-201", node, message, hint)

    def _picked(self, entity: str, at: Node, what: str) -> Mention | None:
        """Return the entity's mention that the quote names, or that begins and ends with it."""
        spans = self.quoting.fragment(at, what)
        if not spans:
            return None
        own = self.references.of_entity.get(entity, ())
        place = spans[0].start, spans[-1].end
        found = [m for m in own if m.spans == spans] or [m for m in own if extent(m) == place]
        if found:
            return found[0]
        shown = ", ".join(repr(clip(" … ".join(s.text or "" for s in m.spans))) for m in own)
        message = f"{what}: no mention of {entity} is {clip(self.quoting.text[slice(*place)])!r}"
        hint = f"its mentions are {shown}" if own else "quote one under NAM, NOM or PRO of it"
        self.problems.add("AUT-203", at, message, hint)
        return None

    def require(
        self, name: str, node: Node, what: str, *kinds: str, more: tuple[str, ...] = ()
    ) -> None:
        """Say that a name is no id of these kinds, nor one of `more`, where it is none."""
        if self.ids.get(name) not in kinds and name not in more:
            self._unknown(name, node, what, kinds, more)

    def _unknown(
        self, name: str, node: Node, what: str, kinds: tuple[str, ...], more: tuple[str, ...] = ()
    ) -> None:
        known = [*more, *(other for other, kind in self.ids.items() if kind in kinds)]
        near = difflib.get_close_matches(name, known, n=3)
        wanted = " or ".join(kinds)
        hint = f"did you mean {', '.join(near)}?" if near else f"name an {wanted} of this form"
        kind = self.ids.get(name)
        found = f"the id of {'an' if kind[0] in 'aei' else 'a'} {kind}" if kind else "not declared"
        message = f"{what}: {name!r} is {found}; the id of an {wanted} was expected"
        self.problems.add("AUT-201", node, message, hint)
