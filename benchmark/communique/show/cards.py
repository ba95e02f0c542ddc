"""Each item of a record as a card: what there is to say about it, in rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from communique import ontology
from communique.agreement.pairing import Annotation, Reference
from communique.agreement.wording import Wording, category, words
from communique.model import Article, Attribution, Entity, Event, Sentiment, Stance
from communique.show.graph import short
from communique.show.marks import FACTUALITY


class Row(NamedTuple):
    """A term, what it is, and a gloss."""

    term: str
    value: str
    gloss: str = ""


class Card(NamedTuple):
    """One item: its kind, title and rows; `related` are ids of items that it names."""

    id: str
    kind: str
    title: str
    rows: tuple[Row, ...]
    related: tuple[str, ...] = ()


def _gloss(vocabulary: str, label: str) -> str:
    return next(
        item.gloss for item in ontology.vocabulary(vocabulary).labels if item.label == label
    )


class Cards:
    """Makes the cards of one record."""

    def __init__(self, article: Article) -> None:
        """Take the record."""
        self.article = article
        self.say = Wording(Annotation(article))

    def all(self) -> dict[str, list[Card]]:
        """Return the cards of the layers that the record has, layer by layer."""
        makers: Mapping[str, Callable[[], Iterator[Card]]] = {
            "entities": lambda: map(self.entity, self.article.entities),
            "events": lambda: map(self.event, self.article.events),
            "attributions": lambda: map(self.attribution, self.article.attributions),
            "stances": lambda: map(self.stance, self.article.stances),
            "sentiments": lambda: map(self.sentiment, self.article.sentiments),
        }
        return {
            layer: list(make()) for layer, make in makers.items() if layer in self.article.layers
        }

    def entity(self, item: Entity) -> Card:
        """Return an entity's card, with the words of its mentions."""
        rows = [Row("type", item.type, _gloss("entity_types", item.type))]
        if item.part_of:
            rows.append(Row("part of", self.say.entity(item.part_of)))
        rows += [Row(n, v) for n, v in (("value", item.value), ("identity", item.kb)) if v]
        spans = [m.spans for m in self.article.mentions if m.entity == item.id]
        counts = Counter(words(self.article, fragment) for fragment in spans)
        named = ", ".join(f"{w} ({n} times)" if n > 1 else w for w, n in counts.items())
        rows.append(Row("mentions", named or "none"))
        return Card(item.id, item.type, self.say.entity(item.id).rpartition(" (")[0], tuple(rows))

    def event(self, item: Event) -> Card:
        """Return an event's card: category, factuality, arguments, the events that are the same."""
        label = ontology.category(item.category)
        rows = [Row("category", item.category, label.gloss)]
        if item.mode:
            glosses = {mode.label: mode.gloss for mode in label.modes}
            rows.append(Row("mode", item.mode, glosses.get(item.mode, "")))
        if item.factuality:
            value = f"{FACTUALITY[item.factuality]} {item.factuality}"
            rows.append(Row("factuality", value, _gloss("factuality_values", item.factuality)))
        for argument in item.arguments:
            note = "named in another sentence" if argument.implicit else ""
            rows.append(Row(argument.role, self.say.filler(argument), note))
        same = [e for e in self.article.events if item.cluster and e.cluster == item.cluster]
        again = [self.say.event(e.id) for e in same if e.id != item.id]
        if again:
            rows.append(Row("same event as", ", ".join(again)))
        related = tuple(a.ref for a in item.arguments if a.ref)
        return Card(
            item.id, category(item), words(self.article, item.trigger), tuple(rows), related
        )

    def attribution(self, item: Attribution) -> Card:
        """Return an attribution's card: who says what, how, and how far they stand behind it."""
        source = words(self.article, item.source.spans) if item.source else "not named"
        rows = [Row("source", source)]
        if item.source and item.source.entity:
            rows.append(Row("who is", self.say.entity(item.source.entity)))
        rows.append(Row("cue", words(self.article, item.cue) or "none"))
        if item.kind:
            rows.append(Row("kind", item.kind, _gloss("attribution_kinds", item.kind)))
        if item.commitment:
            rows.append(Row("commitment", item.commitment, _gloss("commitments", item.commitment)))
        if item.parent:
            rows.append(Row("inside of", self.say.parent(item) or ""))
        related = (item.parent,) if item.parent else ()
        return Card(item.id, "attribution", words(self.article, item.content), tuple(rows), related)

    def stance(self, item: Stance) -> Card:
        """Return a stance's card, with what shows it."""
        rows = [Row("stance", item.label, _gloss("stance_labels", item.label))]
        if item.basis:
            rows.append(Row("basis", item.basis, _gloss("stance_bases", item.basis)))
        rows += [Row("shown by", f"“{words(self.article, part)}”") for part in item.evidence]
        title = f"{short(self.say, item.holder)} → {short(self.say, item.target)}"
        return Card(item.id, item.label, title, tuple(rows), (item.target,))

    def sentiment(self, item: Sentiment) -> Card:
        """Return a sentiment's card."""
        strength = f"{item.intensity} " if item.intensity else ""
        rows = [Row("polarity", f"{strength}{item.polarity}")]
        rows.append(Row("holder", self.say.filler(item.holder) if item.holder else "the author"))
        if item.target:
            rows.append(Row("target", self.say.filler(item.target)))
        if item.quoted is not None:
            rows.append(Row("quoted", "yes, set in marks on its own" if item.quoted else "no"))
        both: tuple[Reference | None, ...] = (item.holder, item.target)
        related = tuple(filler.ref for filler in both if filler and filler.ref)
        title = words(self.article, item.expression)
        return Card(item.id, item.polarity, title, tuple(rows), related)
