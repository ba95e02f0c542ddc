"""`communique compile`: records from what annotators write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from communique._folders import FORMS, files_below
from communique.authoring import Compiled, compile_file
from communique.cli import FINDINGS, OK
from communique.cli.progress import progress
from communique.codec import encode
from communique.corpus import write_file
from communique.diagnostics import Finding, Severity, Where
from communique.errors import InputError

_MANY = 10
"""From so many forms on progress is shown, where there is a terminal to show it."""


def form_files(paths: Sequence[Path]) -> list[Path]:
    """Return the authoring forms among files and folders, sorted within each folder, each once.

    Raises:
        InputError: a path does not exist, or a folder holds no form.
    """
    found: list[Path] = []
    for path in paths:
        below = [Path(p) for p in files_below(str(path), FORMS)] if path.is_dir() else [path]
        if not below or not below[0].exists():
            what = "no *.yaml or *.yml below it" if path.is_dir() else "no such file or folder"
            raise InputError(f"{path}: {what}", hint="name an authoring form or a folder of them")
        found += below
    return list(dict.fromkeys(found))


def compile_all(files: Sequence[Path]) -> list[Compiled]:
    """Return what each form makes; two forms that make one record both have a finding.

    Raises:
        InputError: a file cannot be read.
    """
    made = [compile_file(file) for file in progress(files, "compiling", _MANY)]
    of_id: dict[str, list[int]] = {}
    for number, compiled in enumerate(made):
        if compiled.article is not None:
            of_id.setdefault(compiled.article.id, []).append(number)
    for name, numbers in of_id.items():
        for one, other in zip(numbers, numbers[1:] + numbers[:1], strict=True):
            if one != other:
                made[one] = _same_id(made[one], name, files[one], files[other])
    return made


def _same_id(compiled: Compiled, name: str, file: Path, other: Path) -> Compiled:
    line, col = compiled.positions["$.id"]
    message = f"the article {name!r} is also made by {other}"
    hint = "one article, one form: compile annotators' versions into a folder each"
    finding = Finding("AUT-009", Severity.ERROR, Where(str(file), line, col), message, hint)
    return Compiled(None, [finding], {})


def _target(compiled: Compiled, output: Path) -> tuple[Path, bytes]:
    """Return the path and bytes of the record that a form makes."""
    if compiled.article is None:
        raise ValueError("a form with findings makes no record")
    path = output if output.suffix == ".json" else output / f"{compiled.article.id}.json"
    return path, encode(compiled.article)


def differences(made: Sequence[Compiled], output: Path) -> list[str]:
    """Say which records in `output` are not what the forms make."""
    said = []
    for path, data in (_target(compiled, output) for compiled in made):
        if not path.is_file():
            said.append(f"{path}: there is no such record")
        elif path.read_bytes() != data:
            said.append(f"{path}: differs from what the form makes")
    return said


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
    made = compile_all(files)
    findings = [finding for compiled in made for finding in compiled.findings]
    for finding in findings:
        click.echo(f"{finding}\n  hint: {finding.hint}")
    whole = [compiled for compiled in made if compiled.article is not None]
    said = differences(whole, output) if check and output is not None else []
    for line in said:
        click.echo(line)
    if not check:
        _write(whole, output)
    if output is not None:
        done = "compared" if check else "written"
        click.echo(f"forms: {len(files)}, records {done}: {len(whole)}", err=True)
    ctx.exit(FINDINGS if findings or said else OK)


def _write(made: Sequence[Compiled], output: Path | None) -> None:
    for compiled in made:
        if output is not None:
            write_file(*_target(compiled, output))
        elif compiled.article is not None:
            click.echo(encode(compiled.article), nl=False)
