"""What rules ask of a record, computed once and only when asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from communique.codec.sentences import sentence_starts
from communique.model import (
    Article,
    Attribution,
    Entity,
    Event,
    EventCluster,
    Mention,
    Sentiment,
    Span,
    Stance,
)
from communique.validate.spans import at

_Named = Entity | Mention | Event | EventCluster | Attribution | Stance | Sentiment


class Piece(NamedTuple):
    """A fragment of the record: its path, its spans, and which item it belongs to."""

    path: str
    spans: tuple[Span, ...]
    owner: str


class Facts:
    """A record with the indexes that rules need.

    Where an id is used twice the indexes hold the first item of that id.
    """

    def __init__(self, article: Article, stem: str | None = None) -> None:
        """`stem` is the stem of the record's own file, where it has one."""
        self.article = article
        self.stem = stem
        self.layers = frozenset(article.layers)
        self.written = article.metadata.origin == "written"

    @property
    def text(self) -> str:
        """The text; empty where the record has none (rules that need it are not run then)."""
        return self.article.text or ""

    @cached_property
    def items(self) -> list[tuple[str, str, str]]:
        """(path, kind, id) of everything that has an id."""
        a = self.article
        lists: tuple[tuple[str, str, Sequence[_Named]], ...] = (
            ("entities", "entity", a.entities),
            ("mentions", "mention", a.mentions),
            ("events", "event", a.events),
            ("event_clusters", "event cluster", a.event_clusters),
            ("attributions", "attribution", a.attributions),
            ("stances", "stance", a.stances),
            ("sentiments", "sentiment", a.sentiments),
        )
        return [
            (f"$.{field}[{i}]", kind, item.id)
            for field, kind, found in lists
            for i, item in enumerate(found)
        ]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Id → what it is an id of."""
        return {name: kind for _, kind, name in reversed(self.items)}

    def what(self, name: str) -> str:
        """Say what an id is: "an event", or "nothing" where no item has it."""
        kind = self.kinds.get(name)
        return "no item" if kind is None else f"an {kind}" if kind[0] in "ae" else f"a {kind}"

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities by id."""
        return {item.id: item for item in reversed(self.article.entities)}

    @cached_property
    def mentions(self) -> dict[str, Mention]:
        """Mentions by id."""
        return {item.id: item for item in reversed(self.article.mentions)}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by id."""
        return {item.id: item for item in reversed(self.article.events)}

    @cached_property
    def clusters(self) -> dict[str, EventCluster]:
        """Event clusters by id."""
        return {item.id: item for item in reversed(self.article.event_clusters)}

    @cached_property
    def attributions(self) -> dict[str, Attribution]:
        """Attributions by id."""
        return {item.id: item for item in reversed(self.article.attributions)}

    @cached_property
    def mentions_of(self) -> dict[str, list[Mention]]:
        """Mentions by the entity that they name, in the order of the record."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.article.mentions:
            found[mention.entity].append(mention)
        return found

    @cached_property
    def events_of(self) -> dict[str, list[Event]]:
        """Events by their cluster, in the order of the text."""
        found: dict[str, list[Event]] = defaultdict(list)
        for event in sorted(self.article.events, key=lambda e: (at(e.trigger), e.id)):
            if event.cluster is not None:
                found[event.cluster].append(event)
        return found

    def type_of(self, mention: str) -> str:
        """Return the entity type behind a mention's id."""
        return self.entities[self.mentions[mention].entity].type

    @cached_property
    def pieces(self) -> list[Piece]:
        """Every fragment of the record."""
        mentions = (
            Piece(f"$.mentions[{i}].spans", mention.spans, mention.id)
            for i, mention in enumerate(self.article.mentions)
        )
        return [*mentions, *self._of_events(), *self._of_attributions(), *self._of_opinions()]

    def _of_events(self) -> Iterator[Piece]:
        for i, event in enumerate(self.article.events):
            yield Piece(f"$.events[{i}].trigger", event.trigger, event.id)
            for j, argument in enumerate(event.arguments):
                yield Piece(f"$.events[{i}].arguments[{j}].spans", argument.spans, event.id)

    def _of_attributions(self) -> Iterator[Piece]:
        for i, attribution in enumerate(self.article.attributions):
            path = f"$.attributions[{i}]"
            yield Piece(f"{path}.content", attribution.content, attribution.id)
            yield Piece(f"{path}.cue", attribution.cue, attribution.id)
            if attribution.source:
                yield Piece(f"{path}.source.spans", attribution.source.spans, attribution.id)

    def _of_opinions(self) -> Iterator[Piece]:
        for i, stance in enumerate(self.article.stances):
            for j, evidence in enumerate(stance.evidence):
                yield Piece(f"$.stances[{i}].evidence[{j}]", evidence, stance.id)
        for i, sentiment in enumerate(self.article.sentiments):
            path = f"$.sentiments[{i}]"
            yield Piece(f"{path}.expression", sentiment.expression, sentiment.id)
            for name, filler in (("holder", sentiment.holder), ("target", sentiment.target)):
                if filler:
                    yield Piece(f"{path}.{name}.spans", filler.spans, sentiment.id)

    @cached_property
    def spans(self) -> list[tuple[str, Span, str]]:
        """(path, span, owner) of every span of the record, heads included."""
        found = [
            (f"{piece.path}[{i}]", span, piece.owner)
            for piece in self.pieces
            for i, span in enumerate(piece.spans)
        ]
        found += [
            (f"$.mentions[{i}].head", mention.head, mention.id)
            for i, mention in enumerate(self.article.mentions)
            if mention.head is not None
        ]
        return found

    @cached_property
    def _sentences(self) -> list[int]:
        return sentence_starts(self.text)

    def sentence(self, offset: int) -> int:
        """Return the number of the sentence in which a code point stands."""
        return bisect_right(self._sentences, offset)

    def words(self, spans: Sequence[Span]) -> str:
        """Return the words that a fragment covers, pieces joined by a blank."""
        return " ".join(self.text[span.start : span.end] for span in spans)
