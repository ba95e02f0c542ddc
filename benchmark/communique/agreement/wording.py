"""How items read in a list of differences: in context, in few words."""

from __future__ import annotations

import re

from communique.agreement.pairing import Annotation, Reference
from communique.model import Article, Attribution, Event, Fragment, Mention, Sentiment, Stance
from communique.model.record import AUTHOR

AROUND = 36
LONGEST = 96


def words(article: Article, fragment: Fragment) -> str:
    """Return a fragment's words, a long one with its middle left out; offsets without a text."""
    return " … ".join(_shorten(_words(article, s.start, s.end)) for s in fragment)


def _words(article: Article, start: int, end: int) -> str:
    if article.text is None:
        return f"[{start}:{end}]"
    return " ".join(article.text[start:end].split())


def _shorten(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST // 2].rstrip()} … {text[-LONGEST // 2 :].lstrip()}"


def in_context(article: Article, fragment: Fragment) -> str:
    """Return the fragment between ⟦ ⟧ with some words before, between and after."""
    text = article.text
    if text is None or not fragment:
        return words(article, fragment)
    first, last = fragment[0].start, fragment[-1].end
    before = text[max(0, first - AROUND) : first]
    after = text[last : last + AROUND]
    if first > AROUND:
        before = "…" + re.sub(r"^\S*\s", "", before)
    if last + AROUND < len(text):
        after = re.sub(r"\s\S*$", "", after) + "…"
    pieces = [before]
    for number, span in enumerate(fragment):
        if number:
            pieces.append(_shorten(text[fragment[number - 1].end : span.start]))
        pieces.append(f"⟦{_shorten(text[span.start : span.end])}⟧")
    return " ".join("".join([*pieces, after]).split())


class Wording:
    """One annotator's items in few words."""

    def __init__(self, side: Annotation) -> None:
        """Take the annotator's record."""
        self.side = side
        self.article = side.article
        self._entities = {entity.id: entity for entity in side.article.entities}

    def entity(self, name: str) -> str:
        """Return an entity's name (or best mention) and type."""
        entity = self._entities.get(name)
        if entity is None:
            return f"{name} (?)"
        return f"{entity.name or self._best_mention(name)} ({entity.type})"

    def node(self, name: str) -> str:
        """Return what a stance's holder or target is: the author, an entity, an event."""
        if name == AUTHOR:
            return AUTHOR
        return self.entity(name) if name in self._entities else self.event(name)

    def _best_mention(self, entity: str) -> str:
        found = [m for m in self.article.mentions if m.entity == entity]
        found.sort(key=lambda m: (m.level != "NAM", m.level != "NOM", m.spans[0].start))
        return words(self.article, found[0].spans) if found else entity

    def first_mention(self, entity: str) -> Fragment:
        """Return where an entity is first mentioned; nowhere where it never is."""
        spans = [m.spans for m in self.article.mentions if m.entity == entity]
        return min(spans, key=lambda s: s[0].start, default=())

    def event(self, name: str) -> str:
        """Return an event's trigger in quotation marks, with its id."""
        return f"“{words(self.article, self.side.event(name).trigger)}” ({name})"

    def filler(self, item: Reference) -> str:
        """Return what an argument, holder or target stands for."""
        if item.ref is None:
            return f"“{words(self.article, item.spans)}”"
        entity = self.side.entity_of(item)
        return self.entity(entity) if entity else self.event(item.ref)

    def mention(self, item: Mention) -> str:
        """Return a mention's level and entity."""
        return f"{item.level or 'mention'} of {self.entity(item.entity)}"

    def whole_event(self, item: Event) -> str:
        """Return an event's labels and arguments."""
        arguments = "; ".join(f"{a.role}: {self.filler(a)}" for a in item.arguments)
        labels = [category(item), item.factuality or "", f"({arguments})" if arguments else ""]
        return " ".join(label for label in labels if label)

    def attribution(self, item: Attribution) -> str:
        """Return an attribution's source, cue and labels."""
        source = words(self.article, item.source.spans) if item.source else "no source"
        cue = words(self.article, item.cue) if item.cue else "no cue"
        nested = f"in {self.parent(item)}" if item.parent else ""
        labels = [label for label in (item.kind, item.commitment, nested) if label]
        return f"{source} / {cue}: {' '.join(labels)}"

    def parent(self, item: Attribution) -> str | None:
        """Return the attribution in which one nests: its id and cue."""
        found = next((a for a in self.article.attributions if a.id == item.parent), None)
        return f"{found.id} “{words(self.article, found.cue)}”" if found else None

    def stance(self, item: Stance) -> str:
        """Return holder, target, label and basis."""
        basis = f" ({item.basis})" if item.basis else ""
        return f"{self.node(item.holder)} → {self.node(item.target)}: {item.label}{basis}"

    def sentiment(self, item: Sentiment) -> str:
        """Return a sentiment's labels, holder and target."""
        quoted = "quoted" if item.quoted else ""
        labels = [x for x in (item.polarity, item.intensity, quoted) if x]
        holder = self.filler(item.holder) if item.holder else "author"
        target = self.filler(item.target) if item.target else "nothing named"
        return f"{' '.join(labels)}: {holder} about {target}"


def category(event: Event) -> str:
    """Return CATEGORY or CATEGORY/mode."""
    return f"{event.category}/{event.mode}" if event.mode else event.category
