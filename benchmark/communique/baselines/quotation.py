"""What quotation marks alone say of a content: its kind, and which content holds which."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from communique.baselines.sheet import Sheet, Stretch, within
from communique.model import Attribution, Fragment

MARKS = frozenset('“”«»„"')
QUOTED_WORDS = 3
"""At most so many words stand in quotation marks of their own."""


def kind_of(sheet: Sheet, content: Sequence[Stretch]) -> str:
    """Return `direct` where all words of a content are quoted, `mixed` where some, or `indirect`.

    Marks and punctuation do not count as words.
    """
    tokens = [token for first, last in content for token in sheet.tokens[first : last + 1]]
    words = [token.quoted for token in tokens if any(c.isalnum() for c in token.text)]
    if not any(words):
        return "indirect"
    return "direct" if all(words) else "mixed"


def quotations(sheet: Sheet) -> list[Stretch]:
    """Return the stretches in double quotation marks, marks included, in order."""
    found: list[Stretch] = []
    for i, token in enumerate(sheet.tokens):
        if not token.quoted:
            continue
        grows = found and found[-1].last == i - 1 and not _closed(sheet, found[-1])
        if grows and sheet.tokens[i - 1].paragraph == token.paragraph:
            found[-1] = Stretch(found[-1].first, i)
        else:
            found.append(Stretch(i, i))
    return found


def is_quoted(sheet: Sheet, expression: Stretch) -> bool:
    """Tell whether an expression stands in quotation marks that hold at most three words."""
    for place in quotations(sheet):
        if within(expression, place):
            start, end = sheet.tokens[place.first].start, sheet.tokens[place.last].end
            return len(sheet.text[start:end].split()) <= QUOTED_WORDS
    return False


def _closed(sheet: Sheet, place: Stretch) -> bool:
    last = sheet.tokens[place.last].text
    return place.first < place.last and last in MARKS and last not in "“«„"


def with_parents(items: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the attributions, each with the smallest as parent whose content holds it whole."""
    return tuple(msgspec.structs.replace(item, parent=_parent(item, items)) for item in items)


def _parent(item: Attribution, items: Sequence[Attribution]) -> str | None:
    around = [
        (_length(other.content), other.id)
        for other in items
        if other.id != item.id and _holds(other.content, (*item.cue, *item.content))
    ]
    return min(around)[1] if around else None


def _holds(outer: Fragment, inner: Fragment) -> bool:
    return all(any(o.start <= i.start and i.end <= o.end for o in outer) for i in inner)


def _length(fragment: Fragment) -> int:
    return sum(span.end - span.start for span in fragment)
