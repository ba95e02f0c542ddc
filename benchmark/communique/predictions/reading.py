"""Bytes → lines of JSON, safely: never more than one line in memory, and no line without bound."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from communique.codec.untrusted import DuplicateKeyError, integer, once
from communique.errors import InputError
from communique.predictions.rules import Note, note, plain, show

LINE = 4 << 20
"""A line, or a file of a folder, may have so many bytes."""
ANSWERS = (".txt", ".md", ".json")
"""How files of raw answers end."""
ODDITIES = 100
"""So many nulls and half characters of one line are told."""
_CHUNK = 1 << 20
_ODD = re.compile(rb"\\u[dD][89a-fA-F]|null")


class Raw(NamedTuple):
    """One line of a file, or one file of a folder."""

    file: str
    """As messages name it."""
    line: int
    """From 1; 0 for a file of a folder."""
    data: bytes | None
    """Nothing where there are more bytes than `LINE`, or they cannot be read."""
    read: int
    """How many bytes it took, or their share of all that there are to read."""
    name: str | None = None
    """The article's id that a file of a folder is named for; nothing in a line."""


def raws(path: Path) -> Iterator[Raw]:
    """Yield the lines of a JSONL file that are not blank; of a folder, its files of answers.

    Raises:
        InputError: there is no such file or folder, it cannot be read, or holds nothing.
    """
    empty = True
    try:
        for raw in _answers(path) if path.is_dir() else _lines(path):
            empty = False
            yield raw
    except OSError as error:
        hint = "name a JSONL file, or a folder of answers"
        raise InputError(f"{path}: {error.strerror}", hint=hint) from None
    if empty:
        what = f"*{', *'.join(ANSWERS)}" if path.is_dir() else "line of JSON"
        raise InputError(f"{path}: holds no prediction", hint=f"give one {what} an article")


def _lines(path: Path) -> Iterator[Raw]:
    with path.open("rb", buffering=_CHUNK) as file:
        number = 0
        while data := file.readline(LINE + 1):
            number += 1
            if len(data) > LINE:
                yield Raw(plain(str(path)), number, None, len(data) + _skip(file, data))
            elif data.strip():
                yield Raw(plain(str(path)), number, data, len(data))


def _skip(file: BinaryIO, data: bytes) -> int:
    """Read on to the end of the line, keeping nothing; return how many bytes it had left."""
    skipped = 0
    while data and not data.endswith(b"\n"):
        data = file.readline(_CHUNK)
        skipped += len(data)
    return skipped


def _answers(folder: Path) -> Iterator[Raw]:
    for file in sorted(file for file in folder.iterdir() if file.suffix in ANSWERS):
        yield Raw(plain(str(file)), 0, _bytes(file), 1, file.stem)


def _bytes(path: Path) -> bytes | None:
    """Return a plain file's bytes; nothing where it is none (a link, a pipe), or too long."""
    flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, os.O_RDONLY | flags)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        data = file.read(LINE + 1)
    return data if len(data) <= LINE else None


def size(path: Path) -> int:
    """Return what the `read` of all raws comes to; 0 where nobody knows."""
    try:
        return sum(1 for _ in path.iterdir()) if path.is_dir() else path.stat().st_size
    except OSError:
        return 0


def parsed(data: bytes) -> tuple[Any, list[Note]]:
    """Return what JSON says, and what is wrong with it that no shape tells: NaN, half characters.

    Where it is no JSON, or has a key twice, the value is `None` and there is a note.
    """
    odd: list[str] = []
    decoder = json.JSONDecoder(object_pairs_hook=once, parse_int=integer, parse_constant=odd.append)
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8").strip()
        value = decoder.decode(text)
    except DuplicateKeyError as error:
        return None, [note("PRE-002", "$", key=show(error.key))]
    except UnicodeDecodeError as error:
        return None, [note("PRE-001", "$", what=f"byte {error.start} of it is not UTF-8")]
    except json.JSONDecodeError as error:
        what = f"not JSON: {plain(error.msg)} at character {error.pos + 1} of the line"
        return None, [note("PRE-001", "$", what=what)]
    except RecursionError:
        return None, [note("PRE-001", "$", what="not JSON that can be read: it nests too deep")]
    notes = [note("PRE-019", "$", what=what) for what in sorted(set(odd))]
    return value, notes + (_unstorable(value) if _ODD.search(data) else [])


class _Spot(NamedTuple):
    """A place in JSON: where it hangs, and by which key or number."""

    above: _Spot | None
    key: str | int

    def __str__(self) -> str:
        """The JSON path, long keys cut."""
        parts: list[str] = []
        spot: _Spot | None = self
        while spot is not None:
            key = spot.key
            parts.append(f"[{key}]" if isinstance(key, int) else f".{key[:60]}")
            spot = spot.above
        return "$" + "".join(reversed(parts))


def _unstorable(value: Any) -> list[Note]:
    """Note lone surrogates, and nulls, each with its path: the first `ODDITIES` of them.

    A raw answer is passed over: what its strings hold is seen when it is parsed.
    """
    found: list[Note] = []
    if isinstance(value, dict) and isinstance(value.get("answer"), str):
        value = {**value, "answer": ""}
    waiting: list[tuple[_Spot | None, Any]] = [(None, value)]
    while waiting and len(found) < ODDITIES:
        spot, part = waiting.pop()
        if part is None:
            what = f"`{str(spot or '$')[2:]}` is null"
            found.append(note("PRE-006", str(spot or "$"), what=what, advice="leave the field out"))
        elif isinstance(part, str):
            half = next((char for char in part if "\ud800" <= char <= "\udfff"), None)
            if half:
                found.append(note("PRE-020", str(spot or "$"), half=f"\\u{ord(half):04x}"))
        elif isinstance(part, dict):
            waiting += [(_Spot(spot, key), inner) for key, inner in reversed(part.items())]
            waiting += [(spot, key) for key in part if not key.isascii()]
        elif isinstance(part, list):
            waiting += [(_Spot(spot, n), part[n]) for n in reversed(range(len(part)))]
    return found
