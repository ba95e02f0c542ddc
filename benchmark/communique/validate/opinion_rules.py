"""Semantics of stances and sentiments: pairs, types, bases, evidence, quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

from communique.model import Filler, Sentiment
from communique.model.record import AUTHOR
from communique.validate.facts import Facts
from communique.validate.marks import quoted_words
from communique.validate.rule import ERROR, WARNING, Hit, clip, hit, rule
from communique.validate.spans import at, extent, inside
from communique.validate.tables import QUOTED_WORDS, SIDES


def target_key(facts: Facts, target: str) -> str:
    """Return what a stance is towards: of an event in a cluster, the cluster."""
    event = facts.events.get(target)
    return f"cluster {event.cluster}" if event and event.cluster else target


@rule(
    "SEM-401",
    ERROR,
    "stances {one} and {other} are both of {holder} towards {target}",
    hint="a pair carries one label, the holder's stance at the time of publication: merge them",
)
def pair_has_one_label(facts: Facts) -> Iterator[Hit]:
    """The stance task gives a pair and asks for its label: two would both be right and wrong."""
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for i, stance in enumerate(facts.article.stances):
        key = (stance.holder, target_key(facts, stance.target))
        if key in first:
            j, other = first[key]
            also = (f"$.stances[{j}]",)
            yield hit(
                f"$.stances[{i}]",
                also=also,
                one=stance.id,
                other=other,
                holder=key[0],
                target=key[1],
            )
        else:
            first[key] = (i, stance.id)


@rule(
    "SEM-402",
    WARNING,
    "stance {name} is of {holder} towards itself",
    hint="name whom or what the holder takes a side on",
)
def nobody_sides_with_himself(facts: Facts) -> Iterator[Hit]:
    """That everybody is for himself is no annotation; it is most often a wrong target."""
    for i, stance in enumerate(facts.article.stances):
        if stance.holder == stance.target:
            yield hit(f"$.stances[{i}].target", name=stance.id, holder=stance.holder)


@rule(
    "SEM-403",
    WARNING,
    "the {side} of stance {name} is {entity}, of type {type}",
    hint="holders are PER, ORG, GPE or author; targets are PER, ORG, GPE or an event",
    written=True,
)
def stance_is_between_parties(facts: Facts) -> Iterator[Hit]:
    """Stances on ships, places and papers are stances on what is done about them: the event."""
    for i, stance in enumerate(facts.article.stances):
        for side, name in (("holder", stance.holder), ("target", stance.target)):
            entity = facts.entities.get(name)
            if entity and entity.type not in SIDES:
                yield hit(
                    f"$.stances[{i}].{side}",
                    side=side,
                    name=stance.id,
                    entity=entity.id,
                    type=entity.type,
                )


@rule(
    "SEM-404",
    WARNING,
    "stance {name} shows no evidence",
    hint="add the words that show it, at most a sentence",
    written=True,
)
def stance_shows_evidence(facts: Facts) -> Iterator[Hit]:
    """What cannot be shown in the text was not read in it."""
    for i, stance in enumerate(facts.article.stances):
        if not stance.evidence:
            yield hit(f"$.stances[{i}]", name=stance.id)


@rule(
    "SEM-405",
    ERROR,
    "stance {name} has no basis",
    hint="stated (in words), enacted (by a deed) or ascribed (only by another)",
    written=True,
)
def stance_has_a_basis(facts: Facts) -> Iterator[Hit]:
    """Results are reported apart for stated and enacted stances."""
    for i, stance in enumerate(facts.article.stances):
        if stance.basis is None:
            yield hit(f"$.stances[{i}]", name=stance.id)


@rule(
    "SEM-406",
    WARNING,
    "stance {name} of the author is {basis}",
    hint="the author is always `stated`: the article's words are all that there is",
    written=True,
)
def author_only_states(facts: Facts) -> Iterator[Hit]:
    """The article's own voice has no deeds, and nobody else tells of it."""
    for i, stance in enumerate(facts.article.stances):
        if stance.holder == AUTHOR and stance.basis in {"enacted", "ascribed"}:
            yield hit(f"$.stances[{i}].basis", name=stance.id, basis=stance.basis)


@rule(
    "SEM-407",
    WARNING,
    "the target of stance {name} is {event}, not {first}, the first event of its cluster",
    hint="name {first}",
    written=True,
)
def target_is_the_first_of_its_cluster(facts: Facts) -> Iterator[Hit]:
    """One way to name a cluster lets two annotators' stances be compared without guessing."""
    for i, stance in enumerate(facts.article.stances):
        event = facts.events.get(stance.target)
        if event and event.cluster:
            first = facts.events_of[event.cluster][0]
            if first.id != event.id:
                yield hit(f"$.stances[{i}].target", name=stance.id, event=event.id, first=first.id)


