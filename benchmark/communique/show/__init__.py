"""An article with its layers, to look at: an HTML page, or the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.show.page import html

if TYPE_CHECKING:
    from rich.console import Console

    from communique.model import Article

__all__ = ["html", "terminal"]


def terminal(article: Article, console: Console) -> None:
    """Print the record; see `communique.show.console.terminal`."""
    from communique.show.console import terminal as show  # noqa: PLC0415 - loads rich

    show(article, console)
