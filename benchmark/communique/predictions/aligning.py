"""Words → where they stand in a text: to the letter, else folded, else nearly."""

from __future__ import annotations

from typing import NamedTuple

from communique.codec.quotes import occurrences, whole, widened
from communique.predictions.folding import Folded, fold
from communique.predictions.fuzzy import nearest, same_words

WORK = 4_000_000
"""So many code points of text may be gone through for the quotes of one article that are not in it.

Where it takes more, none of them is searched for nearly: what is found never depends on the order.
"""

Stretch = tuple[int, int]


class Candidates(NamedTuple):
    """Where words stand, left to right, and which way they were found: exact, folded, fuzzy."""

    places: tuple[Stretch, ...]
    way: str


class Choice(NamedTuple):
    """One of the candidates; `of` how many, and whether prefix or occurrence fitted none."""

    start: int
    end: int
    way: str
    of: int
    misfit: bool


class Aligner:
    """Finds quotes in one text; what was found is kept for the next time.

    In this order: **exact**, as whole words to the letter; **folded**, as whole words but for white
    space, quotation marks, dashes, case and compatible characters; **fuzzy**, the nearest stretch,
    where it differs by at most one edit in five characters, no other stretch is as near, and no
    word in it is another word (unless the quote has eight or more); it is widened to whole words.
    """

    def __init__(self, text: str, *, fuzzy: bool = True) -> None:
        """`text` is the article's, in NFC; without `fuzzy`, nothing is found nearly."""
        self.text = text
        self._fuzzy = fuzzy
        self.work = 0
        """How many code points of text went by in the search for what is not in it."""
        self._folded: Folded | None = None
        self._known: dict[str, Candidates | None] = {}

    @property
    def folded(self) -> Folded:
        """The text folded, made when it is first wanted."""
        if self._folded is None:
            self._folded = Folded(self.text)
        return self._folded

    def candidates(self, words: str) -> Candidates | None:
        """Return where words stand, or nothing."""
        if words not in self._known:
            self._known[words] = self._search(words)
        return self._known[words]

    def choose(
        self,
        words: str,
        *,
        prefix: str | None = None,
        occurrence: int | None = None,
        near: Stretch | None = None,
    ) -> Choice | None:
        """Return where words stand, or nothing: of several places, by prefix, then by occurrence.

        Occurrences count from 1, those after the prefix where one is given. A prefix or occurrence
        that fits no place is passed over. What is still ambiguous is settled by `near`: the nearest
        to an edge of that stretch; else it is the first.
        """
        found = self.candidates(words)
        if found is None:
            return None
        places, misfit = self.after(found.places, prefix)
        if occurrence is not None:
            fits = 0 < occurrence <= len(places)
            misfit = misfit or not fits
            places = (places[occurrence - 1],) if fits else places
        start, end = places[0]
        if near is not None:
            start, end = min(places, key=lambda place: (_gap(place, near), place))
        return Choice(start, end, found.way, len(places), misfit)

    def after(
        self, places: tuple[Stretch, ...], prefix: str | None
    ) -> tuple[tuple[Stretch, ...], bool]:
        """Return the places that stand after a prefix, or all where none does, which is said."""
        before = fold(prefix) if prefix else ""
        if not before:
            return places, False
        text = self.folded.text
        kept = tuple(p for p in places if text.endswith(before, 0, self._edge(p[0])))
        return kept or places, not kept

    def _edge(self, at: int) -> int:
        """Return where the folded text before a code point ends, white space aside."""
        end = self.folded.before(at)
        return end - 1 if end and self.folded.text[end - 1] == " " else end

    def _search(self, words: str) -> Candidates | None:
        if not words.strip() or len(words) > 2 * len(self.text) + 100:
            return None
        exact = tuple((at, at + len(words)) for at in occurrences(self.text, words))
        if exact:
            return Candidates(exact, "exact")
        wanted = fold(words)
        alike = self._alike(wanted)
        if alike:
            return Candidates(alike, "folded")
        close = self._nearly(wanted)
        return Candidates((close,), "fuzzy") if close else None

    def _alike(self, wanted: str) -> tuple[Stretch, ...]:
        found = []
        at = self.folded.text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            place = self.folded.stretch(at, end)
            if not self.folded.splits(at, end) and whole(self.text, *place):
                found.append(place)
            at = self.folded.text.find(wanted, at + 1)
        return tuple(found)

    def _nearly(self, wanted: str) -> Stretch | None:
        if not self._fuzzy or self.work > WORK:
            return None
        near = nearest(wanted, self.folded.text)
        self.work += near.walked * (1 + len(wanted) // 256) + len(self.text) // 32
        if near.place is None:
            return None
        start, end = self.folded.stretch(*near.place)
        cut = self.text[start:end]
        start, end = start + len(cut) - len(cut.lstrip()), end - len(cut) + len(cut.rstrip())
        start, end = widened(self.text, start, end)
        return (start, end) if same_words(wanted, fold(self.text[start:end])) else None


def _gap(place: Stretch, near: Stretch) -> int:
    """Return how far a stretch is from the nearer edge of another."""
    return min(abs(place[0] - near[1]), abs(near[0] - place[1]))
