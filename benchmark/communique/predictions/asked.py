"""Answers to what gold asks: the stance of a pair, the factuality of an event, named in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from communique.model import Article, FactualityJudgement, Stance
from communique.model.record import AUTHOR
from communique.predictions.naming import Named, Names
from communique.predictions.placing import Placer
from communique.predictions.rules import WARNING, Note, note, show
from communique.predictions.shapes import GivenStance, GivenValue, One, Spot
from communique.tasks import Pair, Task

Thing = TypeVar("Thing", bound=Hashable)


class _Answer(NamedTuple):
    """One answer: for what, which label, at which path, and whether all of it was named by ids."""

    label: str
    path: str
    by_id: bool


class Asked:
    """Finds what is meant among what the task gives of the gold record, and nothing else of it.

    Words that stand for nothing count as lost, and so leave the question unanswered. An answer for
    what is not asked is an error where it is named by ids, else it is passed over. Two different
    answers for one thing are an error by ids, else they count as none.
    """

    def __init__(self, gold: Article, task: Task, placer: Placer, *, lenient: bool) -> None:
        """Take what the task gives."""
        article, pairs = task.given(gold)
        self._pairs = set(pairs)
        self._placer, self._lenient = placer, lenient
        self._events = {event.id for event in article.events}
        self._names = Names(placer.known, article.entities, article.mentions, article.events)

    def values(self, given: Sequence[GivenValue]) -> tuple[FactualityJudgement, ...]:
        """Return the value of each gold event that is answered."""
        answers: dict[str, list[_Answer]] = {}
        for number, item in enumerate(given):
            path = f"$.factuality[{number}]"
            named = self._named(item.event, f"{path}.event")
            if named and self._is_asked(named, path):
                self._count(named, item.event, f"{path}.event", len(named.ids))
                answer = _Answer(item.value, path, named.by_id)
                answers.setdefault(named.ids[0], []).append(answer)
        kept = self._settled(answers, {name: f"event {show(name)}" for name in answers})
        return tuple(FactualityJudgement(event=name, value=value) for name, value in kept.items())

    def stances(self, given: Sequence[GivenStance]) -> tuple[Stance, ...]:
        """Return the label of each pair that is answered; ids of stances go by number."""
        answers: dict[Pair, list[_Answer]] = {}
        for number, item in enumerate(given):
            path = f"$.stances[{number}]"
            holder = self._named(item.holder, f"{path}.holder")
            target = self._named(item.target, f"{path}.target")
            pairs = self._asked(holder, target, path) if holder and target else []
            if holder and target and pairs:
                self._count(holder, item.holder, f"{path}.holder", len(pairs))
                self._count(target, item.target, f"{path}.target", len(pairs))
                answer = _Answer(item.label, path, holder.by_id and target.by_id)
                answers.setdefault(pairs[0], []).append(answer)
        shown = {pair: f"the stance of {show(pair[0])} towards {show(pair[1])}" for pair in answers}
        kept = self._settled(answers, shown)
        return tuple(
            Stance(id=f"s{number}", holder=pair.holder, target=pair.target, label=label)
            for number, (pair, label) in enumerate(kept.items(), 1)
        )

    def _named(self, one: One, path: str) -> Named | None:
        """Return what is meant; where nothing is, count it as lost."""
        if one == AUTHOR or (isinstance(one, str) and self._lenient and one.lower() == AUTHOR):
            return Named((AUTHOR,), by_id=True)
        named = self._names.of(one)
        if named is None:
            words = one if isinstance(one, str) else one.quote or one.text or ""
            self._placer.notes.append(note("PRE-022", path, words=show(words)))
            self._placer.lose()
        return named

    def _count(self, named: Named, one: One, path: str, meant: int) -> None:
        """Count words by the way they were found; `meant` says how many things they may mean."""
        if named.found:
            words = one if isinstance(one, str) else one.quote or ""
            self._placer.count(named.found._replace(of=meant), words, path)
        elif not named.by_id:
            self._placer.ways[
                "offsets" if isinstance(one, Spot) and not one.quote else "exact"
            ] += 1

    def _is_asked(self, named: Named, path: str) -> bool:
        if named.ids[0] in self._events:
            return True
        self._not_asked(f"gold does not have the event {show(named.ids[0])}", path, named.by_id)
        return False

    def _asked(self, holder: Named, target: Named, path: str) -> list[Pair]:
        """Return the pairs that may be meant and are asked for, the likeliest first."""
        pairs = {
            Pair(one, other): first + second
            for first, one in enumerate(holder.ids)
            for second, other in enumerate(target.ids)
        }
        found = sorted((pair for pair in pairs if pair in self._pairs), key=lambda p: (pairs[p], p))
        if not found:
            names = f"{show(holder.ids[0])} and the target {show(target.ids[0])}"
            what = f"gold does not ask for the holder {names}"
            self._not_asked(what, path, holder.by_id and target.by_id)
        return found

    def _not_asked(self, what: str, path: str, by_id: bool) -> None:
        severity = None if by_id and not self._lenient else WARNING
        self._placer.notes.append(note("PRE-015", path, severity, what=what))

    def _settled(
        self, answers: Mapping[Thing, Sequence[_Answer]], shown: Mapping[Thing, str]
    ) -> dict[Thing, str]:
        """Return the label of each thing that has one only; note where there are two."""
        kept = {}
        for thing, given in answers.items():
            labels = sorted({answer.label for answer in given})
            if len(labels) == 1:
                kept[thing] = labels[0]
                continue
            strict = all(answer.by_id for answer in given) and not self._lenient
            said = {"what": shown[thing], "labels": " and ".join(labels)}
            path = given[-1].path
            self._placer.notes.append(Note("PRE-016", path, said, None if strict else WARNING))
        return kept
