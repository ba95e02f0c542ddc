"""Quotes: whole words, numbers, first and last words, and what an absent quote is told."""

from __future__ import annotations

import pytest
from communique.codec.quotes import Quote, QuoteError, find, occurrences, parse

TEXT = (
    "Kemrat on Tuesday refused. “This is his,” he said, China\u2019s navy said.\n"
    "Pier #3 [sic] was shut … for good. He said it in Washington; café and cafe\u0301s; naïve_x.\n"
    "東京は言った。 🚢🇳🇴 sailed — it sank."
)


def words(quote: str | Quote) -> str:
    start, end = find(TEXT, parse(quote) if isinstance(quote, str) else quote)
    return TEXT[start:end]


def trouble(quote: str | Quote, text: str = TEXT) -> QuoteError:
    with pytest.raises(QuoteError) as caught:
        find(text, parse(quote) if isinstance(quote, str) else quote)
    return caught.value


@pytest.mark.parametrize(
    ("scalar", "quote"),
    [
        ("said", Quote("said")),
        ("said#2", Quote("said", 2)),
        ("said#0", Quote("said#0")),
        ("said#02", Quote("said#02")),
        ("The#2 … waters", Quote("The", 2, "waters")),
        ("The ... waters", Quote("The", None, "waters")),
        ("a … b … c", Quote("a", None, "b … c")),
        ("spokesman [Iskar Tolun]", Quote("spokesman Iskar Tolun", head=(10, 21))),
        ("[Minister] of Defence#2", Quote("Minister of Defence", 2, head=(0, 8))),
        ("a [b", Quote("a [b")),
        ("…", Quote("…")),
    ],
)
def test_the_short_form_means(scalar: str, quote: Quote) -> None:
    assert parse(scalar) == quote


@pytest.mark.parametrize(
    ("quoted", "places"),
    [
        ("his", 1),  # not in This
        ("it", 2),  # not in Washington
        ("China", 1),  # before an apostrophe
        ("said", 3),
        ("Said", 0),
        ("cafe", 0),  # a combining mark goes on with the word
        ("naïve", 0),  # an underscore too
        ("#3", 1),
        ("3", 1),
        ("東京は言った", 1),
        ("東京", 0),  # no blank, no end of word
        ("🚢", 1),
        ("🚢🇳🇴 sailed — it", 1),
        ("", 0),
    ],
)
def test_occurrences_are_whole_words(quoted: str, places: int) -> None:
    assert len(list(occurrences(TEXT, quoted))) == places


def test_overlapping_occurrences_all_count() -> None:
    assert list(occurrences("no no no", "no no")) == [0, 3]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Kemrat", "Kemrat"),
        ("said#3", "said"),
        ("“This … said#9", None),
        ("China … said", "China\u2019s navy said"),
        ("he#1 … Pier", "he said, China\u2019s navy said.\nPier"),
        (Quote("Pier #3"), "Pier #3"),
        (Quote("shut … for"), "shut … for"),
        (Quote("said", prefix="He "), "said"),
        (Quote("said", prefix="He"), "said"),
        (Quote("said", 2, prefix=None), "said"),
    ],
)
def test_a_quote_is_found(quote: str | Quote, found: str | None) -> None:
    if found is None:
        assert trouble(quote).kind == "end"
    else:
        assert words(quote) == found


def test_the_number_belongs_to_the_first_piece_and_the_end_is_the_nearest() -> None:
    text = "the ship, the crew and the ship and the ship"
    start, end = find(text, parse("the#2 … ship"))
    assert text[start:end] == "the crew and the ship"


def test_the_prefix_chooses_among_occurrences() -> None:
    start, _ = find(TEXT, Quote("said", prefix="He "))
    assert TEXT[start - 3 : start] == "He "
    error = trouble(Quote("said", prefix="she "))
    assert "she" in error.message


def test_an_ambiguous_quote_is_told_every_place_with_number_and_context() -> None:
    error = trouble("said")
    assert error.kind == "ambiguous"
    for shown in ("#1", "#2", "#3", "he ⟦said⟧, China", "navy ⟦said⟧.", "He ⟦said⟧ it"):
        assert shown in error.message


def test_a_number_beyond_the_count_is_told_the_count() -> None:
    error = trouble("said#4")
    assert error.kind == "number"
    assert "3" in error.message


def test_an_end_that_stands_only_before_the_start_is_told() -> None:
    error = trouble("Washington … Kemrat")
    assert error.kind == "end"
    assert "Kemrat" in error.message
    assert "Washington" in error.message


@pytest.mark.parametrize("quote", ["", "  ", Quote("\n")])
def test_an_empty_quote_is_told(quote: str | Quote) -> None:
    assert trouble(quote).kind == "empty"


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ('"This is his,"', "“This is his,”', with other quotation marks"),
        ("China's navy", "China\u2019s navy', with other quotation marks"),
        ("kemrat", "Kemrat', with other capitals"),
        ("said.  Pier", "said.\\nPier', with other white space"),
        ("sailed - It", "sailed — it', with other dashes and capitals"),
        ("Kemrad", "Kemrat"),
        ("hi", "as in 'This'"),
    ],
)
def test_an_absent_quote_is_told_what_the_text_has(quote: str, said: str) -> None:
    error = trouble(quote)
    assert error.kind == "absent"
    assert said in error.message + error.hint


def test_no_more_than_three_candidates_are_named() -> None:
    text = "Kemrat Kemrak Kemral Kemram Kemran said"
    assert trouble("Kemrax", text).hint.count("Kemra") == 3


def test_a_quote_unlike_everything_has_no_candidates_but_a_hint() -> None:
    assert trouble("zzzzqqqq").hint
