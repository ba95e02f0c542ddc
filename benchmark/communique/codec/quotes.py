"""Quotes ↔ offsets: words, and where the words stand.

A quote names a stretch of text by its words. They are found as whole words: a match neither begins
nor ends inside a word. Where they occur more than once, the number of the occurrence (from 1, left
to right) or the text just before them tells which is meant. A long stretch is named by its first
and its last words. (After the TextQuoteSelector of the W3C Web Annotation Data Model.)
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from communique.errors import InputError

ELLIPSIS = " … "
_TO = re.compile(r" (?:…|\.\.\.) ")
_NUMBER = re.compile(r"(.+)#([1-9][0-9]{0,5})\Z", re.DOTALL)
_HEAD = re.compile(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)\Z", re.DOTALL)
_CONTEXT = 30


class Quote(NamedTuple):
    """Words to be found: `words`, or from `words` to the next `to`.

    `head` is a stretch `(start, end)` inside `words`, in code points.
    """

    words: str
    number: int | None = None
    to: str | None = None
    prefix: str | None = None
    head: tuple[int, int] | None = None


class QuoteError(InputError):
    """A quote that names no stretch of the text, or more than one; `kind` says which way."""

    def __init__(self, kind: str, message: str, hint: str) -> None:
        """`kind` is absent, ambiguous, number, end or empty."""
        super().__init__(message, hint=hint)
        self.kind = kind


def parse(scalar: str) -> Quote:
    """Return the quote that a short form means: `words`, `words#2`, `a … b`, `the [head]`."""
    first, _, to = _split(scalar)
    number = None
    if found := _NUMBER.match(first):
        first, number = found[1], int(found[2])
    head = None
    if found := _HEAD.match(first):
        first, start = found[1] + found[2] + found[3], len(found[1])
        head = (start, start + len(found[2]))
    return Quote(first, number, to or None, None, head)


def _split(scalar: str) -> tuple[str, str, str]:
    found = _TO.search(scalar)
    return (scalar[: found.start()], found[0], scalar[found.end() :]) if found else (scalar, "", "")


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char).startswith("M")


def whole(text: str, start: int, end: int) -> bool:
    """Tell whether the stretch neither begins nor ends inside a word."""
    if start > 0 and _in_word(text[start - 1]) and _in_word(text[start]):
        return False
    return not (end < len(text) and _in_word(text[end - 1]) and _in_word(text[end]))


def occurrences(text: str, words: str, start: int = 0) -> Iterator[int]:
    """Yield where `words` stand in `text` as whole words, from `start` on, left to right."""
    at = text.find(words, start) if words else -1
    while at >= 0:
        if whole(text, at, at + len(words)):
            yield at
        at = text.find(words, at + 1)


def find(text: str, quote: Quote) -> tuple[int, int]:
    """Return the stretch `(start, end)` that the quote names.

    Raises:
        QuoteError: it names none, or more than one; the message lists what there is.
    """
    if not quote.words.strip():
        raise QuoteError("empty", "the quote is empty", "write the words of the text")
    places = list(occurrences(text, quote.words))
    if not places:
        raise _absent(text, quote.words)
    if quote.prefix is not None:
        places = _after(text, quote, places)
    start = _choose(text, quote, places)
    end = start + len(quote.words)
    if quote.to is not None:
        last = next(occurrences(text, quote.to, end), None)
        if last is None:
            raise QuoteError(
                "end",
                f"{clip(quote.to)!r} does not follow {clip(quote.words)!r}",
                "write the last words exactly as they stand after the first ones",
            )
        end = last + len(quote.to)
    return start, end


def _after(text: str, quote: Quote, places: list[int]) -> list[int]:
    """Return the places that stand right after the prefix, white space between them aside."""
    before = (quote.prefix or "").strip()
    kept = [at for at in places if text[:at].rstrip().endswith(before)]
    if not kept:
        listed = "; ".join(context(text, at, at + len(quote.words)) for at in places)
        raise QuoteError(
            "absent",
            f"{clip(quote.words)!r} does not stand after {clip(before)!r}; it stands in {listed}",
            "write the prefix as it stands just before the words",
        )
    return kept


def _choose(text: str, quote: Quote, places: list[int]) -> int:
    if quote.number is None:
        if len(places) > 1:
            listed = "; ".join(
                f"#{n} {context(text, at, at + len(quote.words))}" for n, at in enumerate(places, 1)
            )
            raise QuoteError(
                "ambiguous",
                f"{clip(quote.words)!r} stands {len(places)} times in the text: {listed}",
                "add the number of the occurrence, as in `words#2`, or `prefix:`",
            )
        return places[0]
    if quote.number > len(places):
        raise QuoteError(
            "number",
            f"occurrence {quote.number} of {clip(quote.words)!r} was asked for; the text has"
            f" {len(places)}",
            "count whole words from the beginning of the text, from 1",
        )
    return places[quote.number - 1]


def context(text: str, start: int, end: int) -> str:
    """Return the stretch with some text on either side, as `…before ⟦words⟧ after…`."""
    before, after = text[max(start - _CONTEXT, 0) : start], text[end : end + _CONTEXT]
    shown = f"{before}⟦{clip(text[start:end])}⟧{after}".replace("\n", " ")
    return ("…" if start > _CONTEXT else "") + shown + ("…" if end + _CONTEXT < len(text) else "")


def clip(words: str, width: int = 60) -> str:
    """Return the words, their middle left out where they are long."""
    return words if len(words) <= width else f"{words[: width // 2]} … {words[-width // 3 :]}"


def _absent(text: str, words: str) -> QuoteError:
    message = f"the text does not have {clip(words)!r}"
    inside = text.find(words)
    if inside >= 0:
        where = context(text, inside, inside + len(words))
        message = f"{message} as whole words, only inside {where}"
        start, end = widened(text, inside, inside + len(words))
        around = clip(text[start:end])
        return QuoteError("absent", message, f"quote whole words, as in {around!r}")
    alike = _alike(text, words)
    if alike is not None:
        differ = " and ".join(_differences(words, alike))
        hint = f"the text has {clip(alike)!r}, with other {differ}: quote it to the letter"
        return QuoteError("absent", message, hint)
    near = _nearest(text, words)
    if not near:
        return QuoteError("absent", message, "copy the words from the text")
    hint = f"the text has {' or '.join(repr(clip(item)) for item in near)}"
    return QuoteError("absent", message, hint)


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch with the rest of the words that it begins and ends in."""
    while start > 0 and _in_word(text[start - 1]) and _in_word(text[start]):
        start -= 1
    while end < len(text) and _in_word(text[end - 1]) and _in_word(text[end]):
        end += 1
    return start, end


