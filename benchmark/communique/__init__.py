"""Diplomatic and security news, annotated; with the tools that make it a benchmark.

Importing this costs the standard library and msgspec; everything heavier loads where it is used.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

__all__ = ["__version__", "load"]


def __getattr__(name: str) -> Any:
    """Give `communique.load` on first use."""
    if name == "load":
        from communique.hub import load  # noqa: PLC0415 - heavy, and optional

        return load
    raise AttributeError(f"module 'communique' has no attribute {name!r}")
