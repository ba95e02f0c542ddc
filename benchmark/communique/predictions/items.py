"""A prediction's own entities, mentions, events, attributions, stances and sentiments, resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from communique.model import (
    Argument,
    Attribution,
    Entity,
    Event,
    Filler,
    Mention,
    Sentiment,
    Source,
    Stance,
)
from communique.model.record import AUTHOR
from communique.predictions.aligning import Stretch
from communique.predictions.folding import fold
from communique.predictions.naming import Names
from communique.predictions.placing import Placer, stretch
from communique.predictions.rules import Note, note, show
from communique.predictions.shapes import (
    GivenArgument,
    GivenAttribution,
    GivenFiller,
    GivenMention,
    GivenSentiment,
    GivenSource,
    GivenStance,
    Line,
    One,
    Where,
)

UNTYPED = "GPE"
"""The type of an entity that is given without one: most parties of diplomatic news are states."""


class Items:
    """Resolves the items of one line; ids that are not given are given by number.

    A `lenient` reading makes a reference to nothing into words, or into a new entity, or leaves it
    out, where it is otherwise noted as an error.
    """

    def __init__(self, line: Line, placer: Placer, *, lenient: bool) -> None:
        """Take the line; nothing is resolved yet."""
        self._line, self._placer, self._lenient = line, placer, lenient
        self._used = {AUTHOR, *_ids(line)}
        self._numbers: Counter[str] = Counter()
        self._taken: dict[str, set[str]] = {}
        self._by_name: dict[str, str] = {}
        self._known: set[str] = set()
        self._sides: dict[One, str] = {}
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.events: list[Event] = []

    def take_entities(self) -> None:
        """Resolve `entities` and `mentions`."""
        for number, given in enumerate(self._line.entities):
            path = f"$.entities[{number}]"
            name = self._id("e", given.id, path, "things")
            self._add(
                Entity(
                    id=name,
                    type=given.type or UNTYPED,
                    name=given.name,
                    part_of=given.part_of,
                    value=given.value,
                    kb=given.kb,
                )
            )
            for inner, where in enumerate(given.mentions):
                self._mention(name, where, f"{path}.mentions[{inner}]")
        for number, mention in enumerate(self._line.mentions):
            self._take_mention(mention, f"$.mentions[{number}]")

    def _add(self, entity: Entity) -> str:
        """Take an entity, known by its name from now on; return its id."""
        self.entities.append(entity)
        self._known.add(entity.id)
        if entity.name:
            self._by_name.setdefault(fold(entity.name), entity.id)
        return entity.id

    def _made(self, words: str) -> str:
        """Make an entity of that name; return its id."""
        return self._add(Entity(id=self._new("e"), type=UNTYPED, name=words[:1000] or None))

    def _mention(self, entity: str, where: Where, path: str) -> None:
        spans = self._placer.fragment(where, path)
        self.mentions.append(Mention(id=self._new("m"), entity=entity, spans=spans))

    def _take_mention(self, given: GivenMention, path: str) -> None:
        name = self._id("m", given.id, path, "places")
        entity = self._entity(given.entity, f"{path}.entity")
        spans = self._placer.fragment(given.where, path)
        head = None
        if given.head is not None:
            head = self._placer.span(given.head, f"{path}.head", stretch(spans))
        if entity:
            self.mentions.append(
                Mention(id=name, entity=entity, spans=spans, head=head, level=given.level)
            )

    def _entity(self, name: str, path: str) -> str | None:
        """Return the id of an entity named by id or name; nothing, and a note, where there is none.

        A lenient reading makes a new one.
        """
        known = name if name in self._known else self._by_name.get(fold(name))
        if known is None and self._lenient:
            return self._made(name)
        if known is None:
            self._dangles(path, name, "entity")
        return known

    def take_events(self) -> None:
        """Resolve `events`: all triggers first, for an argument may be an event."""
        spans = [
            self._placer.fragment(given.trigger, f"$.events[{number}].trigger")
            for number, given in enumerate(self._line.events)
        ]
        names = [
            self._id("v", given.id, f"$.events[{number}]", "places", "things")
            for number, given in enumerate(self._line.events)
        ]
        refs = {*names, *(mention.id for mention in self.mentions)}
        for number, given in enumerate(self._line.events):
            near = stretch(spans[number])
            arguments = [
                self._argument(item, f"$.events[{number}].arguments[{inner}]", refs, near)
                for inner, item in enumerate(given.arguments)
            ]
            self.events.append(
                Event(
                    id=names[number],
                    trigger=spans[number],
                    category=given.category,
                    mode=given.mode,
                    factuality=given.factuality,
                    cluster=given.cluster,
                    arguments=tuple(item for item in arguments if item),
                )
            )

    def _argument(
        self, given: GivenArgument, path: str, refs: Collection[str], near: Stretch | None
    ) -> Argument | None:
        filler = self._filler(given, path, refs, near)
        if filler is None:
            return None
        return Argument(
            role=given.role, ref=filler.ref, spans=filler.spans, implicit=given.implicit
        )

    def _filler(
        self,
        given: GivenFiller | GivenArgument,
        path: str,
        refs: Collection[str],
        near: Stretch | None,
    ) -> Filler | None:
        if given.ref is None:
            return Filler(spans=self._placer.fragment(given.where, path, near))
        if given.ref in refs:
            return Filler(ref=given.ref)
        if self._lenient:
            return Filler(spans=self._placer.fragment(given.ref, path, near))
        self._dangles(f"{path}.ref", given.ref, "mention or event")
        return None

    def attributions(self) -> Iterator[Attribution]:
        """Yield `attributions`."""
        ids = {given.id for given in self._line.attributions}
        for number, given in enumerate(self._line.attributions):
            path = f"$.attributions[{number}]"
            content = self._placer.fragment(given.content, f"{path}.content")
            near = stretch(content)
            cue = () if given.cue == () else self._placer.fragment(given.cue, f"{path}.cue", near)
            parent = given.parent
            if parent is not None and parent not in ids:
                self._dangles(f"{path}.parent", parent, "attribution")
                parent = None
            yield Attribution(
                id=self._id("a", given.id, path, "attributions"),
                content=content,
                cue=cue,
                source=self._source(given, f"{path}.source", near),
                kind=given.kind,
                commitment=given.commitment,
                parent=parent,
            )

    def _source(self, given: GivenAttribution, path: str, near: Stretch | None) -> Source | None:
        source = given.source
        if source is None or source == ():
            return None
        if not isinstance(source, GivenSource):
            return Source(spans=self._placer.fragment(source, path, near))
        entity = self._entity(source.entity, f"{path}.entity") if source.entity else None
        return Source(spans=self._placer.fragment(source.where, path, near), entity=entity)

    def sentiments(self) -> Iterator[Sentiment]:
        """Yield `sentiments`."""
        refs = {*(mention.id for mention in self.mentions), *(event.id for event in self.events)}
        for number, given in enumerate(self._line.sentiments):
            path = f"$.sentiments[{number}]"
            expression = self._placer.fragment(given.expression, f"{path}.expression")
            near = stretch(expression)
            yield Sentiment(
                id=self._id("o", given.id, path, "sentiments"),
                expression=expression,
                polarity=given.polarity,
                holder=self._party(given, "holder", path, refs, near),
                target=self._party(given, "target", path, refs, near),
                intensity=given.intensity,
                quoted=given.quoted,
            )

    def _party(
        self,
        given: GivenSentiment,
        role: str,
        path: str,
        refs: Collection[str],
        near: Stretch | None,
    ) -> Filler | None:
        """Return who feels or is felt about; the author is nobody."""
        party = getattr(given, role)
        if party is None or party in ((), AUTHOR):
            return None
        if isinstance(party, GivenFiller):
            return self._filler(party, f"{path}.{role}", refs, near)
        if isinstance(party, str) and party in refs:
            return Filler(ref=party)
        return Filler(spans=self._placer.fragment(party, f"{path}.{role}", near))

    def stances(self) -> Iterator[Stance]:
        """Yield `stances`; a party that the prediction does not know becomes an entity of it."""
        names = Names(self._placer.known, self.entities, self.mentions, self.events)
        for number, given in enumerate(self._line.stances):
            path = f"$.stances[{number}]"
            yield Stance(
                id=self._id("s", given.id, path, "stances"),
                holder=self._side(given, "holder", path, names),
                target=self._side(given, "target", path, names),
                label=given.label,
                basis=given.basis,
                evidence=tuple(
                    self._placer.fragment(where, f"{path}.evidence[{inner}]")
                    for inner, where in enumerate(given.evidence)
                ),
            )

    def _side(self, given: GivenStance, role: str, path: str, names: Names) -> str:
        one: One = getattr(given, role)
        if one == AUTHOR:
            return AUTHOR
        if one not in self._sides:
            self._sides[one] = self._party_of(one, f"{path}.{role}", names)
        return self._sides[one]

    def _party_of(self, one: One, path: str, names: Names) -> str:
        """Return the id of the entity or event that is meant; a new entity's where none is."""
        words = one if isinstance(one, str) else one.quote or one.text or ""
        named = names.of(one)
        known = named.ids[0] if named else self._by_name.get(fold(words)) if words else None
        if known is not None:
            return known
        known = self._made(words)
        self._mention(known, one, path)
        return known

    def _id(self, prefix: str, given: str | None, path: str, *kinds: str) -> str:
        """Return the id that is given, or a new one; note one that was taken before."""
        if given is None:
            return self._new(prefix)
        taken = [self._taken.setdefault(kind, set()) for kind in kinds]
        if any(given in ids for ids in taken):
            if self._lenient:
                return self._new(prefix)
            self._placer.notes.append(note("PRE-021", f"{path}.id", id=show(given)))
        for ids in taken:
            ids.add(given)
        return given

    def _new(self, prefix: str) -> str:
        while True:
            self._numbers[prefix] += 1
            name = f"{prefix}{self._numbers[prefix]}"
            if name not in self._used:
                self._used.add(name)
                return name

    def _dangles(self, path: str, name: str, kind: str) -> None:
        if not self._lenient:
            what = f"`{path[2:]}`"
            said = {"what": what, "name": show(name), "kind": kind}
            self._placer.notes.append(Note("PRE-008", path, said))


def _ids(line: Line) -> set[str]:
    """Return every id that the line gives."""
    found: set[str | None] = set()
    found.update(item.id for item in line.entities)
    found.update(item.id for item in line.mentions)
    found.update(item.id for item in line.events)
    found.update(item.id for item in line.attributions)
    found.update(item.id for item in line.stances)
    found.update(item.id for item in line.sentiments)
    return {name for name in found if name}
