"""Semantics of attributions: parts, nesting, kinds, commitment, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.model import Attribution
from communique.validate.facts import Facts
from communique.validate.marks import is_one_quotation
from communique.validate.rule import ERROR, WARNING, Hit, clip, hit, rule
from communique.validate.spans import at, extent, inside, overlap
from communique.validate.tables import DETERMINERS, MARKS, PLAIN_CUES, SPOKEN, WITHHOLDING


def _each(facts: Facts) -> Iterator[tuple[str, Attribution]]:
    for i, attribution in enumerate(facts.article.attributions):
        yield f"$.attributions[{i}]", attribution


@rule(
    "SEM-301",
    WARNING,
    "the {one} of attribution {name} overlaps its {other}",
    hint="source, cue and content are apart; split the content around them",
)
def parts_are_apart(facts: Facts) -> Iterator[Hit]:
    """Overlap scores count code points by part: shared ones count twice.

    A transcript's label is source and cue at once.
    """
    spoken = facts.article.metadata.genre in SPOKEN
    for path, item in _each(facts):
        source = item.source.spans if item.source else ()
        if overlap(item.cue, item.content):
            yield hit(f"{path}.cue", one="cue", name=item.id, other="content")
        if overlap(source, item.content):
            yield hit(f"{path}.source", one="source", name=item.id, other="content")
        if overlap(source, item.cue) and not spoken:
            yield hit(f"{path}.source", one="source", name=item.id, other="cue")


@rule(
    "SEM-302",
    WARNING,
    "the content of attribution {name} reaches out of the content of its parent {parent}",
    hint="what is told inside another's words ends where these end; or it has no parent",
)
def content_is_inside_the_parents(facts: Facts) -> Iterator[Hit]:
    """Nesting means that the outer source conveys the inner attribution whole."""
    for path, item in _each(facts):
        if item.parent is not None:
            parent = facts.attributions[item.parent]
            if not inside(item.content, parent.content):
                yield hit(f"{path}.content", also=(), name=item.id, parent=parent.id)


@rule(
    "SEM-303",
    WARNING,
    "attribution {name} stands in the content of {outer}, but its parent is {parent}",
    hint="the parent is the innermost attribution whose content holds cue and content: {outer}",
    written=True,
)
def nested_attribution_names_its_parent(facts: Facts) -> Iterator[Hit]:
    """The nearest source of an event is found by the parents; a missing one skips a speaker."""
    for path, item in _each(facts):
        if not item.cue:
            continue
        around = [
            other
            for other in facts.article.attributions
            if other.id != item.id and inside((*item.cue, *item.content), other.content)
        ]
        ids = {other.id for other in around}
        if around and item.parent not in ids:
            outer = min(around, key=lambda a: (at(a.content)[1] - at(a.content)[0], a.id))
            yield hit(path, name=item.id, outer=outer.id, parent=item.parent or "not given")


@rule(
    "SEM-304",
    WARNING,
    "attribution {name} is direct, but its content {words} has no quotation mark",
    hint="without marks it is indirect; the marks belong to the content",
    needs_text=True,
)
def direct_speech_has_marks(facts: Facts) -> Iterator[Hit]:
    """Direct means the source's very words: only the marks show it."""
    if facts.article.metadata.genre in SPOKEN or facts.article.metadata.noise:
        return
    for path, item in _each(facts):
        start, end = at(item.content)
        around = facts.text[max(start - 1, 0) : end + 1]
        if item.kind == "direct" and not any(mark in around for mark in MARKS):
            yield hit(f"{path}.kind", name=item.id, words=clip(facts.words(item.content)))


@rule(
    "SEM-305",
    WARNING,
    "attribution {name} is {kind}, but all of its content {words} stands in quotation marks",
    hint="a content that is quoted from end to end is direct",
    needs_text=True,
)
def quoted_whole_is_direct(facts: Facts) -> Iterator[Hit]:
    """Mixed and indirect hold words of the reporter; here are none."""
    for path, item in _each(facts):
        words = facts.words(item.content)
        if item.kind in {"indirect", "mixed"} and is_one_quotation(words):
            yield hit(f"{path}.kind", name=item.id, kind=item.kind, words=clip(words))


@rule(
    "SEM-306",
    WARNING,
    "attribution {name} is mixed, but its content {words} has no quotation mark",
    hint="without marks it is indirect",
    needs_text=True,
)
def mixed_speech_has_marks(facts: Facts) -> Iterator[Hit]:
    """Mixed means that part of the content is quoted."""
    if facts.article.metadata.noise:
        return
    for path, item in _each(facts):
        words = facts.words(item.content)
        if item.kind == "mixed" and not any(mark in words for mark in MARKS):
            yield hit(f"{path}.kind", name=item.id, words=clip(words))


