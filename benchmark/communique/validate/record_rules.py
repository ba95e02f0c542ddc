"""Semantics of the record as a whole: layers, metadata, text, provenance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.model import Article
from communique.validate.facts import Facts
from communique.validate.rule import ERROR, WARNING, Hit, hit, rule
from communique.validate.tables import GENRES_OF, LANGUAGE, REQUIRED

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\u200b\u2028\u2029\ufeff]")
_BLANK = re.compile(r"\t|[ \u00a0]+(?=\n|\Z)|\A\s+|\n+\Z|\n{3,}")


def supporting(article: Article) -> dict[str, frozenset[str]]:
    """Return, by layer, the ids that items of the other layers lean on.

    A layer that was not annotated may still hold what an annotated one refers to.
    """
    mentions = {a.ref for e in article.events for a in e.arguments}
    for sentiment in article.sentiments:
        mentions |= {f.ref for f in (sentiment.holder, sentiment.target) if f}
    events = mentions | {s.target for s in article.stances}
    entities = {m.entity for m in article.mentions if m.id in mentions}
    entities |= {name for s in article.stances for name in (s.holder, s.target)}
    entities |= {a.source.entity for a in article.attributions if a.source and a.source.entity}
    entities |= {e.part_of for e in article.entities if e.part_of and e.id in entities}
    return {
        "entities": frozenset(i for i in mentions | entities if i),
        "events": frozenset(i for i in events if i),
    }


@rule(
    "SEM-001",
    ERROR,
    "{what} {name} belongs to the layer {layer}, which `layers` does not name",
    hint="add {layer!r} to `layers` if the whole text was annotated for it; else remove the item",
)
def items_belong_to_a_named_layer(facts: Facts) -> Iterator[Hit]:
    """A layer that is not named is unknown: its items would be neither scored nor seen.

    Entities, mentions and events that items of a named layer refer to are allowed: an attribution
    corpus has source entities without having annotated every mention.
    """
    needed: dict[str, frozenset[str]] | None = None
    has_entities = bool(facts.layers & {"entities", "coreference"})
    has_events = bool(facts.layers & {"events", "factuality"})
    for path, what, name in facts.items:
        layer = {"mention": "entities", "entity": "entities", "event cluster": "events"}.get(
            what, f"{what}s"
        )
        if layer in facts.layers or (has_entities if layer == "entities" else False):
            continue
        if layer in {"entities", "events"}:
            needed = needed or supporting(facts.article)
            mention = facts.mentions.get(name) if what == "mention" else None
            leans = name in needed[layer] or (mention and mention.entity in needed[layer])
            if leans or (layer == "events" and has_events):
                continue
        yield hit(path, what=what, name=name, layer=layer)


@rule(
    "SEM-002",
    ERROR,
    "an article written for the corpus has no metadata.{field}",
    hint="state it: slices, splits and relative dates rest on it",
    written=True,
)
def metadata_is_complete(facts: Facts) -> Iterator[Hit]:
    """Slices, splits by thread and TIME values are computed from these fields."""
    for field in REQUIRED:
        if getattr(facts.article.metadata, field) is None:
            yield hit("$.metadata", field=field)


@rule(
    "SEM-003",
    WARNING,
    "the genre {genre} is not one that an outlet of kind {kind} publishes",
    hint="correct the genre or the outlet kind; {kind} goes with {usual}",
)
def genre_fits_the_outlet(facts: Facts) -> Iterator[Hit]:
    """Both are slices of the leaderboard; a mismatch is most often a slip in one of them."""
    meta = facts.article.metadata
    if meta.genre and meta.outlet_kind and meta.genre not in GENRES_OF[meta.outlet_kind]:
        usual = ", ".join(sorted(GENRES_OF[meta.outlet_kind]))
        yield hit("$.metadata.genre", genre=meta.genre, kind=meta.outlet_kind, usual=usual)


@rule(
    "SEM-004",
    ERROR,
    "{language!r} is no language tag",
    hint="write a BCP 47 tag such as en, en-GB or pt-BR",
)
def language_is_a_tag(facts: Facts) -> Iterator[Hit]:
    """Loaders and dataset cards select by the tag; “English” is found by nobody."""
    language = facts.article.metadata.language
    if not re.fullmatch(LANGUAGE, language):
        yield hit("$.metadata.language", language=language)


@rule(
    "SEM-005",
    WARNING,
    "the text has {name} at {place}, a character that no article means",
    hint="the text was decoded wrongly or copied with its layout: take it again from the source",
    needs_text=True,
)
def text_has_no_stray_characters(facts: Facts) -> Iterator[Hit]:
    """A replacement or control character shows a wrong decoding, and splits words unseen."""
    for found in _CONTROL.finditer(facts.text):
        yield hit("$.text", name=f"U+{ord(found[0]):04X}", place=found.start())


@rule(
    "SEM-006",
    WARNING,
    "the text has {what} at {place}",
    hint="trim the text before annotating: a later change shifts every offset",
    written=True,
    needs_text=True,
)
def text_has_no_stray_blanks(facts: Facts) -> Iterator[Hit]:
    """Tabs and blanks at line ends are lost by editors and form tools, and offsets with them."""
    names = {"\t": "a tab", "\n": "empty lines", " ": "blanks at the end of a line"}
    for found in _BLANK.finditer(facts.text):
        what = (
            "blanks at its beginning" if not found.start() else names.get(found[0][0], names[" "])
        )
        yield hit("$.text", what=what, place=found.start())
