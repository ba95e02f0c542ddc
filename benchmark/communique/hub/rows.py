"""Records as rows of each configuration: plain values, labels still as words.

Everything that a row points at is resolved: arguments and fillers to the words of their mention or
of their event's trigger, holders and targets to their mentions.
"""

from __future__ import annotations

from typing import Any

import msgspec

from communique import ontology
from communique.errors import InputError
from communique.hub import shapes
from communique.model import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    Filler,
    Fragment,
    Mention,
    Sentiment,
    Stance,
)
from communique.model.record import AUTHOR

Row = dict[str, Any]


class _Place(msgspec.Struct, frozen=True):
    """Where a reference leads: the words, and the entity or the event that they name."""

    spans: Fragment = ()
    entity: str | None = None
    event: str | None = None


class _Index:
    """An article's items by id."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.entities = {entity.id: entity for entity in article.entities}
        self.events = {event.id: event for event in article.events}
        self.mentions = {mention.id: mention for mention in article.mentions}

    def missing(self, name: str, expected: str) -> InputError:
        """Return the error for an id that leads nowhere."""
        return InputError(
            f"article {self.article.id!r}: {name!r} is no {expected} of the record",
            hint="run `communique validate` on the record",
        )

    def place(self, filler: Argument | Filler | None) -> _Place:
        """Return where an argument, holder or target leads; an empty place for none."""
        if filler is None:
            return _Place()
        if filler.ref is None:
            return _Place(spans=filler.spans)
        if mention := self.mentions.get(filler.ref):
            return _Place(spans=mention.spans, entity=mention.entity)
        if event := self.events.get(filler.ref):
            return _Place(spans=event.trigger, event=event.id)
        raise self.missing(filler.ref, "mention or event")

    def mentions_of(self, entity: Entity) -> list[Mention]:
        """Return the entity's mentions in the order of the text."""
        return [item for item in self.article.mentions if item.entity == entity.id]

    def coreferent(self, event: Event) -> list[Event]:
        """Return the event and those of its cluster in the order of the text."""
        if event.cluster is None:
            return [event]
        return [item for item in self.article.events if item.cluster == event.cluster]


def plain(value: Any) -> Any:
    """Return structs as dictionaries with every field, absent ones as null; tuples as lists."""
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def article_rows(article: Article) -> list[Row]:
    """Return the whole record as one row, its metadata flat beside the layers."""
    row = plain(article)
    return [{**row.pop("metadata"), **row}]


def from_article_row(row: Row) -> Article:
    """Return the record of a row with labels as words: the inverse of `article_rows`.

    Raises:
        InputError: the row is none of `article_rows`.
    """
    metadata = {name: row[name] for name in shapes.METADATA}
    rest = {name: row[name] for name in shapes.ARTICLES if name not in shapes.METADATA}
    try:
        return msgspec.convert(_present({**rest, "metadata": metadata}), Article)
    except msgspec.ValidationError as error:
        raise InputError(f"not a row of the configuration `articles`: {error}") from None


