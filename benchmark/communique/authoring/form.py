"""From the record back to the form that people write, losing nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from communique.authoring.compiler import METADATA
from communique.authoring.layers import LEVEL_KEYS
from communique.authoring.references import References, default_head, extent
from communique.codec import canonical
from communique.codec.quotes import ELLIPSIS, Quote, abridged, parse, shortest
from communique.errors import InputError
from communique.model import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    Filler,
    Mention,
    Sentiment,
    Span,
    Stance,
)

WIDTH = 118
_PLAIN = re.compile("[^\\W_](?:[\\w .+/\u2019-]*[\\w.+/\u2019-])?(?:#[0-9]+)?\\Z")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_BLOCK = re.compile("[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]*\\Z")

Flow = str | Sequence["Flow"] | Mapping[str, "Flow"]
"""A value of the form: a scalar already in YAML, a list, or a mapping."""


def word(text: str) -> str:
    """Return a YAML scalar that reads as exactly this text."""
    if _PLAIN.match(text) and text.lower() != "null":
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def flow(value: Flow) -> list[str]:
    """Return a value in YAML's flow style, in pieces between which a line may break."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        parts = [(f"{key}: ", flow(item)) for key, item in value.items()]
        opening, closing = "{", "}"
    else:
        parts = [("", flow(item)) for item in value]
        opening, closing = "[", "]"
    pieces: list[str] = []
    for number, (key, inner) in enumerate(parts, 1):
        inner = [key + inner[0], *inner[1:]]  # noqa: PLW2901 - the key belongs to the first piece
        inner[-1] += "," if number < len(parts) else ""
        pieces += inner
    pieces = pieces or [""]
    pieces[0] = opening + pieces[0]
    pieces[-1] += closing
    return pieces


def wrapped(start: str, value: Flow) -> Iterable[str]:
    """Yield the lines of `start` and a value, broken where they grow wider than `WIDTH`."""
    line = start
    for number, piece in enumerate(flow(value)):
        if number and len(line) + 1 + len(piece) > WIDTH:
            yield line
            line = "      " + piece
        else:
            line += (" " if number or not start.endswith(" ") else "") + piece
    yield line


def _plain(value: object) -> Flow:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return [word(str(item)) for item in value]
    return word(str(value))


def _text_lines(text: str) -> Iterable[str]:
    """Yield the text as a block, or between quotation marks where a block would change it."""
    ends = len(text) - len(text.rstrip("\n"))
    if not text or text[0].isspace() or ends > 1 or not _BLOCK.match(text):
        yield f"text: {word(text)}"
        return
    yield "text: |" if ends else "text: |-"
    for line in text.removesuffix("\n").split("\n"):
        yield f"  {line}" if line else ""


def head_lines(article: Article) -> Iterable[str]:
    """Yield the head of the form: id, metadata, and the text."""
    yield f"id: {word(article.id)}"
    yield "metadata:"
    for key in METADATA:
        value = getattr(article.metadata, key)
        if value:
            yield from wrapped(f"  {key}: ", _plain(value))
    yield from _text_lines(article.text or "")


def edit_form(article: Article) -> str:
    """Return the authoring form of a record: compiled again it gives the record, byte for byte.

    Raises:
        InputError: the record has no text to quote.
    """
    if article.text is None:
        raise InputError(
            f"record {article.id!r} has no text, so there is nothing to quote",
            hint="put its text on it first: communique attach",
        )
    return "\n".join(_Form(canonical(article), article.text).lines()) + "\n"


def _numbered(article: Article) -> dict[str, str]:
    """Return the ids that the compiler would give the mentions, by the ids that they have."""
    written = [
        mention
        for entity in article.entities
        for level in LEVEL_KEYS
        for mention in article.mentions
        if mention.entity == entity.id and mention.level == (None if level == "at" else level)
    ]
    ordered = sorted(written, key=extent)
    return {mention.id: f"m{number}" for number, mention in enumerate(ordered, 1)}


