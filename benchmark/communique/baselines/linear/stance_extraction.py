"""Stances found: entities, links and triggers predicted first, then every pair that meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import SIDES, answer, grouped, mention_example, written_stances
from communique.baselines.classifier import Classifier, fit, keep
from communique.baselines.features import bucket, token_rows
from communique.baselines.linear.coreference import Links, fit_links
from communique.baselines.linear.events import Acts, fit_acts
from communique.baselines.linear.mentions import Mentions, fit_mentions
from communique.baselines.linear.stance import Scene, coreferent, pair_row
from communique.baselines.sheet import Sheet, sheet_of
from communique.model import Article, Event, Prediction
from communique.model.record import AUTHOR
from communique.tasks.task import Given, Pair

NONE = "none"


def pairs_that_meet(scene: Scene) -> Iterator[Pair]:
    """Yield the author with every possible target, and the holders with the targets they meet."""
    sides = [name for name, kind in scene.types.items() if kind in SIDES and name in scene.places]
    targets = [*sides, *scene.events]
    for holder in (AUTHOR, *sides):
        for target in targets:
            if holder != target and (holder == AUTHOR or scene.meetings(holder, target)):
                yield Pair(holder, target)


def candidate_row(scene: Scene, pair: Pair) -> list[str]:
    """Return the features of a pair that may or may not hold a stance."""
    row = pair_row(scene, pair)
    for side, name in (("holder", pair.holder), ("target", pair.target)):
        places = scene.places.get(name, [])
        row.append(f"{side}-often={scene.kind(name)} {bucket(len(places))}")
        if places:
            row.append(f"{side}-first={bucket(scene.sentence_of(places[0]) - 1)}")
    return row


class LinearStanceExtraction(msgspec.Struct, frozen=True):
    """Entities and triggers as the other linear systems find them; a classifier of their pairs."""

    LAYERS: ClassVar = ("entities", "coreference", "stances")

    mentions: Mentions
    links: Links
    acts: Acts
    labels: Classifier

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that learnt from the articles' entities, events and stances.

        Triggers are learnt from those articles whose events were annotated.
        """
        examples = [mention_example(article) for article in articles]
        return cls(
            mentions=fit_mentions(examples, seed=seed),
            links=fit_links(examples, seed=seed),
            acts=fit_acts([a for a in articles if "events" in a.layers], seed=seed),
            labels=_fit_labels(articles, seed=seed),
        )

    def predict(self, given: Given) -> Prediction:
        """Return entities, mentions, events, and the stances between them."""
        sheet = sheet_of(given.article)
        rows = token_rows(sheet)
        found = self.mentions.find(sheet, rows)
        entities, mentions = grouped(sheet, found, self.links.cluster(sheet, found))
        scene = msgspec.structs.replace(
            given.article, entities=entities, mentions=mentions, events=self._events(sheet, rows)
        )
        pairs, labels = self._stances(Scene(scene))
        return msgspec.structs.replace(
            answer(given.article.id),
            entities=entities,
            mentions=mentions,
            events=scene.events,
            stances=written_stances(pairs, labels),
        )

    def _events(self, sheet: Sheet, rows: Sequence[Sequence[str]]) -> tuple[Event, ...]:
        return tuple(
            Event(id=f"v{i}", trigger=(sheet.span(act.trigger),), category=act.category)
            for i, act in enumerate(self.acts.find(sheet, rows), 1)
        )

    def _stances(self, scene: Scene) -> tuple[list[Pair], list[str]]:
        """Return the pairs worth writing with their labels."""
        pairs = list(pairs_that_meet(scene))
        chosen = []
        for chances in self.labels.probabilities([candidate_row(scene, pair) for pair in pairs]):
            chances.pop(NONE, None)
            chosen.append(
                max(((value, label) for label, value in chances.items()), default=(0.0, ""))
            )
        kept = keep([chance for chance, _ in chosen])
        return [pairs[i] for i in kept], [chosen[i][1] for i in kept]


def _fit_labels(articles: Sequence[Article], *, seed: int) -> Classifier:
    """Return the classifier of pairs; events coreferent with a target are left out of it."""
    rows, labels = [], []
    for article in articles:
        events = tuple(msgspec.structs.replace(event, cluster=None) for event in article.events)
        scene = Scene(msgspec.structs.replace(article, events=events))
        gold = {Pair(item.holder, item.target): item.label for item in article.stances}
        alike = _coreferent_pairs(article, gold)
        for pair in dict.fromkeys([*pairs_that_meet(scene), *gold]):
            if pair in gold or pair not in alike:
                rows.append(candidate_row(scene, pair))
                labels.append(gold.get(pair, NONE))
    return fit(rows, labels, seed=seed, strength=0.3)


def _coreferent_pairs(article: Article, gold: dict[Pair, str]) -> set[Pair]:
    """Return the pairs whose target is the same happening as the target of a gold pair."""
    events = {event.id: event for event in article.events}
    return {
        Pair(holder, other.id)
        for holder, target in gold
        if target in events
        for other in article.events
        if coreferent(events[target], other)
    }
