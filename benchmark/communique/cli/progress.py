"""Bars on the terminal while something takes long; nothing where there is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

LONG = 20
"""From so many steps on, progress is shown."""
LARGE = 8 << 20
"""Or from so many bytes of a file."""
MANY = 100
"""Or from so many files of a folder."""


def progress(items: Sequence[T], label: str, least: int = LONG) -> Iterable[T]:
    """Return the items; with `least` or more, going through them shows a bar on a terminal."""
    if len(items) < least or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, label, console=Console(stderr=True), transient=True)


@contextmanager
def reading(path: Path) -> Iterator[Callable[[int], None]]:
    """Give what is to be called with how many bytes, or files, were read; many show a bar."""
    from communique.predictions.reading import size

    total = size(path)
    if total < (MANY if path.is_dir() else LARGE) or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("reading predictions", total=total)
        yield lambda step: bars.advance(bar, step)
