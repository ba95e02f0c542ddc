"""A bar on the terminal while a large file of predictions is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LARGE = 8 << 20
"""From so many bytes on, progress is shown."""
MANY = 100
"""And from so many files of a folder."""


@contextmanager
def reading(path: Path) -> Iterator[Callable[[int], None]]:
    """Give what is to be called with how many bytes, or files, were read; many show a bar."""
    from rich.console import Console
    from rich.progress import Progress

    from communique.predictions.reading import size

    console, total = Console(stderr=True), size(path)
    if not console.is_terminal or total < (MANY if path.is_dir() else LARGE):
        yield lambda _: None
        return
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("reading predictions", total=total)
        yield lambda step: progress.advance(bar, step)
