"""The authoring form loses nothing: record → form → record gives the same bytes."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import msgspec
from communique.authoring import compile_text, edit_form
from communique.authoring.flow import WIDTH, word
from communique.codec import decode, encode, text_digest
from communique.codec.quotes import abridged, find, occurrences, shortest
from communique.model import Article, Metadata
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.property.records import WORDS, texts, valid_articles

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
LETTERS = st.sampled_from(
    [*WORDS, " ", "  ", "\n", "\t", "\n\n", "a", "é", "#", ": ", "\\", "\x1f"]
)


def any_text() -> st.SearchStrategy[str]:
    """Texts of every character, and texts dense in those that matter to YAML."""
    dense = st.lists(LETTERS, max_size=12).map("".join)
    return (st.text() | dense).map(
        lambda text: unicodedata.normalize("NFC", text.replace("\r", "\n"))
    )


def bare(text: str, title: str | None) -> Article:
    digest = text_digest(text)
    meta = Metadata(
        language="en",
        origin="third-party",
        licence="none",
        text_sha256=digest,
        text_length=len(text),
        title=title,
    )
    return Article(schema_version="1.0", id="a", metadata=meta, layers=(), text=text)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(valid_articles())
def test_edit_form_compiles_to_the_same_bytes(article: Article) -> None:
    form = edit_form(article)
    compiled = compile_text(form, "form.yaml", Path())
    assert compiled.article is not None, (compiled.findings, form)
    assert encode(compiled.article) == encode(article)


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
@given(valid_articles())
def test_the_form_of_a_form_is_the_form(article: Article) -> None:
    form = edit_form(article)
    again = compile_text(form, "form.yaml", Path()).article
    assert again is not None
    assert edit_form(again) == form


@settings(max_examples=300, deadline=None)
@given(any_text(), any_text())
@example("", " ")
@example("\n", "null")
@example("  a\n b\n\n\n", "2031-09-09")
@example("\n\n  a \n  ", "a: b #c")
@example("\ta\n\t\n", "'")
@example("a\u2028b\n c\n", "#")
@example("a\n---\n...\n", "- a")
def test_every_text_survives(text: str, title: str) -> None:
    article = bare(text, title or None)
    form = edit_form(article)
    compiled = compile_text(form, "form.yaml", Path())
    assert compiled.article == article, (compiled.findings, form)


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(valid_articles())
def test_the_form_reads_the_same_in_another_reader_of_yaml(article: Article) -> None:
    """YAML 1.1 takes on, no and 12.5 for no words: the form quotes them."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    plain = reader.load(edit_form(article))
    assert plain["id"] == article.id
    assert plain["text"] == article.text
    assert set(plain.get("entities", ())) == {entity.id for entity in article.entities}
    assert set(plain.get("events", ())) == {event.id for event in article.events}


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
@given(valid_articles())
def test_positions_lead_to_what_the_record_has_there(article: Article) -> None:
    form = edit_form(article)
    compiled = compile_text(form, "form.yaml", Path())
    assert compiled.article is not None
    entities = {mention.id: mention.entity for mention in article.mentions}
    lines = form.split("\n")
    for index, event in enumerate(compiled.article.events):
        line, col = compiled.positions[f"$.events[{index}].category"]
        assert lines[line - 1][col - 1 :].startswith(event.category)
        for number, argument in enumerate(event.arguments):
            line, col = compiled.positions[f"$.events[{index}].arguments[{number}]"]
            there = lines[line - 1][col - 1 :]
            if argument.ref is None:
                assert there.startswith("{q: ")
            else:
                name = word(entities.get(argument.ref, argument.ref))
                assert there.startswith((name, f"{{ref: {name}"))
    for name in ("entities", "mentions", "attributions", "stances", "sentiments"):
        for index in range(len(getattr(compiled.article, name))):
            assert f"$.{name}[{index}]" in compiled.positions


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(valid_articles())
def test_canonical_bytes_decode_to_themselves(article: Article) -> None:
    assert encode(decode(encode(article))) == encode(article)


@settings(max_examples=200, deadline=None)
@given(texts(), st.data())
def test_a_quote_that_is_made_names_its_stretch(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for make in (shortest, abridged):
        quote = make(text, start, end)
        if quote is not None:
            assert find(text, quote) == (start, end)
        else:
            assert start not in occurrences(text, text[start:end]) or not text[start:end].strip()


def test_ordinary_copy_is_written_in_the_short_form() -> None:
    text = (
        "The Lhosani navy said on Tuesday that it had boarded the Dorada, and that it would go on."
    )
    article = msgspec.structs.replace(bare(text, None), layers=("entities", "attributions"))
    form = f"""{edit_form(article)}entities:
  navy: {{type: ORG, NOM: ["Lhosani [navy]"], PRO: ["it#1", "it#2"]}}
attributions:
  a1: {{source: The Lhosani navy, entity: navy, cue: said, content: that it had … on}}
"""
    made = compile_text(form, "form.yaml", Path()).article
    assert made is not None
    lines = edit_form(made).split("\n")
    assert "  navy: {type: ORG, NOM: [Lhosani navy], PRO: [it#1, it#2]}" in lines
    assert all(len(line) <= WIDTH for line in lines if not line.startswith("  The"))
