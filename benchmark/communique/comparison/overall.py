"""All tasks at once: systems compared by the mean of their primary metrics."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from communique.comparison.contest import Contest
from communique.comparison.records import RECORDS
from communique.metrics.metric import FloatArray

OVERALL = "overall"


def overall(found: Sequence[Contest]) -> Contest | str:
    """Return the contest over the mean of the contests' scores, or why there is none.

    A document's counts in all tasks are one row: it is swapped and drawn as a whole. A task that
    did not score a document counts nothing there. The mean is undefined where one of its scores is.
    """
    if len(found) < 2:
        return "fewer than two tasks can be compared"
    systems = sorted({system for contest in found for system in contest.counts})
    for contest in found:
        lacking = [system for system in systems if system not in contest.counts]
        if lacking:
            return f"{lacking[0]!r} has no record of {contest.task}"
    for key in RECORDS:
        if len({contest.signature[key] for contest in found}) > 1:
            return f"the tasks were scored on different records: the {key} differs"
    documents = sorted({name for contest in found for name in contest.documents})
    place = {name: number for number, name in enumerate(documents)}
    ends = list(accumulate(_width(contest) for contest in found))
    parts = [slice(end - _width(contest), end) for contest, end in zip(found, ends, strict=True)]

    def score(sums: FloatArray) -> FloatArray:
        pairs = zip(found, parts, strict=True)
        values = np.stack([contest.score(sums[..., part]) for contest, part in pairs])
        mean: FloatArray = values.mean(axis=0)
        return mean

    def joint(system: str) -> FloatArray:
        table = np.zeros((len(documents), ends[-1]))
        for contest, part in zip(found, parts, strict=True):
            table[[place[name] for name in contest.documents], part] = contest.counts[system]
        return table

    shared = {key: found[0].signature[key] for key in RECORDS}
    return Contest(
        task=OVERALL,
        metric="mean of " + ", ".join(f"{contest.task} {contest.metric}" for contest in found),
        undefined="a task's score is undefined",
        signature={**shared, **_options(found)},
        documents=tuple(documents),
        counts={system: joint(system) for system in systems},
        missing={system: sum(contest.missing[system] for contest in found) for system in systems},
        score=score,
    )


def _options(found: Sequence[Contest]) -> dict[str, str]:
    """Return the options of all tasks, each named with its task."""
    return {
        f"option.{contest.task.partition('@')[0]}.{key.removeprefix('option.')}": value
        for contest in found
        for key, value in contest.signature.items()
        if key.startswith("option.")
    }


def _width(contest: Contest) -> int:
    table = next(iter(contest.counts.values()))
    return int(table.shape[1])
