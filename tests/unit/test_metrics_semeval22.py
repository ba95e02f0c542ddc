"""SemEval-2022 Task 10: the official figures of four systems, and the official rule for tokens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from communique.errors import InputError
from communique.metrics.opinions import ABSENT
from communique.metrics.semeval22 import Figures, figures, read_opinions
from hypothesis import given, settings
from hypothesis import strategies as st

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "semeval22"
OFFICIAL = {
    "comparable_dependency": (0.518372, 0.530475, 0.524354, 0.564924),
    "opinion-tuple": (0.699477, 0.579940, 0.634124, 0.662907),
    "labeled-edge": (0.665263, 0.612679, 0.637889, 0.661482),
    "node-centric": (0.679995, 0.580920, 0.626565, 0.640983),
}
NAMES = ("precision", "recall", "f1", "f1_without_polarity")
CASES = [(system, name) for system in OFFICIAL for name in NAMES]


@pytest.mark.skipif(not DATA.is_dir(), reason="SemEval-2022 data lie beside some checkouts only")
@pytest.mark.parametrize(("system", "name"), CASES)
def test_official_figures_come_out_to_six_decimals(system: str, name: str) -> None:
    gold, pred = (
        read_opinions((DATA / f"multibooked_ca.{which}.json").read_bytes())
        for which in ("test.gold", f"{system}.pred")
    )
    value = getattr(figures(gold, pred), name)
    assert round(value, 6) == OFFICIAL[system][NAMES.index(name)]


def opinion(*expression: str, polarity: str = "Positive", **parts: list[str]) -> dict[str, Any]:
    offsets = {"Source": [], "Target": [], **parts, "Polar_expression": list(expression)}
    found: dict[str, Any] = {role: [["…"] * len(at), at] for role, at in offsets.items()}
    return {**found, "Polarity": polarity, "Intensity": "Standard"}


def file(*sentences: tuple[str, list[dict[str, Any]]]) -> bytes:
    return json.dumps(
        [
            {"sent_id": f"s{number}", "text": text, "opinions": opinions}
            for number, (text, opinions) in enumerate(sentences)
        ]
    ).encode()


def official_tokens(text: str, offsets: list[str]) -> set[int]:
    """The rule as it is told: through all tokens, from the one that begins to the one that ends."""
    tokens, start = [], 0
    for word in text.split(" "):
        tokens.append((start, start + len(word)))
        start += len(word) + 1
    outer = {(0, 0), (len(text), len(text))}  # before a first space, after a last one
    found = set()
    for begin, finish in (map(int, item.split(":")) for item in offsets):
        inside = False
        for number, (first, last) in enumerate(tokens):
            if (first, last) in outer:
                continue
            inside = inside or first == begin
            if inside:
                found.add(number)
            if last == finish:
                inside = False
    return found


@pytest.mark.parametrize(
    ("offsets", "expected"),
    [
        (["0:3"], {0}),
        (["4:12"], {1, 2}),
        (["0:3", "8:12"], {0, 2}),
        (["1:3"], set()),  # no token begins there
        (["4:6"], {1, 2, 3}),  # no token ends there
        (["4:3"], {1, 2, 3}),  # one does, but before
        (["8:400"], {2, 3}),
        (["400:500"], set()),
        ([], set()),
    ],
)
def test_a_span_runs_from_the_token_that_begins_to_the_one_that_ends(
    offsets: list[str], expected: set[int]
) -> None:
    text = "The new idea pays"
    (found,) = read_opinions(file((text, [opinion(*offsets)])))["s0"]
    assert found.expression == expected == official_tokens(text, offsets)
    assert found.holder == found.target == ABSENT


OFFSET = st.integers(0, 14)
SPANS = st.lists(st.builds(lambda a, b: f"{a}:{b}", OFFSET, OFFSET), max_size=3)


@given(st.text("ab 国", max_size=12), SPANS)
@settings(max_examples=500, deadline=None)
def test_spans_become_the_tokens_of_the_rule_as_it_is_told(text: str, offsets: list[str]) -> None:
    (found,) = read_opinions(file((text, [opinion(*offsets)])))["s0"]
    assert found.expression == official_tokens(text, offsets)


def test_equal_tuples_count_apart() -> None:
    one = opinion("0:3")
    gold, pred = (
        read_opinions(file(("The end", [one]))),
        read_opinions(file(("The end", [one] * 3))),
    )
    assert figures(gold, pred) == Figures(1, 1, 1, 1)
    extra = read_opinions(file(("The end", [one, one, opinion("4:7")])))
    assert figures(gold, extra).precision == pytest.approx(2 / 3)


def test_nothing_on_a_side_is_undefined_and_not_nought() -> None:
    empty, full = read_opinions(file(("a b", []))), read_opinions(file(("a b", [opinion("0:1")])))
    assert figures(empty, empty) == Figures(None, None, None, None)
    assert figures(empty, full) == Figures(0, None, 0, 0)
    assert figures(full, empty) == Figures(None, 0, 0, 0)


def test_other_sentences_are_an_error() -> None:
    gold = read_opinions(file(("a", []), ("b", [])))
    pred = read_opinions(file(("a", [])))
    with pytest.raises(InputError, match="only gold has the sentence 's1'"):
        figures(gold, pred)
    with pytest.raises(InputError, match="only the prediction has the sentence 's1'"):
        figures(pred, gold)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{}", "not a file of SemEval-2022 Task 10: Expected `array`"),
        (b"[", "not a file of SemEval-2022 Task 10"),
        (b"\xff", "not a file of SemEval-2022 Task 10"),
        (b'[{"sent_id": "s", "text": "a"}]', r"missing required field `opinions`"),
        (file(("a", []))[:-1] + b"," + file(("a", []))[1:], "two sentences have one sent_id"),
        (file(("a b", [opinion("0-1")])), "sentence 's0' has offsets that are not like '12:20'"),
        (file(("a b", [opinion("a:b")])), "sentence 's0' has offsets"),
        (file(("a b", [opinion("0:1", Source=["x"])])), "sentence 's0' has offsets"),
    ],
)
def test_a_file_of_another_kind_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_opinions(data)
