"""Which files of a folder are records and which are forms: said here, for all who read folders."""

from __future__ import annotations

import os

from communique.errors import InputError

RECORDS = (".json", ".jsonl")
FORMS = (".yaml", ".yml")


def records_root(folder: str) -> str:
    """Return where the records of a folder lie: of a corpus, in its folder `articles`."""
    articles = os.path.join(folder, "articles")  # noqa: PTH118 - strings cost less than Paths
    return articles if os.path.isdir(articles) else folder  # noqa: PTH112


def files_below(folder: str, endings: tuple[str, ...]) -> list[str]:
    """Return the files below a folder whose names end so, sorted; there may be none.

    Hidden folders and links to folders are passed over.

    Raises:
        InputError: a folder cannot be read.
    """
    found: list[str] = []
    waiting = [folder]
    for here in waiting:
        try:
            entries = os.scandir(here)
        except OSError as error:
            raise InputError(f"{here}: {error.strerror}", hint="name a readable folder") from None
        with entries:
            for entry in entries:
                if entry.name.endswith(endings) and entry.is_file():
                    found.append(entry.path)
                elif not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
    return sorted(found)
