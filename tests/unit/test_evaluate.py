"""Scoring from end to end: reading, checking, naming what is missing, intervals, signature."""

from __future__ import annotations

import msgspec
import pytest
from communique import __version__, tasks
from communique.errors import InputError
from communique.evaluate import score
from communique.model import Article, Prediction, Span
from communique.signature import Signature

from tests.scoring_fixture import article, at, entities, prediction, repeat, sentiment, stance

STANCE = tasks.get("stance")


def records(count: int = 6) -> list[Article]:
    """Records d0, d1, …, in three threads; the label goes favor, against, neutral, favor, …"""
    labels = ("favor", "against", "neutral")
    return [
        article(
            f"d{n}",
            thread=f"t{n % 3}",
            **entities(a=[1], b=[2]),
            stances=(
                stance("s", "a", "b", labels[n % 3]),
                stance("t", "b", "a", labels[n // 3 % 3]),
            ),
        )
        for n in range(count)
    ]


def answers(golds: list[Article]) -> dict[str, Prediction]:
    return {gold.id: repeat(gold) for gold in golds}


def test_gold_against_itself_is_one_with_a_tight_interval() -> None:
    golds = records()
    found = score(STANCE, golds, answers(golds), resamples=200, seed=0)
    assert (found.main.value, found.main.low, found.main.high) == (1, 1, 1)
    assert (found.main.defined_classes, found.main.classes) == (3, 3)
    assert found.missing == ()
    assert found.excluded == {}


def test_a_missing_document_counts_as_empty_and_is_named() -> None:
    golds = records(2)
    given = answers(golds)
    del given["d1"]
    found = score(STANCE, golds, given, resamples=0, seed=0)
    assert found.missing == ("d1",)
    # d0: favor, favor, right; d1: against, favor, unanswered.
    assert found.metrics["favor.r"].value == pytest.approx(2 / 3)
    assert found.metrics["against.f1"].value == 0
    assert found.metrics["neutral.f1"].value is None
    assert found.metrics["neutral.f1"].reason == "neither side has any neutral"
    assert found.main.value == pytest.approx((2 * 2 / (3 + 2) + 0) / 2)
    assert (found.main.defined_classes, found.main.classes) == (2, 3)


def test_the_order_of_records_and_predictions_plays_no_part() -> None:
    golds = records()
    given = answers(golds)
    given["d3"] = prediction("d3", stances=(stance("x", "a", "b", "neutral"),))
    backwards = dict(reversed(given.items()))
    one = score(STANCE, golds, given, resamples=300, seed=1)
    assert one == score(STANCE, golds[::-1], backwards, resamples=300, seed=1)


@pytest.mark.parametrize("seed", [0, 1, 12345])
@pytest.mark.parametrize("by_thread", [False, True])
def test_a_seed_gives_the_same_answer_twice(seed: int, *, by_thread: bool) -> None:
    golds = records()
    given = answers(golds[:3])
    one = score(STANCE, golds, given, resamples=100, seed=seed, by_thread=by_thread)
    assert one == score(STANCE, golds, given, resamples=100, seed=seed, by_thread=by_thread)


def test_threads_are_drawn_whole() -> None:
    golds = records()
    given = answers([gold for gold in golds if gold.metadata.thread != "t2"])
    by_document = score(STANCE, golds, given, resamples=2000, seed=0)
    by_thread = score(STANCE, golds, given, resamples=2000, seed=0, by_thread=True)
    assert by_document.main.value == by_thread.main.value
    accuracies = [found.metrics["accuracy"] for found in (by_document, by_thread)]
    # With three threads, one of them wrong, (1/3)**3 of the resamples have it three times: 0.
    assert [accuracy.value for accuracy in accuracies] == [pytest.approx(2 / 3)] * 2
    assert accuracies[1].low == 0 != accuracies[0].low
    assert Signature.parse(by_thread.signature)["bootstrap"] == "threads"


def test_without_enough_documents_or_resamples_there_is_no_interval() -> None:
    golds = records()
    for given, resamples in ((golds[:1], 100), (golds, 0)):
        main = score(STANCE, given, answers(given), resamples=resamples, seed=0).main
        assert (main.low, main.high) == (None, None)
        assert main.no_interval == "fewer than two documents, or no resamples asked for"


def test_the_signature_pins_everything_down() -> None:
    golds = records()
    found = score(STANCE, golds, {}, resamples=10, seed=0, split="test")
    signature = Signature.parse(found.signature)
    fields = dict(signature.fields)
    assert fields.pop("corpus").startswith("sha256:")
    assert fields == {
        "bootstrap": "documents",
        "documents": "6",
        "interval": "percentile-0.95",
        "package": __version__,
        "resamples": "10",
        "schema": "1.0",
        "seed": "0",
        "slice": "all",
        "split": "test",
        "task": "stance@1",
    }


def test_the_digest_follows_the_content_of_gold_alone() -> None:
    golds = records()

    def digest(given: list[Article]) -> str:
        return Signature.parse(score(STANCE, given, {}, resamples=0, seed=0).signature)["corpus"]

    shuffled = [msgspec.structs.replace(gold, stances=gold.stances[::-1]) for gold in golds[::-1]]
    assert digest(golds) == digest(shuffled)
    assert digest(golds) != digest(golds[1:])


def test_options_of_the_task_are_in_the_signature() -> None:
    found = score(tasks.get("sentiment"), records(), {}, resamples=0, seed=0)
    assert Signature.parse(found.signature)["option.tokens"] == "whitespace-overlap"


def test_a_slice_is_scored_alone_against_the_same_corpus() -> None:
    golds = records()
    found = score(STANCE, golds, answers(golds), resamples=0, seed=0, slice_="thread=t1")
    assert list(found.counts) == ["d1", "d4"]
    whole = score(STANCE, golds, answers(golds), resamples=0, seed=0)
    one, other = Signature.parse(found.signature), Signature.parse(whole.signature)
    assert one["corpus"] == other["corpus"]
    assert (one["slice"], one["documents"]) == ("thread=t1", "2")


@pytest.mark.parametrize("name", ["genre", "title=x", "", "=x"])
def test_what_is_no_slice_is_an_error(name: str) -> None:
    with pytest.raises(InputError, match="is no slice"):
        score(STANCE, records(), {}, resamples=0, seed=0, slice_=name)


def test_the_regions_that_were_seen_pin_the_slices_that_they_make() -> None:
    golds = [
        msgspec.structs.replace(gold, metadata=msgspec.structs.replace(gold.metadata, region=name))
        for gold, name in zip(records(2), ("north", "south"), strict=True)
    ]
    one, other = (
        Signature.parse(
            score(
                STANCE, golds, {}, resamples=0, seed=0, slice_="region=unseen", seen_regions=seen
            ).signature
        )
        for seen in ({"north"}, {"south"})
    )
    assert {key for key, value in one.fields if value != other[key]} == {"seen-regions"}


def test_an_interval_without_any_resample_says_so() -> None:
    # Of three documents one has an answer; a single resample misses it for some seeds.
    golds = records(3)
    given = {golds[0].id: answers(golds)[golds[0].id]}
    name = next(
        name
        for name, found in score(STANCE, golds, given, resamples=0, seed=0).metrics.items()
        if name.endswith(".p") and found.value is not None
    )
    found = [score(STANCE, golds, given, resamples=1, seed=n).metrics[name] for n in range(30)]
    undefined = [item for item in found if item.low is None]
    assert 0 < len(undefined) < 30
    assert {item.no_interval for item in undefined} == {"undefined in every resample"}
    assert all(item.no_interval is None for item in found if item.low is not None)


def test_gold_that_lacks_a_layer_is_left_out_and_named() -> None:
    golds = [*records(2), article("bare", layers=("events",))]
    found = score(STANCE, golds, {"bare": prediction("bare")}, resamples=0, seed=0)
    assert found.excluded == {"bare": "lacks the layer stances"}
    assert list(found.counts) == ["d0", "d1"]
    assert Signature.parse(found.signature)["documents"] == "2"


@pytest.mark.parametrize(
    ("golds", "given", "message"),
    [
        ([], {}, "none of 0 gold records can be scored in stance@1"),
        ([article("x", layers=())], {}, "'x' lacks the layer stances"),
        (records(1) * 2, {}, "two records with the id 'd0'"),
        (records(1), {"zz": prediction("zz")}, "does not have: zz"),
    ],
)
def test_what_cannot_be_scored_is_an_error(
    golds: list[Article], given: dict[str, Prediction], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        score(STANCE, golds, given, resamples=0, seed=0)


@pytest.mark.parametrize(("resamples", "seed"), [(-1, 0), (10, -1)])
def test_negative_numbers_are_an_error(resamples: int, seed: int) -> None:
    with pytest.raises(InputError, match="is -1"):
        score(STANCE, records(), {}, resamples=resamples, seed=seed)


@pytest.mark.parametrize("span", [Span(3, 3), Span(5, 4), Span(0, 999)])
def test_a_span_without_words_counts_as_predicted_and_wrong(span: Span) -> None:
    gold = article("d0", sentiments=(sentiment("x", at(0)), sentiment("y", at(5))))
    given = {"d0": prediction("d0", sentiments=(sentiment("x", at(0)), sentiment("y", (span,))))}
    found = score(tasks.get("sentiment"), [gold], given, resamples=0, seed=0)
    # One of two is right on either side.
    assert found.metrics["tuple.p"].value == found.metrics["tuple.r"].value == 0.5
    assert found.counts["d0"]["expression.pred"] == 2


def test_counts_have_every_column_for_every_document() -> None:
    found = score(STANCE, records(), {}, resamples=0, seed=0)
    assert set(found.counts) == {f"d{n}" for n in range(6)}
    assert all(tuple(row) == STANCE.columns for row in found.counts.values())
    assert all(isinstance(n, int) for row in found.counts.values() for n in row.values())
