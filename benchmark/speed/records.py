"""Article records of realistic size and shape, made at random: what the benchmarks run on.

Paragraphs are written from patterns in which braces mark the annotation: `{m.KEY.LEVEL.LABEL …}` a
mention, `{e.LABEL …}` a trigger, `{s.LABEL …}`, `{c.LABEL …}`, `{k.LABEL …}` source, cue and
content, `{o.LABEL …}` a sentiment, `{v.LABEL …}` the evidence of a stance. Names are made up anew
for each record, so that no two share a sentence.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

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
    Provenance,
    Sentiment,
    Source,
    Span,
    Stance,
)


class _Pattern(NamedTuple):
    """A paragraph to write, and what its labels mean; in tuples, since there are many."""

    text: str
    events: tuple[tuple[str, str, str | None, str, str], ...]
    attributions: tuple[tuple[str, str, str, str], ...]
    stances: tuple[tuple[str, str, str, str, str], ...] = ()
    sentiments: tuple[tuple[str, str, str, str, bool], ...] = ()


_REFUSAL = (
    "{m.g1.NAM.a <G1>} {v.r1 {e.v1 turned down} an {v.r2 {e.v2 offer} by {m.g2.NAM.b <G2>}}} to"
    " {e.v3 mediate} over the {m.s1.NOM.ship <N> survey ship} on {m.t1..t <D>}, {s.q1"
    " {m.o1.NAM.o Foreign Ministry} {m.p1.NAM.p spokeswoman <P1>}} {c.q1 told} {m.p3.NOM.r"
    " reporters} in {m.c1.NAM.c <C1>} {k.q1 that {v.r3 {m.g1.PRO.it it} {o.x2 {e.v4 regretted}}"
    " the “{o.x1 worrying}” {e.v5 proposal}}}. There was no word on what would come of it, nor of"
    " the <N> samples that had been on board."
)
_SEIZURE = (
    "{k.q1 “The {m.o2.NAM.cg Coast Guard} of {m.g3.NAM.b <G3>} {v.r1 has {e.v1 seized} a"
    " {m.s2.NOM.boat <N> trawler} with a {v.r2 {o.x1 reckless} show} of {m.w1.NOM.gun <N>"
    " rifles}},”} {s.q1 {m.g2.NAM.x <G2>}'s {m.p2.NAM.p Foreign Minister <P2>}} {c.q1 said} on"
    " {m.t2..t <D>}. {s.q2 {m.p2.PRO.he He}} {c.q2 demanded} {k.q2 that {m.p4.NOM.crew sailors}"
    " held in {m.f1.NAM.port <F1>} with <N> be {e.v3 freed} within {m.t3..w two weeks}}."
)
_TALKS = (
    "{m.o3.NAM.co <O3> Council} in {m.c2.NAM.c <C2>} {v.r1 {o.x1 {e.v1 welcomed}} the {e.v2"
    " talks}} that {m.p5.NAM.x President <P5>} and {m.p6.NAM.y Admiral <P6>} had held near the"
    " {m.l1.NAM.l <L1> Strait} in {m.t4..t <M>}. {s.q1 {m.o3.PRO.it It}} {c.q1 declined to"
    " comment} {k.q1 on a {e.v3 payment} of {m.m1.NOM.m 40 million crowns} to the {m.g2.NOM.st"
    " state} for <N>}. For <N> years the weather on that coast had been better than this."
)
_SANCTIONS = (
    "{k.q1 {m.g3.NAM.a <G3>} {v.r1 had {e.v1 suspended} the {e.v2 cooperation} with {m.g1.NAM.b"
    " <G1>}} in {m.t5..t <Y>} and {e.v3 sanctioned} {m.p6.NAM.p <P6>}, who {e.v4 bought}"
    " {m.w2.NOM.w <N> missiles}}, {s.q1 a {m.p7.NOM.d diplomat} in {m.c3.NAM.c <C3>}} {c.q1 said};"
    " {s.q2 {m.g1.NAM.g <G1>}} {c.q2 denies} {k.q2 that the {m.o2.NOM.navy navy} {e.v5 fired} on"
    " the {m.s2.NOM.s boat}}. Nobody in <N> harbour knew more, as is usual there in winter."
)

PATTERNS = (
    _Pattern(
        _REFUSAL,
        events=(
            ("v1", "REJECT", "meet", "CT+", "actor:a theme:v2 recipient:b time:t"),
            ("v2", "AGREE", None, "CT+", "actor:b theme:v3 recipient:a"),
            ("v3", "CONSULT", "third-party", "CT-", "actor:b"),
            ("v4", "ACCUSE", "disapprove", "CT+", "actor:it theme:v5"),
            ("v5", "REQUEST", "meet", "CT+", "theme:v3"),
        ),
        attributions=(("q1", "p1", "mixed", "affirms"),),
        stances=(
            ("r1", "g1", "v3", "against", "enacted"),
            ("r2", "g2", "v3", "favor", "enacted"),
            ("r3", "o1", "v5", "against", "stated"),
        ),
        sentiments=(("x1", "it", "v5", "negative", True), ("x2", "it", "v5", "negative", False)),
    ),
    _Pattern(
        _SEIZURE,
        events=(
            ("v1", "COERCE", "seize", "CT+", "actor:cg theme:boat instrument:gun"),
            ("v3", "RETREAT", "release", "Uu", "theme:crew time:w"),
        ),
        attributions=(
            ("q1", "p2", "direct", "affirms"),
            ("q2", "p2", "indirect", "non-assertive"),
        ),
        stances=(("r1", "p2", "v1", "against", "stated"), ("r2", "p2", "o2", "against", "stated")),
        sentiments=(("x1", "p", "v1", "negative", False),),
    ),
    _Pattern(
        _TALKS,
        events=(
            ("v1", "SUPPORT", None, "CT+", "actor:co theme:v2"),
            ("v2", "CONSULT", None, "CT+", "actor:x actor:y place:l time:t"),
            ("v3", "AID", None, "Uu", "theme:m recipient:st"),
        ),
        attributions=(("q1", "o3", "indirect", "withholds"),),
        stances=(("r1", "o3", "v2", "favor", "stated"),),
        sentiments=(("x1", "co", "v2", "positive", False),),
    ),
    _Pattern(
        _SANCTIONS,
        events=(
            ("v1", "SANCTION", "discontinue", "CT+", "actor:a theme:v2 recipient:b time:t"),
            ("v2", "COOPERATE", None, "CT+", "actor:a actor:b"),
            ("v3", "SANCTION", None, "CT+", "actor:a recipient:p"),
            ("v4", "COOPERATE", None, "CT+", "actor:p theme:w"),
            ("v5", "ASSAULT", "firearms", "CT-", "actor:navy theme:s"),
        ),
        attributions=(("q1", "p7", "indirect", "affirms"), ("q2", "g1", "indirect", "denies")),
        stances=(("r1", "g3", "g1", "against", "enacted"),),
    ),
)

TYPES = {
    "g": "GPE", "o": "ORG", "p": "PER", "c": "GPE", "t": "TIME", "s": "VEH", "w": "WEA",
    "f": "FAC", "l": "LOC", "m": "MONEY",
}  # fmt: skip
"""First letter of an entity's key → its type."""

