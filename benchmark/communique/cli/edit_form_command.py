"""`communique edit-form`: a record, back in the form that people write."""

from __future__ import annotations

from pathlib import Path

import click

from communique.authoring import edit_form
from communique.corpus import read_record, write_file


@click.command("edit-form")
@click.argument("record", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .yaml file to write.")
def command(record: Path, output: Path | None) -> None:
    """Turn RECORD back into the form that annotators write; `compile` gives the same record.

    Without -o the form is printed.
    """
    form = edit_form(read_record(record))
    if output is None:
        click.echo(form, nl=False)
    else:
        write_file(output, form.encode("utf-8"))
