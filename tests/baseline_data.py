"""Small articles of set phrases in which words tell every label: what a learner must learn."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
from communique.codec import encode, text_digest
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
from communique.ontology import labels

STATES = ("Lhosan", "Maravel", "Jurveland", "Tesh", "Brenn", "Orrel")
SPEAKERS = ("Iskar Tolun", "Beatriz Olmeda", "Anneke Hjort", "Rui Cabanel")
ACTS = {
    "condemned": ("ACCUSE", "CT+", "against"),
    "praised": ("SUPPORT", "CT+", "favor"),
    "may visit": ("CONSULT", "PS+", "neutral"),
    "did not attack": ("ASSAULT", "CT-", None),
}
"""Words → category and factuality of the last one, stance of who acts."""

REPORTS = {"said": "affirms", "denied": "denies", "would not confirm": "withholds"}
JUDGEMENTS = {"worrying": "negative", "welcome": "positive"}


class Draft:
    """An article while it is written: text so far, and items with the words that they cover."""

    def __init__(self) -> None:
        self.text = ""
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.events: list[Event] = []
        self.attributions: list[Attribution] = []
        self.stances: dict[tuple[str, str], Stance] = {}
        self.sentiments: list[Sentiment] = []

    def add(self, words: str) -> Span:
        """Write words, after a blank where one is due, and return their span."""
        due = self.text and not self.text.endswith(("\n", "“")) and words not in {".", ",", "”"}
        start = len(self.text) + bool(due)
        self.text += " " + words if due else words
        return Span(start, start + len(words), words)

    def name(self, words: str, kind: str = "GPE", level: str | None = "NAM") -> Mention:
        """Write a mention of the entity of that name."""
        key = words.replace(" ", "-")
        return self.refer(key, words, kind, level)

    def refer(self, key: str, words: str, kind: str, level: str | None) -> Mention:
        """Write a mention of the entity `key`."""
        self.entities.setdefault(key, Entity(id=key, type=kind, name=words))
        mention = Mention(
            id=f"m{len(self.mentions)}", entity=key, spans=(self.add(words),), level=level
        )
        self.mentions.append(mention)
        return mention

    def act(self, one: str, words: str, other: str, day: str, *, passive: bool) -> None:
        """Write a sentence in which one state does something to another."""
        category, value, label = ACTS[words]
        *before, verb = words.split()
        passive = passive and not before
        first = self.name(other if passive else one)
        if before or passive:
            self.add("was" if passive else " ".join(before))
        trigger = self.add(verb)
        if passive:
            self.add("by")
        second = self.name(one if passive else other)
        self.add("on")
        time = self.name(day, "TIME", None)
        self.add(".")
        actor, recipient = (second, first) if passive else (first, second)
        roles = (("actor", actor), ("recipient", recipient), ("time", time))
        event = Event(
            id=f"v{len(self.events)}",
            trigger=(trigger,),
            category=category,
            mode="visit" if verb == "visit" else None,
            factuality=value,
            arguments=tuple(Argument(role=role, ref=mention.id) for role, mention in roles),
        )
        self.events.append(event)
        if label:
            self.take_side(one, other, label)

    def take_side(self, holder: str, target: str, label: str) -> None:
        """Note a stance, the first one of the pair."""
        number = f"s{len(self.stances)}"
        self.stances.setdefault(
            (holder, target), Stance(id=number, holder=holder, target=target, label=label)
        )

    def report(self, speaker: str, cue: str, content: str, *, quoted: bool) -> None:
        """Write a sentence in which somebody conveys something, then a pronoun for them.

        What is quoted comes first.
        """
        if quoted:
            said, words = self.add(f"“{content}”"), self.add(cue)
            source = self.name(speaker, "PER")
        else:
            source, words = self.name(speaker, "PER"), self.add(cue)
            said = self.add(f"that {content}")
        self.add(".")
        self.attributions.append(
            Attribution(
                id=f"a{len(self.attributions)}",
                content=(said,),
                cue=(words,),
                source=Source(spans=source.spans, entity=source.entity),
                kind="direct" if quoted else "indirect",
                commitment=REPORTS[cue],
            )
        )
        self.refer(source.entity, "He", "PER", "PRO")
        self.add("left early .")

    def judge(self, state: str, word: str, *, first: bool) -> None:
        """Write a sentence in which a state finds the offer good or bad, itself first or last."""
        if first:
            holder = self.name(state)
            self.add("saw a")
            expression, target = self.add(word), self.add("offer")
        else:
            target = self.add("Offers")
            self.add("were")
            expression = self.add(word)
            self.add("to")
            holder = self.name(state)
        self.add(".")
        self.sentiments.append(
            Sentiment(
                id=f"o{len(self.sentiments)}",
                expression=(expression,),
                polarity=JUDGEMENTS[word],
                holder=Filler(ref=holder.id),
                target=Filler(spans=(target,)),
                intensity="standard",
                quoted=False,
            )
        )

    def article(self, name: str, thread: str) -> Article:
        """Return the record of what is written."""
        return Article(
            schema_version="1.0",
            id=name,
            metadata=Metadata(
                language="en",
                origin="third-party",
                licence="CC0-1.0",
                text_sha256=text_digest(self.text),
                text_length=len(self.text),
                thread=thread,
            ),
            layers=labels("layers"),
            text=self.text,
            entities=tuple(self.entities.values()),
            mentions=tuple(self.mentions),
            events=tuple(self.events),
            attributions=tuple(self.attributions),
            stances=tuple(self.stances.values()),
            sentiments=tuple(self.sentiments),
        )


def written(number: int, thread: str = "one") -> Article:
    """Return the article of that number: two paragraphs of six sentences in random order."""
    draw = random.Random(number)  # noqa: S311 - no secret
    draft = Draft()
    for paragraph in range(2):
        if paragraph:
            draft.text += "\n"
        for kind in draw.sample(("act", "act", "act", "report", "report", "judge"), 6):
            one, other = draw.sample(STATES, 2)
            if kind == "act":
                day = draw.choice(("Monday", "Tuesday", "Friday"))
                passive = draw.random() < 0.4
                draft.act(one, draw.choice(list(ACTS)), other, day, passive=passive)
            elif kind == "report":
                cue = draw.choice(list(REPORTS))
                content = draw.choice(("the talks were over", "nobody was hurt at the border"))
                quoted = draw.random() < 0.5
                draft.report(draw.choice(SPEAKERS), cue, content, quoted=quoted)
            else:
                draft.judge(one, draw.choice(list(JUDGEMENTS)), first=draw.random() < 0.6)
    return draft.article(f"toy-{number}", thread)


def written_articles(numbers: Sequence[int], thread: str = "one") -> list[Article]:
    """Return the articles of those numbers."""
    return [written(number, thread) for number in numbers]


def with_layers(article: Article, *layers: str) -> Article:
    """Return the record as if only those layers had been annotated."""
    fields = {
        "entities": ("entities", "mentions"),
        "events": ("events",),
        "attributions": ("attributions",),
        "stances": ("stances",),
        "sentiments": ("sentiments",),
    }
    dropped = {name: () for layer, names in fields.items() if layer not in layers for name in names}
    return msgspec.structs.replace(article, layers=layers, **dropped)


def write_corpus(folder: Path, train: Sequence[int], test: Sequence[int]) -> Path:
    """Write a corpus of the two splits and return its folder."""
    (folder / "articles").mkdir(parents=True)
    splits = {"train": ["thread-train"], "validation": [], "test": ["thread-test"]}
    (folder / "splits.json").write_text(json.dumps({"schema_version": "1.0", "splits": splits}))
    for split, numbers in (("train", train), ("test", test)):
        for article in written_articles(numbers, f"thread-{split}"):
            (folder / "articles" / f"{article.id}.json").write_bytes(encode(article))
    return folder