def _present(value: Any) -> Any:
    """Return the value without the fields that are null: a record leaves absent ones out."""
    if isinstance(value, dict):
        return {name: _present(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_present(part) for part in value]
    return value


def _words(fragment: Fragment) -> str | None:
    texts = [span.text for span in fragment if span.text is not None]
    return " ".join(texts) if len(texts) == len(fragment) and texts else None


def _document(article: Article, name: str, items: list[Row]) -> list[Row]:
    return [{"id": article.id, "text": article.text, name: items}]


def event_rows(article: Article) -> list[Row]:
    """Return one row: the events of the article, also where there is none."""
    index = _Index(article)
    return _document(article, "events", [_event(index, event) for event in article.events])


def _event(index: _Index, event: Event) -> Row:
    return {
        "id": event.id,
        "trigger": plain(event.trigger),
        "category": event.category,
        "quad_class": ontology.category(event.category).quad_class,
        "mode": event.mode,
        "cluster": event.cluster,
        "arguments": [_argument(index, argument) for argument in event.arguments],
    }


def _argument(index: _Index, argument: Argument) -> Row:
    place = plain(index.place(argument))
    return {"role": argument.role, "implicit": argument.implicit, **place}


def factuality_rows(article: Article) -> list[Row]:
    """Return one row an event mention; the label is null where the record gives none."""
    return [
        {
            "id": f"{article.id}/{event.id}",
            "article": article.id,
            "event": event.id,
            "text": article.text,
            "trigger": plain(event.trigger),
            "category": event.category,
            "label": event.factuality,
        }
        for event in article.events
    ]


def stance_rows(article: Article) -> list[Row]:
    """Return one row a stance: holder, target, label."""
    index = _Index(article)
    return [_stance(index, stance) for stance in article.stances]


def _stance(index: _Index, stance: Stance) -> Row:
    holder = _participant(index, stance.holder)
    target = _participant(index, stance.target)
    return {
        "id": f"{index.article.id}/{stance.id}",
        "article": index.article.id,
        "text": index.article.text,
        "holder": stance.holder,
        **{f"holder_{key}": holder[key] for key in ("name", "type", "mentions")},
        "target": stance.target,
        **{f"target_{key}": value for key, value in target.items()},
        "label": stance.label,
        "basis": stance.basis,
        "evidence": plain(stance.evidence),
    }


def _participant(index: _Index, name: str) -> Row:
    """Return kind, name, type or category, and mentions of a holder or target."""
    row: Row = {"kind": None, "name": None, "type": None, "category": None, "mentions": []}
    if name == AUTHOR:
        return row | {"kind": AUTHOR, "name": AUTHOR}
    if entity := index.entities.get(name):
        mentions = index.mentions_of(entity)
        called = entity.name or _called(mentions)
        spans = [plain(item.spans) for item in mentions]
        return row | {"kind": "entity", "name": called, "type": entity.type, "mentions": spans}
    if event := index.events.get(name):
        spans = [plain(item.trigger) for item in index.coreferent(event)]
        called = _words(event.trigger)
        return row | {
            "kind": "event", "name": called, "category": event.category, "mentions": spans,
        }  # fmt: skip
    raise index.missing(name, "entity or event")


def _called(mentions: list[Mention]) -> str | None:
    """Return the words of the first mention by name, else of the first mention."""
    named = [mention for mention in mentions if mention.level == "NAM"]
    return next((_words(mention.spans) for mention in named or mentions), None)


def attribution_rows(article: Article) -> list[Row]:
    """Return one row: the attributions of the article, also where there is none."""
    items = [_attribution(item) for item in article.attributions]
    return _document(article, "attributions", items)


def _attribution(item: Attribution) -> Row:
    return {
        **plain(item),
        "source": plain(item.source.spans) if item.source else [],
        "source_entity": item.source.entity if item.source else None,
    }


def sentiment_rows(article: Article) -> list[Row]:
    """Return one row: the opinions of the article, also where there is none."""
    index = _Index(article)
    return _document(article, "opinions", [_opinion(index, item) for item in article.sentiments])


def _opinion(index: _Index, item: Sentiment) -> Row:
    holder, target = index.place(item.holder), index.place(item.target)
    return {
        **plain(item),
        "holder": plain(holder.spans),
        "holder_entity": holder.entity,
        "target": plain(target.spans),
        "target_entity": target.entity,
        "target_event": target.event,
    }


def coreference_rows(article: Article) -> list[Row]:
    """Return one row: clusters as offsets, and beside them, in the same order, their entities."""
    index = _Index(article)
    found = [(entity, index.mentions_of(entity)) for entity in article.entities]
    clusters = [(entity, mentions) for entity, mentions in found if mentions]
    entities = [_cluster(entity, mentions) for entity, mentions in clusters]
    offsets = [
        [[mention.spans[0].start, mention.spans[-1].end] for mention in mentions]
        for _, mentions in clusters
    ]
    return [{**_document(article, "entities", entities)[0], "clusters": offsets}]


def _cluster(entity: Entity, mentions: list[Mention]) -> Row:
    places = [{"spans": plain(item.spans), "level": item.level} for item in mentions]
    return {"id": entity.id, "type": entity.type, "name": entity.name, "mentions": places}
