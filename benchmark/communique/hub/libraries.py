"""The libraries of the extra `hub`, loaded where they are used."""

from __future__ import annotations

import importlib
from typing import Any

from communique.errors import MissingExtraError


def library(name: str) -> Any:
    """Return the module `name` (`datasets`, `pyarrow`, `pyarrow.parquet`, `yaml`).

    Raises:
        MissingExtraError: it is not installed; the hint names the extra.
    """
    top = name.partition(".")[0]
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != top:
            raise
        raise MissingExtraError(top, "hub") from None
