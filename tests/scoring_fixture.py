"""Records over a text of forty three-letter words; predictions that repeat a record, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from communique.codec import text_digest
from communique.codec.quotes import shortest
from communique.model import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    FactualityJudgement,
    Fragment,
    Mention,
    Metadata,
    Prediction,
    Sentiment,
    Source,
    Span,
    Stance,
)
from communique.ontology import labels

WORDS = 40
TEXT = " ".join(f"w{number:02d}" for number in range(WORDS))


def at(first: int, last: int | None = None) -> Fragment:
    """The words `first` to `last`, both included: n words are 4n - 1 code points."""
    return (Span(4 * first, 4 * (first if last is None else last) + 3),)


def article(name: str = "one", *, thread: str | None = None, **layers: Any) -> Article:
    """A record over the text, with every layer annotated unless `layers` says otherwise."""
    meta = Metadata(
        language="en",
        origin="third-party",
        licence="none",
        text_sha256=text_digest(TEXT),
        text_length=len(TEXT),
        thread=thread,
    )
    annotated = layers.pop("layers", labels("layers"))
    text = layers.pop("text", TEXT)
    return Article(
        schema_version="1.0", id=name, metadata=meta, layers=annotated, text=text, **layers
    )


def prediction(name: str = "one", **layers: Any) -> Prediction:
    """A prediction for the record of that name."""
    return Prediction(schema_version="1.0", id=name, **layers)


def repeat(gold: Article) -> Prediction:
    """The prediction that says what gold says."""
    return prediction(
        gold.id,
        entities=gold.entities,
        mentions=gold.mentions,
        events=gold.events,
        factuality=tuple(
            FactualityJudgement(event=event.id, value=event.factuality)
            for event in gold.events
            if event.factuality
        ),
        attributions=gold.attributions,
        stances=gold.stances,
        sentiments=gold.sentiments,
    )


def in_words(value: Any, text: str) -> Any:
    """Plain data with every span by its words, with the occurrence where they stand twice.

    A span that begins or ends inside a word, or is blank, stays in offsets.
    """
    if isinstance(value, list | tuple):
        return [in_words(item, text) for item in value]
    if not isinstance(value, dict):
        return value
    if "start" not in value:
        return {name: in_words(item, text) for name, item in value.items()}
    quote = shortest(text, value["start"], value["end"])
    if quote is None:
        return {"start": value["start"], "end": value["end"]}
    occurrence = {} if quote.number is None else {"occurrence": quote.number}
    return {"quote": quote.words, **occurrence}


def entities(**words: Iterable[int]) -> dict[str, Any]:
    """Entities by id, each with one-word mentions: the layers `entities` and `mentions`."""
    return {
        "entities": tuple(Entity(id=name, type="GPE") for name in words),
        "mentions": tuple(
            Mention(id=f"m-{name}-{number}", entity=name, spans=at(number))
            for name, numbers in words.items()
            for number in numbers
        ),
    }


def event(name: str, word: int, category: str = "REJECT", **more: Any) -> Event:
    """An event whose trigger is one word."""
    return Event(id=name, trigger=at(word), category=category, **more)


def argument(role: str, ref: str) -> Argument:
    """An argument that is a mention or an event."""
    return Argument(role=role, ref=ref)


def stance(name: str, holder: str, target: str, label: str, **more: Any) -> Stance:
    """A stance."""
    return Stance(id=name, holder=holder, target=target, label=label, **more)


def attribution(
    name: str, content: Fragment, cue: Fragment = (), source: Fragment = (), **more: Any
) -> Attribution:
    """An attribution, with a source where it has words."""
    entity = more.pop("entity", None)
    named = Source(spans=source, entity=entity) if source else None
    return Attribution(id=name, content=content, cue=cue, source=named, **more)


def sentiment(name: str, expression: Fragment, polarity: str = "negative", **m: Any) -> Sentiment:
    """A sentiment."""
    return Sentiment(id=name, expression=expression, polarity=polarity, **m)
