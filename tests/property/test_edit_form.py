"""The authoring form loses nothing: record → form → record gives the same bytes."""

from __future__ import annotations

from pathlib import Path

from communique.authoring import compile_text, edit_form
from communique.codec import decode, encode
from communique.codec.quotes import Quote, find, occurrences, shortest
from communique.model import Article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.property.records import texts, valid_articles


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(valid_articles())
def test_edit_form_compiles_to_the_same_bytes(article: Article) -> None:
    form = edit_form(article)
    compiled = compile_text(form, "form.yaml", Path())
    assert compiled.article is not None, (compiled.findings, form)
    assert encode(compiled.article) == encode(article)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(valid_articles())
def test_canonical_bytes_decode_to_themselves(article: Article) -> None:
    assert encode(decode(encode(article))) == encode(article)


@settings(max_examples=200, deadline=None)
@given(texts(), st.data())
def test_the_shortest_quote_names_its_stretch(text: str, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(text.split() or ["x"]))
    for at in occurrences(text, words):
        end = at + len(words)
        quote = shortest(text, at, end)
        assert isinstance(quote, Quote)
        assert find(text, quote) == (at, end)
