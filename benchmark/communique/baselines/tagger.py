"""Stretches of tokens found by tagging each token as begin, inside or outside (BIO)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from communique.baselines.classifier import Classifier, Row, fit
from communique.baselines.sheet import Stretch

OUTSIDE = "O"
NEVER = -1e6


class Found(NamedTuple):
    """A stretch of tokens with its label."""

    stretch: Stretch
    label: str


class Tagger(msgspec.Struct, frozen=True):
    """A classifier of tokens, and the weight of each tag after each other.

    `steps[previous][next]` is log p(next | previous) - log p(next): added to the classifier's
    log p(tag | token) it makes the score of a hidden Markov model whose emissions are turned round
    by Bayes' rule. An inside tag that follows neither its begin nor itself is never chosen.
    """

    tags: Classifier
    steps: dict[str, dict[str, float]]

    def find(self, rows: Sequence[Row], parts: Sequence[range] = ()) -> list[Found]:
        """Return the stretches of the best tag sequence, in order; one row a token.

        Where `parts` cut the text (into paragraphs), no stretch goes beyond its part.
        """
        if not rows or set(self.tags.classes) <= {OUTSIDE}:
            return []
        scores = self.tags.log_probabilities(rows)
        tags: list[str] = []
        for part in parts or [range(len(rows))]:
            tags += self._best(scores[part.start : part.stop])
        return stretches(tags)

    def _best(self, scores: NDArray[np.float64]) -> list[str]:
        """Return the tags of the best sequence (Viterbi)."""
        names = self.tags.classes
        step = np.array([[self._step(one, other) for other in names] for one in names])
        start = np.array([self._step(OUTSIDE, name) for name in names])
        total = scores[0] + start
        came = np.zeros(scores.shape, np.intp)
        for i in range(1, len(scores)):
            ways = total[:, None] + step
            came[i] = ways.argmax(axis=0)
            total = ways.max(axis=0) + scores[i]
        path = [int(total.argmax())]
        for i in range(len(scores) - 1, 0, -1):
            path.append(int(came[i][path[-1]]))
        return [names[i] for i in reversed(path)]

    def _step(self, one: str, other: str) -> float:
        kind, _, label = other.partition("-")
        if kind == "I" and one not in {f"B-{label}", other}:
            return NEVER
        return self.steps.get(one, {}).get(other, 0.0)


def tag(length: int, found: Iterable[Found], offset: int = 0) -> list[str]:
    """Return BIO tags for `length` tokens from `offset` on; overlaps fall to the first."""
    tags = [OUTSIDE] * length
    for (first, last), label in sorted(found):
        places = range(max(first - offset, 0), min(last - offset + 1, length))
        if places and all(tags[i] == OUTSIDE for i in places):
            for i in places:
                tags[i] = f"I-{label}"
            tags[places[0]] = f"B-{label}"
    return tags


def stretches(tags: Sequence[str]) -> list[Found]:
    """Return the stretches that BIO tags mark, in order."""
    found: list[Found] = []
    for i, name in enumerate(tags):
        kind, _, label = name.partition("-")
        if kind == "B":
            found.append(Found(Stretch(i, i), label))
        elif kind == "I" and found:
            found[-1] = Found(Stretch(found[-1].stretch.first, i), label)
    return found


def fit_tagger(
    rows: Sequence[Sequence[Row]], tags: Sequence[Sequence[str]], *, seed: int
) -> Tagger:
    """Return the tagger that gives each sequence of rows its sequence of tags."""
    flat = [row for sequence in rows for row in sequence]
    answers = [name for sequence in tags for name in sequence]
    return Tagger(fit(flat, answers, seed=seed), _steps(tags))


def _steps(sequences: Sequence[Sequence[str]]) -> dict[str, dict[str, float]]:
    """Return log p(next | previous) - log p(next), with one count added to each."""
    names = sorted({name for sequence in sequences for name in sequence} | {OUTSIDE})
    pairs: Counter[tuple[str, str]] = Counter()
    for sequence in sequences:
        pairs.update(pairwise([OUTSIDE, *sequence]))
    before = {one: sum(pairs[one, other] + 1 for other in names) for one in names}
    after = {other: sum(pairs[one, other] + 1 for one in names) for other in names}
    everything = sum(before.values())
    return {
        one: {
            other: round(
                math.log((pairs[one, other] + 1) * everything / (before[one] * after[other])), 6
            )
            for other in names
        }
        for one in names
    }
