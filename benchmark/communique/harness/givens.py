"""What a task gives of records, as lines for people who write systems."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from communique.harness.prompts import prompt
from communique.harness.records import scorable
from communique.model import Article
from communique.tasks import Pair, Task


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is given of one article, and the same in words."""

    id: str
    article: Article
    prompt: str
    pairs: tuple[Pair, ...] = ()


def given_lines(task: Task, golds: Sequence[Article]) -> bytes:
    """Return a line of JSON for each record that the task can be scored on, by id.

    Raises:
        InputError: no record can be scored, two have one id, or one has no text.
    """
    lines = []
    for gold in scorable(task, golds):
        given = task.given(gold)
        lines.append(Line(gold.id, given.article, prompt(task, gold), given.pairs))
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
