"""How many spans were resolved which way, and how many documents could not be read."""

from __future__ import annotations

from typing import Self

import msgspec

WAYS = ("offsets", "exact", "folded", "fuzzy", "lost")


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Counts that add up with `+`; every span, and every name given in words, went one way.

    Attributes:
        offsets: given by offsets that lie in the text.
        exact: given in words that stand in the text to the letter.
        folded: found but for white space, quotation marks, dashes, case or compatible characters.
        fuzzy: found with small differences, in one place only.
        lost: not found; counted as wrong.
        ambiguous: of those found, how many stand in several places, so that a rule chose one.
        unreadable: documents whose answer holds no prediction; counted as empty.
    """

    offsets: int = 0
    exact: int = 0
    folded: int = 0
    fuzzy: int = 0
    lost: int = 0
    ambiguous: int = 0
    unreadable: int = 0

    def __add__(self, other: Self) -> Self:
        """Return the sums, count by count."""
        names = self.__struct_fields__
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def counts(self) -> dict[str, int]:
        """The counts by name, in the order of the fields."""
        return {name: getattr(self, name) for name in self.__struct_fields__}

    def __str__(self) -> str:
        """One line, of which only what is not nought: `spans: 12 exact, 1 lost (2 ambiguous)`."""
        ways = [f"{getattr(self, way)} {way}" for way in WAYS if getattr(self, way)]
        line = f"spans: {', '.join(ways) or 'none'}"
        line += f" ({self.ambiguous} ambiguous)" if self.ambiguous else ""
        return line + (f"; documents: {self.unreadable} unreadable" if self.unreadable else "")
