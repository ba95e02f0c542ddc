"""Names in words → ids: which entity or event of a record the words stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from communique.align import Place, dice, half, place
from communique.model import Entity, Event, Mention, Span
from communique.predictions.aligning import Aligner, Choice
from communique.predictions.folding import fold
from communique.predictions.shapes import One, Spot


class Named(NamedTuple):
    """The ids that words may stand for, the likeliest first, or the one id that was given."""

    ids: tuple[str, ...]
    by_id: bool = False
    found: Choice | None = None
    """Where the words stand in the text, if they do."""


class Names:
    """The entities and events of a record, by their ids, names and words.

    Words stand for what is mentioned where they stand in the text: where the mention, or an event's
    trigger, or one of several pieces of it, has a Dice coefficient of at least one half with them;
    and for the coreferent events.
    """

    def __init__(
        self,
        aligner: Aligner | None,
        entities: Iterable[Entity],
        mentions: Iterable[Mention],
        events: Iterable[Event],
    ) -> None:
        """Take the items of one record; `aligner` has its text."""
        entities, events = list(entities), list(events)
        self.ids = {*(entity.id for entity in entities), *(event.id for event in events)}
        self._aligner = aligner
        whole = [
            *((place(item.spans), item.entity) for item in mentions),
            *((place(item.trigger), item.id) for item in events),
        ]
        self._places = [*whole, *(((piece,), name) for at, name in whole for piece in at)]
        self._names: dict[str, list[str]] = {}
        self._known: dict[tuple[str | int | None, ...], Named | None] = {}
        clusters: defaultdict[tuple[str | None, str], list[str]] = defaultdict(list)
        for event in events:
            clusters[event.cluster, "" if event.cluster else event.id].append(event.id)
        self._coreferent = {name: names for names in clusters.values() for name in names}
        for entity in entities:
            if entity.name:
                self._names.setdefault(fold(entity.name), []).append(entity.id)

    def of(self, one: One) -> Named | None:
        """Return what a string (an id, or words), a quote or offsets stand for, or nothing."""
        if isinstance(one, str) and one in self.ids:
            return Named((one,), by_id=True)
        if isinstance(one, Spot) and one.quote is None:
            at = place([Span(one.start or 0, one.end or 0)])
            ids = self._at([at])
            return Named(ids) if ids else None
        spot = Spot(quote=one) if isinstance(one, str) else one
        key = (spot.quote, spot.prefix, spot.occurrence)
        if key not in self._known:
            self._known[key] = self._in_words(spot)
        return self._known[key]

    def _in_words(self, spot: Spot) -> Named | None:
        words = spot.quote or ""
        named = tuple(self._names.get(fold(words), ()))
        known = self._aligner.candidates(words) if self._aligner else None
        if self._aligner is None or known is None:
            return Named(named) if named else None
        chosen = self._aligner.choose(words, prefix=spot.prefix, occurrence=spot.occurrence)
        places, _ = self._aligner.after(known.places, spot.prefix)
        if chosen and chosen.of == 1:
            places = ((chosen.start, chosen.end),)
        ids = dict.fromkeys((*named, *self._at([(at,) for at in places])))
        if not ids or chosen is None:
            return None
        return Named(tuple(ids), found=chosen)

    def _at(self, places: Iterable[Place]) -> tuple[str, ...]:
        """Return what is mentioned at the places: best drawn first, then from left to right."""
        found = [
            (-dice(at, where), where, name)
            for at in places
            for where, name in self._places
            if half(at, where)
        ]
        direct = dict.fromkeys(name for _, _, name in sorted(found))
        others = (other for name in direct for other in self._coreferent.get(name, ()))
        return tuple(dict.fromkeys((*direct, *others)))
