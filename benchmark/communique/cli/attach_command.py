"""`communique attach`: a record that came without its text, and the text, become whole."""

from __future__ import annotations

from pathlib import Path

import click

from communique.codec import attach, encode
from communique.corpus import read_record, read_text, write_file


@click.command("attach")
@click.argument("record", type=click.Path(path_type=Path))
@click.argument("text", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
def command(record: Path, text: Path, output: Path) -> None:
    """Put TEXT on RECORD, whose text may not be redistributed, and write the whole to OUTPUT.

    TEXT must be the very text that RECORD was made from: its SHA-256 and length are compared.
    """
    write_file(output, encode(attach(read_record(record), read_text(text))))
