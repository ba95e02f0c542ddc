"""Events: triggers tagged, then categories, modes and arguments classified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple, Self

import msgspec

from communique import ontology
from communique.baselines.annotation import (
    Spotted,
    answer,
    filler_example,
    filler_stretch,
    fillers,
    trigger_of,
)
from communique.baselines.classifier import Classifier, fit, keep
from communique.baselines.features import between_row, bucket, clause_row, stretch_row, token_rows
from communique.baselines.linear.mentions import Mentions, fit_mentions
from communique.baselines.sheet import Sheet, Stretch, overlap, sheet_of
from communique.baselines.tagger import Found, Tagger, fit_tagger, tag
from communique.model import Argument, Article, Event, Prediction
from communique.tasks.task import Given

TRIGGER, NONE, EVENT = "trigger", "none", "EVENT"
THEME = "theme"


class Act(NamedTuple):
    """A trigger with its category."""

    trigger: Stretch
    category: str


class Acts(msgspec.Struct, frozen=True):
    """Finds triggers and their categories."""

    triggers: Tagger
    categories: Classifier

    def find(self, sheet: Sheet, rows: Sequence[Sequence[str]]) -> list[Act]:
        """Return the triggers of a text, in order, with their categories."""
        places = [found.stretch for found in self.triggers.find(rows, sheet.paragraphs())]
        best = self.categories.best([act_row(sheet, place) for place in places])
        return [Act(*item) for item in zip(places, best, strict=True)]


def act_row(sheet: Sheet, trigger: Stretch) -> list[str]:
    """Return the features of a trigger: its words and what stands around them."""
    return [*stretch_row(sheet, trigger), *clause_row(sheet, trigger, 4)]


class Candidate(NamedTuple):
    """What may fill a role of an event: a mention, or (`event` not negative) another trigger."""

    stretch: Stretch
    type: str
    event: int = -1


def candidates(
    sheet: Sheet, acts: Sequence[Act], number: int, mentions: Sequence[Spotted]
) -> Iterator[Candidate]:
    """Yield what may fill a role of an event.

    These are the mentions in its sentence and in the one before, and the triggers in its sentence.
    """
    trigger = acts[number].trigger
    here = sheet.tokens[trigger.first].sentence
    for item in mentions:
        away = here - sheet.tokens[item.stretch.first].sentence
        if away in {0, 1} and not overlap(item.stretch, trigger):
            yield Candidate(item.stretch, item.type)
    for i, act in enumerate(acts):
        if i != number and sheet.tokens[act.trigger.first].sentence == here:
            yield Candidate(act.trigger, EVENT, i)


def argument_row(
    sheet: Sheet, act: Act, filler: Candidate, mentions: Sequence[Stretch]
) -> list[str]:
    """Return the features of an event and a possible argument."""
    order = "before" if filler.stretch < act.trigger else "after"
    words = sheet.words(filler.stretch)
    place = (
        min(filler.stretch.first, act.trigger.first),
        max(filler.stretch.first, act.trigger.first),
    )
    nearer = sum(place[0] < other.first < place[1] for other in mentions)
    before = sheet.tokens[filler.stretch.first - 1].low if filler.stretch.first else "<edge>"
    row = [
        "bias",
        f"type={filler.type}",
        f"category={act.category} {filler.type}",
        f"category={act.category} {order}",
        f"order={filler.type} {order} {bucket(nearer)}",
        f"order={order} {act.category} {min(nearer, 2)}",
        f"trigger={' '.join(sheet.words(act.trigger))} {order} {filler.type}",
        f"tail={sheet.words(act.trigger)[0][-3:]} {order} {filler.type}",
        f"head={words[-1]}",
        f"head={words[-1]} {act.category}",
        f"preposition={before} {filler.type}",
        f"preposition={before} {act.category}",
        f"preposition={before} {order}",
        *between_row(sheet, act.trigger, filler.stretch),
    ]
    row += [f"{name} {filler.type}" for name in between_row(sheet, act.trigger, filler.stretch)[:3]]
    return row


class LinearEvents(msgspec.Struct, frozen=True):
    """Triggers by tagging; category, mode and each argument's role by classifiers.

    Arguments are written as words; a theme that is another event refers to it.
    """

    LAYERS: ClassVar = ("events",)

    acts: Acts
    modes: Classifier
    mentions: Mentions
    roles: Classifier

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that learnt from the articles' events."""
        rows, modes = [], []
        for article in articles:
            sheet = sheet_of(article)
            for event, act in _gold_acts(article, sheet):
                if ontology.modes(act.category):
                    rows.append(_mode_row(sheet, act))
                    modes.append(event.mode or NONE)
        return cls(
            acts=fit_acts(articles, seed=seed),
            modes=fit(rows, modes, seed=seed),
            mentions=fit_mentions([filler_example(a) for a in articles], seed=seed),
            roles=_fit_roles(articles, seed=seed),
        )

    def predict(self, given: Given) -> Prediction:
        """Return events with category, mode and arguments."""
        sheet = sheet_of(given.article)
        rows = token_rows(sheet)
        acts = self.acts.find(sheet, rows)
        filled = self._arguments(sheet, acts, self.mentions.find(sheet, rows))
        events = tuple(
            Event(
                id=f"v{i + 1}",
                trigger=(sheet.span(act.trigger),),
                category=act.category,
                mode=self._mode(sheet, act),
                arguments=tuple(filled.get(i, ())),
            )
            for i, act in enumerate(acts)
        )
        return msgspec.structs.replace(answer(given.article.id), events=events)

    def _mode(self, sheet: Sheet, act: Act) -> str | None:
        """Return the most probable of the category's modes, or none."""
        known = {*ontology.modes(act.category), NONE} & set(self.modes.classes)
        if not known or not ontology.modes(act.category):
            return None
        chances = self.modes.probabilities([_mode_row(sheet, act)])[0]
        best = max(sorted(known), key=chances.__getitem__)
        return None if best == NONE else best

    def _arguments(
        self, sheet: Sheet, acts: Sequence[Act], mentions: Sequence[Spotted]
    ) -> dict[int, list[Argument]]:
        """Return the arguments by the number of the event."""
        places = [item.stretch for item in mentions]
        offers = [
            (number, filler)
            for number in range(len(acts))
            for filler in candidates(sheet, acts, number, mentions)
        ]
        lines = [argument_row(sheet, acts[number], filler, places) for number, filler in offers]
        chosen = [
            _best_role(acts[number].category, filler, line)
            for (number, filler), line in zip(offers, self.roles.probabilities(lines), strict=True)
        ]
        kept = keep([chance for chance, _ in chosen])
        return _written(sheet, acts, [(*offers[i], chosen[i][1]) for i in kept])


