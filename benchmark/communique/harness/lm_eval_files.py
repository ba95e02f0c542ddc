"""The task files for lm_eval: `lm_eval --include_path FOLDER --tasks communique_stance`.

The folder holds everything: a YAML file and the documents of each task, and the few lines of Python
that hand them to this package.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from communique.codec import encode_lines
from communique.harness.judging import figures
from communique.harness.prompts import prompt
from communique.harness.records import Asked, scorable, signature
from communique.model import Article
from communique.tasks import Task

TOKENS = 8192
"""The longest answers, those to `events`, are several thousand tokens long."""

_YAML = """\
task: communique_{slug}
tag: communique
custom_dataset: !function communique_tasks.documents
dataset_kwargs:
  task: {name}
test_split: test
output_type: generate_until
doc_to_text: "{{{{prompt}}}}"
doc_to_target: "{{{{record}}}}"
process_results: !function communique_tasks.process_results
generation_kwargs:
  until: []
  do_sample: false
  temperature: 0.0
  max_gen_toks: {tokens}
metric_list:
{metrics}metadata:
  version: {version}
  signature: "{signature}"
"""
_METRIC = """\
  - metric: {name}
    aggregation: !function communique_tasks.aggregate
    higher_is_better: true
"""
_PYTHON = '''\
"""What the task files beside this one call; the documents lie beside it too."""

from pathlib import Path

from communique.harness import lm_eval_tasks
from communique.harness.lm_eval_tasks import aggregate, process_results

__all__ = ["aggregate", "documents", "process_results"]


def documents(task, **_):
    """Return the documents of a task."""
    return lm_eval_tasks.documents(Path(__file__).with_name(f"{task}.jsonl"))
'''


def task_files(chosen: Sequence[Task], asked: Asked) -> dict[str, bytes]:
    """Return the files by name.

    Raises:
        InputError: no record can be scored in a task, two have one id, or one has no text.
    """
    files = {"communique_tasks.py": _PYTHON.encode()}
    for task in chosen:
        files[f"{task.name}.yaml"] = _yaml(task, signature(task, asked.golds, asked.split)).encode()
        files[f"{task.name}.jsonl"] = _lines(task, asked.golds)
    return files


def _yaml(task: Task, signed: str) -> str:
    return _YAML.format(
        slug=task.name.replace("-", "_"),
        name=task.name,
        tokens=TOKENS,
        metrics="".join(_METRIC.format(name=name) for name in figures(task)),
        version=task.version,
        signature=signed,
    )


def _lines(task: Task, golds: Sequence[Article]) -> bytes:
    rows = (
        {
            "id": gold.id,
            "task": task.key,
            "prompt": prompt(task, gold),
            "record": encode_lines([gold]).decode().rstrip("\n"),
        }
        for gold in scorable(task, golds)
    )
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