class _Form:
    """One record on its way to the form."""

    def __init__(self, article: Article, text: str) -> None:
        self.article = article
        self.text = text
        self.references = References(text, article.mentions, article.events)
        self.numbered = _numbered(article)

    def lines(self) -> Iterable[str]:
        """Yield the form line by line."""
        article = self.article
        yield from head_lines(article)
        yield from wrapped("layers: ", list(map(word, article.layers)))
        if article.provenance is not None:
            fields = {
                key: _plain(getattr(article.provenance, key))
                for key in article.provenance.__struct_fields__
                if getattr(article.provenance, key)
            }
            yield from wrapped("provenance: ", fields)
        yield from self._keyed("entities", {e.id: self._entity(e) for e in article.entities})
        yield from self._keyed("events", {e.id: self._event(e) for e in article.events})
        yield from self._clusters()
        attributions = {a.id: self._attribution(a) for a in article.attributions}
        yield from self._keyed("attributions", attributions)
        stances = [self._stance(n, s) for n, s in enumerate(article.stances, 1)]
        yield from self._listed("stances", stances)
        sentiments = [self._sentiment(n, s) for n, s in enumerate(article.sentiments, 1)]
        yield from self._listed("sentiments", sentiments)

    @staticmethod
    def _keyed(name: str, items: Mapping[str, Flow]) -> Iterable[str]:
        if items:
            yield f"{name}:"
        for key, value in items.items():
            yield from wrapped(f"  {word(key)}: ", value)

    @staticmethod
    def _listed(name: str, items: Sequence[Flow]) -> Iterable[str]:
        if items:
            yield f"{name}:"
        for value in items:
            yield from wrapped("  - ", value)

    # quotes

    def _quote(self, span: Span, *, short: bool = True) -> Flow:
        """Return a quote of one span: the short form, else the long form, else offsets."""
        try:
            make = shortest if short else abridged
            quote = make(self.text, span.start, span.end)
        except ValueError:
            return {"start": str(span.start), "end": str(span.end)}
        return self._written(quote, span)

    def _written(self, quote: Quote, span: Span) -> Flow:
        scalar = quote.words
        scalar += f"#{quote.number}" if quote.number else ""
        scalar += f"{ELLIPSIS}{quote.to}" if quote.to else ""
        if parse(scalar) == quote and quote.words.strip():
            return word(scalar)
        if not quote.words.strip():
            return {"start": str(span.start), "end": str(span.end)}
        parts: dict[str, Flow] = {"q": word(quote.words)}
        if quote.number:
            parts["n"] = str(quote.number)
        if quote.to:
            parts["to"] = word(quote.to)
        return parts

    def _fragment(self, spans: Sequence[Span], *, short: bool = True) -> Flow:
        if len(spans) == 1:
            return self._quote(spans[0], short=short)
        return [self._quote(span, short=short) for span in spans]

    # entities and mentions

    def _entity(self, entity: Entity) -> Flow:
        parts: dict[str, Flow] = {"type": word(entity.type)}
        for key in ("name", "part_of", "value", "kb"):
            if getattr(entity, key) is not None:
                parts[key] = word(getattr(entity, key))
        own = [m for m in self.article.mentions if m.entity == entity.id]
        for key in LEVEL_KEYS:
            level = None if key == "at" else key
            mentions = [self._mention(m) for m in own if m.level == level]
            if mentions:
                parts[key] = mentions
        return parts

    def _mention(self, mention: Mention) -> Flow:
        named = mention.id != self.numbered[mention.id]
        head = mention.head
        usual = head == default_head(self.text, mention.spans, mention.level)
        plain = self._fragment(mention.spans)
        if usual and not named:
            return plain
        if not named and isinstance(plain, str) and head is not None and len(mention.spans) == 1:
            marked = self._bracketed(mention.spans[0], head)
            if marked is not None:
                return marked
        parts: dict[str, Flow] = dict(plain) if isinstance(plain, Mapping) else {}
        if not isinstance(plain, Mapping):
            parts = self._long(mention.spans)
        if not usual:
            parts["head"] = (
                "null" if head is None else {"start": str(head.start), "end": str(head.end)}
            )
        if named:
            parts["id"] = word(mention.id)
        return parts

    def _long(self, spans: Sequence[Span]) -> dict[str, Flow]:
        if len(spans) > 1:
            return {"q": [self._quote(span) for span in spans]}
        quote = shortest(self.text, spans[0].start, spans[0].end)
        parts: dict[str, Flow] = {"q": word(quote.words)}
        if quote.number:
            parts["n"] = str(quote.number)
        return parts

    def _bracketed(self, span: Span, head: Span) -> str | None:
        """Return the quote with its head in brackets, where that can be read back."""
        if head.start < span.start or head.end > span.end:
            return None
        quote = shortest(self.text, span.start, span.end)
        start, end = head.start - span.start, head.end - span.start
        words = quote.words
        scalar = f"{words[:start]}[{words[start:end]}]{words[end:]}"
        scalar += f"#{quote.number}" if quote.number else ""
        return word(scalar) if parse(scalar) == quote._replace(head=(start, end)) else None

    # references

    def _reference(
        self, filler: Argument | Filler, anchor: Span, implicit: bool | None = None
    ) -> Flow:
        """Return a filler as an id, as `{ref, at}` where not the nearest is meant, or as words."""
        parts: dict[str, Flow] = {}
        if filler.ref is None:
            words = self._words(filler.spans)
            parts, start = dict(words), filler.spans[0].start
        elif (mention := self.references.mentions.get(filler.ref)) is not None:
            start = mention.spans[0].start
            nearest = self.references.nearest(mention.entity, anchor)
            parts["ref"] = word(mention.entity)
            if nearest is None or nearest.id != mention.id:
                parts["at"] = self._fragment(mention.spans)
        else:
            start = self.references.triggers[filler.ref][0].start
            parts["ref"] = word(filler.ref)
        apart = not self.references.together(start, anchor.start)
        if implicit is not None and implicit != apart:
            parts["implicit"] = "true" if implicit else "false"
        return parts["ref"] if list(parts) == ["ref"] else parts

    def _words(self, spans: Sequence[Span]) -> Mapping[str, Flow]:
        if len(spans) == 1:
            plain = self._quote(spans[0])
            if isinstance(plain, Mapping):
                return plain
        return self._long(spans)

    # events

    def _event(self, event: Event) -> Flow:
        kind = event.category + (f"/{event.mode}" if event.mode else "")
        parts: dict[str, Flow] = {"at": self._fragment(event.trigger), "is": word(kind)}
        if event.factuality is not None:
            parts["fact"] = word(event.factuality)
        if event.cluster is not None:
            parts["cluster"] = word(event.cluster)
        roles: dict[str, list[Flow]] = {}
        for argument in event.arguments:
            made = self._reference(argument, event.trigger[0], argument.implicit)
            roles.setdefault(argument.role, []).append(made)
        for role, fillers in roles.items():
            parts[role] = fillers[0] if len(fillers) == 1 else fillers
        return parts

    def _clusters(self) -> Iterable[str]:
        """Yield the clusters that say more than which events are in them."""
        used = {event.cluster for event in self.article.events}
        told: dict[str, Flow] = {
            c.id: {"world_event": word(c.world_event)} if c.world_event is not None else {}
            for c in self.article.event_clusters
            if c.world_event is not None or c.id not in used
        }
        return self._keyed("clusters", told)

    # attributions, stances, sentiments

    def _attribution(self, item: Attribution) -> Flow:
        parts: dict[str, Flow] = {}
        if item.source is not None:
            parts["source"] = self._fragment(item.source.spans, short=False)
            if item.source.entity is not None:
                parts["entity"] = word(item.source.entity)
        if item.cue:
            parts["cue"] = self._fragment(item.cue)
        parts["content"] = self._fragment(item.content, short=False)
        for key, value in (
            ("kind", item.kind),
            ("commitment", item.commitment),
            ("in", item.parent),
        ):
            if value is not None:
                parts[key] = word(value)
        return parts

    def _stance(self, number: int, item: Stance) -> Flow:
        parts: dict[str, Flow] = {} if item.id == f"s{number}" else {"id": word(item.id)}
        for key in ("holder", "target", "label", "basis"):
            if getattr(item, key) is not None:
                parts[key] = word(getattr(item, key))
        if item.evidence:
            parts["evidence"] = [self._fragment(spans, short=False) for spans in item.evidence]
        return parts

    def _sentiment(self, number: int, item: Sentiment) -> Flow:
        parts: dict[str, Flow] = {} if item.id == f"o{number}" else {"id": word(item.id)}
        parts["expr"] = self._fragment(item.expression)
        for key in ("holder", "target"):
            filler = getattr(item, key)
            if filler is not None:
                parts[key] = self._reference(filler, item.expression[0])
        for key in ("polarity", "intensity"):
            if getattr(item, key) is not None:
                parts[key] = word(getattr(item, key))
        if item.quoted is not None:
            parts["quoted"] = "true" if item.quoted else "false"
        return parts
