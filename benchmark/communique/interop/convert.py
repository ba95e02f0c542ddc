"""From brat's lines and a mapping to the layers of a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from communique.interop import brat
from communique.interop.mapping import AttributionType, EventType, Mapping
from communique.interop.report import Log
from communique.interop.texts import StandoffText, quotation_kind
from communique.model import (
    Argument,
    Attribution,
    Entity,
    Event,
    Fragment,
    Mention,
    Source,
    Span,
)


class Converter:
    """The items of one annotation file; what could not be kept goes into the log.

    Ids are brat's own: T3 names a mention, E1 an event or attribution, `T3-entity` the entity
    whose first mention T3 is.
    """

    def __init__(
        self, mapping: Mapping, lines: Sequence[brat.Line], text: StandoffText, log: Log
    ) -> None:
        """Take the parsed lines of a file and its text."""
        self._mapping, self._text, self._log = mapping, text, log
        self._bounds = {x.id: x for x in lines if isinstance(x, brat.TextBound)}
        self._events = {x.id: x for x in lines if isinstance(x, brat.Event)}
        self._relations = [x for x in lines if isinstance(x, brat.Relation)]
        self._attributes = [x for x in lines if isinstance(x, brat.Attribute)]
        self._others = [x for x in lines if isinstance(x, brat.Other)]
        self._fragments: dict[str, Fragment | None] = {}
        self._lost: dict[str, list[int]] = {}
        self._kept: dict[str, str] = {}

    def layers(self) -> dict[str, Any]:
        """Return the fields of the record that the mapping fills, and report what is left out."""
        mentions = self._mentions()
        fields = {
            "entities": self._entities(mentions),
            "mentions": mentions,
            "events": self._made_events(),
            "attributions": self._attributions(),
        }
        self._report_losses()
        return fields

    def _fragment(self, ref: str) -> Fragment | None:
        """Return where a text-bound stands; nothing, reported once, where it cannot be found."""
        if ref not in self._fragments:
            self._fragments[ref] = self._locate(self._bounds[ref])
        return self._fragments[ref]

    def _locate(self, bound: brat.TextBound) -> Fragment | None:
        found = self._text.locate(bound.places, bound.words)
        name = f"{bound.id} ({bound.type}) {bound.words[:60]!r}"
        if found is None:
            self._log.add("IMP-004", bound.line, f"{name} is not at {_shown(bound.places)}")
            return None
        places, moved = found
        if moved:
            message = f"{name} stands {abs(moved)} {'later' if moved > 0 else 'earlier'}"
            self._log.add("IMP-003", bound.line, message)
        return self._pieces(places, bound.id, bound.line)

    def _pieces(self, places: Iterable[tuple[int, int]], name: str, line: int) -> Fragment:
        """Return pieces in order; those that overlap are made one, and reported."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted(places):
            if merged and start < merged[-1][1]:
                self._log.add("IMP-009", line, f"pieces of {name} overlap at {start}")
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        text = self._text.text
        return tuple(Span(start, end, text[start:end]) for start, end in merged)

    def _keep(self, found: dict[Any, str], key: object, name: str, line: int) -> bool:
        """Tell whether an item is the first of its kind; another is reported, and referred to it.

        After this, `self._kept` says which item stands for the one of this name.
        """
        first = found.setdefault(key, name)
        self._kept[name] = first
        if first != name:
            self._log.add("IMP-011", line, f"{name} is the same as {first}")
        return first == name

    def _mentions(self) -> tuple[Mention, ...]:
        chains = self._chains()
        extents: dict[Any, str] = {}
        found = []
        for bound in self._bounds.values():
            kind = self._mapping.mentions.get(bound.type)
            spans = self._fragment(bound.id) if kind else None
            if kind and spans and self._keep(extents, spans, bound.id, bound.line):
                entity = f"{chains.get(bound.id, bound.id)}-entity"
                found.append(Mention(id=bound.id, entity=entity, spans=spans, level=kind.level))
        return tuple(found)

    def _chains(self) -> dict[str, str]:
        """Return the first member, in order of the file, of each mention's chain."""
        joining = [r for r in self._relations if r.type in self._mapping.coreference]
        order = {name: number for number, name in enumerate(self._bounds)}
        chains: dict[str, set[str]] = {}
        for relation in joining:
            for missing in (name for name in relation.members if name not in order):
                self._log.add("IMP-005", relation.line, f"{relation.type} names {missing}")
        for one, other in brat.equivalents(joining):
            if one in order and other in order:
                joined = chains.get(one, {one}) | chains.get(other, {other})
                chains.update(dict.fromkeys(joined, joined))
        return {name: min(chain, key=order.__getitem__) for name, chain in chains.items()}

    def _entities(self, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
        found: dict[str, Entity] = {}
        for mention in mentions:
            kind = self._mapping.mentions[self._bounds[mention.id].type].type
            first = found.setdefault(mention.entity, Entity(id=mention.entity, type=kind))
            if first.type != kind:
                line = self._bounds[mention.id].line
                message = f"{mention.entity} is {first.type}, though {mention.id} says {kind}"
                self._log.add("IMP-006", line, message)
        return tuple(found.values())

    def _made_events(self) -> tuple[Event, ...]:
        seen: dict[Any, str] = {}
        triggers: dict[str, Fragment] = {}
        for event in self._events.values():
            kind = self._mapping.events.get(event.type)
            spans = self._bound_spans(event, event.trigger) if kind else None
            if kind and spans and self._keep(seen, (spans, kind.category), event.id, event.line):
                triggers[event.id] = spans
        factuality = self._factuality()
        return tuple(
            Event(
                id=name,
                trigger=trigger,
                category=(kind := self._mapping.events[self._events[name].type]).category,
                mode=kind.mode,
                factuality=factuality.get(name),
                arguments=self._arguments(self._events[name], kind),
            )
            for name, trigger in triggers.items()
        )

    def _bound_spans(self, event: brat.Event, ref: str) -> Fragment | None:
        """Return the words that an event's trigger or role names; report what is not there."""
        if ref in self._bounds:
            return self._fragment(ref)
        self._log.add("IMP-005", event.line, f"{event.id} names {ref}, which is no text-bound")
        return None

    def _arguments(self, event: brat.Event, kind: EventType) -> tuple[Argument, ...]:
        found = []
        for name, ref in event.roles:
            role = kind.roles.get(name)
            if role is None:
                self._lose(f"role {name} of {event.type}", event.line)
            elif ref in self._kept:
                found.append(Argument(role=role, ref=self._kept[ref]))
            elif spans := self._bound_spans(event, ref):
                found.append(Argument(role=role, spans=spans))
        return tuple(dict.fromkeys(found))

    def _factuality(self) -> dict[str, str]:
        labels = self._mapping.factuality
        values: dict[str, str] = {}
        for item in self._attributes:
            if labels is None or item.type != labels.attribute:
                self._lose(f"attribute {item.type}", item.line)
            elif item.value not in labels.values:
                self._log.add("IMP-012", item.line, f"{item.type} {item.value!r} of {item.ref}")
            else:
                values[item.ref] = labels.values[item.value]
        return values

    def _attributions(self) -> tuple[Attribution, ...]:
        seen: dict[Any, str] = {}
        found = []
        for event in self._events.values():
            kind = self._mapping.attributions.get(event.type)
            item = self._attribution(event, kind) if kind else None
            if item and self._keep(
                seen, (item.content, item.cue, item.source), item.id, event.line
            ):
                found.append(item)
        return tuple(found)

    def _attribution(self, event: brat.Event, kind: AttributionType) -> Attribution | None:
        parts: dict[str, list[Fragment]] = {"content": [], "source": [], "cue": []}
        names = {kind.content: "content", kind.source: "source", kind.cue: "cue"}
        self._fragments.setdefault(event.trigger, None)
        for name, ref in event.roles:
            if name not in names:
                self._lose(f"role {name} of {event.type}", event.line)
            elif (spans := self._bound_spans(event, ref)) and spans not in parts[names[name]]:
                parts[names[name]].append(spans)
        if not parts["content"]:
            self._log.add("IMP-008", event.line, f"{event.id} ({event.type}) has no content")
            return None
        content = self._joined(event, "contents", parts["content"])
        sources = parts["source"]
        if len(sources) > 1:
            message = f"{event.id} has {len(sources)} sources; kept: {sources[0][0].text!r}"
            self._log.add("IMP-006", event.line, message)
        places = [(span.start, span.end) for span in content]
        marks = self._mapping.kind_from_marks
        return Attribution(
            id=event.id,
            content=content,
            cue=self._joined(event, "cues", parts["cue"]),
            source=Source(spans=sources[0]) if sources else None,
            kind=quotation_kind(self._text.text, places) if marks else None,
        )

    def _joined(self, event: brat.Event, what: str, found: Sequence[Fragment]) -> Fragment:
        if len(found) > 1:
            self._log.add("IMP-007", event.line, f"{event.id} has {len(found)} {what}")
        places = [(span.start, span.end) for spans in found for span in spans]
        return self._pieces(places, f"the {what} of {event.id}", event.line)

    def _lose(self, what: str, line: int) -> None:
        self._lost.setdefault(what, []).append(line)

    def _report_losses(self) -> None:
        """Report, one finding a type, what nothing in the mapping took."""
        known = self._mapping.events.keys() | self._mapping.attributions.keys()
        for bound in self._bounds.values():
            if bound.id not in self._fragments:
                self._lose(f"text-bound {bound.type}", bound.line)
        for event in self._events.values():
            if event.type not in known:
                self._lose(f"event {event.type}", event.line)
        for relation in self._relations:
            if relation.type not in self._mapping.coreference:
                self._lose(f"relation {relation.type}", relation.line)
        for other in self._others:
            self._lose(
                f"{'note' if other.id[0] == '#' else 'normalisation'} {other.type}", other.line
            )
        for what, lines in sorted(self._lost.items()):
            self._log.add("IMP-001", lines[0], f"{len(lines)} of {what}")


def _shown(places: Sequence[tuple[int, int]]) -> str:
    return ";".join(f"{start} {end}" for start, end in places)