def _best_role(category: str, filler: Candidate, chances: dict[str, float]) -> tuple[float, str]:
    """Return the most probable role that the category takes, and how probable it is."""
    roles = ontology.roles(category) & chances.keys()
    if filler.event >= 0:
        roles &= {THEME}
    return max(((chances[role], role) for role in roles), default=(0.0, NONE))


def _written(
    sheet: Sheet, acts: Sequence[Act], chosen: Sequence[tuple[int, Candidate, str]]
) -> dict[int, list[Argument]]:
    """Return the arguments to write; no event becomes its own theme, by whatever way."""
    filled: dict[int, list[Argument]] = {}
    themes: dict[int, int] = {}
    for number, filler, role in chosen:
        if filler.event >= 0:
            if number in themes or _leads(themes, filler.event, number):
                continue
            themes[number] = filler.event
            item = Argument(role=role, ref=f"v{filler.event + 1}")
        else:
            here = sheet.tokens[acts[number].trigger.first].sentence
            away = sheet.tokens[filler.stretch.first].sentence != here
            item = Argument(role=role, spans=(sheet.span(filler.stretch),), implicit=away)
        filled.setdefault(number, []).append(item)
    return filled


def _leads(themes: dict[int, int], start: int, end: int) -> bool:
    """Tell whether following themes from `start` comes to `end`."""
    here: int | None = start
    while here is not None and here != end:
        here = themes.get(here)
    return here == end


def _mode_row(sheet: Sheet, act: Act) -> list[str]:
    row = act_row(sheet, act.trigger)
    return [f"category={act.category}", *(f"{act.category} {name}" for name in row)]


def _gold_acts(article: Article, sheet: Sheet) -> list[tuple[Event, Act]]:
    """Return the record's events with their tokens, in the order of the text."""
    places = [(event, trigger_of(event, sheet)) for event in article.events]
    found = [(event, Act(place, event.category)) for event, place in places if place]
    return sorted(found, key=lambda item: (item[1], item[0].id))


def fit_acts(articles: Sequence[Article], *, seed: int) -> Acts:
    """Return the finder of triggers that learnt from the articles' events."""
    rows, tags, described, names = [], [], [], []
    for article in articles:
        sheet = sheet_of(article)
        acts = [act for _, act in _gold_acts(article, sheet)]
        rows.append(token_rows(sheet))
        marks = [Found(act.trigger, TRIGGER) for act in acts]
        tags.append(tag(len(sheet.tokens), marks))
        described += [act_row(sheet, act.trigger) for act in acts]
        names += [act.category for act in acts]
    return Acts(fit_tagger(rows, tags, seed=seed), fit(described, names, seed=seed))


def _fit_roles(articles: Sequence[Article], *, seed: int) -> Classifier:
    """Return the classifier of roles, from every candidate of every event."""
    rows, roles = [], []
    for article in articles:
        sheet, mentions = filler_example(article)
        known = fillers(article, sheet)
        places = [item.stretch for item in mentions]
        gold = _gold_acts(article, sheet)
        acts = [act for _, act in gold]
        for number, (event, act) in enumerate(gold):
            right = {filler_stretch(item, known, sheet): item.role for item in event.arguments}
            for filler in candidates(sheet, acts, number, mentions):
                rows.append(argument_row(sheet, act, filler, places))
                roles.append(right.get(filler.stretch, NONE))
    return fit(rows, roles, seed=seed)
