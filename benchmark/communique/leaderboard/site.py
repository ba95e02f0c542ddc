"""A folder of results in, a site out: written beside, then put in its place whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from communique import tasks
from communique.errors import InputError
from communique.leaderboard.pages import Board, Page, Progress, pages
from communique.leaderboard.reading import Gold, read_results
from communique.leaderboard.standings import Chance, compared, overall, task_table

MARKER = ".communique-leaderboard"
"""The file that tells a site of ours from anything else that may lie in a folder."""


def build(
    results: Path,
    out: Path,
    gold: Gold | None,
    split: str,
    chance: Chance,
    *,
    progress: Progress = iter,
) -> int:
    """Write the site of a folder of results; return how many pages it has.

    The articles are gone through by way of `progress`.

    Raises:
        InputError: the results cannot be read (see `read_results`); `out` is there already and is
            no former site; it cannot be written.
    """
    refuse(out)
    return write(out, pages(board(results, gold, split, chance), progress))


def board(results: Path, gold: Gold | None, split: str, chance: Chance) -> Board:
    """Return the systems of a folder of results with their places.

    Raises:
        InputError: the results cannot be read (see `read_results`).
    """
    systems = read_results(results, split, gold)
    found = {name: task_table(tasks.get(name), systems, chance) for name in tasks.names()}
    tables = {name: table for name, table in found.items() if table}
    return Board(
        split=split,
        chance=chance,
        systems=systems,
        tables=tables,
        pairs={name: compared(table, chance) for name, table in tables.items()},
        overall=overall(systems, chance),
        gold=gold,
    )


def refuse(out: Path) -> None:
    """Check that a site may be written to a place: nothing is there, or a former site.

    Raises:
        InputError: something else is there.
    """
    empty = out.is_dir() and not out.is_symlink() and not any(out.iterdir())
    former = (out / MARKER).is_file() and not out.is_symlink()
    if (out.exists() or out.is_symlink()) and not empty and not former:
        raise InputError(
            f"{out}: is there already, and is no site that this command made",
            hint="name a folder that is not there yet, or take that one away yourself",
        )


def write(out: Path, found: Iterable[Page]) -> int:
    """Write the pages beside their place, then put them there whole; return how many they are.

    Raises:
        InputError: they cannot be written.
    """
    out = out.absolute()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        try:
            number = _write(beside / "new", found)
            _put(beside / "new", out, beside / "old")
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"{out}: {error.strerror}", hint="name a folder that can be written"
        ) from None
    return number


def _put(new: Path, out: Path, old: Path) -> None:
    """Rename `new` to `out`; what was there goes to `old`, or comes back where that fails."""
    former = out.exists()
    if former:
        out.rename(old)
    try:
        new.rename(out)
    except OSError:
        if former:
            old.rename(out)
        raise


def _write(folder: Path, found: Iterable[Page]) -> int:
    folder.mkdir()
    (folder / MARKER).write_bytes(b"")
    number = 0
    for page in found:
        path = folder / page.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(page.data)
        number += 1
    return number
