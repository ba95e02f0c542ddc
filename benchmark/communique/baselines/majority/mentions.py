"""Mentions from a lexicon. A part of other systems."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from communique.baselines.annotation import Example, Spotted
from communique.baselines.majority.counting import Lexicon, commonest, fit_lexicon
from communique.baselines.sheet import Sheet, Stretch
from communique.baselines.tagger import Found


class MentionLexicon(msgspec.Struct, frozen=True):
    """Phrases that mostly were mentions, with their most frequent type and level.

    Any other run of capitalised words that does not begin a sentence is a mention too, with
    `unknown`, the most frequent type and level of capitalised mentions.
    """

    phrases: Lexicon
    unknown: str | None

    def find(self, sheet: Sheet) -> list[Spotted]:
        """Return the mentions of a text in order; none lies in another."""
        found = self.phrases.find(sheet)
        if self.unknown is not None:
            taken = {i for (first, last), _ in found for i in range(first, last + 1)}
            found += [Found(place, self.unknown) for place in _capitalised(sheet, taken)]
        return sorted(Spotted(place, *_parts(label)) for place, label in found)


def _parts(label: str) -> tuple[str, str]:
    kind, _, level = label.partition("/")
    return kind, level


def _capitalised(sheet: Sheet, taken: set[int]) -> list[Stretch]:
    """Return runs of capitalised words outside of `taken` that do not begin a sentence."""
    runs: list[Stretch] = []
    begins = {span.start for span in sheet.sentences()}
    for i, token in enumerate(sheet.tokens):
        if i in taken or i in begins or not token.text[0].isupper():
            continue
        if runs and runs[-1].last == i - 1:
            runs[-1] = Stretch(runs[-1].first, i)
        else:
            runs.append(Stretch(i, i))
    return runs


def fit_mention_lexicon(examples: Sequence[Example]) -> MentionLexicon:
    """Return the lexicon of the examples' mentions."""
    marked = [
        (sheet, [Found(item.stretch, f"{item.type}/{item.level}") for item in mentions])
        for sheet, mentions in examples
    ]
    capitalised = [
        label
        for sheet, found in marked
        for (first, _), label in found
        if sheet.tokens[first].text[0].isupper()
    ]
    return MentionLexicon(fit_lexicon(marked, cased=True), commonest(capitalised))
