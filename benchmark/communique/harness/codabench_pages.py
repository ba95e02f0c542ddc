"""The words of the Codabench bundle: its pages, the starting kit's guide, image and Dockerfile."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from communique.tasks import Task

TITLE = "Communiqué"
ABOUT = "Events, factuality, attributions, stances and sentiment in diplomatic and security news."
PAGES = ("overview", "data", "evaluation", "terms")

_OVERVIEW = """\
# Communiqué

{about} Enter one task or several; each has a column of its own, and the overall column is the
unweighted mean of them all, shown where all were entered.

{table}

Scores are made by the `communique` package: `communique score GOLD PREDICTIONS --task TASK` gives
the same numbers on your own machine.
"""
_DATA = """\
# Data

The starting kit has, for each task, one JSON line an article in `given/<task>.jsonl`:

* `id`: the article's, which its answer has too;
* `article`: the record with its text and whatever the task gives (for `factuality` the events, for
  `stance` the entities and events), and nothing else of its annotation;
* `pairs`: for `stance`, the holders and targets whose stance is asked for;
* `prompt`: the same in words, with instructions, for language models.

Training data are the corpus' other splits; they come with the package (`corpus` folder).
"""
_SUBMIT = """\
# Submitting

Hand in a ZIP archive with one file `<task>.jsonl` at its top for each task that you enter:
{files}. A line is the answer for one article: an object with `schema_version`, the article's `id`
and the layers that the task asks for, in the shape of `schema/prediction.schema.json`; or
`{{"id": …, "answer": …}}`, with a language model's answer as it came. Spans are offsets in code
points of the text, or words that are looked up in it. `communique check-predictions` says what is
wrong before anybody scores it.

An article without a line counts as an empty answer. A file that cannot be read gives no score for
its task, and the message says why; the other tasks are scored.
"""
_TERMS = """\
# Terms

Answers must be made by the system that is named, without looking at the annotation of the scored
articles. Say what the system was trained and tuned on. The corpus is licensed under CC BY 4.0, the
package under Apache 2.0.
"""
_DOCKERFILE = """\
# An image that has communique {version} installed. Put its wheel beside this file
# (`python -m pip wheel --no-deps -w . communique`, or the same on a checkout), then:
#   docker build -t NAME . && docker push NAME
FROM python:3.11-slim
COPY communique-*.whl /tmp/
RUN python -m pip install --no-cache-dir /tmp/communique-*.whl
"""


def pages(chosen: Sequence[Task]) -> dict[str, bytes]:
    """Return the Markdown pages by name, in the order of `PAGES`."""
    rows = [f"| {task.key} | `{task.primary}` |" for task in chosen]
    table = "\n".join(["| task | ranked by |", "| --- | --- |", *rows])
    cards = "\n\n".join(["# Evaluation", *(f"## {task.card}" for task in chosen)])
    texts = (
        _OVERVIEW.format(about=ABOUT, table=table),
        f"{_DATA}\n{_submit(chosen)}",
        cards,
        _TERMS,
    )
    return {name: text.encode() for name, text in zip(PAGES, texts, strict=True)}


def _submit(chosen: Sequence[Task]) -> str:
    return _SUBMIT.format(files=", ".join(f"`{task.name}.jsonl`" for task in chosen))


def kit_readme(chosen: Sequence[Task]) -> bytes:
    """Return the starting kit's guide."""
    return f"{_DATA}\n{_submit(chosen)}".encode()


def dockerfile(version: str) -> bytes:
    """Return the Dockerfile of an image that the scoring program can run in without wheels."""
    return _DOCKERFILE.format(version=version).encode()


_SIDE = 128
_PAPER, _INK, _MARK = b"\xf7\xf4\xec", b"\x2b\x3a\x55", b"\xd9\x8e\x04"


def logo() -> bytes:
    """Return a square PNG of 128 pixels: a page of text lines, one of them marked."""
    rows = b"".join(b"\0" + _row(y) for y in range(_SIDE))
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _row(y: int) -> bytes:
    line, within = divmod(y - 20, 18)
    if not (0 <= line < 5 and within < 10):
        return _PAPER * _SIDE
    width = (88, 88, 64, 88, 40)[line]
    ink = _MARK if line == 2 else _INK
    return _PAPER * 20 + ink * width + _PAPER * (_SIDE - 20 - width)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
