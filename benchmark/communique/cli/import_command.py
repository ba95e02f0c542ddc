"""`communique import`: other people's formats into records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from communique.diagnostics import Finding
    from communique.interop import Imported, Mapping

_PATH = click.argument("path", type=click.Path(path_type=Path, exists=True))
_OUTPUT = click.option("-o", "--output", type=click.Path(path_type=Path), required=True)


@click.group("import")
def command() -> None:
    """Read other people's formats into records.

    Each thing lost, chosen or repaired is a finding (IMP-…), with counts at the end. Exit code 1
    says that something was dropped or repaired beyond what the mapping declares.
    """


@command.command("brat")
@_PATH
@click.option("--mapping", type=click.Path(path_type=Path), help="A JSON file: types → records.")
@click.option("--preset", help="A mapping that comes with this package: polnear.")
@_OUTPUT
@click.pass_context
def brat(
    context: click.Context, path: Path, mapping: Path | None, preset: str | None, output: Path
) -> None:
    """Read brat standoff: the .ann files below PATH, with their .txt beside them or in text/.

    Where file names tell who annotated, each annotator gets a folder of their own in OUTPUT.
    """
    from communique.interop import read_mapping

    if (mapping is None) == (preset is None):
        raise click.UsageError("name either --mapping or --preset")
    context.exit(
        _import(preset or "brat", path, read_mapping(mapping) if mapping else None, output)
    )


@command.command("polnear")
@_PATH
@_OUTPUT
@click.pass_context
def polnear(context: click.Context, path: Path, output: Path) -> None:
    """Read PolNeAR: attributions in US political news."""
    context.exit(_import("polnear", path, None, output))


def _import(form: str, path: Path, mapping: Mapping | None, output: Path) -> int:
    from communique.cli import FINDINGS, OK
    from communique.codec import encode
    from communique.corpus import write_file
    from communique.diagnostics import Severity
    from communique.interop import import_path, totals

    findings: list[Finding] = []
    written = 0
    for item in import_path(form, path, mapping=mapping):
        write_file(_place(output, item), encode(item.article))
        written += 1
        for finding in item.findings:
            click.echo(str(finding), err=True)
        findings += item.findings
    for line in totals(findings):
        click.echo(line, err=True)
    click.echo(f"{written} records written to {output}")
    return FINDINGS if any(f.severity > Severity.INFO for f in findings) else OK


def _place(output: Path, item: Imported) -> Path:
    return output / (item.annotator or "") / f"{item.article.id}.json"
