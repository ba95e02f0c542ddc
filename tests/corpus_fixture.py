"""A small corpus made by hand, with everything in it that has broken somebody's loading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from communique.codec import encode, text_digest
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
from communique.ontology import labels

LAYERS = labels("layers")

SHIP = (
    "VESK, Sept. 9 — \U0001f6a2\U0001f1f3\U0001f1f4 Lhosan's coast guard boarded a Brenn ship on "
    "Tuesday. It then shot the drone down.\n\n"
    "Brenn condemned the “piracy”. Lhosan would not confirm the boarding. \u00e9t\u00e9\n"
)

CARD = """---
license: cc-by-4.0
language:
- en
pretty_name: Fixture
version: "0.0.1"
# a comment of people
# From here on `communique build` writes; edits below are lost.
---
# Fixture

Words before.

<!-- counts: written by `communique build` -->
<!-- end of counts -->

Words after, with a --- in them.
"""

SPLITS = {"train": ["ship"], "validation": ["grain"], "test": ["bank"]}


def at(text: str, words: str, number: int = 1) -> Span:
    """The `number`-th place of `words` in `text`."""
    start = -1
    for _ in range(number):
        start = text.index(words, start + 1)
    return Span(start, start + len(words), words)


def metadata(text: str, thread: str, **more: Any) -> Metadata:
    return Metadata(
        language="en",
        origin="written",
        licence="CC-BY-4.0",
        text_sha256=text_digest(text),
        text_length=len(text),
        thread=thread,
        **more,
    )


def ship() -> Article:
    """Every layer, and in it: emoji, pieces, events as arguments, plain words, absent labels."""
    text = SHIP
    boarded, boarding = (at(text, "boarded"),), (at(text, "boarding"),)
    return Article(
        schema_version="1.0",
        id="ship-boarded",
        metadata=metadata(
            text,
            "ship",
            title="no",
            genre="agency-report",
            outlet_kind="wire",
            published="2031-09-09",
            dateline="2031",
            noise=("careless-editing",),
        ),
        layers=tuple(reversed(LAYERS)),
        text=text,
        entities=(
            Entity(id="no", type="GPE", name="no", kb="lhosan"),
            Entity(id="guard", type="ORG", part_of="no"),
            Entity(id="null", type="GPE"),
            Entity(id="when", type="TIME", value="2031-09-09"),
            Entity(id="unmentioned", type="PER", name="Nobody"),
        ),
        mentions=(
            Mention(id="m1", entity="no", spans=(at(text, "Lhosan"),), level="NAM"),
            Mention(
                id="m2",
                entity="guard",
                spans=(at(text, "coast guard"),),
                head=at(text, "guard"),
                level="NOM",
            ),
            Mention(id="m3", entity="guard", spans=(at(text, "It"),), level="PRO"),
            Mention(id="m4", entity="null", spans=(at(text, "Brenn"),), level="NAM"),
            Mention(id="m5", entity="null", spans=(at(text, "Brenn", 2),), level="NAM"),
            Mention(id="m6", entity="no", spans=(at(text, "Lhosan", 2),), level="NAM"),
            Mention(id="m7", entity="when", spans=(at(text, "Tuesday"),)),
        ),
        events=(
            Event(
                id="e1",
                trigger=boarded,
                category="COERCE",
                mode="seize",
                factuality="CT+",
                cluster="c1",
                arguments=(
                    Argument(role="actor", ref="m2"),
                    Argument(role="theme", spans=(at(text, "a Brenn ship"),)),
                    Argument(role="time", ref="m7"),
                ),
            ),
            Event(
                id="e2",
                trigger=(at(text, "shot"), at(text, "down")),
                category="ASSAULT",
                factuality="CT+",
                arguments=(Argument(role="actor", ref="m2", implicit=True),),
            ),
            Event(
                id="e3",
                trigger=(at(text, "condemned"),),
                category="ACCUSE",
                arguments=(Argument(role="theme", ref="e1"),),
            ),
            Event(id="e10", trigger=boarding, category="COERCE", factuality="Uu", cluster="c1"),
        ),
        event_clusters=(EventCluster(id="c1", world_event="ship-boarding"),),
        attributions=(
            Attribution(
                id="a1",
                content=(at(text, "the boarding"),),
                cue=(at(text, "would not confirm"),),
                source=Source(spans=(at(text, "Lhosan", 2),), entity="no"),
                kind="indirect",
                commitment="withholds",
            ),
            Attribution(id="a2", content=(at(text, "boarding"),), parent="a1"),
        ),
        stances=(
            Stance(
                id="s1",
                holder="null",
                target="e1",
                label="against",
                basis="stated",
                evidence=((at(text, "condemned"),), (at(text, "Brenn", 2), at(text, "piracy"))),
            ),
            Stance(id="s2", holder="author", target="guard", label="neutral"),
        ),
        sentiments=(
            Sentiment(
                id="o1",
                expression=(at(text, "piracy"),),
                polarity="negative",
                holder=Filler(ref="m5"),
                target=Filler(ref="e1"),
                intensity="strong",
                quoted=True,
            ),
            Sentiment(
                id="o2",
                expression=(at(text, "condemned"),),
                polarity="negative",
                target=Filler(spans=(at(text, "the “piracy”"),)),
            ),
        ),
        provenance=Provenance(annotators=("a1", "a2"), adjudicated=True, date="2031-10-01"),
    )


def quiet() -> Article:
    """Every layer annotated, and nothing found: such texts are kept."""
    text = "Nothing happened on 2033-03-01. \x00"
    return Article(
        schema_version="1.0", id="quiet", metadata=metadata(text, "ship"), layers=LAYERS, text=text
    )


def stance_only() -> Article:
    """One layer alone, as other people's corpora have it."""
    text = "Brenn backs the deal."
    return Article(
        schema_version="1.0",
        id="grain-deal",
        metadata=metadata(text, "grain"),
        layers=("entities", "stances"),
        text=text,
        entities=(Entity(id="brenn", type="GPE"), Entity(id="chair", type="PER")),
        mentions=(Mention(id="m1", entity="brenn", spans=(at(text, "Brenn"),)),),
        stances=(Stance(id="s1", holder="brenn", target="chair", label="favor"),),
    )


def textless() -> Article:
    """A text that may not be redistributed: digest, length and offsets only."""
    text = "The bank was fined."
    return Article(
        schema_version="1.0",
        id="bank-fine",
        metadata=metadata(text, "bank"),
        layers=("events", "factuality"),
        events=(Event(id="e1", trigger=(Span(13, 18),), category="SANCTION", factuality="CT+"),),
    )


def articles() -> list[Article]:
    return [ship(), quiet(), stance_only(), textless()]


def make_corpus(folder: Path) -> Path:
    """Write the corpus as people write it, nothing derived in it yet; give the folder back."""
    (folder / "articles").mkdir(parents=True)
    for article in articles():
        (folder / "articles" / f"{article.id}.json").write_bytes(encode(article))
    splits = {"schema_version": "1.0", "splits": SPLITS}
    (folder / "splits.json").write_text(json.dumps(splits), encoding="utf-8")
    (folder / "README.md").write_text(CARD, encoding="utf-8")
    return folder
