"""The benchmark's tasks for inspect_ai: `inspect eval communique/stance --model …`.

Each sample is one article; its target is the gold record, so that a log can be scored again. A
sample's score holds its counts; the metrics are made from the summed counts of all samples, as
`communique score` makes them. With several epochs the counts of an article are their mean.
"""

from __future__ import annotations

import logging

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import (
    Metric,
    SampleScore,
    Score,
    Scorer,
    Target,
    metric,
    scorer,
)
from inspect_ai.solver import TaskState, generate

from communique import tasks
from communique.codec import decode, encode_lines
from communique.harness.judging import figures, judge, values
from communique.harness.prompts import prompt
from communique.harness.records import asked, scorable, signature

DATA = "corpus"


@metric
def figures_of_all_samples() -> Metric:
    """Return the metrics of the task over all samples; one that is undefined is left out."""

    def compute(scores: list[SampleScore]) -> dict[str, float | None]:
        chosen = tasks.get(str((scores[0].score.metadata or {})["task"]))
        found = values(chosen, [item.score.as_dict() for item in scores])
        for item in chosen.metrics:
            if item.name == chosen.primary and found[item.name] is None:
                logging.getLogger(__name__).warning(
                    "%s: %s is undefined: %s", chosen.key, item.name, item.undefined
                )
        return {name: found[name] for name in figures(chosen)}

    return compute


@scorer(metrics=[figures_of_all_samples()])
def counts(task: str) -> Scorer:
    """Count what an answer gets right in a task, by name or key (`stance@1`)."""
    chosen = tasks.get(task)

    async def score(state: TaskState, target: Target) -> Score:
        judged = judge(chosen, decode(target.text.encode()), state.output.completion)
        return Score(
            value=judged.counts,
            answer=state.output.completion,
            explanation=judged.problem,
            metadata={"task": chosen.key},
        )

    return score


def _task(name: str, data: str, split: str | None) -> Task:
    chosen = tasks.get(name)
    found = asked(data, split)
    samples = [
        Sample(id=gold.id, input=prompt(chosen, gold), target=encode_lines([gold]).decode())
        for gold in scorable(chosen, found.golds)
    ]
    return Task(
        dataset=MemoryDataset(samples, name=f"{data}:{found.split}"),
        solver=generate(),
        scorer=counts(chosen.key),
        version=chosen.version,
        metadata={
            "task": chosen.key,
            "primary": chosen.primary,
            "signature": signature(chosen, found.golds, found.split),
        },
    )


@task
def events(data: str = DATA, split: str | None = None) -> Task:
    """Return the task `events`.

    `data` is a folder of records, a record, a JSONL file or `corpus`, the shipped one; `split` is
    one of its splits, by default `test` where it has splits.
    """
    return _task("events", data, split)


@task
def factuality(data: str = DATA, split: str | None = None) -> Task:
    """Return the task `factuality`; arguments as for `events`."""
    return _task("factuality", data, split)


@task
def stance(data: str = DATA, split: str | None = None) -> Task:
    """Return the task `stance`; arguments as for `events`."""
    return _task("stance", data, split)


@task
def stance_extraction(data: str = DATA, split: str | None = None) -> Task:
    """Return the task `stance-extraction`; arguments as for `events`."""
    return _task("stance-extraction", data, split)


@task
def attribution(data: str = DATA, split: str | None = None) -> Task:
    """Return the task `attribution`; arguments as for `events`."""
    return _task("attribution", data, split)


@task
def sentiment(data: str = DATA, split: str | None = None) -> Task:
    """Return the task `sentiment`; arguments as for `events`."""
    return _task("sentiment", data, split)


@task
def coreference(data: str = DATA, split: str | None = None) -> Task:
    """Return the task `coreference`; arguments as for `events`."""
    return _task("coreference", data, split)
