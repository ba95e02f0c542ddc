"""Where records come from: files, folders, JSONL, authoring forms, standard input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from communique._folders import FORMS, RECORDS, files_below, records_root
from communique.errors import InputError

_CHUNK = 1 << 20


class Source(NamedTuple):
    """One record, or one authoring form, as bytes."""

    file: str
    folder: str
    data: bytes
    stem: str | None = None
    """Stem of the record's own file; `None` for a line of JSONL, a form and standard input."""
    line: int = 0
    """Line of a JSONL file, from 1; 0 elsewhere."""
    form: bool = False
    """True for an authoring form."""


def read_file(file: str) -> bytes:
    """Return a file's bytes, with as few system calls as it takes.

    Raises:
        InputError: it cannot be read.
    """
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            size = os.fstat(handle).st_size + 1
            data = os.read(handle, size)
            if len(data) == size:  # it grows while it is read, or is no plain file
                data += b"".join(iter(lambda: os.read(handle, _CHUNK), b""))
        finally:
            os.close(handle)
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}", hint="name a file that can be read") from None
    return data


def locate(paths: Sequence[str]) -> list[str]:
    """Return the files that the paths name, folders opened up; `-` stays as it is.

    Raises:
        InputError: a folder has nothing to validate, or cannot be read.
    """
    files: list[str] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - strings cost less than Paths
            files.append(path)
            continue
        root = records_root(path)
        below = files_below(root, (*RECORDS, *FORMS))
        if not below:
            raise InputError(
                f"{root}: no *.json, *.jsonl, *.yaml or *.yml below it",
                hint="name a record, a form, or a folder of them",
            )
        files += below
    return files


def records_of(file: str, stdin: Callable[[], bytes]) -> Iterator[Source]:
    """Yield what a file holds; `-` is what `stdin` returns.

    Raises:
        InputError: the file cannot be read.
    """
    if file == "-":
        yield from _from_stdin(stdin())
        return
    folder, name = os.path.split(file)
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    data = read_file(file)
    if suffix == ".jsonl":
        yield from _lines(file, folder, data)
    elif suffix in FORMS:
        yield Source(file, folder, data, form=True)
    else:
        yield Source(file, folder, data, stem)


def _lines(file: str, folder: str, data: bytes) -> Iterator[Source]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield Source(file, folder, line, line=number)


def _from_stdin(data: bytes) -> Iterator[Source]:
    """Tell by the first characters: `{` begins JSON, `{…}` on a line of its own JSONL."""
    lines = data.strip().split(b"\n")
    if not data.lstrip().startswith(b"{"):
        yield Source("-", "", data, form=True)
    elif len(lines) > 1 and lines[0].rstrip().endswith(b"}"):
        yield from _lines("-", "", data)
    else:
        yield Source("-", "", data)