def _differences(one: str, two: str) -> list[str]:
    """Say in which of marks, dashes, white space and capitals two alike stretches differ."""

    def kept(pattern: str, words: str) -> list[str]:
        return re.findall(pattern, words)

    found = {
        "quotation marks": kept(r"[\u2018-\u201e\u00ab\u00bb'\"]", one)
        != kept(r"[\u2018-\u201e\u00ab\u00bb'\"]", two),
        "dashes": kept(r"[\u2013\u2014-]", one) != kept(r"[\u2013\u2014-]", two),
        "white space": kept(r"\s+", one) != kept(r"\s+", two),
        "capitals": kept(r"[^\W\d_]", one) != kept(r"[^\W\d_]", two),
    }
    return [name for name, differs in found.items() if differs]


_FOLD = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | dict.fromkeys("\u2013\u2014", "-")
)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text without its differences of marks, case and white space, and whence each."""
    out: list[str] = []
    source: list[int] = []
    for at, char in enumerate(text.translate(_FOLD)):
        plain = " " if char.isspace() else char.lower()
        if plain == " " and out and out[-1] == " ":
            continue
        for piece in plain:
            out.append(piece)
            source.append(at)
    return "".join(out), source


def _alike(text: str, words: str) -> str | None:
    """Return the stretch that differs from the words in marks, case or white space only."""
    plain, source = _folded(text)
    wanted = _folded(words.strip())[0]
    at = plain.find(wanted)
    return text[source[at] : source[at + len(wanted) - 1] + 1] if wanted and at >= 0 else None


def _nearest(text: str, words: str) -> list[str]:
    """Return up to three stretches of as many words that look most like the words."""
    count = len(words.split())
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    windows = {
        text[tokens[i][0] : tokens[i + count - 1][1]].strip(" .,;:")
        for i in range(len(tokens) - count + 1)
    }
    return difflib.get_close_matches(words, sorted(windows), n=3, cutoff=0.6)


def shortest(text: str, start: int, end: int) -> Quote | None:
    """Return the plainest quote that names the stretch: words, with a number only where needed.

    Nothing where there is none: the stretch begins or ends inside a word, or is blank.
    """
    words = text[start:end]
    places = list(occurrences(text, words)) if words.strip() else []
    if start not in places:
        return None
    return Quote(words, places.index(start) + 1 if len(places) > 1 else None)


_LONG = 60
"""Shorter stretches are quoted in full."""
_EDGE = 3
"""So many words, at least, stand before the middle that is left out."""


def abridged(text: str, start: int, end: int) -> Quote | None:
    """Return the quote `first words … last words` of a long stretch; else what `shortest` does."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    whole = shortest(text, start, end)
    if end - start < _LONG or len(words) < 2 * _EDGE or whole is None:
        return whole
    for edge in range(_EDGE, len(words) // 2):
        first = shortest(text, start, words[edge - 1][1])
        for tail in range(1, min(_EDGE + edge, len(words) - edge)):
            last = text[words[-tail][0] : end]
            if first is None or "\n" in first.words + last:
                break
            quote = first._replace(to=last)
            if find(text, quote) == (start, end):
                return quote
    return whole