_VALUES = {"t1": "2033-02-01", "t2": "2033-01-28", "t3": "P2W", "t4": "2032-10", "t5": "2029",
           "m1": "crown 40000000"}  # fmt: skip
_LASTING = "gco"
"""Entities that are the same all through an article; others are new every four paragraphs."""

_TOKEN = re.compile(r"\{(\S+) |\}")
_SLOT = re.compile(r"<([A-Z]\d?)>")
_SYLLABLES = ("ka", "lo", "mer", "tu", "vin", "sa", "dro", "el", "nik", "por", "hal", "zi", "bre")


def _name(slot: str, rng: random.Random) -> str:
    """Return made-up words for a slot: D a day, M a month, Y a year, N a noun, else a name."""
    if slot[0] in "DMY":
        return {"D": "Tuesday", "M": "October", "Y": str(rng.randint(2019, 2030))}[slot[0]]
    if slot[0] == "N":
        return "".join(rng.choices(_SYLLABLES, k=9))
    return " ".join("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 3))) for _ in slot).title()


class _Mark(NamedTuple):
    """A marked stretch: kind and label of the tag, and where it stands."""

    kind: str
    fields: list[str]
    span: Span


def _write(pattern: str, start: int, names: dict[str, str]) -> tuple[str, list[_Mark]]:
    """Return a paragraph's text and its marks, which count from `start`."""
    text, done, open_, marks = _SLOT.sub(lambda m: names[m[1]], pattern), 0, [], []
    written = ""
    for found in _TOKEN.finditer(text):
        written += text[done : found.start()]
        done = found.end()
        if found[1]:
            open_.append((found[1], len(written)))
        else:
            tag, begin = open_.pop()
            kind, *fields = tag.split(".")
            span = Span(start + begin, start + len(written), written[begin:])
            marks.append(_Mark(kind, fields, span))
    return written + text[done:], marks


class _Article:
    """An article under way."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.text = rng, ""
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.events: list[Event] = []
        self.attributions: list[Attribution] = []
        self.stances: list[Stance] = []
        self.sentiments: list[Sentiment] = []
        self.lasting = {
            slot: _name(slot, rng) for slot in ("G1", "G2", "G3", "C1", "C2", "C3", "O3")
        }

    def entity(self, key: str, number: int) -> str:
        """Return the id of a pattern's entity in this paragraph; declare it at its first use."""
        name = key if key[0] in _LASTING else f"{key}-{number // len(PATTERNS)}"
        whole = {"o": "g1", "p": "g2"}.get(key[0])
        self.entities.setdefault(
            name,
            Entity(id=name, type=TYPES[key[0]], value=_VALUES.get(key), part_of=whole, name=name),
        )
        return name

    def mention(self, fields: list[str], span: Span, number: int) -> str:
        """Add a mention; return its id."""
        key, level, _ = fields
        words = str(span.text)
        head = span
        if level in {"NAM", "NOM"} and key[0] not in "tm":
            head = Span(
                span.end - len(words.rsplit(maxsplit=1)[-1]), span.end, words.rsplit(maxsplit=1)[-1]
            )
        name = f"m{len(self.mentions) + 1}"
        entity = self.entity(key, number)
        self.mentions.append(
            Mention(id=name, entity=entity, spans=(span,), head=head, level=level or None)
        )
        return name

    def paragraph(self, number: int) -> None:
        """Write one paragraph with its annotation."""
        pattern = PATTERNS[number % len(PATTERNS)]
        names = {slot: _name(slot, self.rng) for slot in _SLOT.findall(pattern.text)} | self.lasting
        text, marks = _write(pattern.text, len(self.text), names)
        self.text += text + "\n"
        ids = {m.fields[2]: self.mention(m.fields, m.span, number) for m in marks if m.kind == "m"}
        ids |= {label: f"{label}-{number}" for label, *_ in pattern.events}
        spans = {(m.kind, m.fields[0]): (m.span,) for m in marks}

        def party(key: str) -> str:
            return ids[key] if key[0] == "v" else self.entity(key, number)

        for label, category, mode, fact, fillers in pattern.events:
            pairs = [part.split(":") for part in fillers.split()]
            self.events.append(Event(
                id=ids[label], trigger=spans["e", label], category=category, mode=mode,
                factuality=fact, arguments=tuple(Argument(role=r, ref=ids[x]) for r, x in pairs),
            ))  # fmt: skip
        for label, who, kind, commitment in pattern.attributions:
            self.attributions.append(Attribution(
                id=f"{label}-{number}", content=spans["k", label], cue=spans["c", label], kind=kind,
                source=Source(spans=spans["s", label], entity=party(who)), commitment=commitment,
            ))  # fmt: skip
        for label, who, what, side, basis in pattern.stances:
            pair = (party(who), party(what))
            if pair not in {(s.holder, s.target) for s in self.stances}:
                self.stances.append(Stance(
                    id=f"{label}-{number}", holder=pair[0], target=pair[1], label=side, basis=basis,
                    evidence=(spans["v", label],),
                ))  # fmt: skip
        for label, who, what, polarity, quoted in pattern.sentiments:
            self.sentiments.append(Sentiment(
                id=f"{label}-{number}", expression=spans["o", label], polarity=polarity,
                holder=Filler(ref=ids[who]), target=Filler(ref=ids[what]), quoted=quoted,
                intensity="standard",
            ))  # fmt: skip


def article(name: str, *, paragraphs: int, seed: int) -> Article:
    """Return a record that breaks no rule; ten paragraphs make about 29 kB."""
    made = _Article(random.Random(seed))  # noqa: S311 - no secret
    for number in range(paragraphs):
        made.paragraph(number)
    text = made.text.rstrip()
    return Article(
        schema_version="1.0",
        id=name,
        metadata=Metadata(
            language="en", origin="written", licence="CC-BY-4.0", text_sha256=text_digest(text),
            text_length=len(text), title=text[:40], outlet="trans-meridian-press", region="korro",
            outlet_kind="wire", genre="agency-report", published="2033-02-02", thread=f"t-{seed}",
        ),
        layers=("entities", "coreference", "events", "factuality", "attributions", "stances",
                "sentiments"),
        text=text,
        entities=tuple(made.entities.values()),
        mentions=tuple(made.mentions),
        events=tuple(made.events),
        attributions=tuple(made.attributions),
        stances=tuple(made.stances),
        sentiments=tuple(made.sentiments),
        provenance=Provenance(annotators=("a1", "a2"), adjudicated=True, adjudicator="a3"),
    )  # fmt: skip
