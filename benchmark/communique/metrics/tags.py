"""Scores of tag sequences (BIO and its kin) by the rules of seqeval 1.2.2, strict and lenient.

A tag is `O`, or a letter, a hyphen and a type (`B-PER`); a bare letter has the type `_`. A run is a
token that is not outside, and those that continue it: I, and a last E, of one type, after a B or I.

* `IOB2`, `IOBES` and `BILOU` are strict: a run counts where it is whole. It begins with B and, in
  the latter two, ends with E (L), or is one S (U). This is seqeval's `mode="strict"`.
* `conlleval`: every run counts, one that begins with I as well; the letters are those of IOBES.
  This is seqeval's default, after the scorer of CoNLL-2000.

    >>> gold = [["B-PER", "I-PER", "O", "B-LOC"], ["O", "B-PER"]]
    >>> pred = [["B-PER", "I-PER", "O", "B-LOC"], ["O", "I-PER"]]
    >>> tag_counts(gold, pred, scheme="IOB2").scores()["micro.r"]
    0.6666666666666666
    >>> tag_counts(gold, pred, scheme="conlleval").scores()["micro.r"]
    1.0

seqeval gives 0 where ours has no value, and passes over some letters that the scheme does not have;
here each is an error.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, count
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.errors import InputError, UnknownNameError
from communique.metrics.metric import IntArray
from communique.metrics.spans import SpanCounts, Spans, span_counts

Scheme = Literal["IOB2", "IOBES", "BILOU", "conlleval"]

_TAG = re.compile(r"(O)|([A-NP-Z])(?:-(?!-)(.+)(?<!-))?", re.DOTALL)
_LETTERS = {
    "IOB2": dict(zip("OBI", "OBI", strict=True)),
    "IOBES": dict(zip("OBIES", "OBIES", strict=True)),
    "BILOU": dict(zip("OBILU", "OBIES", strict=True)),
    "conlleval": dict(zip("OBIES", "OBIES", strict=True)),
}
"""Letters of the scheme → those of IOBES."""
_WHOLE = {"IOB2": ("B", "BI"), "IOBES": ("BS", "ES"), "BILOU": ("BS", "ES")}
"""What a run begins and ends with if it counts; all do where nothing is said."""


class Tags(NamedTuple):
    """The tags of many sentences, one after the other."""

    codes: IntArray
    """One index in `tags` a token."""
    lengths: IntArray
    """How many tokens each sentence has."""
    tags: tuple[str, ...]


Sentences = Tags | Sequence[Sequence[str]]


def pack_tags(sentences: Sequence[Sequence[str]]) -> Tags:
    """Return the sentences as arrays; the tags are not looked at."""
    # A character for every distinct tag: they join twice as fast as numbers go into an array.
    character: defaultdict[str, str] = defaultdict(map(chr, count()).__next__)
    joined = "".join(map(character.__getitem__, chain.from_iterable(sentences)))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<i4").astype(np.int64)
    lengths = np.fromiter(map(len, sentences), np.int64, len(sentences))
    return Tags(codes, lengths, tuple(character))


def tag_counts(
    gold: Sentences, pred: Sentences, *, scheme: Scheme, labels: Sequence[str] | None = None
) -> SpanCounts:
    """Return the counts of the spans on which two taggings agree; see `spans.span_counts`.

    Raises:
        InputError: the sides differ in their number of sentences, or in the length of one; a tag
            is none of the scheme; `labels` lacks one that a span has.
        UnknownNameError: there is no such scheme.
    """
    left, right = (side if isinstance(side, Tags) else pack_tags(side) for side in (gold, pred))
    if left.lengths.size == right.lengths.size:
        for at in np.flatnonzero(left.lengths != right.lengths)[:1]:
            raise InputError(
                f"sentence {at}: {left.lengths[at]} tags of gold, {right.lengths[at]} predicted",
                hint="give every token one tag on both sides",
            )
    return span_counts(tag_spans(left, scheme), tag_spans(right, scheme), labels=labels)


def tag_spans(sentences: Sentences, scheme: Scheme) -> Spans:
    """Return the spans that the tags spell, in tokens; each sentence is a document.

    Raises:
        InputError: a tag is none of the scheme.
        UnknownNameError: there is no such scheme.
    """
    if scheme not in _LETTERS:
        raise UnknownNameError(
            f"unknown scheme {scheme!r}", hint=f"there are {', '.join(_LETTERS)}"
        )
    packed = sentences if isinstance(sentences, Tags) else pack_tags(sentences)
    codes, lengths, _ = packed
    letters, kinds, labels = _alphabet(packed, scheme)
    after = np.cumsum(lengths)
    first = after - lengths
    continues = _continues(codes, letters, kinds)
    continues[first[lengths > 0]] = False
    inside = (letters != "O")[codes]
    starts = np.flatnonzero(inside & ~continues)
    ends = np.flatnonzero(inside & ~np.append(continues[1:], False)[: codes.size]) + 1
    if scheme in _WHOLE:
        begin, end = (np.isin(letters, list(some)) for some in _WHOLE[scheme])
        whole = begin[codes[starts]] & end[codes[ends - 1]]
        starts, ends = starts[whole], ends[whole]
    sentence = np.searchsorted(after, starts, side="right")
    before = first[sentence]
    kind = kinds[codes[starts]].astype(np.int64)
    return Spans(lengths.size, sentence, starts - before, ends - before, kind, labels)


def _continues(
    codes: IntArray, letters: NDArray[np.str_], kinds: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Tell of each token whether it goes on with the run of the one before."""
    goes_on = np.where(np.isin(letters, ["B", "I"]), kinds, np.int32(-1))[codes]
    joins = np.where(np.isin(letters, ["I", "E"]), kinds, np.int32(-2))[codes]
    found = np.zeros(codes.size, np.bool_)
    np.equal(joins[1:], goes_on[:-1], out=found[1:])
    return found


def _alphabet(
    packed: Tags, scheme: Scheme
) -> tuple[NDArray[np.str_], NDArray[np.int32], tuple[str, ...]]:
    """Return the letter (of IOBES) and the type of each distinct tag, and the types' names."""
    letters, number, kinds = [], dict[str, int](), []
    for code, tag in enumerate(packed.tags):
        found = _TAG.fullmatch(tag) if isinstance(tag, str) else None
        letter = _LETTERS[scheme].get(found[1] or found[2]) if found else None
        if found is None or letter is None:
            raise _no_tag(packed, code, scheme)
        letters.append(letter)
        kinds.append(number.setdefault(found[3] or "_", len(number)))
    return np.array(letters, np.str_), np.array(kinds, np.int32), tuple(number)


def _no_tag(packed: Tags, code: int, scheme: Scheme) -> InputError:
    at = int(np.flatnonzero(packed.codes == code)[0])
    ends = np.cumsum(packed.lengths)
    sentence = int(np.searchsorted(ends, at, side="right"))
    token = at - int(ends[sentence] - packed.lengths[sentence])
    return InputError(
        f"sentence {sentence}, token {token}: {packed.tags[code]!r} is no tag of {scheme}",
        hint=f"tags are O, or one of {', '.join(_LETTERS[scheme])}, a hyphen and a type",
    )
