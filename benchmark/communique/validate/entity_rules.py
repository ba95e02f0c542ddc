"""Semantics of entities and mentions: types, parts, values, levels, extents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.model import Entity, Mention
from communique.validate.facts import Facts
from communique.validate.rule import ERROR, INFO, WARNING, Hit, clip, hit, rule
from communique.validate.spans import extent
from communique.validate.tables import (
    ANAPHORS,
    ARTICLES,
    DETERMINERS,
    EDGES,
    MONEY,
    POSSESSIVES,
    WHOLES,
    is_possible_time,
    is_timex3,
)


def _mentions(facts: Facts) -> Iterator[tuple[str, Mention, Entity]]:
    for i, mention in enumerate(facts.article.mentions):
        yield f"$.mentions[{i}]", mention, facts.entities[mention.entity]


@rule(
    "SEM-101",
    ERROR,
    "mentions {one} and {other} have the same extent, {words}",
    hint="keep one of the two; if they name two entities, decide which is meant here",
)
def mentions_differ_in_extent(facts: Facts) -> Iterator[Hit]:
    """One place names one thing: a doubled mention counts twice in every coreference measure."""
    first: dict[object, tuple[str, Mention]] = {}
    for path, mention, _ in _mentions(facts):
        key = extent(mention.spans)
        if key in first:
            other_path, other = first[key]
            words = clip(facts.words(mention.spans))
            yield hit(path, also=(other_path,), one=mention.id, other=other.id, words=words)
        else:
            first[key] = (path, mention)


@rule(
    "SEM-102",
    WARNING,
    "mention {one} ({words}) crosses mention {other}: they overlap, and neither holds the other",
    hint="extents nest or are apart: end the first before the second, or take the second in",
)
def mentions_nest(facts: Facts) -> Iterator[Hit]:
    """Mentions are phrases, and phrases nest; a crossing is most often a wrong edge."""
    spans = sorted(
        ((s.start, -s.end), path, mention) for path, mention, _ in _mentions(facts)
        for s in mention.spans
    )  # fmt: skip
    open_: list[tuple[int, str, Mention]] = []
    for (start, minus_end), path, mention in spans:
        open_ = [item for item in open_ if item[0] > start]
        for end, other_path, other in open_:
            if end < -minus_end and other.id != mention.id:
                words = clip(facts.words(mention.spans))
                yield hit(path, also=(other_path,), one=mention.id, other=other.id, words=words)
        open_.append((-minus_end, path, mention))


@rule(
    "SEM-103",
    WARNING,
    "entity {name} has no mention",
    hint="mark where the text names it, or remove it",
)
def entity_is_mentioned(facts: Facts) -> Iterator[Hit]:
    """An entity is found by its words: without a mention no system can name it."""
    if facts.layers & {"entities", "coreference"}:
        for i, entity in enumerate(facts.article.entities):
            if entity.id not in facts.mentions_of:
                yield hit(f"$.entities[{i}]", name=entity.id)


@rule(
    "SEM-104",
    WARNING,
    "{part} ({part_type}) is part of {whole} ({whole_type})",
    hint="officials belong to bodies, bodies to states, groups to larger groups; {part_type} goes with {usual}",  # noqa: E501 - one sentence
)
def part_fits_the_whole(facts: Facts) -> Iterator[Hit]:
    """Stances roll up along `part_of`: a state that is part of its minister turns them around."""
    for i, entity in enumerate(facts.article.entities):
        whole = facts.entities.get(entity.part_of or "")
        if whole and whole.type not in WHOLES[entity.type]:
            yield hit(
                f"$.entities[{i}].part_of",
                part=entity.id,
                part_type=entity.type,
                whole=whole.id,
                whole_type=whole.type,
                usual=", ".join(sorted(WHOLES[entity.type])),
            )


@rule(
    "SEM-105",
    ERROR,
    "{value!r} is no TIMEX3 value",
    hint="write 2031-09-15, 2031-09, 2031-W38, 2031-09-14T22:00, 2031-09-14TEV, P2W, XXXX-WXX-5, PAST_REF …",  # noqa: E501 - one sentence
)
def time_value_is_timex3(facts: Facts) -> Iterator[Hit]:
    """Times of different articles can be compared only in one notation."""
    for i, entity in enumerate(facts.article.entities):
        if entity.type == "TIME" and entity.value and not is_timex3(entity.value):
            yield hit(f"$.entities[{i}].value", value=entity.value)


@rule(
    "SEM-106",
    ERROR,
    "{value} is no time of the calendar",
    hint="compute it again from metadata.published ({published})",
)
def time_exists(facts: Facts) -> Iterator[Hit]:
    """A 31 June or a week 54 is a slip in working out a relative time."""
    published = facts.article.metadata.published or "not given"
    for i, entity in enumerate(facts.article.entities):
        value = entity.value or ""
        if entity.type == "TIME" and is_timex3(value) and not is_possible_time(value):
            yield hit(f"$.entities[{i}].value", value=value, published=published)


@rule(
    "SEM-107",
    ERROR,
    "the {type} entity {name} has no value",
    hint="give TIME its TIMEX3 value, MONEY currency and amount (USD 2000000)",
    written=True,
)
def times_and_amounts_have_a_value(facts: Facts) -> Iterator[Hit]:
    """TIME is what TIMEX3 can value: an expression that gets no value is no TIME."""
    for i, entity in enumerate(facts.article.entities):
        if entity.type in {"TIME", "MONEY"} and entity.value is None:
            yield hit(f"$.entities[{i}]", type=entity.type, name=entity.id)


@rule(
    "SEM-108",
    WARNING,
    "{name} has the value {value!r}, which {what}",
    hint="MONEY: currency and amount, as in USD 2000000 or crown 30000; other types but TIME: none",
)
def value_suits_the_type(facts: Facts) -> Iterator[Hit]:
    """Only TIME and MONEY have a value; an amount is compared as currency and number."""
    for i, entity in enumerate(facts.article.entities):
        value = entity.value
        if value is None or entity.type == "TIME":
            continue
        if entity.type != "MONEY":
            what = f"{entity.type} does not take"
        elif not re.fullmatch(MONEY, value):
            what = "is not currency and amount"
        else:
            continue
        yield hit(f"$.entities[{i}].value", name=entity.id, value=value, what=what)


@rule(
    "SEM-109",
    ERROR,
    "mention {name} of {type} has level {level}",
    hint="TIME takes no level, MONEY always NOM, everything else NAM, NOM or PRO",
    written=True,
)
def level_suits_the_type(facts: Facts) -> Iterator[Hit]:
    """Levels tell names from nouns and pronouns; the guidelines fix them for TIME and MONEY."""
    for path, mention, entity in _mentions(facts):
        level = mention.level
        if entity.type == "TIME":
            right = level is None
        elif entity.type == "MONEY":
            right = level == "NOM"
        else:
            right = level is not None
        if not right:
            yield hit(f"{path}.level", name=mention.id, type=entity.type, level=level or "none")


@rule(
    "SEM-110",
    WARNING,
    "mention {name} ({words}) begins with {first!r}",
    hint="determiners, possessors and quantifiers stay outside of the extent",
    written=True,
    needs_text=True,
)
def extent_begins_after_the_determiner(facts: Facts) -> Iterator[Hit]:
    """Exact match rests on one rule for edges: “the ministry” and “ministry” would not meet."""
    for path, mention, entity in _mentions(facts):
        words = facts.words(mention.spans)
        first, _, rest = words.partition(" ")
        barred = ARTICLES if entity.type == "TIME" else DETERMINERS
        plain = first if mention.level == "NAM" else first.lower()
        if rest and plain in barred and mention.level != "PRO":
            yield hit(path, name=mention.id, words=clip(words), first=first)


@rule(
    "SEM-111",
    WARNING,
    "mention {name} ({words}) {what}",
    hint="quotation marks, commas, blanks and the ending 's stay outside of the extent",
    written=True,
    needs_text=True,
)
def extent_has_clean_edges(facts: Facts) -> Iterator[Hit]:
    """A comma more is a mention missed under exact match."""
    for path, mention, _ in _mentions(facts):
        words = facts.words(mention.spans)
        if words[0] in EDGES or words[-1] in EDGES:
            what = "has punctuation at its edge"
        elif words.endswith(POSSESSIVES) and mention.level != "PRO":
            what = "ends with 's"
        else:
            continue
        yield hit(path, name=mention.id, words=clip(words), what=what)


@rule(
    "SEM-112",
    WARNING,
    "the head {head} of {level} mention {name} ({words}) is not {right}",
    hint="NAM: the name without title; NOM: the noun alone; PRO, TIME, MONEY: the whole extent",
    written=True,
    needs_text=True,
)
def head_suits_the_level(facts: Facts) -> Iterator[Hit]:
    """Head matching compares like with like only where heads follow one rule."""
    for path, mention, entity in _mentions(facts):
        head = mention.head
        if head is None:
            continue
        whole = len(mention.spans) == 1 and extent((head,)) == extent(mention.spans)
        words = facts.text[head.start : head.end]
        if entity.type in {"TIME", "MONEY"} or mention.level == "PRO":
            wrong, right = not whole, "the whole extent"
        else:
            wrong, right = mention.level == "NOM" and " " in words, "one word"
        if wrong:
            level = entity.type if mention.level is None else mention.level
            said = clip(facts.words(mention.spans))
            yield hit(
                f"{path}.head",
                head=clip(words),
                level=level,
                name=mention.id,
                words=said,
                right=right,
            )


@rule(
    "SEM-113",
    WARNING,
    "entities {one} and {other} have the same kb {kb!r}",
    hint="merge them: one thing of the world is one entity of the article",
)
def things_are_one_entity(facts: Facts) -> Iterator[Hit]:
    """Two entities for one thing split its mentions, its stances and its arguments."""
    first: dict[str, tuple[int, str]] = {}
    for i, entity in enumerate(facts.article.entities):
        if entity.kb is None:
            continue
        if entity.kb in first:
            j, other = first[entity.kb]
            also = (f"$.entities[{j}]",)
            yield hit(f"$.entities[{i}].kb", also=also, one=entity.id, other=other, kb=entity.kb)
        else:
            first[entity.kb] = (i, entity.id)


@rule(
    "SEM-114",
    INFO,
    "entity {name} is only ever a pronoun ({words})",
    hint="find the name or noun that he, she or it stands for; if there is none, leave it",
    written=True,
    needs_text=True,
)
def pronouns_stand_for_something(facts: Facts) -> Iterator[Hit]:
    """An entity of he, she or it alone is most often a link of coreference that was missed."""
    for i, entity in enumerate(facts.article.entities):
        said = [facts.words(mention.spans) for mention in facts.mentions_of.get(entity.id, [])]
        if said and all(words.lower() in ANAPHORS for words in said):
            words = ", ".join(clip(words) for words in said)
            yield hit(f"$.entities[{i}]", name=entity.id, words=words)
