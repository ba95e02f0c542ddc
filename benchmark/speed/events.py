"""TextEE's six event measures side by side with a scorer that works as TextEE's does.

TextEE's scorer is in no package index. Its stand-in here is written from its rules and in its
manner: for each measure it goes through all sentences, makes a list of tuples a side, turns both
into sets and takes what they share. Its answers and ours are compared before anything is timed.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from communique import tasks
from communique.codec import text_digest
from communique.model import Argument, Article, Event, Mention, Metadata, Prediction, Span
from communique.ontology import labels
from communique.tasks.event_tables import Coder, exact_counts
from timing import Aim, measure, report

STAND_IN = "TextEE's scorer (stand-in)"
RECORDS, CACHED = "communique, from records", "communique, on cached arrays"
WHOLE = "communique, the whole task"
NOTE = """\
  Ours counts for each document, and categories, modes and quad classes besides; the whole task has
  the variants by overlap too. The design quotes 55.6 ms for TextEE's own scorer."""
SIX = ("ti", "tc", "ai", "ac", "ai+", "ac+")
CATEGORIES, ROLES = labels("event_categories"), labels("argument_roles")
META = Metadata(
    language="en", origin="written", licence="none", text_sha256=text_digest(""), text_length=0
)
Found = tuple[tuple[int, int], str, list[tuple[str, int]]]
"""An event: trigger, category, and arguments as role and number of a mention."""


def sentence(rng: random.Random) -> tuple[list[tuple[int, int]], list[Found]]:
    """Return six mentions and nought to three events, 1.4 on average, with 1.6 arguments each."""
    mentions = [(at, at + rng.randint(2, 20)) for at in rng.sample(range(0, 200, 5), 6)]
    events: list[Found] = []
    for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3))):
        at = rng.randrange(0, 200, 5)
        arguments = [
            (rng.choice(ROLES), rng.randrange(6)) for _ in range(rng.choice((0, 1, 2, 2, 3)))
        ]
        events.append(((at, at + rng.randint(3, 9)), rng.choice(CATEGORIES), arguments))
    return mentions, events


def answer(rng: random.Random, events: Sequence[Found]) -> Iterator[Found]:
    """Return the events with a system's mistakes: lost, moved, mislabelled, arguments as well."""
    for (start, end), category, arguments in events:
        dice = rng.random()
        if dice < 0.15:
            continue
        kept = [
            (role if rng.random() < 0.8 else rng.choice(ROLES), mention)
            for role, mention in arguments
            if rng.random() < 0.9
        ]
        trigger = (start + 1, end) if dice < 0.25 else (start, end)
        yield trigger, rng.choice(CATEGORIES) if 0.25 < dice < 0.4 else category, kept


def layers(mentions: Sequence[tuple[int, int]], events: Sequence[Found]) -> dict[str, Any]:
    return {
        "mentions": tuple(
            Mention(id=f"m{n}", entity="e", spans=(Span(*at),)) for n, at in enumerate(mentions)
        ),
        "events": tuple(
            Event(
                id=f"v{n}",
                trigger=(Span(*trigger),),
                category=category,
                arguments=tuple(Argument(role=role, ref=f"m{m}") for role, m in arguments),
            )
            for n, (trigger, category, arguments) in enumerate(events)
        ),
    }


def row(
    number: int, mentions: Sequence[tuple[int, int]], events: Sequence[Found]
) -> dict[str, Any]:
    """Return a sentence as the stand-in reads it: tuples of offsets and labels."""
    return {
        "doc": f"d{number // 10}",
        "window": f"w{number}",
        "events": [
            {"trigger": (*trigger, category), "arguments": [(*mentions[m], r) for r, m in found]}
            for trigger, category, found in events
        ],
    }


