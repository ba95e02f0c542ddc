"""Slices: which records are in them, and the scores that are reported for them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from communique import tasks
from communique.errors import InputError
from communique.evaluate import score
from communique.model import Article
from communique.slices import in_slice, regions, slices_of, training_regions

from tests.scoring_fixture import article, at, attribution, entities, repeat, stance


def record(name: str = "one", **known: Any) -> Article:
    """A record with one stance and these metadata."""
    plain = article(name, **entities(a=[1], b=[2]), stances=(stance("s", "a", "b", "favor"),))
    meta = msgspec.structs.replace(plain.metadata, **known)
    return msgspec.structs.replace(plain, metadata=meta)


def test_a_record_is_in_the_slices_of_its_metadata() -> None:
    found = slices_of(record(genre="analysis", outlet_kind="wire", region="gulf"), {"gulf"})
    assert found == (
        "genre=analysis",
        "outlet_kind=wire",
        "region=gulf",
        "noise=none",
        "length=short",
        "nesting=flat",
        "region=seen",
    )


def test_what_is_unknown_makes_no_slice() -> None:
    bare = msgspec.structs.replace(record(region="gulf"), layers=("stances",))
    assert slices_of(bare) == ("region=gulf", "noise=none", "length=short")


@pytest.mark.parametrize(
    ("size", "name"),
    [(0, "short"), (1999, "short"), (2000, "medium"), (2999, "medium"), (3000, "long")],
)
def test_length_is_of_code_points(size: int, name: str) -> None:
    assert in_slice(record(text_length=size), f"length={name}")


def test_a_record_with_an_attribution_in_another_is_nested() -> None:
    outer, inner = attribution("o", at(1, 9)), attribution("i", at(5, 7), parent="o")
    nested = msgspec.structs.replace(record(), attributions=(outer, inner))
    assert in_slice(nested, "nesting=nested")
    assert not in_slice(nested, "nesting=flat")


def test_a_record_with_two_noises_is_in_both_slices() -> None:
    noisy = record(noise=("machine-translation", "careless-editing"))
    assert in_slice(noisy, "noise=machine-translation")
    assert in_slice(noisy, "noise=careless-editing")
    assert not in_slice(noisy, "noise=none")
    assert not in_slice(record(), "noise=machine-translation")
    assert in_slice(record(), "all")


def test_a_region_is_unseen_where_no_training_record_has_it() -> None:
    seen = regions([record(region="gulf"), record()])
    assert in_slice(record(region="basin"), "region=unseen", seen)
    assert in_slice(record(region="gulf"), "region=seen", seen)
    with pytest.raises(InputError, match="have no split 'train'"):
        in_slice(record(region="basin"), "region=unseen")


def test_the_shipped_corpus_says_which_regions_are_seen() -> None:
    assert training_regions("corpus") == frozenset({"korro-basin"})


def test_a_score_comes_with_every_slice_that_holds_a_document() -> None:
    golds = [
        record(f"d{n}", genre="analysis" if n < 2 else "opinion", region="gulf") for n in range(5)
    ]
    answers = {gold.id: repeat(gold) for gold in golds[1:]}
    found = score(tasks.get("stance"), golds, answers, resamples=50, seed=0, seen_regions={"gulf"})
    assert list(found.slices) == [
        *("genre=analysis", "genre=opinion", "length=short", "nesting=flat", "noise=none"),
        *("region=gulf", "region=seen"),
    ]
    analysis, opinion = found.slices["genre=analysis"], found.slices["genre=opinion"]
    # Of two favor stances one is answered: P 1, R 1/2, so F1 = 2 * 1/2 / (3/2).
    assert analysis.documents == 2
    assert analysis.score.value == pytest.approx(2 / 3)
    assert (opinion.documents, opinion.score.value, opinion.score.low) == (3, 1, 1)
    # Which slices hold all documents is told too: here nothing is of an unseen region.
    assert (found.slices["region=seen"].documents, found.slices["region=seen"].score) == (
        5,
        found.main,
    )


def test_a_slice_of_one_document_has_a_value_and_no_interval() -> None:
    golds = [record("a", genre="analysis"), record("b", genre="opinion")]
    found = score(tasks.get("stance"), golds, {}, resamples=50, seed=0)
    one = found.slices["genre=opinion"]
    assert (one.documents, one.score.value, one.score.low) == (1, 0, None)
    assert one.score.no_interval == "fewer than two documents, or no resamples asked for"
