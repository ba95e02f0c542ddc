"""Which mention an entity stands for: rules that the form's two directions share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from communique.codec.sentences import sentence_starts
from communique.model import Event, Mention, Span

_LAST_WORD = re.compile(r"\S+\s*\Z")


def default_head(text: str, spans: tuple[Span, ...], level: str | None) -> Span:
    """Return the head that a mention has when none is written: NOM the last word, else all."""
    last = spans[-1]
    if level == "NOM" and (found := _LAST_WORD.search(last.text or "")):
        words = found[0].rstrip()
        at = last.start + found.start()
        return Span(at, at + len(words), text[at : at + len(words)])
    return last


def extent(mention: Mention) -> tuple[int, int]:
    """Return where a mention begins and ends."""
    return mention.spans[0].start, mention.spans[-1].end


class References:
    """The mentions and triggers of one article, and which mention is nearest to a place."""

    def __init__(self, text: str, mentions: Iterable[Mention], events: Iterable[Event]) -> None:
        """Index what references may mean."""
        self._starts = sentence_starts(text)
        self.mentions: dict[str, Mention] = {}
        self.of_entity: dict[str, list[Mention]] = {}
        self.triggers: dict[str, tuple[Span, ...]] = {e.id: e.trigger for e in events}
        for mention in mentions:
            self.add(mention)

    def add(self, mention: Mention) -> None:
        """Take a mention into the index."""
        self.mentions[mention.id] = mention
        self.of_entity.setdefault(mention.entity, []).append(mention)

    def _sentence(self, start: int) -> int:
        return bisect_right(self._starts, start)

    def together(self, one: int, two: int) -> bool:
        """Tell whether two places stand in the same sentence."""
        return self._sentence(one) == self._sentence(two)

    def nearest(self, entity: str, anchor: Span) -> Mention | None:
        """Return the entity's mention nearest to the anchor, those of its sentence first."""

        def rank(mention: Mention) -> tuple[bool, int, int, int]:
            start, end = extent(mention)
            gap = max(start - anchor.end, anchor.start - end, 0)
            return not self.together(start, anchor.start), gap, start, end

        return min(self.of_entity.get(entity, ()), key=rank, default=None)
