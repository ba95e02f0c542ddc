"""The seed's record holds what its design lists, on the attached text where that is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from communique._paths import data_dir
from communique.codec import attach, decode
from communique.model import Article, Attribution, Event, Span
from communique.validate import validate_bytes

ROOT = Path(__file__).resolve().parents[2]
TEXT = ROOT.parent / "shared" / "seeds" / "000_4e627f37bf68e264.txt"
RECORD = "seed-singapore-meeting.json"


def bare() -> Article:
    return decode((data_dir("seeds") / RECORD).read_bytes())


@pytest.fixture(scope="module")
def seed() -> Article:
    if not TEXT.is_file():
        pytest.skip("the seed's text is its publisher's and is not beside this checkout")
    return attach(bare(), TEXT.read_bytes().decode("utf-8"))


def words(spans: tuple[Span, ...]) -> str:
    return " ".join(span.text or "" for span in spans)


def triggers(seed: Article) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in seed.events:
        found.setdefault(words(event.trigger), []).append(event)
    return found


def entity_of(seed: Article, ref: str | None) -> str:
    mention = next(m for m in seed.mentions if m.id == ref)
    return next(e.name or e.value or "" for e in seed.entities if e.id == mention.entity)


def fillers(seed: Article, event: Event, role: str) -> set[str]:
    names = set()
    for argument in event.arguments:
        if argument.role == role:
            other = next((e for e in seed.events if e.id == argument.ref), None)
            spans = other.trigger if other else argument.spans
            names.add(words(spans) if spans else entity_of(seed, argument.ref))
    return names


def test_the_record_is_valid_without_its_text_and_holds_none_of_it() -> None:
    data = (data_dir("seeds") / RECORD).read_bytes()
    assert validate_bytes(data, RECORD) == []
    assert '"text":' not in data.decode()
    assert json.loads(data)["metadata"]["text_length"] == 2456


def test_it_is_complete_in_every_layer() -> None:
    record = bare()
    assert len(record.layers) == 7
    assert all((record.entities, record.events, record.attributions, record.stances))
    assert record.provenance is not None
    assert record.provenance.adjudicated


@pytest.mark.parametrize(
    ("trigger", "category", "mode", "values"),
    [
        ("declined", "REJECT", "meet", ["CT+", "Uu"]),
        ("declining", "REJECT", "meet", ["CT+"]),
        ("invitation", "REQUEST", "meet", ["CT+", "CT+", "CT+"]),
        ("meeting", "CONSULT", "third-party", ["CT-"]),
        ("lamenting", "ACCUSE", "disapprove", ["CT+"]),
        ("unwillingness", "REJECT", "meet", ["CT+"]),
        ("travel", "CONSULT", "visit", ["PS+"]),
        ("Conference", "CONSULT", "multilateral", ["PS+"]),
        ("sanctioned", "SANCTION", None, ["CT+"]),
        ("bought", "COOPERATE", None, ["CT+"]),
        ("shot down", "ASSAULT", "aerial", ["CT+"]),
        ("strengthen", "SUPPORT", None, ["Uu"]),
    ],
)
def test_events(
    seed: Article, trigger: str, category: str, mode: str | None, values: list[str]
) -> None:
    found = triggers(seed)[trigger]
    assert {(e.category, e.mode) for e in found} == {(category, mode)}
    assert [e.factuality for e in found] == values


def test_events_that_are_only_talked_about_have_their_factuality(seed: Article) -> None:
    found = triggers(seed)
    values = {
        t: [e.factuality for e in found[t]] for t in ("dialogue", "exchanges", "communication")
    }
    assert values == {"dialogue": ["Uu"], "exchanges": ["Uu"], "communication": ["Uu", "Uu"]}
    assert [e.category for t in ("discussions", "met") for e in found[t]] == ["CONSULT"] * 3


def test_arguments(seed: Article) -> None:
    found = triggers(seed)
    declined, sanctioned, shot = found["declined"][0], found["sanctioned"][0], found["shot down"][0]
    assert fillers(seed, declined, "actor") == {"China"}
    assert fillers(seed, declined, "recipient") == {"United States"}
    assert fillers(seed, declined, "theme") == {"invitation"}
    assert fillers(seed, sanctioned, "recipient") == {"Li Shangfu"}
    assert fillers(seed, sanctioned, "time") == {"2018"}
    assert fillers(seed, shot, "theme") == {"balloon"}
    assert [fillers(seed, met, "time") for met in found["met"]] == [{"2022-06"}, {"2023-05"}]


def by_cue(seed: Article) -> dict[tuple[str, str], Attribution]:
    return {(words(a.cue), words(a.source.spans if a.source else ())): a for a in seed.attributions}


@pytest.mark.parametrize(
    ("cue", "source", "kind", "commitment"),
    [
        ("said", "the Pentagon", "indirect", "affirms"),
        ("in a statement", "Pentagon spokesman Pat. Ryder", "direct", "affirms"),
        ("added", "the spokesperson", "direct", "affirms"),
        ("would not confirm", "the Chinese Ministry of Foreign Affairs", "indirect", "withholds"),
        ("said", "spokeswoman Mao Ning", "direct", "affirms"),
        ("added", "she", "direct", "non-assertive"),
        ("assures", "the Pentagon", "indirect", "affirms"),
        ("indicated", "United States President Joe Biden", "mixed", "affirms"),
    ],
)
def test_attributions(seed: Article, cue: str, source: str, kind: str, commitment: str) -> None:
    found = by_cue(seed)[cue, source]
    assert (found.kind, found.commitment) == (kind, commitment)


def test_what_china_has_told_stands_inside_what_ryder_wrote(seed: Article) -> None:
    found = by_cue(seed)
    outer = found["in a statement", "Pentagon spokesman Pat. Ryder"]
    assert found["has informed", "China"].parent == outer.id


def test_sentiments(seed: Article) -> None:
    found = [(words(s.expression), s.polarity, s.quoted) for s in seed.sentiments]
    assert found.count(("worrying", "negative", True)) == 1
    assert found.count(("worrying", "negative", False)) == 1
    assert ("meaningful", "positive", False) in found
    assert ("incorrect", "negative", False) in found
    assertive = next(s for s in seed.sentiments if words(s.expression) == "increasingly assertive")
    assert assertive.holder is None


def test_stances(seed: Article) -> None:
    names = {e.id: e.name or e.value for e in seed.entities} | {"author": "author"}
    names |= {e.id: words(e.trigger) for e in seed.events}
    found = {(names[s.holder], names[s.target]): (s.label, s.basis) for s in seed.stances}
    expected = {
        ("United States", "meeting"): ("favor", "enacted"),
        ("China", "meeting"): ("against", "enacted"),
        ("Pentagon", "declined"): ("against", "stated"),
        ("Pat Ryder", "unwillingness"): ("against", "stated"),
        ("Mao Ning", "United States"): ("against", "stated"),
        ("Chinese Ministry of Foreign Affairs", "declined"): ("neutral", "stated"),
        ("author", "China"): ("neutral", "stated"),
        ("author", "United States"): ("neutral", "stated"),
    }
    assert {pair: found.get(pair) for pair in expected} == expected


def test_the_noise_of_the_text_stays(seed: Article) -> None:
    assert seed.text is not None
    assert seed.text.count(". .") == 1
    assert "between China and China. the United States" in seed.text


def test_the_article_written_here_tells_the_same_and_is_whole() -> None:
    path = data_dir("seeds") / "shangri-la-proposal.json"
    own = decode(path.read_bytes())
    assert validate_bytes(path.read_bytes(), path.name) == []
    assert own.text is not None
    assert (own.metadata.origin, own.metadata.licence) == ("written", "CC-BY-4.0")
    assert own.layers == bare().layers
    assert own.provenance is not None
    assert own.provenance.adjudicated
    names = {entity.kb or entity.name for entity in own.entities}
    assert {"Lloyd Austin", "Li Shangfu", "Mao Ning", "Wei Fenghe", "Jake Sullivan"} <= names
