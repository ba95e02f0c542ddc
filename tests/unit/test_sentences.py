"""Sentences begin where a reader would say so; titles and initials end none."""

from __future__ import annotations

import re

import pytest
from communique.codec.sentences import sentence_starts
from hypothesis import example, given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He left. She stayed.", ["He left. ", "She stayed."]),
        (
            "On 21 and 22 June. The invitation stood.",
            ["On 21 and 22 June. ", "The invitation stood."],
        ),
        ("Mr. Ndhiro and Gen. Verrikko met.", ["Mr. Ndhiro and Gen. Verrikko met."]),
        ("spokesman Rear. Dethin said", ["spokesman Rear. Dethin said"]),
        ("the U.S. Navy came", ["the U.S. Navy came"]),
        ("“No.” “Yes.” So", ["“No.” ", "“Yes.” ", "So"]),
        ("One\nTwo", ["One\n", "Two"]),
        ("It cost 7.5 marks. 12 came.", ["It cost 7.5 marks. ", "12 came."]),
        ("Odrum. it went on", ["Odrum. it went on"]),
        ("", [""]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    starts = sentence_starts(text)
    assert [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)] == sentences


BREAK = re.compile(
    r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[”\"\u2019»)]*[ \u00a0]+(?=[“\"\u2018«(]?[A-Z0-9]))"
)
ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Mx|Dr|Prof|St|Gen|Lt|Col|Maj|Brig|Capt|Cmdr|Adm|Rear|Sgt|Cpl"
    r"|Sen|Rep|Gov|Pres|Hon|Rev|Amb|Min|Jr|Sr|Pat|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\Z"
)
WORDS = (
    *("A", "Gen", "xGen", "_Gen", "-Sept", "é", "Éric", "left", ".", "!", "?", "\n", " ", "\u00a0"),
    *("”", ")", "“", "7", "Dr", "\u0301"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
@example("Gen. A.\n\n“B.” C")
def test_sentences_are_those_of_one_plain_pattern(text: str) -> None:
    expected = [0] + [
        found.end()
        for found in BREAK.finditer(text)
        if found[0][0] != "." or not ABBREVIATION.search(text[: found.start()])
    ]
    assert sentence_starts(text) == expected
