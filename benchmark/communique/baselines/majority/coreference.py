"""Coreference by equal words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import Spotted, answer, grouped, mention_example
from communique.baselines.majority.mentions import MentionLexicon, fit_mention_lexicon
from communique.baselines.sheet import Sheet, sheet_of
from communique.model import Article, Prediction
from communique.tasks.task import Given


class MajorityCoreference(msgspec.Struct, frozen=True):
    """Mentions from a lexicon of phrases; those of the same words are one entity."""

    LAYERS: ClassVar = ("entities", "coreference")

    mentions: MentionLexicon

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that counted the articles' mentions; counting needs no seed."""
        del seed
        return cls(fit_mention_lexicon([mention_example(article) for article in articles]))

    def predict(self, given: Given) -> Prediction:
        """Return entities and mentions."""
        sheet = sheet_of(given.article)
        found = self.mentions.find(sheet)
        entities, mentions = grouped(sheet, found, same_words(sheet, found))
        return msgspec.structs.replace(
            answer(given.article.id), entities=entities, mentions=mentions
        )


def same_words(sheet: Sheet, mentions: Sequence[Spotted]) -> list[list[int]]:
    """Return the mentions in groups of the same lowercased words, by number."""
    groups: dict[str, list[int]] = {}
    for number, item in enumerate(mentions):
        groups.setdefault(" ".join(sheet.words(item.stretch)), []).append(number)
    return list(groups.values())
