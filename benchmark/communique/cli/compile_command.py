"""`communique compile`: records from what annotators write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from communique.authoring import compile_file
from communique.cli import FINDINGS
from communique.codec import encode
from communique.corpus import write_file
from communique.diagnostics import Finding
from communique.errors import InputError

FORMS = {".yaml", ".yml"}


def form_files(paths: Sequence[Path]) -> list[Path]:
    """Return the authoring forms among files and folders, sorted within each folder.

    Raises:
        InputError: a path does not exist, or a folder holds no form.
    """
    found: list[Path] = []
    for path in paths:
        below = sorted(p for p in path.rglob("*") if p.suffix in FORMS) if path.is_dir() else [path]
        if not below or not below[0].exists():
            what = "holds no *.yaml" if path.is_dir() else "no such file"
            raise InputError(f"{path}: {what}", hint="name an authoring form or a folder of them")
        found += below
    return found


def made(files: Sequence[Path]) -> Iterator[tuple[str, bytes | None, list[Finding]]]:
    """Yield for each form the name of its record, the record's bytes, and the findings."""
    for file in files:
        compiled = compile_file(file)
        if compiled.article is None:
            yield file.stem, None, compiled.findings
        else:
            yield compiled.article.id, encode(compiled.article), compiled.findings


def _target(name: str, output: Path) -> Path:
    return output if output.suffix == ".json" else output / f"{name}.json"


def _differs(name: str, data: bytes, output: Path) -> str | None:
    """Return how a record on disk differs from the one just made; nothing where it does not."""
    path = _target(name, output)
    if not path.is_file():
        return f"{path}: no such record"
    if path.read_bytes() != data:
        return f"{path}: differs from what the form makes"
    return None


@click.command("compile")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder, or one .json file.")
@click.option("--check", is_flag=True, help="Write nothing; compare with the records in OUTPUT.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], output: Path | None, check: bool) -> None:
    """Make canonical records `<id>.json` of authoring forms (files or folders of them).

    Without -o the record of a single form is printed. A form with errors writes nothing; all
    errors of all forms are told at once. Exit code 1: errors, or differences with --check.
    """
    files = form_files(paths)
    if len(files) > 1 and (output is None or output.suffix == ".json"):
        raise InputError(f"{len(files)} forms, and no folder for them", hint="give -o FOLDER")
    if check and output is None:
        raise InputError("--check compares with records", hint="give their folder as -o FOLDER")
    troubles = written = 0
    for name, data, findings in made(files):
        for finding in findings:
            click.echo(f"{finding}\n  hint: {finding.hint}" if finding.hint else str(finding))
        troubles += len(findings)
        if data is None:
            continue
        if check and output is not None:
            difference = _differs(name, data, output)
            if difference is not None:
                troubles += 1
                click.echo(difference)
        elif output is not None:
            write_file(_target(name, output), data)
            written += 1
        else:
            click.echo(data, nl=False)
    if output is not None:
        done = "compared" if check else f"{written} written"
        click.echo(f"{len(files)} form{'s' if len(files) != 1 else ''}, {done}", err=True)
    ctx.exit(FINDINGS if troubles else 0)
