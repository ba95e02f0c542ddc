"""Stances between the entities that are named most often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import SIDES, answer, grouped, mention_example, written_stances
from communique.baselines.majority.coreference import same_words
from communique.baselines.majority.counting import commonest
from communique.baselines.majority.mentions import MentionLexicon, fit_mention_lexicon
from communique.baselines.sheet import sheet_of
from communique.model import Article, Entity, Mention, Prediction
from communique.model.record import AUTHOR
from communique.tasks.task import Given, Pair


class Ranked(msgspec.Struct, frozen=True):
    """A pair by rank (0: the entity with most mentions; -1: the author), and its usual label."""

    holder: int
    target: int
    label: str


class MajorityStanceExtraction(msgspec.Struct, frozen=True):
    """The pairs of ranks that most often hold a stance, each with its most frequent label.

    Entities come from the majority system of coreference and are ranked by how often they are
    mentioned. As many pairs are written as an article has stances on entities in the mean.
    """

    LAYERS: ClassVar = ("entities", "coreference", "stances")

    mentions: MentionLexicon
    pairs: tuple[Ranked, ...]

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that counted the articles' stances; counting needs no seed."""
        del seed
        labels: dict[tuple[int, int], list[str]] = defaultdict(list)
        for article in articles:
            ranks = {
                name: rank for rank, name in enumerate(ranked(article.entities, article.mentions))
            }
            for stance in article.stances:
                holder = -1 if stance.holder == AUTHOR else ranks.get(stance.holder)
                target = ranks.get(stance.target)
                if holder is not None and target is not None:
                    labels[holder, target].append(stance.label)
        total = sum(map(len, labels.values()))
        best = sorted(labels, key=lambda pair: (-len(labels[pair]), pair))
        chosen = best[: round(total / max(len(articles), 1))]
        return cls(
            mentions=fit_mention_lexicon([mention_example(article) for article in articles]),
            pairs=tuple(Ranked(*pair, commonest(labels[pair]) or "") for pair in chosen),
        )

    def predict(self, given: Given) -> Prediction:
        """Return entities, mentions, and the stances between them."""
        sheet = sheet_of(given.article)
        found = self.mentions.find(sheet)
        entities, mentions = grouped(sheet, found, same_words(sheet, found))
        names = dict(enumerate(ranked(entities, mentions))) | {-1: AUTHOR}
        chosen = [item for item in self.pairs if {item.holder, item.target} <= names.keys()]
        pairs = [Pair(names[item.holder], names[item.target]) for item in chosen]
        return msgspec.structs.replace(
            answer(given.article.id),
            entities=entities,
            mentions=mentions,
            stances=written_stances(pairs, [item.label for item in chosen]),
        )


def ranked(entities: Sequence[Entity], mentions: Sequence[Mention]) -> list[str]:
    """Return the entities that may take sides, the most mentioned first, then the earliest."""
    counts = Counter(mention.entity for mention in mentions)
    starts: dict[str, int] = {}
    for mention in mentions:
        start = mention.spans[0].start
        starts[mention.entity] = min(start, starts.get(mention.entity, start))
    sides = [entity.id for entity in entities if entity.type in SIDES and entity.id in counts]
    return sorted(sides, key=lambda name: (-counts[name], starts[name], name))
