"""From the record back to the form that people write, losing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from communique.authoring.compiler import compile_text
from communique.authoring.entities import ENTITY, LEVEL_KEYS
from communique.authoring.flow import Flow, plain, text_lines, word, wrapped
from communique.authoring.head import METADATA
from communique.authoring.references import References, extent
from communique.authoring.requoting import Requoting
from communique.codec import canonical
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

_PROVENANCE = ("annotators", "adjudicated", "adjudicator", "guidelines", "date", "tool")


def _head_lines(article: Article) -> Iterable[str]:
    """Yield the head of the form: id, metadata, text, layers and provenance."""
    yield f"id: {word(article.id)}"
    yield "metadata:"
    for key in METADATA:
        value = getattr(article.metadata, key)
        if value:
            yield from wrapped(f"  {key}: ", plain(value))
    yield from text_lines(article.text or "")
    yield from wrapped("layers: ", plain(article.layers))
    if article.provenance is not None:
        fields = {key: getattr(article.provenance, key) for key in _PROVENANCE}
        yield from wrapped("provenance: ", {k: plain(v) for k, v in fields.items() if v})


def edit_form(article: Article) -> str:
    """Return the authoring form of a record: compiled again it gives the record, byte for byte.

    Raises:
        InputError: the record has no text to quote, or is not sound: dangling references, spans
            that do not fit the text.
    """
    if article.text is None:
        raise InputError(
            f"record {article.id!r} has no text, so there is nothing to quote",
            hint="put its text on it first: communique attach",
        )
    ordered = canonical(article)
    form = "\n".join(_Form(ordered, article.text).lines()) + "\n"
    compiled = compile_text(form, article.id, Path())
    if compiled.article != ordered:
        found = "; ".join(finding.message for finding in compiled.findings[:3])
        raise InputError(
            f"record {article.id!r} has no form: {found or 'its parts do not agree'}",
            hint="run `communique validate` on it, and mend what that finds",
        )
    return form


def _numbered(article: Article) -> dict[str, str]:
    """Return the ids that the compiler would give the mentions, by the ids that they have."""
    written = [m for entity in article.entities for m in _mentions_of(article, entity)]
    ordered = sorted(written, key=extent)
    return {mention.id: f"m{number}" for number, mention in enumerate(ordered, 1)}


def _mentions_of(article: Article, entity: Entity) -> list[Mention]:
    """Return the mentions of an entity in the order in which the form has them."""
    own = [mention for mention in article.mentions if mention.entity == entity.id]
    return sorted(own, key=lambda mention: LEVEL_KEYS.index(mention.level or "at"))


class _Form:
    """One record on its way to the form."""

    def __init__(self, article: Article, text: str) -> None:
        self.article = article
        self.references = References(text, article.mentions, article.events)
        self.quotes = Requoting(text)
        self.numbered = _numbered(article)

    def lines(self) -> Iterable[str]:
        """Yield the form line by line."""
        article = self.article
        yield from _head_lines(article)
        yield from _keyed("entities", {e.id: self._entity(e) for e in article.entities})
        yield from _keyed("events", {e.id: self._event(e) for e in article.events})
        yield from _keyed("clusters", self._clusters())
        attributions = {a.id: self._attribution(a) for a in article.attributions}
        yield from _keyed("attributions", attributions)
        stances = [self._stance(n, s) for n, s in enumerate(article.stances, 1)]
        yield from _listed("stances", stances)
        ordered = sorted(article.sentiments, key=lambda s: (len(s.id), s.id))  # o2 before o10
        sentiments = [self._sentiment(n, s) for n, s in enumerate(ordered, 1)]
        yield from _listed("sentiments", sentiments)

    def _entity(self, entity: Entity) -> Flow:
        parts = _labels(entity, ("type", *ENTITY))
        levels: dict[str, list[Flow]] = {}
        for mention in _mentions_of(self.article, entity):
            named = mention.id != self.numbered[mention.id]
            quote = self.quotes.mention(mention, named=named)
            levels.setdefault(mention.level or "at", []).append(quote)
        return {**parts, **levels}

    def _reference(
        self, filler: Argument | Filler, anchor: Span, *, implicit: bool | None = None
    ) -> Flow:
        """Return a filler as an id, as `{ref, at}` where not the nearest is meant, or as words."""
        parts: dict[str, Flow] = {}
        if filler.ref is None:
            parts, start = self.quotes.literal(filler.spans), filler.spans[0].start
        elif (mention := self.references.mentions.get(filler.ref)) is not None:
            start = mention.spans[0].start
            parts["ref"] = word(mention.entity)
            if self.references.nearest(mention.entity, anchor) != mention:
                parts["at"] = self.quotes.fragment(mention.spans)
        else:
            start = self.references.triggers.get(filler.ref, (anchor,))[0].start
            parts["ref"] = word(filler.ref)
        apart = not self.references.together(start, anchor.start)
        if implicit is not None and implicit != apart:
            parts["implicit"] = plain(implicit)
        return parts["ref"] if list(parts) == ["ref"] else parts

    def _event(self, event: Event) -> Flow:
        kind = event.category + (f"/{event.mode}" if event.mode else "")
        parts: dict[str, Flow] = {"at": self.quotes.fragment(event.trigger), "is": word(kind)}
        parts |= _labels(event, ("factuality", "cluster"), factuality="fact")
        roles: dict[str, list[Flow]] = {}
        for argument in event.arguments:
            made = self._reference(argument, event.trigger[0], implicit=argument.implicit)
            roles.setdefault(argument.role, []).append(made)
        for role, fillers in roles.items():
            parts[role] = fillers[0] if len(fillers) == 1 else fillers
        return parts

    def _clusters(self) -> dict[str, Flow]:
        """Return the clusters that say more than which events are in them."""
        used = {event.cluster for event in self.article.events}
        return {
            cluster.id: _labels(cluster, ("world_event",))
            for cluster in self.article.event_clusters
            if cluster.world_event is not None or cluster.id not in used
        }

    def _attribution(self, item: Attribution) -> Flow:
        parts: dict[str, Flow] = {}
        if item.source is not None:
            parts["source"] = self.quotes.fragment(item.source.spans, long=True)
            parts |= _labels(item.source, ("entity",))
        if item.cue:
            parts["cue"] = self.quotes.fragment(item.cue)
        parts["content"] = self.quotes.fragment(item.content, long=True)
        return parts | _labels(item, ("kind", "commitment", "parent"), parent="in")

    def _stance(self, number: int, item: Stance) -> Flow:
        parts: dict[str, Flow] = {} if item.id == f"s{number}" else {"id": word(item.id)}
        parts |= _labels(item, ("holder", "target", "label", "basis"))
        if item.evidence:
            evidence = [self.quotes.fragment(spans, long=True) for spans in item.evidence]
            parts["evidence"] = evidence
        return parts

    def _sentiment(self, number: int, item: Sentiment) -> Flow:
        parts: dict[str, Flow] = {} if item.id == f"o{number}" else {"id": word(item.id)}
        parts["expr"] = self.quotes.fragment(item.expression)
        for key, filler in (("holder", item.holder), ("target", item.target)):
            if filler is not None:
                parts[key] = self._reference(filler, item.expression[0])
        return parts | _labels(item, ("polarity", "intensity", "quoted"))


def _labels(item: object, fields: Sequence[str], **keys: str) -> dict[str, Flow]:
    """Return the fields that an item has, under their keys in the form."""
    values = {keys.get(name, name): getattr(item, name) for name in fields}
    return {key: plain(value) for key, value in values.items() if value is not None}


def _keyed(name: str, items: Mapping[str, Flow]) -> Iterable[str]:
    if items:
        yield f"{name}:"
    for key, value in items.items():
        yield from wrapped(f"  {word(key)}: ", value)


def _listed(name: str, items: Sequence[Flow]) -> Iterable[str]:
    if items:
        yield f"{name}:"
    for value in items:
        yield from wrapped("  - ", value)
