"""Where quotes stand: to the letter, folded, nearly, or nowhere; and which of several places."""

from __future__ import annotations

import time

import pytest
from communique.predictions.aligning import WORK, Aligner
from communique.predictions.folding import Folded, fold
from communique.predictions.fuzzy import distance, nearest, same_words
from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = (
    "Lhosan refused. “We can\u2019t sign,” said Mette Rosvang \u2014 of the Grimsvik Centre\u00a0"
    "\u2014 in Kemrat,\nand Lhosan\u2019s envoys in Kemrat left at 5 p.m. with the South Korean "
    "delegation. The ﬁnal text cost 6 million marks; the coöperation goes on in Kemrat."
)


def found(words: str, text: str = TEXT, **context: object) -> tuple[str, str] | None:
    """The words that were found and which way."""
    choice = Aligner(text).choose(words, **context)  # type: ignore[arg-type]
    return None if choice is None else (text[choice.start : choice.end], choice.way)


@pytest.mark.parametrize(
    ("words", "there", "way"),
    [
        ("Mette Rosvang", "Mette Rosvang", "exact"),
        ("mette  rosvang", "Mette Rosvang", "folded"),
        ('"We can\'t sign,"', "“We can\u2019t sign,”", "folded"),
        (
            "Rosvang - of the Grimsvik Centre - in",
            "Rosvang — of the Grimsvik Centre\u00a0— in",
            "folded",
        ),
        ("in Kemrat, and", "in Kemrat,\nand", "folded"),
        ("final text", "ﬁnal text", "folded"),
        ("coo\u0308peration", "coöperation", "folded"),
        ("\u200brefused\u00ad", "refused", "folded"),
        ("cooperation goes", "coöperation goes", "fuzzy"),
        ("Mete Rosvang", "Mette Rosvang", "fuzzy"),
        ("of the Grimsvik Center", "of the Grimsvik Centre", "fuzzy"),
        (
            "Kemrat left at 6 p.m. with a South Korea delegation",
            "Kemrat left at 5 p.m. with the South Korean delegation",
            "fuzzy",
        ),
        ("with the South Korea delegation", "with the South Korean delegation", "fuzzy"),
    ],
)
def test_quotes_are_found(words: str, there: str, way: str) -> None:
    assert found(words) == (there, way)


@pytest.mark.parametrize(
    "words",
    [
        "", "  ", "\n", "nowhere", "“", "emrat", "with the North Korean delegation",
        "cost 5 million marks", "6 billion marks for nobody at all", "x" * 10_000_000, "\ud800",
        "the the the the the the the", "We cannot sign",
    ],
)  # fmt: skip
def test_what_does_not_stand_there_is_not_found(words: str) -> None:
    assert found(words) is None or words == "“"


def test_a_part_of_a_word_is_not_its_place() -> None:
    # "Lhosan" stands alone once; "osan" nowhere, and it is too short for a near match.
    assert found("osan") is None
    assert found("ﬁna") is None
    assert found("f") is None


def test_of_two_stretches_that_are_as_near_neither_is_taken() -> None:
    text = "the golden gate fell and the {} gate rose"
    assert found("the goldan gate", text.format("goldin")) is None
    assert found("the goldan gate", text.format("wooden")) == ("the golden gate", "fuzzy")


def test_of_several_places_the_first_is_taken_and_said() -> None:
    choice = Aligner(TEXT).choose("Kemrat")
    assert choice is not None
    assert (choice.start, choice.of, choice.misfit) == (TEXT.index("Kemrat"), 3, False)


def test_occurrence_and_prefix_decide() -> None:
    second, third = TEXT.index("Kemrat left"), TEXT.rindex("Kemrat")
    aligner = Aligner(TEXT)
    for context, start, of, misfit in (
        ({"occurrence": 2}, second, 1, False),
        ({"prefix": "envoys in"}, second, 1, False),
        ({"prefix": "ENVOYS   in "}, second, 1, False),
        ({"prefix": "goes on in"}, third, 1, False),
        ({"prefix": "in", "occurrence": 3}, third, 1, False),
        ({"occurrence": 4}, TEXT.index("Kemrat"), 3, True),
        ({"prefix": "out of"}, TEXT.index("Kemrat"), 3, True),
        ({"prefix": "  "}, TEXT.index("Kemrat"), 3, False),
    ):
        choice = aligner.choose("Kemrat", **context)
        assert choice is not None
        assert (choice.start, choice.of, choice.misfit) == (start, of, misfit), context


