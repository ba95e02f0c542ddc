"""Quotes of the form, short and long, found in the article's text."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from communique.authoring.messages import QUOTE_RULES, Problems
from communique.authoring.nodes import is_null, items, mapping, number, scalar
from communique.codec.quotes import Quote, QuoteError, clip, find, parse
from communique.model import Span

LONG_FORM = ("q", "n", "prefix", "to", "start", "end")


class Found(NamedTuple):
    """A fragment, its head where one was written, and its id where one was written.

    `headless` is true where the form says that the mention has no head.
    """

    spans: tuple[Span, ...]
    head: Span | None = None
    id: str | None = None
    headless: bool = False


class Quoting:
    """Finds what a form quotes in one text; what cannot be found is a finding."""

    def __init__(self, text: str, problems: Problems) -> None:
        """Keep the text in which quotes are found."""
        self.text = text
        self.problems = problems

    def span(self, start: int, end: int) -> Span:
        """Return the span with its words."""
        return Span(start, end, self.text[start:end])

    def fragment(self, node: Node, what: str) -> tuple[Span, ...]:
        """Return the fragment that a quote, or a list of pieces, names; empty where it fails."""
        if isinstance(node, MappingNode):
            return self.mention(node, what, more=()).spans
        found = [self._piece(item, what) for item in items(node)]
        spans = tuple(span for piece in found for span in piece.spans)
        complete = all(piece.spans for piece in found)
        return self._ordered(spans, node, what) if complete else ()

    def _ordered(self, spans: tuple[Span, ...], node: Node, what: str) -> tuple[Span, ...]:
        for one, two in pairwise(spans):
            if two.start < one.end:
                message = f"{what}: {clip(two.text or '')!r} does not follow the piece before it"
                self.problems.add("AUT-107", node, message, "write pieces in the text's order")
                return ()
        return spans

    def mention(self, node: Node, what: str, more: tuple[str, ...] = ("head", "id")) -> Found:
        """Return the mention that a quote names: one piece, a nested list of them, or long form."""
        if isinstance(node, SequenceNode):
            return Found(self.fragment(node, what))
        if not isinstance(node, MappingNode):
            return self._piece(node, what)
        parts = mapping(node, self.problems, what, (*LONG_FORM, *more))
        if "q" in parts and isinstance(parts["q"], SequenceNode):
            found = Found(self.fragment(parts["q"], what))
        else:
            found = self._long(node, parts, what)
        if not found.spans:
            return found
        name = scalar(parts["id"], self.problems, f"{what}: id") if "id" in parts else None
        headless = "head" in parts and is_null(parts["head"])
        head = None
        if "head" in parts and not headless:
            head = self._head(parts["head"], found.spans, what)
        return Found(found.spans, head, name, headless)

    def _piece(self, node: Node, what: str) -> Found:
        """Return what one quote names: a scalar in the short form, or the long form."""
        if isinstance(node, MappingNode):
            return self.mention(node, what, more=())
        if not isinstance(node, ScalarNode) or is_null(node):
            self.problems.add("AUT-006", node, f"{what}: a quote was expected", "quote the text")
            return Found(())
        quote = parse(node.value)
        spans = self._find(quote, node, what)
        if not spans or quote.head is None:
            return Found(spans)
        start = spans[0].start
        return Found(spans, self.span(start + quote.head[0], start + quote.head[1]))

    def _long(self, node: Node, parts: dict[str, Node], what: str) -> Found:
        if "start" in parts and "end" in parts:
            return Found(self._offsets(node, parts, what))
        if "q" not in parts:
            self.problems.add("AUT-005", node, f"{what}: no `q`", "write {q: words}")
            return Found(())
        words = scalar(parts["q"], self.problems, what)
        if words is None:
            return Found(())
        count = number(parts["n"], self.problems, what) if "n" in parts else None
        to, prefix = (
            scalar(parts[key], self.problems, what) if key in parts else None
            for key in ("to", "prefix")
        )
        return Found(self._find(Quote(words, count, to, prefix), node, what))

    def _offsets(self, node: Node, parts: dict[str, Node], what: str) -> tuple[Span, ...]:
        start = number(parts["start"], self.problems, what)
        end = number(parts["end"], self.problems, what)
        if start is None or end is None:
            return ()
        if start < end <= len(self.text):
            return (self.span(start, end),)
        message = f"{what}: [{start}, {end}) is no stretch of a text of {len(self.text)}"
        self.problems.add("AUT-101", node, message, "offsets are code points, end after start")
        return ()

    def _find(self, quote: Quote, node: Node, what: str) -> tuple[Span, ...]:
        try:
            return (self.span(*find(self.text, quote)),)
        except QuoteError as error:
            self.problems.add(QUOTE_RULES[error.kind], node, f"{what}: {error.message}", error.hint)
            return ()

    def _head(self, node: Node, spans: tuple[Span, ...], what: str) -> Span | None:
        """Return the head: its last occurrence inside the mention, or the offsets given."""
        if isinstance(node, MappingNode):
            found = self.mention(node, what, more=()).spans
            return found[0] if found else None
        words = scalar(node, self.problems, what)
        for span in reversed(spans):
            at = self.text.rfind(words, span.start, span.end) if words else -1
            if words and at >= 0:
                return self.span(at, at + len(words))
        self.problems.add(
            "AUT-106", node, f"{what}: the mention has no {words!r}", "write words of the mention"
        )
        return None
