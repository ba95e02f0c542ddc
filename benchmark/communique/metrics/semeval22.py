"""The figures of SemEval-2022 Task 10's official scorer, from the files that it reads.

A file is a JSON list of sentences with `sent_id`, `text` and `opinions`; an opinion has `Source`,
`Target` and `Polar_expression`, each a list of strings and a list of offsets like "12:20", and a
`Polarity`. The text is split at spaces, and a span becomes a set of tokens by the official rule:
from the token that begins where the span begins to the one that ends where it ends; nothing where
no token begins there, and everything to the sentence's end where none ends there. Equal tuples
count apart. (The task `sentiment` maps by overlap instead, and counts equal tuples once.)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from communique._collector import paused_collector
from communique.errors import InputError
from communique.metrics.metric import prf
from communique.metrics.opinions import ABSENT, Credits, Opinion, Tokens

Fragments = tuple[msgspec.Raw, tuple[str, ...]]
NOTHING: Tokens = frozenset()


class _Opinion(msgspec.Struct, rename="pascal", gc=False):
    source: Fragments
    target: Fragments
    polarity: str
    polar_expression: Fragments = msgspec.field(name="Polar_expression")


class _Sentence(msgspec.Struct, gc=False):
    sent_id: str
    text: str
    opinions: tuple[_Opinion, ...]


_DECODER = msgspec.json.Decoder(list[_Sentence])
_METRICS = (
    *prf("tuple", "opinion", hit_recall="hit-gold"),
    prf("unpolar", "opinion", hit_recall="hit-gold")[2],
)


class Figures(NamedTuple):
    """Sentiment Tuple P, R and F1, and F1 without polarity; None where one is undefined."""

    precision: float | None
    recall: float | None
    f1: float | None
    f1_without_polarity: float | None


def read_opinions(data: bytes) -> dict[str, list[Opinion]]:
    """Return the opinions of each sentence of a file by the sentence's id.

    Raises:
        InputError: it is no such file, has an id twice, or an offset is not like "12:20".
    """
    with paused_collector():
        return _read(data)


def _read(data: bytes) -> dict[str, list[Opinion]]:
    try:
        sentences = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"not a file of SemEval-2022 Task 10: {error}",
            hint="give the JSON list of sentences with sent_id, text and opinions",
        ) from None
    found = {item.sent_id: _opinions(item) if item.opinions else [] for item in sentences}
    if len(found) < len(sentences):
        raise InputError("two sentences have one sent_id", hint="give every sentence once")
    return found


def _opinions(sentence: _Sentence) -> list[Opinion]:
    text = sentence.text
    try:
        return [
            Opinion(
                _covered(text, item.source[1]) or ABSENT,
                _covered(text, item.target[1]) or ABSENT,
                _covered(text, item.polar_expression[1]),
                item.polarity,
            )
            for item in sentence.opinions
        ]
    except ValueError:
        raise InputError(
            f"sentence {sentence.sent_id!r} has offsets that are not like '12:20'",
            hint="write start:end, in code points of the text",
        ) from None


def _covered(text: str, offsets: tuple[str, ...]) -> Tokens:
    """Return the numbers of the tokens of some spans."""
    if not offsets:
        return NOTHING
    if len(offsets) == 1:
        return _token_run(text, *_pair(offsets[0]))
    return NOTHING.union(*(_token_run(text, *_pair(item)) for item in offsets))


def _token_run(text: str, start: int, end: int) -> Tokens:
    """Return the numbers of the tokens of one span; a token's number is that of spaces before it.

    An empty token stands between two spaces only: not before a first one or after a last one.
    """
    if text[start - 1 : start] != " " if start else text.startswith(" "):
        return NOTHING
    if not 0 <= start < len(text):
        return NOTHING
    number = text.count(" ", 0, start)
    if start <= end and text[end : end + 1] == " ":
        return _run(number, number + text.count(" ", start, end) + 1)
    return _run(number, text.count(" ", 0, len(text) - 1) + 1)


@lru_cache(maxsize=2**14)
def _pair(offsets: str) -> tuple[int, int]:
    start, _, end = offsets.partition(":")
    return int(start), int(end)


@lru_cache(maxsize=2**14)
def _run(first: int, end: int) -> Tokens:
    """Return the numbers from `first` to before `end`, equal ones as one object."""
    return frozenset(range(first, end))


def figures(
    gold: Mapping[str, Sequence[Opinion]], pred: Mapping[str, Sequence[Opinion]]
) -> Figures:
    """Return the official figures of two files that `read_opinions` has read.

    Raises:
        InputError: they do not have the same sentences.
    """
    if gold.keys() != pred.keys():
        odd = min(gold.keys() ^ pred.keys())
        side = "gold" if odd in gold else "the prediction"
        raise InputError(
            f"only {side} has the sentence {odd!r}", hint="give both files the same sentences"
        )
    worth = Credits()
    for name, answers in pred.items():
        worth.add(gold[name], answers)
    sums = {column: np.asarray(value, np.float64) for column, value in worth.counts().items()}
    values = [float(metric.formula(sums)) for metric in _METRICS]
    return Figures(*(None if math.isnan(value) else value for value in values))
