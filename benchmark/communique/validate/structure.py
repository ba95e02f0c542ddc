"""Structure: offsets lie in the text, words agree with them, ids are ids, digests agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from communique.codec import is_nfc, text_digest
from communique.model.record import AUTHOR
from communique.validate.facts import Facts
from communique.validate.rule import ERROR, WARNING, Hit, clip, hit, rule
from communique.validate.spans import inside
from communique.validate.tables import ID, is_date


@rule(
    "STR-001",
    ERROR,
    "the span [{start}, {end}) of {owner} covers nothing",
    hint="offsets are half-open: `end` must be greater than `start`",
)
def span_covers_something(facts: Facts) -> Iterator[Hit]:
    """An empty or reversed span names no words, so nothing can match it and nothing can show it."""
    for path, span, owner in facts.spans:
        if span.end <= span.start:
            yield hit(path, start=span.start, end=span.end, owner=owner)


@rule(
    "STR-002",
    ERROR,
    "the span [{start}, {end}) of {owner} ends beyond the text of {length} code points",
    hint="count code points of the NFC text (not bytes, not UTF-16 units)",
)
def span_lies_in_the_text(facts: Facts) -> Iterator[Hit]:
    """An offset outside of the text points at words that no reader of the record will find."""
    article = facts.article
    length = article.metadata.text_length if article.text is None else len(article.text)
    for path, span, owner in facts.spans:
        if span.end > length:
            yield hit(path, start=span.start, end=span.end, owner=owner, length=length)


def _nearest(text: str, words: str, start: int) -> str:
    """Say where the words stand that a span should have covered."""
    places = [match.start() for match in re.finditer(re.escape(words), text)] if words else []
    if not places:
        return "the words are nowhere in the text: copy them from it"
    best = min(places, key=lambda place: abs(place - start))
    return f"the words stand at [{best}, {best + len(words)})"


@rule(
    "STR-003",
    ERROR,
    "the span [{start}, {end}) of {owner} carries {words}, but the text has {found} there",
    hint="offsets count code points of the NFC text; {nearest}",
    needs_text=True,
)
def span_carries_its_words(facts: Facts) -> Iterator[Hit]:
    """Every span carries its surface text so that a shifted offset is seen at once, not scored."""
    for path, span, owner in facts.spans:
        found = facts.text[span.start : span.end]
        if span.text is not None and span.text != found and span.start < span.end:
            yield hit(
                path,
                start=span.start,
                end=span.end,
                owner=owner,
                words=clip(span.text),
                found=clip(found),
                nearest=_nearest(facts.text, span.text, span.start),
            )


@rule(
    "STR-004",
    ERROR,
    "the span [{start}, {end}) of {owner} does not come after the one before it, [{s}, {e})",
    hint="list the spans of a fragment in the order of the text, without overlap",
)
def fragment_is_ordered(facts: Facts) -> Iterator[Hit]:
    """Two orders of the same spans would be two fragments, and an overlap would count words twice."""  # noqa: E501 - one sentence
    for piece in facts.pieces:
        for i, (a, b) in enumerate(zip(piece.spans, piece.spans[1:], strict=False), 1):
            if b.start < a.end:
                yield hit(
                    f"{piece.path}[{i}]",
                    start=b.start,
                    end=b.end,
                    owner=piece.owner,
                    s=a.start,
                    e=a.end,
                )


@rule(
    "STR-005",
    WARNING,
    "the span [{start}, {end}) of {owner} begins where the one before it ends",
    hint="join the two: [{s}, {end})",
)
def fragment_is_not_split(facts: Facts) -> Iterator[Hit]:
    """Two ways to write one stretch of text are two different answers to an exact match."""
    for piece in facts.pieces:
        for i, (a, b) in enumerate(zip(piece.spans, piece.spans[1:], strict=False), 1):
            if b.start == a.end:
                yield hit(
                    f"{piece.path}[{i}]", start=b.start, end=b.end, owner=piece.owner, s=a.start
                )


@rule(
    "STR-006",
    ERROR,
    "the head [{start}, {end}) of mention {mention} lies outside of its extent",
    hint="a head is a part of its mention: shrink the head or widen the extent",
)
def head_is_inside_the_mention(facts: Facts) -> Iterator[Hit]:
    """Head matching credits the head for the mention: it must be a part of it."""
    for i, mention in enumerate(facts.article.mentions):
        if mention.head is not None and not inside((mention.head,), mention.spans):
            yield hit(
                f"$.mentions[{i}].head",
                start=mention.head.start,
                end=mention.head.end,
                mention=mention.id,
            )


@rule(
    "STR-007",
    ERROR,
    "the text has SHA-256 {found}, but metadata.text_sha256 is {stated}",
    hint="the text was changed, or the digest is of another form of it: restore the text, or compile the record anew",  # noqa: E501 - one sentence
    needs_text=True,
)
def digest_is_of_this_text(facts: Facts) -> Iterator[Hit]:
    """The digest binds annotation to text; a differing text silently shifts every offset."""
    stated = facts.article.metadata.text_sha256
    if (found := text_digest(facts.text)) != stated:
        yield hit("$.metadata.text_sha256", found=found, stated=stated)


@rule(
    "STR-008",
    ERROR,
    "the text has {found} code points, but metadata.text_length is {stated}",
    hint="count code points of the NFC text, or compile the record anew",
    needs_text=True,
)
def length_is_of_this_text(facts: Facts) -> Iterator[Hit]:
    """Where the text is absent, its length is the only bound that offsets are checked against."""
    stated = facts.article.metadata.text_length
    if len(facts.text) != stated:
        yield hit("$.metadata.text_length", found=len(facts.text), stated=stated)


@rule(
    "STR-009",
    ERROR,
    "the text is not in NFC with \\n line ends",
    hint="normalise it (Unicode NFC, \\n line ends), then compute every offset anew",
    needs_text=True,
)
def text_is_normalised(facts: Facts) -> Iterator[Hit]:
    """Offsets count code points: é as one or as two shifts all that follows."""
    if not is_nfc(facts.text):
        yield hit("$.text")


@rule(
    "STR-010",
    ERROR,
    "the id {name!r} of this {kind} is also the id of {other}",
    hint="all ids of a record share one namespace: give one of the two another id",
)
def ids_are_unique(facts: Facts) -> Iterator[Hit]:
    """A reference to an id that two items share means either, so it means nothing."""
    first: dict[str, tuple[str, str]] = {}
    for path, kind, name in facts.items:
        if name in first:
            other_path, other_kind = first[name]
            other = f"the {other_kind} at {other_path}"
            yield hit(f"{path}.id", also=(other_path,), name=name, kind=kind, other=other)
        else:
            first[name] = (path, kind)


@rule(
    "STR-011",
    ERROR,
    "the id {name!r} has characters that an id may not have",
    hint="use ASCII letters, digits, `_`, `.` and `-`",
)
def ids_are_plain(facts: Facts) -> Iterator[Hit]:
    """Ids travel into brat, CoNLL and URLs, where blanks, commas and other letters break them."""
    for path, _, name in facts.items:
        if not re.fullmatch(ID, name):
            yield hit(f"{path}.id", name=name)


@rule(
    "STR-012",
    ERROR,
    "the {kind} has the id `author`, which stands for the article's own voice",
    hint="give it another id",
)
def author_is_reserved(facts: Facts) -> Iterator[Hit]:
    """A stance held by `author` is the article's; an item of that id would make it ambiguous."""
    for path, kind, name in facts.items:
        if name == AUTHOR:
            yield hit(f"{path}.id", kind=kind)


