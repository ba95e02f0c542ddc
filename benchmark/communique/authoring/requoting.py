"""Spans of a record as the quotes that a person would have written."""

from __future__ import annotations

from collections.abc import Sequence

from communique.authoring.flow import Flow, word
from communique.authoring.references import default_head
from communique.codec.quotes import ELLIPSIS, Quote, abridged, parse, shortest
from communique.model import Mention, Span


class Requoting:
    """Quotes stretches of one text."""

    def __init__(self, text: str) -> None:
        """Keep the text in which the quotes will be found again."""
        self.text = text

    def fragment(self, spans: Sequence[Span], *, long: bool = False) -> Flow:
        """Return the quote of a fragment: one, or a list of pieces; `long` leaves out middles."""
        if len(spans) == 1:
            return self._quote(spans[0], long=long)
        return [self._quote(span, long=long) for span in spans]

    def _quote(self, span: Span, *, long: bool = False) -> Flow:
        """Return the short form where it is read back as it is meant, else the long form."""
        make = abridged if long else shortest
        quote = make(self.text, span.start, span.end)
        if quote is None:
            return {"q": word(self.text[span.start : span.end]), "start": str(span.start)}
        return _short(quote) or _literal(quote)

    def literal(self, spans: Sequence[Span]) -> dict[str, Flow]:
        """Return the long form of a fragment, as plain words are written."""
        if len(spans) > 1:
            return {"q": self.fragment(spans)}
        quote = shortest(self.text, spans[0].start, spans[0].end)
        if quote is None:
            words = self.text[spans[0].start : spans[0].end]
            return {"q": word(words), "start": str(spans[0].start)}
        return _literal(quote)

    def mention(self, mention: Mention, *, named: bool) -> Flow:
        """Return the quote of a mention, with its head where it is not the usual one.

        `named`: the mention's id must be written too.
        """
        spans, head = mention.spans, mention.head
        usual = head == default_head(self.text, spans, mention.level)
        if not named:
            short = self.fragment(spans) if usual else self._marked(spans, head)
            if short is not None:
                return short
        parts = self.literal(spans)
        if not usual:
            parts["head"] = "null" if head is None else self._head(spans, head)
        if named:
            parts["id"] = word(mention.id)
        return parts

    def _head(self, spans: Sequence[Span], head: Span) -> Flow:
        """Return the head's words where their last place in the mention is the head's."""
        words = self.text[head.start : head.end]
        for span in reversed(spans):
            at = self.text.rfind(words, span.start, span.end)
            if at >= 0:
                return (
                    word(words)
                    if at == head.start
                    else {"q": word(words), "start": str(head.start)}
                )
        return {"q": word(words), "start": str(head.start)}

    def _marked(self, spans: Sequence[Span], head: Span | None) -> Flow | None:
        """Return the quote with its head in brackets, where that is read back as it is meant."""
        if head is None:
            return None
        pieces: list[Flow | None] = [
            self._bracketed(span, head)
            if span.start <= head.start and head.end <= span.end
            else self._quote(span)
            for span in spans
        ]
        whole = [piece for piece in pieces if piece is not None]
        if len(whole) < len(pieces):
            return None
        return whole[0] if len(whole) == 1 else whole

    def _bracketed(self, span: Span, head: Span) -> str | None:
        quote = shortest(self.text, span.start, span.end)
        if quote is None:
            return None
        return _short(quote._replace(head=(head.start - span.start, head.end - span.start)))


def _short(quote: Quote) -> str | None:
    """Return the short form of a quote, where it is read back as the same quote."""
    scalar = quote.words
    if quote.head is not None:
        start, end = quote.head
        scalar = f"{scalar[:start]}[{scalar[start:end]}]{scalar[end:]}"
    scalar += f"#{quote.number}" if quote.number else ""
    scalar += f"{ELLIPSIS}{quote.to}" if quote.to else ""
    return word(scalar) if parse(scalar) == quote else None


def _literal(quote: Quote) -> dict[str, Flow]:
    parts: dict[str, Flow] = {"q": word(quote.words)}
    if quote.number:
        parts["n"] = str(quote.number)
    if quote.to:
        parts["to"] = word(quote.to)
    return parts
