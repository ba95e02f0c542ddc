"""`communique show`: an article with its layers, as a page or in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from communique.model import Article


@click.command("show")
@click.argument("record")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write an HTML page here.")
@click.option("--terminal", is_flag=True, help="Print to the terminal: the default without -o.")
@click.option("--layers", help="Only these layers, separated by commas.")
@click.option("--corpus", type=click.Path(path_type=Path), help="Where ids are looked up.")
def command(
    record: str, output: Path | None, terminal: bool, layers: str | None, corpus: Path | None
) -> None:
    """Show RECORD: a record's file, an authoring form (YAML), or the id of an article.

    The page is one file that needs nothing else: no request leaves it.
    """
    from communique.corpus import write_file

    article = _narrow(_find(record, corpus), layers)
    if output is not None:
        from communique.show import html

        write_file(output, html(article).encode("utf-8"))
    if terminal or output is None:
        from rich.console import Console

        from communique.show import terminal as print_article

        print_article(article, Console(highlight=False, emoji=False))


def _find(record: str, corpus: Path | None) -> Article:
    from communique._paths import data_dir
    from communique.corpus import read_record
    from communique.errors import InputError

    path = Path(record)
    if path.suffix in {".yaml", ".yml"}:
        return _compiled(path)
    if path.is_file():
        return read_record(path)
    file = (corpus or data_dir("corpus")) / "articles" / f"{record}.json"
    if not file.is_file():
        raise InputError(
            f"{record}: neither a file nor the id of an article in {file.parent}",
            hint="name a record's file, or an id without `.json`",
        )
    return read_record(file)


def _compiled(path: Path) -> Article:
    from communique.authoring import compile_file
    from communique.errors import InputError

    compiled = compile_file(path)
    if compiled.article is None:
        raise InputError(
            f"{path}: {len(compiled.findings)} problems",
            hint=f"`communique validate {path}` tells them",
        )
    return compiled.article


def _narrow(article: Article, layers: str | None) -> Article:
    import msgspec

    from communique.errors import UnknownNameError
    from communique.ontology import labels

    if layers is None:
        return article
    wanted = [layer.strip() for layer in layers.split(",")]
    for layer in wanted:
        if layer not in labels("layers"):
            raise UnknownNameError(
                f"unknown layer {layer!r}", hint=f"layers are {', '.join(labels('layers'))}"
            )
    kept = tuple(layer for layer in article.layers if layer in wanted)
    return msgspec.structs.replace(article, layers=kept)
