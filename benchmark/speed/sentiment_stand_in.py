"""A scorer that works as SemEval-2022 Task 10's does: written from its rule, in its manner.

Offsets become sets of tokens by going through all tokens of the sentence; for precision, and again
for recall, each tuple is compared with those of the other side, once to see whether it matches and
once for its weight. As a command it takes two files, splits texts with nltk where that is
installed, and looks for every id of the one file in a list of the other's, as the published one
does; `--sets` leaves out that search, `--lean` nltk as well.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SPLITTER = "str.split"
if "--lean" not in sys.argv:
    try:
        from nltk.tokenize.simple import SpaceTokenizer

        SPLITTER = "nltk"
    except ImportError:
        pass

Tuple = tuple[frozenset[Any], frozenset[Any], frozenset[Any], str]
ROLES = ("Source", "Target", "Polar_expression")


def spread(text: str) -> list[tuple[int, int]]:
    if SPLITTER == "nltk":
        return list(SpaceTokenizer().span_tokenize(text))
    tokens, start = [], 0
    for word in text.split(" "):
        tokens.append((start, start + len(word)))
        start += len(word) + 1
    return tokens


def numbers(offsets: Sequence[str], tokens: Sequence[tuple[int, int]]) -> frozenset[int]:
    found = []
    for item in offsets:
        start, end = map(int, item.split(":"))
        inside = False
        for number, (first, last) in enumerate(tokens):
            if first == start:
                inside = True
            if inside:
                found.append(number)
            if last == end:
                inside = False
    return frozenset(found)


def tuples(sentence: Mapping[str, Any]) -> list[Tuple]:
    tokens = spread(sentence["text"])
    found = []
    for opinion in sentence["opinions"]:
        holder, target, expression = (numbers(opinion[role][1], tokens) for role in ROLES)
        found.append((holder, target, expression, opinion["Polarity"]))
    return found


def present(one: frozenset[Any]) -> frozenset[Any]:
    return one if len(one) > 0 else frozenset(["_"])


def matched(one: Tuple, others: Sequence[Tuple], *, polarity: bool) -> bool:
    holder, target = present(one[0]), present(one[1])
    for other in others:
        if (
            len(holder.intersection(present(other[0]))) > 0
            and len(target.intersection(present(other[1]))) > 0
            and len(one[2].intersection(other[2])) > 0
            and (not polarity or one[3] == other[3])
        ):
            return True
    return False


def weight(one: Tuple, others: Sequence[Tuple]) -> float:
    holder, target = present(one[0]), present(one[1])
    best = 0.0
    for other in others:
        who, what = present(other[0]), present(other[1])
        if (
            len(who.intersection(holder)) > 0
            and len(what.intersection(target)) > 0
            and len(other[2].intersection(one[2])) > 0
        ):
            share = len(who.intersection(holder)) / len(holder)
            share += len(what.intersection(target)) / len(target)
            share += len(other[2].intersection(one[2])) / len(one[2])
            best = max(best, share / 3)
    return best


def share_of(
    ones: Mapping[str, list[Tuple]], others: Mapping[str, list[Tuple]], *, polarity: bool
) -> float:
    weights, number = [], 0
    for name, items in ones.items():
        for item in items:
            number += 1
            if matched(item, others[name], polarity=polarity):
                weights.append(weight(item, others[name]))
    return sum(weights) / number


def stand_in(
    gold: Mapping[str, list[Tuple]], pred: Mapping[str, list[Tuple]], *, polarity: bool = True
) -> float:
    precision = share_of(pred, gold, polarity=polarity)
    recall = share_of(gold, pred, polarity=polarity)
    return 2 * precision * recall / (precision + recall)


def command(gold_path: str, pred_path: str, *, search: bool) -> str:
    sides = []
    for path in (gold_path, pred_path):
        rows = json.loads(Path(path).read_text(encoding="utf-8"))
        sides.append({row["sent_id"]: tuples(row) for row in rows})
    names = sorted(sides[0]), sorted(sides[1])
    if search:
        for name in names[0]:
            if name not in names[1]:
                raise SystemExit(f"no {name}")
    if names[0] != names[1]:
        raise SystemExit("not the same sentences")
    return f"Sentiment Tuple F1: {stand_in(*sides):.3f}"


if __name__ == "__main__":
    print(command(*sys.argv[-2:], search=len(sys.argv) == 3))
