"""sentiment@1: words of evaluation with holder, target and polarity.

**Given**: the text. **Predicted**: `sentiments` with expression, polarity and perhaps holder and
target, each a mention or event of the prediction (`ref`) or plain words (`spans`).

**Rules**, those of SemEval-2022 Task 10 (Barnes et al. 2022), with an article where they have a
sentence: the text is split at white space; expression, holder and target are the sets of the
tokens that they overlap; an absent holder (the author) or target is a set of one member, {absent}.
Two tuples match where all three sets overlap and the polarity is equal. The weight of a predicted
tuple that matches is the greatest mean of the three overlaps, each divided by the size of the
prediction's own set, with any gold tuple, of whatever polarity; P is the sum of the weights over
the number of predicted tuples. For R gold and prediction change places. Equal tuples are one.

**Primary**: `tuple.f1`. **Also**: `unpolar`, the same without polarity; `holder`, `target` and
`expression`: F1 of the sets of tokens that stand in any of that role; `targeted`: F1 of (target,
polarity), exact, of the tuples with a target; `quoted.accuracy`: of the gold sentiments that say
whether they stand in quotation marks as somebody's word, the share that is paired with a prediction
that says the same; pairs are the one-to-one matching of expressions with the greatest sum of Dice
coefficients in code points.

**Fidelity.** On the task's own data the official scorer's figures come out of the same counts, by
its mapping of spans to tokens (a span that does not begin at a token's start is empty there) and
with equal tuples counted apart; this task maps by overlap and counts them once. `tuple.hit`,
`tuple.hit-gold` and those of `unpolar` are float64 sums, all other counts are integers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from communique.align import LOST, Place, best_pairs, dice, place
from communique.metrics.metric import Metric, prf, share
from communique.metrics.opinions import ABSENT, OPINION_COLUMNS, Opinion, Tokens, opinion_counts
from communique.metrics.sets import set_columns, set_counts, total
from communique.model import Article, Filler, Prediction
from communique.tasks.projection import Record, filler_place, referents
from communique.tasks.task import Task, text_only

ROLES = ("holder", "target", "expression")
BLANK: Tokens = frozenset({-2})
"""A holder or target that is there but overlaps no token: it is not absent, and matches nothing."""


class Words:
    """The white-space tokens of a text, by place."""

    def __init__(self, text: str) -> None:
        """Split the text."""
        found = [match.span() for match in re.finditer(r"\S+", text)]
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    def within(self, at: Place) -> Tokens:
        """Return the numbers of the tokens that a place overlaps; a lost piece is one itself."""
        return frozenset(
            number
            for start, end in at
            for number in (
                range(bisect_right(self._ends, start), bisect_left(self._starts, end))
                if start < LOST
                else (start,)
            )
        )


class Found(NamedTuple):
    """A sentiment as it is scored, and where it stands."""

    opinion: Opinion
    at: Place
    quoted: bool | None


def sentiments(record: Record, words: Words) -> list[Found]:
    """Return the distinct sentiments of a record, sorted.

    Raises:
        InputError: a holder or target refers to no mention or event of the record.
    """
    known = referents(record)

    def tokens(item: Filler | None, owner: str) -> Tokens:
        if item is None:
            return ABSENT
        return words.within(filler_place(record, known, item, owner)) or BLANK

    found: dict[Opinion, Found] = {}
    for item in record.sentiments:
        owner, at = f"sentiment {item.id!r}", place(item.expression)
        holder, target = tokens(item.holder, owner), tokens(item.target, owner)
        opinion = Opinion(holder, target, words.within(at), item.polarity)
        new = Found(opinion, at, item.quoted)
        found[opinion] = min(found.get(opinion, new), new, key=_order)
    return sorted(found.values(), key=_order)


def _order(item: Found) -> tuple[Place, str, list[int], list[int], str]:
    opinion = item.opinion
    parts = sorted(opinion.holder), sorted(opinion.target)
    return (item.at, opinion.polarity, *parts, str(item.quoted))


def _role_tokens(found: Sequence[Found], role: str) -> set[int]:
    sets = [getattr(item.opinion, role) for item in found]
    return {token for tokens in sets for token in tokens} - ABSENT


def _targeted(found: Sequence[Found]) -> set[tuple[Tokens, str]]:
    opinions = [item.opinion for item in found]
    return {(item.target, item.polarity) for item in opinions if item.target != ABSENT}


def _quoted(golds: Sequence[Found], preds: Sequence[Found]) -> dict[str, float]:
    pairs = best_pairs(golds, preds, lambda g, p: dice(g.at, p.at))
    right = sum(golds[i].quoted == preds[j].quoted is not None for i, j in pairs)
    return {
        "quoted.hit": right,
        "quoted.gold": sum(item.quoted is not None for item in golds),
    }


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the counts of one document."""
    words = Words(gold.text or "")
    golds, preds = sentiments(gold, words), sentiments(prediction, words)
    left, right = ([item.opinion for item in side] for side in (golds, preds))
    return total(
        [
            opinion_counts(left, right),
            *(
                set_counts(role, _role_tokens(golds, role), _role_tokens(preds, role))
                for role in ROLES
            ),
            set_counts("targeted", _targeted(golds), _targeted(preds)),
            _quoted(golds, preds),
        ]
    )


def lacks(gold: Article) -> str | None:
    """Return that the record has no text to split into tokens, or nothing."""
    return "has no text" if gold.text is None else None


def _metrics() -> Iterator[Metric]:
    precision, recall, f1 = prf("tuple", "sentiment", hit_recall="hit-gold")
    yield f1
    yield precision
    yield recall
    yield from prf("unpolar", "sentiment", hit_recall="hit-gold")
    for role in ROLES:
        yield from prf(role, f"{role} of a sentiment")
    yield from prf("targeted", "sentiment with a target")
    yield share("quoted", "sentiment that says whether it is quoted")


TASK = Task(
    name="sentiment",
    version=1,
    layers=("sentiments",),
    predicted=("entities", "mentions", "events", "sentiments"),
    primary="tuple.f1",
    metrics=tuple(_metrics()),
    columns=(
        *OPINION_COLUMNS,
        *set_columns(*ROLES, "targeted"),
        "quoted.hit",
        "quoted.gold",
    ),
    options=(("tokens", "whitespace-overlap"),),
    card=__doc__ or "",
    count=count,
    given=text_only,
    lacks=lacks,
)