@rule(
    "SEM-307",
    WARNING,
    "the content of attribution {name} has {opened} opening and {closed} closing quotation marks",
    hint="the content is taken with its marks: widen or narrow it to hold both of each pair",
    written=True,
    needs_text=True,
)
def marks_come_in_pairs(facts: Facts) -> Iterator[Hit]:
    """Half a pair at the edge of a content is one code point missed by every exact match."""
    if facts.article.metadata.noise:
        return
    for path, item in _each(facts):
        words = facts.words(item.content)
        opened, closed = words.count("“"), words.count("”")
        # A quotation over several paragraphs opens in each and closes in the last.
        paragraphs = words.count("\n") + len(item.content) - 1
        if closed > opened or opened > closed + paragraphs:
            yield hit(f"{path}.content", name=item.id, opened=opened, closed=closed)


@rule(
    "SEM-308",
    WARNING,
    "attribution {name} denies its content, but its cue is only {cue}",
    hint="a plain verb of saying affirms (or is non-assertive); the content's own “not” changes nothing",  # noqa: E501 - one sentence
    needs_text=True,
)
def plain_cue_does_not_deny(facts: Facts) -> Iterator[Hit]:
    """“Said that nobody was hurt” affirms a negative content; it does not deny one."""
    for path, item in _each(facts):
        cue = facts.words(item.cue)
        if item.commitment == "denies" and cue.lower() in PLAIN_CUES:
            yield hit(f"{path}.commitment", name=item.id, cue=clip(cue))


@rule(
    "SEM-309",
    WARNING,
    "attribution {name} {commitment} its content, but its cue {cue} declines to say",
    hint="who would not confirm, comment or say withholds",
    needs_text=True,
)
def declining_withholds(facts: Facts) -> Iterator[Hit]:
    """Taking a refusal to confirm for a confirmation turns the meaning round."""
    for path, item in _each(facts):
        cue = facts.words(item.cue)
        if item.commitment in {"affirms", "denies"} and re.search(WITHHOLDING, cue.lower()):
            yield hit(f"{path}.commitment", name=item.id, commitment=item.commitment, cue=clip(cue))


@rule(
    "SEM-310",
    WARNING,
    "the source {words} of attribution {name} holds mentions of {found}, but names {entity}",
    hint="link the source to the entity of its head",
    needs_text=True,
)
def source_names_its_own_entity(facts: Facts) -> Iterator[Hit]:
    """Words and entity of a source must tell of the same one, or one of them is scored wrong."""
    for path, item in _each(facts):
        if item.source is None or item.source.entity is None:
            continue
        found = {m.entity for m in facts.article.mentions if inside(m.spans, item.source.spans)}
        if found and item.source.entity not in found:
            yield hit(
                f"{path}.source.entity",
                words=clip(facts.words(item.source.spans)),
                name=item.id,
                found=", ".join(sorted(found)),
                entity=item.source.entity,
            )


@rule(
    "SEM-311",
    WARNING,
    "the source {words} of attribution {name} names no entity, though it is mention {mention}",
    hint="add `entity`: {entity}",
    needs_text=True,
)
def source_is_linked(facts: Facts) -> Iterator[Hit]:
    """The source links to its entity wherever the record has it."""
    for path, item in _each(facts):
        if item.source is None or item.source.entity is not None:
            continue
        words = facts.words(item.source.spans)
        first, _, rest = words.partition(" ")
        said = rest if first.lower() in DETERMINERS else words
        for mention in facts.article.mentions:
            if inside(mention.spans, item.source.spans) and facts.words(mention.spans) == said:
                yield hit(
                    f"{path}.source",
                    words=clip(words),
                    name=item.id,
                    mention=mention.id,
                    entity=mention.entity,
                )
                break


@rule(
    "SEM-312",
    ERROR,
    "attributions {one} and {other} are the same: source, cue and content",
    hint="keep one of the two",
)
def attributions_differ(facts: Facts) -> Iterator[Hit]:
    """A doubled attribution can be matched only once, so gold against gold would not be 1."""
    first: dict[object, tuple[str, str]] = {}
    for path, item in _each(facts):
        source = extent(item.source.spans) if item.source else ()
        key = (source, extent(item.cue), extent(item.content))
        if key in first:
            other_path, other = first[key]
            yield hit(path, also=(other_path,), one=item.id, other=other)
        else:
            first[key] = (path, item.id)


@rule(
    "SEM-313",
    WARNING,
    "attribution {name} has neither source nor cue",
    hint="words that nobody is said to have said are no attribution",
)
def something_attributes(facts: Facts) -> Iterator[Hit]:
    """A content alone is a stretch of text; the cue or the source makes it an attribution."""
    for path, item in _each(facts):
        if not item.cue and item.source is None:
            yield hit(path, name=item.id)


@rule(
    "SEM-314",
    ERROR,
    "attribution {name} has no {field}",
    hint="the guidelines give every attribution a kind and a commitment",
    written=True,
)
def attributions_are_complete(facts: Facts) -> Iterator[Hit]:
    """Kind and commitment are scored: a missing one would count as wrong for every system."""
    for path, item in _each(facts):
        for field in ("kind", "commitment"):
            if getattr(item, field) is None:
                yield hit(path, name=item.id, field=field)
