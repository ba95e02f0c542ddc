"""`communique new`: a file to annotate in, from a plain text."""

from __future__ import annotations

from pathlib import Path

import click

from communique.corpus import read_text, write_file
from communique.errors import InputError
from communique.ontology import labels


@click.command("new")
@click.argument("name", metavar="ID")
@click.option("--text", "source", type=click.Path(path_type=Path), required=True, help="The text.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The form.")
@click.option("--title")
@click.option("--outlet")
@click.option("--outlet-kind", type=click.Choice(labels("outlet_kinds")))
@click.option("--genre", type=click.Choice(labels("genres")))
@click.option("--dateline", help="The place that the dateline names.")
@click.option("--published", help="YYYY-MM-DD; times in the text are resolved against it.")
@click.option("--region")
@click.option("--thread", help="The story thread that the article belongs to.")
@click.option("--writer")
@click.option("--source", "origin_of_text", help="Where the text comes from.")
@click.option("--language", default="en", show_default=True)
@click.option(
    "--origin", type=click.Choice(labels("origins")), default="third-party", show_default=True
)
@click.option("--licence", default="unknown", show_default=True)
def command(
    name: str, source: Path, output: Path, origin_of_text: str | None, **metadata: str | None
) -> None:
    """Begin the article ID: write the form OUTPUT with the text, its metadata and empty layers.

    The text is stored in Unicode NFC with plain line feeds; what that changes is told.
    """
    from communique.authoring.scaffold import changes, normalised, scaffold

    if output.exists():
        raise InputError(f"{output}: there is such a file", hint="name a new file, or remove it")
    original = read_text(source)
    text = normalised(original)
    metadata["source"] = origin_of_text
    known = {key: value for key, value in metadata.items() if value is not None}
    form = scaffold(name, text, known)
    write_file(output, form.encode("utf-8"))
    for change in changes(original):
        click.echo(f"{source}: {change}", err=True)
    click.echo(f"{output}: {len(text)} code points to annotate", err=True)