VIEWS: dict[str, Callable[[dict[str, Any]], list[tuple[Any, ...]]]] = {
    "ti": lambda s: [(s["doc"], s["window"], *e["trigger"][:2]) for e in s["events"]],
    "tc": lambda s: [(s["doc"], s["window"], *e["trigger"]) for e in s["events"]],
    "ai": lambda s: [
        (s["doc"], s["window"], e["trigger"][2], a[0], a[1])
        for e in s["events"]
        for a in e["arguments"]
    ],
    "ac": lambda s: [
        (s["doc"], s["window"], e["trigger"][2], a[0], a[1], a[2])
        for e in s["events"]
        for a in e["arguments"]
    ],
    "ai+": lambda s: [
        (s["doc"], s["window"], *e["trigger"], a[0], a[1])
        for e in s["events"]
        for a in e["arguments"]
    ],
    "ac+": lambda s: [
        (s["doc"], s["window"], *e["trigger"], a[0], a[1], a[2])
        for e in s["events"]
        for a in e["arguments"]
    ],
}


def stand_in(golds: Sequence[dict[str, Any]], preds: Sequence[dict[str, Any]]) -> list[list[int]]:
    """Return hits, gold and predicted tuples of each measure."""
    found = []
    for view in VIEWS.values():
        gold_tuples: list[tuple[Any, ...]] = []
        pred_tuples: list[tuple[Any, ...]] = []
        for gold, pred in zip(golds, preds, strict=True):
            gold_tuples.extend(view(gold))
            pred_tuples.extend(view(pred))
        left, right = set(gold_tuples), set(pred_tuples)
        found.append([len(left & right), len(left), len(right)])
    return found


class Data(NamedTuple):
    """The same sentences for both: records, and the stand-in's rows."""

    golds: list[Article]
    preds: list[Prediction]
    gold_rows: list[dict[str, Any]]
    pred_rows: list[dict[str, Any]]


def data(sentences: int, seed: int) -> Data:
    rng = random.Random(seed)  # noqa: S311 - no secret
    made = Data([], [], [], [])
    for number in range(sentences):
        mentions, gold = sentence(rng)
        pred = list(answer(rng, gold))
        name = f"s{number}"
        left, right = layers(mentions, gold), layers(mentions, pred)
        made.golds.append(
            Article(schema_version="1.0", id=name, metadata=META, layers=("events",), **left)
        )
        made.preds.append(Prediction(schema_version="1.0", id=name, **right))
        made.gold_rows.append(row(number, mentions, gold))
        made.pred_rows.append(row(number, mentions, pred))
    return made


def from_records(made: Data) -> dict[str, Any]:
    coder = Coder()
    return exact_counts(coder.table(made.golds), coder.table(made.preds))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sentences", type=int, default=5000)
    options.add_argument("--rounds", type=int, default=21)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    made = data(chosen.sentences, chosen.seed)
    counts = from_records(made)
    ours = [[int(counts[f"{n}.{part}"].sum()) for part in ("hit", "gold", "pred")] for n in SIX]
    if ours != stand_in(made.gold_rows, made.pred_rows):
        raise SystemExit(f"the two do not agree: {ours}")
    coder, task = Coder(), tasks.get("events")
    tables = coder.table(made.golds), coder.table(made.preds)
    seconds = measure(
        {
            RECORDS: lambda: from_records(made),
            CACHED: lambda: exact_counts(*tables),
            WHOLE: lambda: task.counts_of_all(made.golds, made.preds),
            STAND_IN: lambda: stand_in(made.gold_rows, made.pred_rows),
        },
        rounds=chosen.rounds,
    )
    title = (
        f"TextEE's six over {len(made.golds)} random sentences (seed {chosen.seed}),"
        f" {counts['tc.gold'].sum()} events, {counts['ac+.gold'].sum()} arguments"
    )
    for name, ratio in ((RECORDS, 1.9), (CACHED, 20)):
        both = {key: seconds[key] for key in (name, STAND_IN)}
        print("\n".join(report(title, both, name, (Aim(STAND_IN, ratio),))))
        title = "the same, from tables made before"
    print("\n".join(report("for comparison", {WHOLE: seconds[WHOLE]}, WHOLE, ())))
    print(NOTE)


if __name__ == "__main__":
    main()
