"""Random records for property tests: structurally sound, otherwise as odd as texts can be."""

from __future__ import annotations

import re
import unicodedata

from communique import ontology
from communique.codec import text_digest
from communique.model import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    EventCluster,
    Filler,
    Mention,
    Metadata,
    Provenance,
    Sentiment,
    Source,
    Span,
    Stance,
)
from communique.model.record import AUTHOR
from hypothesis import strategies as st

WORDS = (
    "Kemrat", "refused", "said", "it", "its", "It", "the", "envoys", "“No,”", "“worrying”",
    "\u2018so\u2019", "O\u2019Brien", "#3", "said#2", "[head]", "…", "...", "café", "国連", "会談",
    "😀", "👩\u200d🚀", "Ω", "2031", "12.5", "null", "true", "key: value", "- item", "{q: x}",
    "naïve", "U.S.", "e.g.", "\u0915\u094d\u0937", "x\u0323\u0307", "\u2028", "\ttab", "\u00a0",
    "“", "a_b", "'", '"', "\\", "*", "&a", "\x00", "\x07", "\x85", "\ufeff", "\ufffe", "|", "---",
)  # fmt: skip
IDS = (
    "on", "null", "1", "e1", "e2", "lhosan", "v1", "v2", "m1", "m2", "a1", "s1", "o1", "c1", "x-y",
    "no",
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw an NFC text of a few words, with everything that makes offsets and YAML go wrong."""
    most = draw(st.sampled_from((12, 25, 60)))
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=most))
    gaps = draw(
        st.lists(
            st.sampled_from((" ", " ", " ", "  ", "\n", ". ", "\n\n", "")),
            min_size=len(words),
            max_size=len(words),
        )
    )
    edges = st.sampled_from(("", "", "", " ", "\n", "\n\n"))
    text = draw(edges) + "".join(w + g for w, g in zip(words, gaps, strict=True)) + draw(edges)
    return unicodedata.normalize("NFC", text)


class _Drawing:
    """Draws the parts of one record over one text."""

    def __init__(self, draw: st.DrawFn, text: str) -> None:
        self.draw = draw
        self.text = text
        self.used: set[str] = {AUTHOR}
        self.edges = sorted({at for found in re.finditer(r"\S+", text) for at in found.span()})

    def label(self, vocabulary: str) -> str:
        return self.draw(st.sampled_from(ontology.labels(vocabulary)))

    def maybe(self, vocabulary: str) -> str | None:
        return self.draw(st.sampled_from((None, *ontology.labels(vocabulary))))

    def id(self, fallback: str) -> str:
        name = self.draw(st.just(fallback) | st.sampled_from(IDS))
        while name in self.used:
            name += "x"
        self.used.add(name)
        return name

    def fragment(self, most: int = 3) -> tuple[Span, ...]:
        anywhere = st.integers(0, len(self.text))
        of_words = st.sampled_from(self.edges) if len(self.edges) > 1 else anywhere
        cut = of_words if self.draw(st.booleans()) else anywhere
        cuts = self.draw(st.lists(cut, min_size=2, max_size=2 * most, unique=True).map(sorted))
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        return tuple(Span(a, b, self.text[a:b]) for a, b in pairs)

    def span(self) -> Span:
        return self.fragment(1)[0]

    def many(self, most: int) -> range:
        return range(self.draw(st.integers(0, most)))

    def entities(self) -> list[Entity]:
        made: list[Entity] = []
        for number in self.many(4):
            parents = [None, *(e.id for e in made)]
            made.append(
                Entity(
                    id=self.id(f"e{number + 1}"),
                    type=self.label("entity_types"),
                    name=self.draw(st.none() | st.sampled_from(WORDS)),
                    part_of=self.draw(st.sampled_from(parents)),
                    value=self.draw(st.sampled_from((None, "2031-09-14", "P2W", "USD 5"))),
                    kb=self.draw(st.sampled_from((None, "lhosan", "Q42"))),
                )
            )
        return made

    def mention(self, number: int, entity: str) -> Mention:
        spans = self.fragment()
        inside = self.draw(st.sampled_from(spans))
        start = self.draw(st.integers(inside.start, inside.end - 1))
        end = self.draw(st.integers(start + 1, inside.end))
        head = self.draw(st.sampled_from((None, inside, Span(start, end, self.text[start:end]))))
        name = self.id(f"m{number + 1}")
        return Mention(
            id=name, entity=entity, spans=spans, head=head, level=self.maybe("mention_levels")
        )

    def mentions(self, entities: list[Entity]) -> list[Mention]:
        made: dict[object, Mention] = {}
        for number in self.many(8 if entities else 0):
            entity = self.draw(st.sampled_from([e.id for e in entities]))
            mention = self.mention(number, entity)
            key = entity, mention.spans[0].start, mention.spans[-1].end
            made.setdefault(key, mention)
        return list(made.values())

    def filler(self, refs: list[str]) -> tuple[str | None, tuple[Span, ...]]:
        named = self.draw(st.booleans())
        if refs and named:
            return self.draw(st.sampled_from(refs)), ()
        return None, self.fragment(2)

    def _filler(self, refs: list[str]) -> Filler | None:
        ref, spans = self.filler(refs)
        return self.draw(st.sampled_from((None, Filler(ref=ref, spans=spans))))

    def arguments(self, category: str, refs: list[str]) -> tuple[Argument, ...]:
        made = {}
        for _ in self.many(3):
            role = self.draw(st.sampled_from(sorted(ontology.roles(category))))
            ref, spans = self.filler(refs)
            implicit = self.draw(st.booleans())
            made[role, ref, spans] = Argument(role=role, ref=ref, spans=spans, implicit=implicit)
        return tuple(made.values())

    def events(self, mentions: list[Mention], clusters: list[EventCluster]) -> list[Event]:
        made: list[Event] = []
        for number in self.many(4):
            category = self.label("event_categories")
            modes = [None, *sorted(ontology.modes(category))]
            refs = [m.id for m in mentions] + [e.id for e in made]
            made.append(
                Event(
                    id=self.id(f"v{number + 1}"),
                    trigger=self.fragment(),
                    category=category,
                    mode=self.draw(st.sampled_from(modes)),
                    factuality=self.label("factuality_values"),
                    cluster=self.draw(st.sampled_from([None, *(c.id for c in clusters)])),
                    arguments=self.arguments(category, refs),
                )
            )
        return made

    def attributions(self, entities: list[Entity]) -> list[Attribution]:
        made: list[Attribution] = []
        for number in self.many(3):
            entity = self.draw(st.sampled_from([None, *(e.id for e in entities)]))
            source = self.draw(
                st.sampled_from((None, Source(spans=self.fragment(), entity=entity)))
            )
            made.append(
                Attribution(
                    id=self.id(f"a{number + 1}"),
                    content=self.fragment(),
                    cue=self.draw(st.sampled_from(((), self.fragment(2)))),
                    source=source,
                    kind=self.maybe("attribution_kinds"),
                    commitment=self.maybe("commitments"),
                    parent=self.draw(st.sampled_from([None, *(a.id for a in made)])),
                )
            )
        return made

    def stances(self, entities: list[Entity], events: list[Event]) -> list[Stance]:
        targets = [e.id for e in entities] + [e.id for e in events]
        made: dict[object, Stance] = {}
        for number in self.many(3 if targets else 0):
            holder = self.draw(st.sampled_from([AUTHOR, *(e.id for e in entities)]))
            target = self.draw(st.sampled_from(targets))
            evidence = tuple(self.fragment() for _ in self.many(2))
            stance = Stance(
                id=self.id(f"s{number + 1}"),
                holder=holder,
                target=target,
                label=self.label("stance_labels"),
                basis=self.maybe("stance_bases"),
                evidence=evidence,
            )
            made.setdefault((holder, target), stance)
        return list(made.values())

    def sentiments(self, mentions: list[Mention], events: list[Event]) -> list[Sentiment]:
        made = []
        people = [m.id for m in mentions]
        for number in self.many(3):
            holder = self._filler(people)
            target = self._filler(people + [e.id for e in events])
            made.append(
                Sentiment(
                    id=self.id(f"o{number + 1}"),
                    expression=self.fragment(),
                    polarity=self.label("sentiment_polarities"),
                    holder=holder,
                    target=target,
                    intensity=self.maybe("sentiment_intensities"),
                    quoted=self.draw(st.none() | st.booleans()),
                )
            )
        return made


def provenances() -> st.SearchStrategy[Provenance | None]:
    """Draw who annotated; or nothing."""
    names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(tuple)
    made = st.builds(
        Provenance,
        annotators=names,
        date=st.sampled_from((None, "2031-09-20")),
        guidelines=st.sampled_from((None, "1.0")),
        tool=st.none() | st.sampled_from(WORDS),
    )
    decided = st.builds(
        Provenance, annotators=names, adjudicated=st.just(True), adjudicator=st.sampled_from(WORDS)
    )
    return st.none() | made | decided


@st.composite
def valid_articles(draw: st.DrawFn) -> Article:
    """Draw a record whose structure and references are sound; its semantics may be odd."""
    text = draw(texts().filter(lambda t: len(t) > 1))
    drawing = _Drawing(draw, text)
    entities = drawing.entities()
    mentions = drawing.mentions(entities)
    clusters = [
        EventCluster(id=drawing.id(f"c{n + 1}"), world_event=draw(st.none() | st.sampled_from(IDS)))
        for n in drawing.many(2)
    ]
    events = drawing.events(mentions, clusters)
    meta = Metadata(
        language="en",
        origin="third-party",
        licence="CC0-1.0",
        text_sha256=text_digest(text),
        text_length=len(text),
        title=draw(st.none() | st.sampled_from(WORDS)),
        outlet_kind=draw(st.sampled_from((None, *ontology.labels("outlet_kinds")))),
        genre=draw(st.sampled_from((None, *ontology.labels("genres")))),
        published=draw(st.sampled_from((None, "2031-09-18"))),
        thread=draw(st.sampled_from((None, "on", "a-1"))),
        noise=draw(st.sampled_from(((), ontology.labels("noise_kinds")))),
    )
    return Article(
        schema_version="1.0",
        id=draw(st.sampled_from(("a", "kemrat-refuses", "on", "null", "1"))),
        metadata=meta,
        layers=ontology.labels("layers"),
        text=text,
        entities=tuple(entities),
        mentions=tuple(mentions),
        events=tuple(events),
        event_clusters=tuple(clusters),
        attributions=tuple(drawing.attributions(entities)),
        stances=tuple(drawing.stances(entities, events)),
        sentiments=tuple(drawing.sentiments(mentions, events)),
        provenance=draw(provenances()),
    )
