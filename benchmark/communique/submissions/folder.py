"""A folder of results: `SYSTEM/TASK.SPLIT.json`, each with its predictions as `.jsonl` beside it.

The folder of a system has the system's name as a slug; TASK is without version.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from communique.corpus import read_bounded, slug
from communique.errors import InputError
from communique.results import Card, Result, decode_result
from communique.tasks import names

LARGEST = 64 * 2**20
"""No result record is larger; one of 10,000 documents has a tenth of it."""
_NAME = re.compile(r"([a-z]+(?:-[a-z]+)*)\.([a-z0-9]+(?:_[a-z0-9]+)*)\.json\Z")


class Entry(NamedTuple):
    """A result record of a folder: its file, and what the file's name says."""

    path: Path
    system: str
    task: str
    split: str

    @property
    def predictions(self) -> Path:
        """Where the predictions lie, if they were submitted too."""
        return self.path.with_suffix(".jsonl")

    @property
    def has_predictions(self) -> bool:
        """Tell whether they lie there, as a plain file: a link leads to what nobody submitted."""
        return self.predictions.is_file() and not self.predictions.is_symlink()


def entry_path(folder: Path, card: Card, task: str, split: str) -> Path:
    """Return where the record of a system lies.

    Raises:
        InputError: the system's name has no letter or digit, or the split cannot be in a name.
    """
    path = folder / slug(card.name) / f"{task}.{split}.json"
    if not slug(card.name) or not _NAME.match(path.name):
        raise InputError(
            f"no file can be named for the system {card.name!r} and the split {split!r}",
            hint="a name needs a letter a to z or a digit; a split is such letters, digits and _",
        )
    return path


def entries(folder: Path) -> list[Entry]:
    """Return the records of a folder of results, sorted by system, task and split.

    Raises:
        InputError: there is no such folder, or no record in it.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder", hint="name a folder of results")
    found = [entry for path in sorted(folder.glob("*/*.json")) if (entry := _entry(path))]
    if not found:
        raise InputError(
            f"{folder}: holds no result record",
            hint="`communique submit` writes them, as SYSTEM/TASK.SPLIT.json",
        )
    return found


def _entry(path: Path) -> Entry | None:
    """Return what the name of a file says, or nothing where it is no record's."""
    parts = _NAME.match(path.name)
    system = path.parent.name
    if parts is None or parts[1] not in names() or system != slug(system):
        return None
    plain = path.is_file() and not path.is_symlink() and not path.parent.is_symlink()
    return Entry(path, system, parts[1], parts[2]) if plain else None


def strangers(folder: Path) -> list[Path]:
    """Return what lies in a folder of results and is neither record, predictions nor README.md.

    What is in folders below those of systems is not gone through: they are strangers themselves.
    """
    known = {folder / "README.md"}
    for path in folder.glob("*/*.json"):
        if entry := _entry(path):
            known |= {entry.path, entry.path.parent}
            known |= {entry.predictions} if entry.has_predictions else set()
    tops = list(folder.iterdir()) if folder.is_dir() else []
    found = [*tops, *(path for top in tops for path in _inside(top))]
    return [path for path in sorted(found) if path not in known or path.is_symlink()]


def _inside(path: Path) -> list[Path]:
    """Return what is in a folder; nothing where it is none, a link, or cannot be read."""
    try:
        return [] if path.is_symlink() or not path.is_dir() else list(path.iterdir())
    except OSError:
        return []


def read_record(path: Path) -> Result:
    """Return the record of a file.

    Raises:
        InputError: it cannot be read, is too large, or is no result record; the message names it.
    """
    data = read_bounded(path, LARGEST)
    try:
        return decode_result(data)
    except InputError as error:
        raise InputError(f"{path}: {error.message}", hint=error.hint) from None
