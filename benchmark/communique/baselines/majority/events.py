"""Events from a lexicon of triggers, with the most frequent arguments of each category."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import (
    Spotted,
    answer,
    filler_example,
    filler_stretch,
    fillers,
    trigger_of,
)
from communique.baselines.majority.counting import Lexicon, commonest, fit_lexicon
from communique.baselines.majority.mentions import MentionLexicon, fit_mention_lexicon
from communique.baselines.sheet import Sheet, Stretch, nearest, overlap, sheet_of
from communique.baselines.tagger import Found
from communique.model import Argument, Article, Event, Prediction
from communique.tasks.task import Given


class Usual(msgspec.Struct, frozen=True):
    """What mostly fills a role: an entity type, before or after the trigger."""

    role: str
    type: str
    before: bool


class MajorityEvents(msgspec.Struct, frozen=True):
    """Phrases that mostly were triggers, with their most frequent category and its usual mode.

    A role that more than half of a category's events fill with a mention is filled with the
    nearest mention, in the sentence, of the type and on the side that most often fill it.
    """

    LAYERS: ClassVar = ("events",)

    triggers: Lexicon
    modes: dict[str, str]
    mentions: MentionLexicon
    usual: dict[str, tuple[Usual, ...]]

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that counted the articles' events; counting needs no seed."""
        del seed
        marked = []
        modes = defaultdict(list)
        for article in articles:
            sheet = sheet_of(article)
            places = [(trigger_of(event, sheet), event) for event in article.events]
            marked.append(
                (sheet, [Found(place, event.category) for place, event in places if place])
            )
            for event in article.events:
                modes[event.category].append(event.mode or "")
        usual_modes = {name: commonest(found) for name, found in sorted(modes.items())}
        return cls(
            triggers=fit_lexicon(marked),
            modes={name: mode for name, mode in usual_modes.items() if mode},
            mentions=fit_mention_lexicon([filler_example(article) for article in articles]),
            usual=_usual_arguments(articles),
        )

    def predict(self, given: Given) -> Prediction:
        """Return events with category, mode and arguments."""
        sheet = sheet_of(given.article)
        mentions = self.mentions.find(sheet)
        events = tuple(
            Event(
                id=f"v{number}",
                trigger=(sheet.span(trigger),),
                category=category,
                mode=self.modes.get(category),
                arguments=self._arguments(sheet, trigger, category, mentions),
            )
            for number, (trigger, category) in enumerate(self.triggers.find(sheet), 1)
        )
        return msgspec.structs.replace(answer(given.article.id), events=events)

    def _arguments(
        self, sheet: Sheet, trigger: Stretch, category: str, mentions: Sequence[Spotted]
    ) -> tuple[Argument, ...]:
        sentence = sheet.sentence(sheet.tokens[trigger.first].sentence)
        found = []
        for usual in self.usual.get(category, ()):
            fitting = [
                item.stretch
                for item in mentions
                if item.type == usual.type
                and item.stretch.first in sentence
                and (item.stretch < trigger) == usual.before
                and not overlap(item.stretch, trigger)
            ]
            best = nearest(fitting, trigger)
            if best is not None:
                found.append(Argument(role=usual.role, spans=(sheet.span(best),)))
        return tuple(found)


def _usual_arguments(articles: Sequence[Article]) -> dict[str, tuple[Usual, ...]]:
    """Return the roles that more than half of a category's events fill, and what fills them."""
    events: Counter[str] = Counter()
    filled: Counter[tuple[str, str]] = Counter()
    kinds: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    for article in articles:
        sheet, mentions = filler_example(article)
        known, types = fillers(article, sheet), {item.stretch: item.type for item in mentions}
        for event in article.events:
            events[event.category] += 1
            trigger, roles = trigger_of(event, sheet), set()
            for item in event.arguments:
                place = filler_stretch(item, known, sheet)
                if trigger is not None and place in types:
                    roles.add((event.category, item.role))
                    kinds[event.category, item.role].append((types[place], place < trigger))
            filled.update(roles)
    usual: dict[str, tuple[Usual, ...]] = {}
    for (category, role), found in sorted(kinds.items()):
        best = commonest(found)
        if best is not None and 2 * filled[category, role] > events[category]:
            usual[category] = (*usual.get(category, ()), Usual(role, *best))
    return usual
