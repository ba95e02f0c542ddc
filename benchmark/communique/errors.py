"""The exception tree: everything that this package raises on purpose is a `CommuniqueError`."""

from __future__ import annotations


class CommuniqueError(Exception):
    """Root of the tree. The command line prints it and exits with 2."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep what was found and expected (`message`) apart from what to do (`hint`)."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(CommuniqueError, ValueError):
    """Something that a user gave cannot be used: a file, a record, a prediction, an option."""


class UnknownNameError(CommuniqueError, LookupError):
    """A name (task, rule, format, baseline, config) that nothing is registered under."""


class MissingExtraError(CommuniqueError, ImportError):
    """A library of an optional extra is not installed."""

    def __init__(self, library: str, extra: str) -> None:
        """Name the library and the extra that brings it."""
        super().__init__(
            f"this needs the library {library!r}, which is not installed",
            hint=f"install it with: python -m pip install 'communique[{extra}]'",
        )


class MissingFileError(CommuniqueError, FileNotFoundError):
    """A file or folder of the package (schema, corpus) is not where it should be."""