def _fillers(item: Sentiment) -> tuple[tuple[str, Filler | None], ...]:
    return (("holder", item.holder), ("target", item.target))


def _key(filler: Filler | None) -> object:
    return (filler.ref, extent(filler.spans)) if filler else None


@rule(
    "SEM-501",
    ERROR,
    "sentiments {one} and {other} have the same expression ({words}), holder and target",
    hint="keep one; two targets are two sentiments, two polarities of one are a doubt to settle",
)
def sentiments_differ(facts: Facts) -> Iterator[Hit]:
    """A doubled tuple counts twice in Sentiment Tuple F1, or contradicts itself."""
    first: dict[object, tuple[int, str]] = {}
    for i, item in enumerate(facts.article.sentiments):
        key = (extent(item.expression), _key(item.holder), _key(item.target))
        if key in first:
            j, other = first[key]
            yield hit(
                f"$.sentiments[{i}]",
                also=(f"$.sentiments[{j}]",),
                one=item.id,
                other=other,
                words=clip(facts.words(item.expression)),
            )
        else:
            first[key] = (i, item.id)


@rule(
    "SEM-502",
    ERROR,
    "sentiment {name} has no {field}",
    hint="the guidelines give every sentiment an intensity and say whether it is quoted",
    written=True,
)
def sentiments_are_complete(facts: Facts) -> Iterator[Hit]:
    """Both are scored: a missing one would count as wrong for every system."""
    for i, item in enumerate(facts.article.sentiments):
        for field in ("intensity", "quoted"):
            if getattr(item, field) is None:
                yield hit(f"$.sentiments[{i}]", name=item.id, field=field)


@rule(
    "SEM-503",
    WARNING,
    "sentiment {name} is quoted, but {words} {what}",
    hint="`quoted` is for words set in marks on their own, at most three; else it is false",
    needs_text=True,
)
def quoted_stands_in_marks_of_its_own(facts: Facts) -> Iterator[Hit]:
    """`quoted` tells a word that a wire holds at arm's length; a longer quotation is derived."""
    if facts.article.metadata.noise:
        return
    for i, item in enumerate(facts.article.sentiments):
        if item.quoted:
            count = quoted_words(facts.text, *at(item.expression))
            if count is None or count > QUOTED_WORDS:
                what = f"stands in a quotation of {count} words" if count else "stands in no marks"
                words = clip(facts.words(item.expression))
                yield hit(f"$.sentiments[{i}].quoted", name=item.id, words=words, what=what)


@rule(
    "SEM-504",
    WARNING,
    "sentiment {name} is not quoted, but {words} stands in marks around {count} word(s)",
    hint="set `quoted: true`: the form alone decides, whose word it is, is told by the holder",
    written=True,
    needs_text=True,
)
def words_in_marks_are_quoted(facts: Facts) -> Iterator[Hit]:
    """Scare quotes and one-word quotations are what `quoted` is there to find."""
    for i, item in enumerate(facts.article.sentiments):
        if item.quoted is False:
            count = quoted_words(facts.text, *at(item.expression))
            if count is not None and count <= QUOTED_WORDS:
                words = clip(facts.words(item.expression))
                yield hit(f"$.sentiments[{i}].quoted", name=item.id, words=words, count=count)


@rule(
    "SEM-505",
    WARNING,
    "sentiment {name} ({words}) has no holder, but stands in the content of attribution {outer}",
    hint="inside an attribution's content the holder is its source",
    written=True,
    needs_text=True,
)
def source_holds_what_it_says(facts: Facts) -> Iterator[Hit]:
    """A sentiment without holder is the author's: here it would put a source's words into its mouth."""  # noqa: E501 - one sentence
    for i, item in enumerate(facts.article.sentiments):
        if item.holder is not None:
            continue
        for outer in facts.article.attributions:
            if outer.source and outer.source.entity and inside(item.expression, outer.content):
                words = clip(facts.words(item.expression))
                yield hit(f"$.sentiments[{i}]", name=item.id, words=words, outer=outer.id)
                break


@rule(
    "SEM-506",
    WARNING,
    "the {side} of sentiment {name} is plain words ({words}) where {other} stands",
    hint="refer to it: `ref: {other}`",
    written=True,
    needs_text=True,
)
def plain_words_have_no_item(facts: Facts) -> Iterator[Hit]:
    """A holder given as words loses its identity though the record has it."""
    known: dict[object, str] = {extent(m.spans): m.id for m in facts.article.mentions}
    known |= {extent(e.trigger): e.id for e in facts.article.events}
    for i, item in enumerate(facts.article.sentiments):
        for side, filler in _fillers(item):
            other = known.get(extent(filler.spans)) if filler and filler.spans else None
            if filler and other is not None:
                words = clip(facts.words(filler.spans))
                path = f"$.sentiments[{i}].{side}"
                yield hit(path, side=side, name=item.id, words=words, other=other)
