"""Coreference: mentions found, then each linked to its best earlier mention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

import msgspec

from communique.baselines.annotation import Example, Spotted, answer, grouped, mention_example
from communique.baselines.classifier import Classifier, fit
from communique.baselines.features import PRONOUNS, bucket
from communique.baselines.linear.mentions import Mentions, fit_mentions
from communique.baselines.sheet import Sheet, sheet_of
from communique.model import Article, Prediction
from communique.tasks.task import Given

REACH = 40
"""So many mentions back an antecedent is looked for; beyond, only among those of the same head."""

SAME, OTHER = "same", "other"


class Links(msgspec.Struct, frozen=True):
    """A classifier of pairs of mentions: the same entity, or another one."""

    pairs: Classifier

    def cluster(self, sheet: Sheet, mentions: Sequence[Spotted]) -> list[list[int]]:
        """Return the mentions in groups, by number: each joins its most probable antecedent.

        Where no antecedent is more probable than not, the mention begins a group.
        """
        forms = [Form(sheet, item) for item in mentions]
        groups: list[list[int]] = []
        owner: dict[int, list[int]] = {}
        for number, form in enumerate(forms):
            before = list(_antecedents(forms, number))
            best = self._best([(i, pair_row(forms[i], form, number - i)) for i in before])
            group = owner[best] if best is not None else []
            if best is None:
                groups.append(group)
            group.append(number)
            owner[number] = group
        return groups

    def _best(self, candidates: Sequence[tuple[int, Sequence[str]]]) -> int | None:
        if not candidates or SAME not in self.pairs.classes:
            return None
        chances = self.pairs.probabilities([row for _, row in candidates])
        chance, best = max(
            (line[SAME], i) for line, (i, _) in zip(chances, candidates, strict=True)
        )
        return best if chance > 0.5 else None


class Form:
    """What pairs of mentions are compared by."""

    def __init__(self, sheet: Sheet, item: Spotted) -> None:
        """Read the mention's words."""
        tokens = sheet.tokens[item.stretch.first : item.stretch.last + 1]
        self.item = item
        self.words = tuple(token.low for token in tokens)
        self.head = self.words[-1]
        self.names = frozenset(token.low for token in tokens if token.text[0].isupper())
        self.initials = "".join(token.text[0] for token in tokens if token.text[0].isupper())
        self.pronoun = self.head if len(self.words) == 1 and self.head in PRONOUNS else ""
        self.sentence = tokens[0].sentence
        self.quoted = tokens[0].quoted
        self.kind = f"{item.type}/{item.level}"
        self.plain = tokens[0].text


def _antecedents(forms: Sequence[Form], number: int) -> Iterator[int]:
    """Yield the numbers of the mentions that may come before, nearest first."""
    for i in range(number - 1, -1, -1):
        if number - i <= REACH or forms[i].head == forms[number].head:
            yield i


def pair_row(one: Form, other: Form, distance: int) -> list[str]:
    """Return the features of two mentions, the earlier one first."""
    kinds = f"{one.kind}+{other.kind}"
    apart = other.sentence - one.sentence
    row = ["bias", f"kinds={kinds}", f"apart={bucket(apart)} {other.item.level}"]
    row.append(f"distance={bucket(distance)} {other.item.level}")
    row.append(f"types={'same' if one.item.type == other.item.type else 'differ'} {other.kind}")
    if not one.pronoun and not other.pronoun:
        row += _likeness(one, other)
    if other.pronoun:
        row += [f"pronoun={other.pronoun} {one.kind}", f"pronouns={one.pronoun}+{other.pronoun}"]
        row.append(f"pronoun={other.pronoun} apart={bucket(apart)}")
        row.append(f"quotes={other.pronoun} {one.quoted} {other.quoted}")
        row.append(f"antecedent={other.pronoun} {one.head}")
    else:
        row.append(f"heads={one.head}+{other.head}")
    if one.item.stretch.last >= other.item.stretch.first:
        row.append("nested")
    return row


def _likeness(one: Form, other: Form) -> list[str]:
    row = []
    level = f"{one.item.level}+{other.item.level}"
    if one.words == other.words:
        row += ["equal", f"equal={other.kind}"]
    if one.head == other.head:
        row += ["head", f"head={level}"]
    elif other.head in one.words or one.head in other.words:
        row += ["head-inside", f"head-inside={level}"]
    if one.names & other.names:
        row += ["name", f"name={level}"]
    else:
        row.append(f"no-name={level}")
    if other.plain in {one.initials, *_stems(one)} or one.plain in {other.initials, *_stems(other)}:
        row += ["short-form", f"short-form={level}"]
    return row


def _stems(form: Form) -> list[str]:
    """Return what the first word begins with, so that Lhosani meets Lhosan."""
    word = form.plain
    return [word[:cut] for cut in (-1, -2, -3) if len(word) + cut >= 4]


class LinearCoreference(msgspec.Struct, frozen=True):
    """Mentions by tagging; links by a pair classifier, best antecedent first."""

    LAYERS: ClassVar = ("entities", "coreference")

    mentions: Mentions
    links: Links

    @classmethod
    def train(cls, articles: Sequence[Article], *, seed: int) -> Self:
        """Return the system that learnt from the articles' mentions and entities."""
        examples = [mention_example(article) for article in articles]
        return cls(fit_mentions(examples, seed=seed), fit_links(examples, seed=seed))

    def predict(self, given: Given) -> Prediction:
        """Return entities and mentions."""
        sheet = sheet_of(given.article)
        found = self.mentions.find(sheet)
        entities, mentions = grouped(sheet, found, self.links.cluster(sheet, found))
        return msgspec.structs.replace(
            answer(given.article.id), entities=entities, mentions=mentions
        )


def fit_links(examples: Sequence[Example], *, seed: int) -> Links:
    """Return the pair classifier, from each mention's nearest antecedent and all between.

    After Soon, Ng and Lim (2001): the nearest earlier mention of the same entity is a link, the
    mentions between are none. A mention that begins an entity gives its last ten as no links.
    """
    rows, answers = [], []
    for sheet, mentions in examples:
        forms = [Form(sheet, item) for item in mentions]
        for number, form in enumerate(forms):
            for i in _antecedents(forms, number):
                same = forms[i].item.entity == form.item.entity
                if not same and number - i > 10 and forms[i].head != form.head:
                    continue
                rows.append(pair_row(forms[i], form, number - i))
                answers.append(SAME if same else OTHER)
                if same:
                    break
    return Links(fit(rows, answers, seed=seed))
