"""Scores of spans side by side with seqeval and nervaluate, which are to be installed beside.

The sentences are made at random: 15 tokens each on average, four types, and one gold span in every
eleven tokens; in the predictions one token in twenty-five has another tag.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable

from communique.metrics.outcomes import outcome_counts
from communique.metrics.spans import Span, pack
from communique.metrics.tags import Scheme, Tags, pack_tags, tag_counts, tag_spans
from timing import Aim, measure, report

TYPES = ("PER", "ORG", "LOC", "MISC")
TAGS = ("O", *(f"{letter}-{kind}" for letter in "BI" for kind in TYPES))
AVERAGES = ("micro", "macro", "weighted")
Sentences = list[list[str]]
Contenders = dict[str, Callable[[], object]]


def sentence(rng: random.Random) -> list[str]:
    tags: list[str] = []
    length = rng.randint(4, 24)
    while len(tags) < length:
        kind = rng.choice(TYPES)
        span = [f"B-{kind}", *([f"I-{kind}"] * rng.choice((0, 0, 1, 1, 2)))]
        tags += ["O"] if rng.random() < 0.88 else span
    return tags


def noisy(tags: list[str], rng: random.Random) -> list[str]:
    return [rng.choice(TAGS) if rng.random() < 0.04 else tag for tag in tags]


def as_seqeval(gold: Sentences, pred: Sentences, scheme: Scheme, rounds: int) -> list[str]:
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    options = {"mode": "strict", "scheme": IOB2} if scheme == "IOB2" else {}

    def theirs() -> dict[str, dict[str, float]]:
        return classification_report(gold, pred, output_dict=True, zero_division=0, **options)

    ours = tag_counts(gold, pred, scheme=scheme).scores()
    for name, row in theirs().items():
        stem = name.removesuffix(" avg") if name.endswith(" avg") else f"label.{name}"
        if abs((ours[f"{stem}.f1"] or 0) - row["f1-score"]) > 1e-12:
            raise SystemExit(f"{name}: {ours[f'{stem}.f1']} here, {row['f1-score']} in seqeval")
    packed = pack_tags(gold), pack_tags(pred)
    rule = "strict" if scheme == "IOB2" else "the default rule"
    return compared(
        f"P, R, F1 by class and three averages, {rule}, {len(gold)} sentences",
        {
            "lists of tags": lambda: tag_counts(gold, pred, scheme=scheme).scores(),
            "packed arrays": lambda: tag_counts(*packed, scheme=scheme).scores(),
        },
        {"seqeval, classification_report": theirs},
        aim=30,
        rounds=rounds,
    )


def compared(
    title: str, ours: Contenders, peer: Contenders, *, aim: float, rounds: int
) -> list[str]:
    """Measure each form of input of ours beside the peer, which takes the first of them."""
    seconds = measure({**ours, **peer}, rounds=rounds)
    (name,) = peer
    lines = []
    for form in ours:
        first = f"communique, from {form}"
        both = {first: seconds[form], name: seconds[name]}
        lines += report(f"{title}, from {form}", both, first, (Aim(name, aim),))
    return lines


def documents(sentences: Sentences) -> list[list[Span]]:
    spans = tag_spans(sentences, "conlleval")
    found: list[list[Span]] = [[] for _ in sentences]
    columns = (spans.document, spans.start, spans.end, spans.label)
    for document, start, end, label in zip(*(c.tolist() for c in columns), strict=True):
        found[document].append((start, end, spans.labels[label]))
    return found


def nervaluate_on(gold: object, pred: object, loader: str) -> Callable[[], object]:
    from nervaluate import Evaluator

    return lambda: Evaluator(gold, pred, tags=list(TYPES), loader=loader).evaluate()


def as_nervaluate(gold: Sentences, pred: Sentences, rounds: int) -> list[str]:
    spans = documents(gold), documents(pred)
    packed = [pack(side) for side in spans]
    dicts = [
        [[{"start": s, "end": e - 1, "label": x} for s, e, x in each] for each in side]
        for side in spans
    ]
    tags = pack_tags(gold), pack_tags(pred)
    title = f"strict, exact, partial and type, over all and by class, {len(gold)} sentences"
    return compared(
        title,
        {
            "lists of spans": lambda: outcome_counts(*spans).scores(),
            "packed arrays": lambda: outcome_counts(*packed).scores(),
        },
        {"nervaluate, dicts": nervaluate_on(*dicts, "dict")},
        aim=50,
        rounds=rounds,
    ) + compared(
        title,
        {
            "lists of tags": lambda: from_tags(gold, pred),
            "packed tags": lambda: from_tags(*tags),
        },
        {"nervaluate, lists of tags": nervaluate_on(gold, pred, "list")},
        aim=50,
        rounds=rounds,
    )


def from_tags(gold: Sentences | Tags, pred: Sentences | Tags) -> object:
    return outcome_counts(tag_spans(gold, "conlleval"), tag_spans(pred, "conlleval")).scores()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sentences", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    rng = random.Random(0)  # noqa: S311 - sentences, not secrets
    gold = [sentence(rng) for _ in range(chosen.sentences)]
    pred = [noisy(tags, rng) for tags in gold]
    for scheme in ("conlleval", "IOB2"):
        print("\n".join(as_seqeval(gold, pred, scheme, chosen.rounds)))
    print("\n".join(as_nervaluate(gold, pred, chosen.rounds)))


if __name__ == "__main__":
    main()
