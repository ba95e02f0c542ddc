"""What lies beside a record: the corpus' splits, its world, its story threads."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from communique.errors import InputError

_STEPS = 3
"""How many folders up the corpus is looked for: `corpus/annotations/<annotator>/` needs two."""


class Surroundings(msgspec.Struct, frozen=True):
    """The corpus around a folder of records; what is absent is `None` and not checked."""

    splits: dict[str, tuple[str, ...]] | None = None
    """Split → threads."""
    world: frozenset[str] | None = None
    """Every id of the world."""
    outlets: dict[str, str] | None = None
    """Outlet → kind."""
    threads: dict[str, frozenset[str]] | None = None
    """Thread → its world events."""


NOTHING = Surroundings()


def _read(path: Path) -> Any:
    try:
        return msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not JSON: {error}", hint="correct the file") from None


@cache
def around(folder: str) -> Surroundings:
    """Return the corpus around a folder; `NOTHING` where no corpus is.

    Raises:
        InputError: a file of the corpus is not JSON, or not of the shape it should have.
    """
    here = Path(folder).resolve()
    for root in (here, *here.parents[:_STEPS]):
        if any((root / name).exists() for name in ("splits.json", "world", "threads")):
            return _load(root)
    return NOTHING


def _load(root: Path) -> Surroundings:
    splits = root / "splits.json"
    worlds = [_read(path) for path in sorted((root / "world").glob("*.json"))]
    threads = [_read(path) for path in sorted((root / "threads").glob("*.json"))]
    try:
        return Surroundings(
            splits={k: tuple(v) for k, v in _read(splits)["splits"].items()}
            if splits.is_file()
            else None,
            world=frozenset(i["id"] for w in worlds for i in w["items"]) if worlds else None,
            outlets={
                i["id"]: i["kind"] for w in worlds if w["kind"] == "outlets" for i in w["items"]
            }
            or None,
            threads={
                t["id"]: frozenset(event["id"] for event in t["world_events"]) for t in threads
            }
            or None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{root}: splits, world or threads are not of the expected shape: {error!r}",
            hint="see corpus/README.md for the shape of these files",
        ) from None
