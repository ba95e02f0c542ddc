"""JSON that nobody vouches for: what Python's reader is given so that nothing in it does harm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

LONGEST = 400
"""No number of a record or a prediction has as many digits."""


class DuplicateKeyError(ValueError):
    """An object of JSON has a key twice; `key` is that key."""

    def __init__(self, key: str) -> None:
        """Keep the key."""
        super().__init__(key)
        self.key = key


def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, as `object_pairs_hook`.

    Raises:
        DuplicateKeyError: a key stands in it twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise DuplicateKeyError(next(key for key in counts if counts[key] > 1))
    return found


def integer(digits: str) -> int | float:
    """Return a whole number, as `parse_int`; one too long for any field becomes infinite.

    So it is out of every bound, and of the wrong type; turning it into a number takes no time.
    """
    return int(digits) if len(digits) < LONGEST else float("inf")
