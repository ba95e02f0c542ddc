"""Sentences begin where a reader would say so; titles and initials end none."""

from __future__ import annotations

import pytest
from communique.codec.sentences import sentence_starts


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