@rule(
    "STR-013",
    ERROR,
    "the article's id is {name!r}, but its file is called {stem!r}",
    hint="rename the file to {name}.json, or correct the id",
)
def id_is_the_files_stem(facts: Facts) -> Iterator[Hit]:
    """Splits, predictions and annotators' versions are joined by id and found by file name."""
    if facts.stem is not None and facts.stem != facts.article.id:
        yield hit("$.id", name=facts.article.id, stem=facts.stem)


@rule(
    "STR-014",
    ERROR,
    "{value!r} is listed twice",
    hint="remove one of the two",
)
def lists_name_a_thing_once(facts: Facts) -> Iterator[Hit]:
    """A layer, a noise or an annotator listed twice is a slip that makes counts wrong."""
    article = facts.article
    lists: list[tuple[str, Sequence[str]]] = [
        ("$.layers", article.layers),
        ("$.metadata.noise", article.metadata.noise),
    ]
    if article.provenance:
        lists.append(("$.provenance.annotators", article.provenance.annotators))
    for path, values in lists:
        for i, value in enumerate(values):
            if value in values[:i]:
                yield hit(f"{path}[{i}]", value=value)


@rule(
    "STR-015",
    ERROR,
    "the span [{start}, {end}) of {owner} carries no words, though the record has its text",
    hint="add `text`: {found} (`communique attach` does it for a whole record)",
    needs_text=True,
)
def span_has_words(facts: Facts) -> Iterator[Hit]:
    """Without its words a span cannot show that it has shifted."""
    for path, span, owner in facts.spans:
        if span.text is None:
            found = clip(facts.text[span.start : span.end])
            yield hit(path, start=span.start, end=span.end, owner=owner, found=found)


@rule(
    "STR-016",
    ERROR,
    "the span [{start}, {end}) of {owner} carries words, though the record goes without its text",
    hint="run `communique detach`, which removes the words with the text",
)
def detached_record_has_no_words(facts: Facts) -> Iterator[Hit]:
    """A text left out because it may not be shared must not leave with the annotation instead."""
    if facts.article.text is None:
        for path, span, owner in facts.spans:
            if span.text is not None:
                yield hit(path, start=span.start, end=span.end, owner=owner)


@rule(
    "STR-017",
    ERROR,
    "{what} of {owner} has {found}",
    hint="give either `ref` (the id of a mention or event) or `spans` (plain words)",
)
def filler_is_one_thing(facts: Facts) -> Iterator[Hit]:
    """With `ref` and `spans` there are two answers to what fills the role; with neither, none."""
    for i, event in enumerate(facts.article.events):
        for j, argument in enumerate(event.arguments):
            if (argument.ref is None) == (not argument.spans):
                found = "neither `ref` nor `spans`" if argument.ref is None else "both"
                path = f"$.events[{i}].arguments[{j}]"
                yield hit(path, what=f"the {argument.role}", owner=event.id, found=found)
    for i, sentiment in enumerate(facts.article.sentiments):
        for name, filler in (("holder", sentiment.holder), ("target", sentiment.target)):
            if filler is not None and (filler.ref is None) == (not filler.spans):
                found = "neither `ref` nor `spans`" if filler.ref is None else "both"
                path = f"$.sentiments[{i}].{name}"
                yield hit(path, what=f"the {name}", owner=sentiment.id, found=found)


@rule(
    "STR-018",
    ERROR,
    "{value} is no day of the calendar",
    hint="write a date that exists, as YYYY-MM-DD",
)
def dates_exist(facts: Facts) -> Iterator[Hit]:
    """Relative times are resolved against the date; Parquet and the card read it as a date."""
    article = facts.article
    dates = [("$.metadata.published", article.metadata.published)]
    if article.provenance:
        dates.append(("$.provenance.date", article.provenance.date))
    for path, value in dates:
        if value is not None and not is_date(value):
            yield hit(path, value=value)
