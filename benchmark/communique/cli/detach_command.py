"""`communique detach`: a record without the text that may not be shared."""

from __future__ import annotations

from pathlib import Path

import click

from communique.codec import detach, encode
from communique.corpus import read_record, write_file


@click.command("detach")
@click.argument("record", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
def command(record: Path, output: Path) -> None:
    """Write RECORD to OUTPUT without its text: offsets stay, bound by digest and length."""
    write_file(output, encode(detach(read_record(record))))
