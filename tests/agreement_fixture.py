"""Two annotations of one text that differ in a known way in every layer."""

from __future__ import annotations

import msgspec
from communique.codec import text_digest
from communique.model import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    Filler,
    Mention,
    Metadata,
    Sentiment,
    Source,
    Span,
    Stance,
)

TEXT = (
    "Lhosan seized a Maravel trawler on Monday. Its coast guard said the “reckless” crew had"
    " refused to stop. Maravel denied that the trawler was shot at, and denounced the seizure."
)
LAYERS = (
    "entities", "coreference", "events", "factuality", "attributions", "stances", "sentiments",
)  # fmt: skip


def span(words: str, number: int = 1) -> Span:
    start = -1
    for _ in range(number):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words), words)


def article(**fields: object) -> Article:
    """The base annotation of TEXT, with layers exchanged."""
    base = Article(
        schema_version="1.0",
        id="lm-trawler",
        metadata=Metadata(
            language="en",
            origin="written",
            licence="CC-BY-4.0",
            text_sha256=text_digest(TEXT),
            text_length=len(TEXT),
        ),
        layers=LAYERS,
        text=TEXT,
        entities=(
            Entity(id="lho", type="GPE", name="Lhosan"),
            Entity(id="mar", type="GPE", name="Maravel"),
            Entity(id="boat", type="VEH"),
            Entity(id="guard", type="ORG", part_of="lho"),
        ),
        mentions=(
            Mention(id="m1", entity="lho", spans=(span("Lhosan"),), level="NAM"),
            Mention(id="m2", entity="mar", spans=(span("Maravel"),), level="NAM"),
            Mention(
                id="m3", entity="boat", spans=(span("Maravel trawler"),), head=span("trawler"),
                level="NOM",
            ),
            Mention(id="m4", entity="guard", spans=(span("coast guard"),), level="NOM"),
            Mention(id="m5", entity="mar", spans=(span("Maravel", 2),), level="NAM"),
            Mention(id="m6", entity="boat", spans=(span("trawler", 2),), level="NOM"),
            Mention(id="m7", entity="lho", spans=(span("Its"),), level="PRO"),
        ),
        events=(
            Event(
                id="e1", trigger=(span("seized"),), category="COERCE", mode="seize",
                factuality="CT+", cluster="c1",
                arguments=(
                    Argument(role="actor", ref="m1"), Argument(role="theme", ref="m3"),
                ),
            ),
            Event(
                id="e2", trigger=(span("refused"),), category="REJECT", factuality="CT+",
                arguments=(Argument(role="theme", spans=(span("to stop"),)),),
            ),
            Event(id="e3", trigger=(span("shot at"),), category="ASSAULT", factuality="CT-"),
            Event(
                id="e4", trigger=(span("denounced"),), category="ACCUSE", factuality="CT+",
                arguments=(Argument(role="theme", ref="e5"),),
            ),
            Event(
                id="e5", trigger=(span("seizure"),), category="COERCE", mode="seize",
                factuality="CT+", cluster="c1",
            ),
        ),
        attributions=(
            Attribution(
                id="a1", content=(span("the “reckless” crew had refused to stop"),),
                cue=(span("said"),), kind="mixed", commitment="affirms",
                source=Source(spans=(span("Its coast guard"),), entity="guard"),
            ),
            Attribution(
                id="a2", content=(span("that the trawler was shot at"),), cue=(span("denied"),),
                kind="indirect", commitment="denies",
                source=Source(spans=(span("Maravel", 2),), entity="mar"),
            ),
        ),
        stances=(
            Stance(
                id="s1", holder="mar", target="e5", label="against", basis="stated",
                evidence=((span("denounced the seizure"),),),
            ),
            Stance(id="s2", holder="author", target="lho", label="neutral", basis="stated"),
        ),
        sentiments=(
            Sentiment(
                id="o1", expression=(span("reckless"),), polarity="negative",
                intensity="standard", quoted=True, holder=Filler(ref="m4"),
                target=Filler(spans=(span("crew"),)),
            ),
        ),
    )  # fmt: skip
    return msgspec.structs.replace(base, **fields)


def other(**fields: object) -> Article:
    """A second annotation, which differs in a known way in every layer."""
    base = article()
    m, e = list(base.mentions), list(base.events)
    m[2] = msgspec.structs.replace(m[2], spans=(span("trawler"),))
    m[6] = msgspec.structs.replace(m[6], entity="guard")
    e[1] = msgspec.structs.replace(e[1], factuality="Uu")
    e[2] = msgspec.structs.replace(e[2], trigger=(span("shot"),), category="COERCE")
    e[4] = msgspec.structs.replace(e[4], cluster=None)
    e[0] = msgspec.structs.replace(
        e[0], arguments=(Argument(role="recipient", ref="m3"), Argument(role="actor", ref="m4"))
    )
    a = base.attributions[0]
    stance = msgspec.structs.replace(base.stances[0], label="neutral", basis="enacted")
    sentiment = msgspec.structs.replace(
        base.sentiments[0], polarity="neutral", quoted=False, holder=None
    )
    parts: dict[str, object] = {
        "mentions": tuple(m),
        "events": tuple(e),
        "attributions": (
            msgspec.structs.replace(
                a, source=Source(spans=(span("coast guard"),), entity="guard"), kind="indirect"
            ),
        ),
        "stances": (stance,),
        "sentiments": (sentiment,),
    }
    return article(**(parts | fields))
