"""The parts that baselines are made of: tokens, tags, classifiers, counts, quotation marks."""

from __future__ import annotations

from itertools import combinations

import pytest
from communique.baselines.classifier import fit, keep
from communique.baselines.majority.counting import Beside, at, beside, commonest, fit_lexicon
from communique.baselines.quotation import is_quoted, kind_of, quotations
from communique.baselines.sheet import Sheet, Stretch, gap, nearest, overlap, within
from communique.baselines.tagger import Found, fit_tagger, stretches, tag
from communique.model import Span
from hypothesis import given
from hypothesis import strategies as st

QUOTED = Sheet("“We must go,” she said.\nIt called the “armed” act “so sad and very\nodd. No ”end.")


def words(sheet: Sheet, stretch: Stretch) -> str:
    return sheet.span(stretch).text or ""


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Lhosan\u2019s U.S. envoy", ["Lhosan", "\u2019s", "U.S.", "envoy"]),
        ("He didn't pay 1,000.5 at 10:30.", ["He", "didn't", "pay", "1,000.5", "at", "10:30", "."]),
        ("military-to-military…", ["military", "-", "to", "-", "military", "…"]),
        ("added. .", ["added", ".", "."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_words_clitics_numbers_and_marks_are_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in Sheet(text).tokens] == tokens


def test_tokens_know_sentence_paragraph_and_quotation() -> None:
    sheet = Sheet('He left. “They stayed," it said.\nThe "end" came.')
    assert [token.paragraph for token in sheet.tokens if token.low in {"left", "end"}] == [0, 1]
    assert [token.sentence for token in sheet.tokens if token.low in {"left", "stayed"}] == [1, 2]
    assert [token.text for token in sheet.tokens if token.quoted][-3:] == ['"', "end", '"']


def test_a_quotation_that_is_not_closed_ends_with_its_paragraph() -> None:
    sheet = Sheet("“It began\nand never ended.")
    assert [token.text for token in sheet.tokens if token.quoted] == ["“", "It", "began"]


@given(st.text(max_size=80), st.data())
def test_spans_and_stretches_lead_to_one_another(text: str, data: st.DataObject) -> None:
    sheet = Sheet(text)
    assert "".join("".join(token.text for token in sheet.tokens).split()) == "".join(text.split())
    for first, last in combinations(range(min(len(sheet.tokens), 6)), 2):
        stretch = Stretch(first, last)
        assert sheet.stretch(sheet.span(stretch)) == stretch
    start = data.draw(st.integers(0, len(text)))
    found = sheet.stretch(Span(start, data.draw(st.integers(start, len(text)))))
    assert found is None or 0 <= found.first <= found.last < len(sheet.tokens)


@given(st.text("ab. \n“”", max_size=80))
def test_sentences_and_paragraphs_are_all_of_the_tokens_in_order(text: str) -> None:
    sheet = Sheet(text)
    for parts in (sheet.sentences(), sheet.paragraphs()):
        assert [i for part in parts for i in part] == list(range(len(sheet.tokens)))


def test_distance_overlap_and_nesting_of_stretches() -> None:
    assert gap(Stretch(0, 1), Stretch(2, 3)) == 0
    assert gap(Stretch(5, 6), Stretch(0, 1)) == 3
    assert overlap(Stretch(0, 2), Stretch(2, 3))
    assert not overlap(Stretch(0, 1), Stretch(2, 3))
    assert within(Stretch(1, 2), Stretch(1, 2))
    assert not within(Stretch(1, 3), Stretch(1, 2))
    assert nearest([Stretch(0, 0), Stretch(6, 6)], Stretch(3, 3)) == Stretch(0, 0)
    assert nearest([], Stretch(3, 3)) is None


@given(st.sets(st.integers(0, 30), max_size=12))
def test_tags_say_what_the_stretches_said(cuts: set[int]) -> None:
    ends = sorted(cuts)
    found = [
        Found(Stretch(first, last), "xy"[i % 2])
        for i, (first, last) in enumerate(zip(ends[::2], ends[1::2], strict=False))
    ]
    assert stretches(tag(31, found)) == found


def test_of_overlapping_stretches_the_first_is_tagged() -> None:
    found = [Found(Stretch(0, 2), "a"), Found(Stretch(2, 3), "b"), Found(Stretch(3, 3), "c")]
    assert tag(4, found) == ["B-a", "I-a", "I-a", "B-c"]
    assert tag(2, [Found(Stretch(9, 12), "a")], offset=11) == ["B-a", "I-a"]


def test_a_tagger_finds_what_it_saw_and_stays_within_parts() -> None:
    rows = [[f"w={word}"] for word in "a New York b New York c d New York a".split()]  # noqa: SIM905 - a sentence
    tags = ["O", "B-x", "I-x", "O", "B-x", "I-x", "O", "O", "B-x", "I-x", "O"]
    tagger = fit_tagger([rows] * 3, [tags] * 3, seed=0)
    assert tagger.find(rows) == stretches(tags)
    cut = tagger.find(rows, [range(2), range(2, len(rows))])
    assert Stretch(1, 2) not in [found.stretch for found in cut]
    assert fit_tagger([rows], [["O"] * len(rows)], seed=0).find(rows) == []
    assert fit_tagger([], [], seed=0).find(rows) == []


def test_a_classifier_learns_and_gives_probabilities() -> None:
    rows = [["bias", "big"], ["bias", "small"]] * 5
    two = fit(rows, ["yes", "no"] * 5, seed=0)
    assert two.best([["big"], ["small"]]) == ["yes", "no"]
    three = fit([*rows, *[["bias", "odd"]] * 5], [*["yes", "no"] * 5, *["eh"] * 5], seed=0)
    assert three.best([["odd"], ["big"], ["unheard-of"]])[:2] == ["eh", "yes"]
    for found in (two, three):
        for line in found.probabilities([["big"], []]):
            assert sum(line.values()) == pytest.approx(1)
            assert all(0 <= chance <= 1 for chance in line.values())


def test_a_classifier_without_choice_answers_what_is_most_frequent() -> None:
    assert fit([["a"], ["b"]], ["x", "x"], seed=0).best([["c"]]) == ["x"]
    assert fit([["a"], ["b"], ["c"]], ["x", "y", "y"], seed=0).best([["a"]]) == ["y"]
    assert fit([], [], seed=0).best([]) == []


@pytest.mark.parametrize(
    ("chances", "kept"),
    [
        ([0.9, 0.8, 0.1], [0, 1]),  # 3.4 / 3.8 is more than 1.8 / 2.8 and 3.6 / 4.8
        ([0.3, 0.29], [0, 1]),  # 1.18 / 2.59 is more than 0.6 / 1.59
        ([0.2, 0.9], [1]),  # 1.8 / 2.1 is more than 2.2 / 3.1
        ([0.0, 0.0], []),
        ([], []),
    ],
)
def test_kept_are_those_of_greatest_expected_f1(chances: list[float], kept: list[int]) -> None:
    assert keep(chances) == kept


def test_quotations_are_found_with_their_marks() -> None:
    found = [words(QUOTED, place) for place in quotations(QUOTED)]
    assert found == ["“We must go,”", "“armed”", "“so sad and very", "”"]


def test_the_kind_follows_the_words_in_marks() -> None:
    sheet = Sheet("“We go,” he said, and that “all” go; nobody came.")
    whole, part = quotations(sheet)
    assert kind_of(sheet, [whole]) == "direct"
    assert kind_of(sheet, [Stretch(part.first - 2, part.last + 1)]) == "mixed"
    assert kind_of(sheet, [Stretch(part.last + 3, len(sheet.tokens) - 1)]) == "indirect"


def test_quoted_means_marks_of_its_own() -> None:
    sheet = Sheet("The “armed” act was “a very sad and odd thing”, said he.")
    spots = {token.low: Stretch(i, i) for i, token in enumerate(sheet.tokens)}
    assert is_quoted(sheet, spots["armed"])
    assert not is_quoted(sheet, spots["sad"])
    assert not is_quoted(sheet, spots["said"])


def test_the_lexicon_has_what_was_mostly_marked() -> None:
    sheet = Sheet("They met. Talks met a wall. They met at peace talks.")
    places = [i for i, token in enumerate(sheet.tokens) if token.low == "met"]
    peace = next(i for i, token in enumerate(sheet.tokens) if token.low == "peace")
    marked = [Found(Stretch(i, i), "CONSULT") for i in (places[0], places[2])]
    marked.append(Found(Stretch(peace, peace + 1), "CONSULT"))
    lexicon = fit_lexicon([(sheet, marked)])
    assert lexicon.labels == {"met": "CONSULT", "peace talks": "CONSULT"}
    found = lexicon.find(Sheet("Peace talks met."))
    assert [item.stretch for item in found] == [Stretch(0, 1), Stretch(2, 2)]
    once = fit_lexicon([(sheet, [Found(Stretch(places[0], places[0]), "CONSULT")])])
    assert once.labels == {}


def test_the_commonest_of_equals_sorts_first() -> None:
    assert commonest(["b", "a", "b", "a", "c"]) == "a"
    assert commonest([]) is None


def test_a_place_beside_is_found_again_within_the_sentence() -> None:
    sheet = Sheet("The old ship sank. It was new.")
    assert beside(Stretch(0, 1), Stretch(3, 3)) == Beside(-3, -2)
    assert beside(Stretch(3, 3), Stretch(1, 2)) == Beside(1, 1)
    assert beside(Stretch(1, 3), Stretch(3, 3)) is None
    assert at(Beside(-3, -2), Stretch(3, 3), sheet) == Stretch(0, 1)
    assert at(Beside(2, 2), Stretch(3, 3), sheet) is None
    assert at(None, Stretch(3, 3), sheet) is None