def test_the_nearest_place_is_taken_where_one_is_named() -> None:
    aligner = Aligner(TEXT)
    end = len(TEXT)
    choice = aligner.choose("Kemrat", near=(end - 2, end))
    assert choice is not None
    assert (choice.start, choice.of) == (TEXT.rindex("Kemrat"), 3)
    # Beside a long stretch, not in the middle of it.
    long = "he said a b said c d e f g, said Rui"
    content = (long.index("a b"), long.index(", said"))
    choice = Aligner(long).choose("said", near=content)
    assert choice is not None
    assert choice.start == 3


def test_offsets_are_code_points_after_characters_outside_of_the_basic_plane() -> None:
    assert found("Ja", "😀😀 ja") == ("ja", "folded")
    choice = Aligner("😀😀 ja").choose("ja")
    assert choice is not None
    assert (choice.start, choice.end) == (3, 5)


def test_many_quotes_that_are_nowhere_cost_no_more_than_a_bound() -> None:
    text = " ".join(f"w{number}" for number in range(5000))
    aligner = Aligner(text)
    began = time.perf_counter()
    for number in range(5000):
        assert aligner.candidates(f"{number} w100 w102 w104 w106 {number}") is None
    assert aligner.work > WORK
    assert time.perf_counter() - began < 60


def test_long_quotes_against_long_texts_are_found_in_bounded_time() -> None:
    text = " ".join(f"word{number * 7919 % 10007}" for number in range(10_000))
    aligner = Aligner(text)
    quote = text[50_000:54_000].replace("word1", "wrd1")[:3900].strip()
    began = time.perf_counter()
    found = aligner.choose(quote)
    assert found is not None
    assert found.way == "fuzzy"
    assert abs(found.start - 50_000) < 10
    assert aligner.choose("nothing of it " * 280) is None
    assert aligner.choose("nothing of it " * 10_000) is None
    assert time.perf_counter() - began < 60


def levenshtein(one: str, two: str) -> int:
    """The textbook's table."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


LETTERS = st.text("ab c", max_size=20)


@given(LETTERS, LETTERS)
@settings(deadline=None)
def test_the_distance_is_levenshteins(one: str, two: str) -> None:
    assert distance(one, two) == levenshtein(one, two)


@given(st.text("abcd", min_size=5, max_size=12), st.text("abcd", max_size=30))
@settings(max_examples=300, deadline=None)
def test_the_nearest_stretch_is_one_of_the_nearest(quote: str, text: str) -> None:
    best = min(
        levenshtein(quote, text[a:b]) for a in range(len(text) + 1) for b in range(a, len(text) + 1)
    )
    place = nearest(quote, text).place
    if place is not None:
        assert levenshtein(quote, text[slice(*place)]) == best <= len(quote) // 5
    if best > len(quote) // 5:
        assert place is None


def test_words_are_the_same_but_for_spelling() -> None:
    assert same_words("the colour of money", "the color of money")
    assert same_words("he did leave", "he did not leave")
    assert same_words("cease fire now", "ceasefire now")
    assert not same_words("the north gate", "the south gate")
    assert not same_words("in 1994", "in 1995")
    assert not same_words("of 31 names", "of names")


@given(st.text(max_size=40))
@settings(deadline=None)
def test_folding_twice_is_folding_once_and_every_character_has_a_source(text: str) -> None:
    folded = Folded(text)
    assert fold(fold(text)) == fold(text)
    for at in range(len(folded.text)):
        start, end = folded.stretch(at, at + 1)
        assert end == start + 1
        assert 0 <= start < len(text)
