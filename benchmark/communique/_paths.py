"""The only place that knows where schema, corpus and seeds lie: in the wheel or in the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from communique.errors import MissingFileError

_PACKAGE = Path(__file__).resolve().parent


@cache
def data_dir(name: str) -> Path:
    """Return the folder `schema`, `corpus` or `seeds`, from the wheel or else from the checkout.

    Raises:
        MissingFileError: it is in neither place.
    """
    packed, checkout = _PACKAGE / f"_{name}", _PACKAGE.parent.parent / name
    for folder in (packed, checkout):
        if folder.is_dir():
            return folder
    raise MissingFileError(
        f"the folder {name!r} is neither at {packed} nor at {checkout}",
        hint="install the wheel, or install in editable mode from a complete checkout",
    )
