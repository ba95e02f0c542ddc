"""What of a record is marked in its text, layer by layer, and how it looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from communique import ontology
from communique.agreement.wording import category
from communique.align import place, shared
from communique.model import Article, Fragment, Mention
from communique.show.segments import Chip, Mark

COLOURS = 10
"""How many entities get a colour of their own; the rest is grey."""

FACTUALITY = {"CT+": "●", "PS+": "◐", "Uu": "○", "PS-": "◍", "CT-": "✕"}
POLARITY = {"positive": "+", "negative": "\N{MINUS SIGN}", "neutral": "="}


def colours(article: Article) -> dict[str, str]:
    """Return a class for each entity: a colour for those most often mentioned, else grey."""
    counts = Counter(mention.entity for mention in article.mentions)
    plain = {e.id for e in article.entities if e.type in {"TIME", "MONEY"}}
    often = [name for name, number in counts.most_common() if number > 1 and name not in plain]
    found = {entity.id: "c0" for entity in article.entities}
    return found | {name: f"c{number}" for number, name in enumerate(often[:COLOURS], 1)}


def _heights(mentions: Sequence[Mention]) -> dict[str, int]:
    """Return on which line below the text each mention is drawn: below those that it holds."""
    heights: dict[str, int] = {}
    for mention in sorted(mentions, key=lambda m: (_width(m.spans), m.id)):
        below = [
            heights[other.id]
            for other in mentions
            if other.id in heights and shared(place(mention.spans), place(other.spans))
        ]
        heights[mention.id] = min(max(below, default=-1) + 1, 2)
    return heights


def _width(fragment: Fragment) -> int:
    return fragment[-1].end - fragment[0].start


def entities(article: Article) -> Iterator[Mark]:
    """Mentions, underlined in the colour of their entity; nested ones on lines of their own."""
    colour, height = colours(article), _heights(article.mentions)
    for mention in article.mentions:
        classes = f"mention {colour[mention.entity]} u{height[mention.id]}"
        yield Mark(mention.id, mention.entity, mention.entity, classes, mention.spans, 4)


def events(article: Article) -> Iterator[Mark]:
    """Triggers, each with a chip of its category, in the colour of the quad class."""
    for event in article.events:
        quad = ontology.category(event.category).quad_class or ""
        value = event.factuality or ""
        sign = FACTUALITY.get(value, "") if "factuality" in article.layers else ""
        title = f"{category(event)} {value}".strip()
        chip = Chip(f"chip {quad}", event.category, title, sign)
        group = event.cluster or event.id
        yield Mark(event.id, event.id, group, f"event {quad}", event.trigger, 5, after=chip)


def attributions(article: Article) -> Iterator[Mark]:
    """Contents in numbered brackets, tinted by commitment; their sources and cues."""
    for number, item in enumerate(article.attributions, 1):
        tint = item.commitment or "unknown"
        chip = Chip("number", str(number), f"attribution {number}")
        yield Mark(item.id, item.id, item.id, f"content {tint}", item.content, 0, before=chip)
        if item.cue:
            yield Mark(item.id, item.id, item.id, f"cue {tint}", item.cue, 3)
        if item.source:
            yield Mark(item.id, item.id, item.id, f"source {tint}", item.source.spans, 2)


def stances(article: Article) -> Iterator[Mark]:
    """What evidences a stance: seen only where the stance is looked at."""
    for item in article.stances:
        for fragment in item.evidence:
            yield Mark(item.id, item.id, item.id, f"evidence {item.label}", fragment, 1)


def sentiments(article: Article) -> Iterator[Mark]:
    """Expressions, with the sign of their polarity; quoted words are marked as such."""
    for item in article.sentiments:
        sign = POLARITY[item.polarity]
        title = f"{item.polarity}{', quoted' if item.quoted else ''}"
        text = f"“{sign}”" if item.quoted else sign
        chip = Chip(f"sign {item.polarity}", text, title)
        classes = f"sentiment {item.polarity}"
        yield Mark(item.id, item.id, item.id, classes, item.expression, 6, after=chip)


LAYERS: Mapping[str, Callable[[Article], Iterator[Mark]]] = {
    "entities": entities,
    "events": events,
    "attributions": attributions,
    "stances": stances,
    "sentiments": sentiments,
}


def marks(article: Article) -> list[Mark]:
    """Return the marks of all layers that the record has."""
    return [
        mark for layer, make in LAYERS.items() if layer in article.layers for mark in make(article)
    ]
