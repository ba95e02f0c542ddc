"""What the task files for lm_eval call: documents, counts of answers, metrics of them all."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from communique import tasks
from communique.codec import decode
from communique.harness.judging import figures, judge, values


def documents(file: Path) -> dict[str, Any]:
    """Return the documents of an exported file as `datasets` that lm_eval takes."""
    from datasets import Dataset  # noqa: PLC0415 - lm_eval brings it

    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return {"test": Dataset.from_list(rows)}


def process_results(doc: Mapping[str, str], results: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return, for every metric, the counts of the model's answer to one document."""
    task = tasks.get(doc["task"])
    judged = judge(task, decode(doc["record"].encode()), results[0])
    counts = {column: value for column, value in judged.counts.items() if value}
    return {name: {"task": task.key, "metric": name, "counts": counts} for name in figures(task)}


def aggregate(items: Sequence[Mapping[str, Any]]) -> float | None:
    """Return a metric over all documents; nothing where it is undefined, and a warning says why."""
    task, name = tasks.get(items[0]["task"]), items[0]["metric"]
    value = values(task, [item["counts"] for item in items])[name]
    if value is None and name == task.primary:
        reason = next(metric.undefined for metric in task.metrics if metric.name == name)
        logging.getLogger(__name__).warning("%s: %s is undefined: %s", task.key, name, reason)
    return value
