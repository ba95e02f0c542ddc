"""`communique new`: the file in which an article is annotated."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from communique.authoring.scaffold import normalised, scaffold
from communique.corpus import read_text, write_file
from communique.errors import InputError

FIELDS = ("title", "outlet", "outlet-kind", "genre", "published", "thread", "region", "source")


@click.command("new")
@click.argument("name", metavar="ID")
@click.option("--text", type=click.Path(path_type=Path), required=True, help="The plain text.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@click.option("--origin", default="written", show_default=True)
@click.option("--licence", default="CC-BY-4.0", show_default=True)
@click.option("--language", default="en", show_default=True)
@click.option("--force", is_flag=True, help="Overwrite OUTPUT where it exists.")
def command(name: str, text: Path, output: Path, force: bool, **options: str | None) -> None:
    """Start the article ID: write OUTPUT, with the text, and the layers to fill in explained."""
    if output.exists() and not force:
        raise InputError(f"{output} exists", hint="choose another name, or give --force")
    original = read_text(text)
    kept = normalised(original)
    if kept != original:
        click.echo(f"{text}: normalised to NFC with \\n line ends", err=True)
    fields = {key: value for key, value in options.items() if value is not None}
    try:
        form = scaffold(name, kept, **fields)
    except msgspec.ValidationError as error:
        raise InputError(
            f"no article can be made of this: {error}",
            hint="ids are lowercase letters, digits, hyphens; see schema/FIELDS.md for the rest",
        ) from None
    write_file(output, form.encode("utf-8"))


for field in reversed(FIELDS):
    command = click.option(f"--{field}")(command)
