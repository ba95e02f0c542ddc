"""Quotes of the form, short and long, found in the article's text."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from communique.authoring.messages import QUOTE_RULES, Problems
from communique.authoring.nodes import is_null, mapping, number, scalar
from communique.codec.quotes import Quote, QuoteError, clip, context, find, parse
from communique.model import Span

LONG_FORM = ("q", "n", "prefix", "to", "start")


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
        return self._fragment(node, what).spans

    def mention(self, node: Node, what: str) -> Found:
        """Return the mention that a quote names: one piece, a nested list of them, or long form."""
        if not isinstance(node, MappingNode):
            return self._fragment(node, what)
        parts = mapping(node, self.problems, what, (*LONG_FORM, "head", "id"))
        spans = self.long(node, parts, what)
        name = scalar(parts["id"], self.problems, f"{what}: id") if "id" in parts else None
        if "head" not in parts or not spans:
            return Found(spans, id=name)
        if is_null(parts["head"]):
            return Found(spans, id=name, headless=True)
        return Found(spans, self._head(parts["head"], spans, what), name)

    def _fragment(self, node: Node, what: str) -> Found:
        """Return the pieces of a list in order, or the one piece that is no list."""
        if not isinstance(node, SequenceNode):
            return self._piece(node, what)
        found = [self._piece(item, what) for item in node.value]
        if not found:
            message = f"{what}: a list without a quote"
            self.problems.add("AUT-105", node, message, "quote the pieces of one fragment in it")
        spans = tuple(span for piece in found for span in piece.spans)
        head = next((piece.head for piece in found if piece.head), None)
        if not all(piece.spans for piece in found) or not self._in_order(spans, node, what):
            return Found(())
        return Found(spans, head)

    def _in_order(self, spans: tuple[Span, ...], node: Node, what: str) -> bool:
        for one, two in pairwise(spans):
            if two.start < one.end:
                message = f"{what}: {clip(two.text or '')!r} does not follow the piece before it"
                hint = "write the pieces of one fragment in the order of the text, without overlap"
                self.problems.add("AUT-107", node, message, hint)
                return False
        return True

    def _piece(self, node: Node, what: str) -> Found:
        """Return what one quote names: a scalar in the short form, or the long form."""
        if isinstance(node, MappingNode):
            parts = mapping(node, self.problems, what, LONG_FORM)
            return Found(self.long(node, parts, what))
        if not isinstance(node, ScalarNode) or is_null(node):
            hint = "quote words of the text, or leave the key out"
            self.problems.add("AUT-006", node, f"{what}: a quote was expected", hint)
            return Found(())
        quote = parse(normalize("NFC", node.value))
        spans = self._find(quote, node, what)
        if not spans or quote.head is None:
            return Found(spans)
        start = spans[0].start
        return Found(spans, self.span(start + quote.head[0], start + quote.head[1]))

    def long(self, node: Node, parts: Mapping[str, Node], what: str) -> tuple[Span, ...]:
        """Return the fragment that `{q: words, …}` names; empty where it fails."""
        if "q" not in parts:
            self.problems.add("AUT-005", node, f"{what}: no `q`", "write {q: words}")
            return ()
        if isinstance(parts["q"], SequenceNode):
            return self.fragment(parts["q"], what)
        words = scalar(parts["q"], self.problems, f"{what}: q")
        to, prefix = (
            scalar(parts[key], self.problems, f"{what}: {key}") if key in parts else None
            for key in ("to", "prefix")
        )
        n, start = (
            number(parts[key], self.problems, f"{what}: {key}", least) if key in parts else None
            for key, least in (("n", 1), ("start", 0))
        )
        if words is None or ("n" in parts and n is None) or ("start" in parts and start is None):
            return ()
        words = normalize("NFC", words)
        if start is not None:
            return self._exactly(words, start, node, what)
        return self._find(Quote(words, n, to, prefix), node, what)

    def _exactly(self, words: str, start: int, node: Node, what: str) -> tuple[Span, ...]:
        """Return the words at an offset, whole words or not."""
        end = start + len(words)
        if words and self.text[start:end] == words:
            return (self.span(start, end),)
        message = (
            f"{what}: {clip(words)!r} does not begin at {start}: {context(self.text, start, end)}"
        )
        self.problems.add("AUT-101", node, message, "drop `start`; `n` counts whole words")
        return ()

    def _find(self, quote: Quote, node: Node, what: str) -> tuple[Span, ...]:
        try:
            return (self.span(*find(self.text, quote)),)
        except QuoteError as error:
            rule, hint = QUOTE_RULES[error.kind], error.hint
            written = node.value if isinstance(node, ScalarNode) else quote.words
            if written != quote.words and written in self.text:
                hint = f"the text has {written!r} to the letter: write {{q: {written!r}}}"
            self.problems.add(rule, node, f"{what}: {error.message}", hint)
            return ()

    def _head(self, node: Node, spans: tuple[Span, ...], what: str) -> Span | None:
        """Return the head: the last place of its words inside the mention, or `{q, start}`."""
        if isinstance(node, MappingNode):
            found = self.fragment(node, f"{what}: head")
            return found[0] if found else None
        words = scalar(node, self.problems, f"{what}: head")
        if not words:
            return None
        for span in reversed(spans):
            at = self.text.rfind(words, span.start, span.end)
            if at >= 0:
                return self.span(at, at + len(words))
        message = f"{what}: the mention has no {words!r}"
        self.problems.add("AUT-106", node, message, "write words of the mention, or `head: null`")
        return None
