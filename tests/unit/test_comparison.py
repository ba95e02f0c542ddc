"""Comparisons worked by hand, and records that cannot be compared."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from communique import tasks
from communique.comparison import Comparison, Settings, Table, best_and_ties, compare
from communique.errors import CommuniqueError, InputError, UnknownNameError
from communique.evaluate import score, thread_of
from communique.results import Counted, Result, result
from communique.signature import Signature

from tests.comparison_fixture import GOLDS, record
from tests.scoring_fixture import article, entities, repeat, stance

SETTINGS = Settings(trials=10_000, resamples=1000, seed=0)
ALL, HALF = range(12), range(6)


def compared(*records: Result, metric: str | None = "accuracy") -> Comparison:
    return compare(records, settings=SETTINGS, metric=metric)


def table(*records: Result) -> Table:
    (found,) = compared(*records).tables
    return found


def test_scores_difference_and_p_are_those_worked_by_hand() -> None:
    found = table(record("b", HALF), record("a", ALL))
    assert [(item.system, item.value) for item in found.standings] == [("a", 1), ("b", 0.5)]
    (pair,) = found.pairs
    assert (pair.first, pair.second, pair.difference) == ("a", "b", 0.5)
    # Six documents differ; of 64 ways of swapping, none and all of them are as extreme.
    assert (pair.p, pair.trials, pair.exact) == (2 / 64, 64, True)
    assert pair.significant
    # On twelve draws of 0 and 1, half of them 1, the difference has the error sqrt(0.25 / 12).
    assert pair.detectable == pytest.approx(2.8016 * 0.1443, rel=0.1)
    assert found.detectable == pair.detectable


def test_p_is_corrected_for_all_pairs() -> None:
    found = table(record("a", ALL), record("b", HALF), record("c", ALL[2:]))
    by_names = {(pair.first, pair.second): pair for pair in found.pairs}
    # a and b: 2/64. c and b differ in d00, d01, d06, …, d11, with 6 against 2 for c: 4 or more
    # apart are 2 · (1 + 8 + 28) of 256 ways. a and c: 2/4.
    assert [pair.p for pair in by_names.values()] == [2 / 4, 2 / 64, 74 / 256]
    assert by_names["a", "b"].p_holm == 3 * 2 / 64
    assert by_names["c", "b"].p_holm == 2 * 74 / 256
    assert by_names["a", "c"].p_holm == 2 * 74 / 256
    assert not any(pair.significant for pair in found.pairs)


def test_equal_systems_tie_by_name_and_have_nothing_to_detect() -> None:
    found = table(record("b", HALF), record("a", HALF))
    (pair,) = found.pairs
    assert (pair.first, pair.difference, pair.p, pair.detectable) == ("a", 0, 1, None)
    assert (found.detectable, found.no_detectable) == (
        None,
        "no difference varies between documents, or none is defined",
    )


def test_five_documents_can_show_no_difference_and_six_can() -> None:
    # All documents differ: of 32 ways of swapping two are extreme, 0.0625; of 64, 0.03125.
    few, enough = (
        table(record("a", ALL, documents=range(n)), record("b", (), documents=range(n)))
        for n in (5, 6)
    )
    assert (few.pairs[0].p, few.pairs[0].significant, few.pairs[0].detectable) == (
        1 / 16,
        False,
        None,
    )
    why = "5 documents are too few to show any: no p can be below 0.0625"
    assert (few.detectable, few.no_detectable) == (None, why)
    assert (enough.pairs[0].p, enough.pairs[0].significant) == (1 / 32, True)
    assert enough.no_detectable == "no difference varies between documents, or none is defined"


def test_other_scores_than_the_primary_one_are_compared_on_request() -> None:
    found = compared(record("a", ALL), record("b", HALF), metric=None).tables[0]
    # favor and against: precision 1, recall 1/2; neutral: 0. Gold has no neutral to be missed.
    assert found.metric == "macro-f1"
    assert found.standings[1].value == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)


def test_the_signature_says_how_it_was_made_and_reads_back() -> None:
    signature = Signature.parse(table(record("a", ALL), record("b", HALF)).signature)
    expected = (
        "alpha=0.05|correction=holm|documents=12|metric=accuracy|power=0.8|resamples=1000|seed=0"
        "|slice=all|split=test|systems=2|task=stance@1|trials=10000|unit=documents"
    )
    assert set(Signature.parse(expected).fields) <= set(signature.fields)
    assert signature["corpus"].startswith("sha256:")
    assert {"package", "schema", "interval", "test"} <= dict(signature.fields).keys()


def test_the_signature_of_all_tasks_has_their_options() -> None:
    names = ("attribution", "stance-extraction")
    records = [record(s, r, task=t) for t in names for s, r in (("a", ALL), ("b", HALF))]
    signature = Signature.parse(compare(records, settings=SETTINGS).tables[-1].signature)
    assert signature["option.attribution.match"] == "codepoint-dice"
    assert signature["option.stance-extraction.identity"] == "codepoint-dice"


def test_other_threads_are_another_signature() -> None:
    def signed(threads: dict[str, str]) -> Signature:
        found = compare(
            [record("a", ALL), record("b", HALF)], settings=SETTINGS, threads=threads
        ).tables[0]
        return Signature.parse(found.signature)

    threads = {gold.id: thread_of(gold) for gold in GOLDS}
    one, turned = signed(threads), signed(dict(reversed(threads.items())))
    assert one == turned
    # As many threads, with other documents in them.
    other = signed({**threads, "d00": threads["d11"], "d11": threads["d00"]})
    assert {key for key, value in one.fields if value != other[key]} == {"threads"}


def test_every_number_that_there_is_not_has_a_reason() -> None:
    # One resample in which only the documents without answer are drawn: nobody has a precision.
    one, other = (record(s, [n], left_out=sorted({*ALL} - {n})) for s, n in (("a", 1), ("b", 3)))
    for seed in range(50):
        settings = Settings(trials=100, resamples=1, seed=seed)
        found = compare([one, other], settings=settings, metric="favor.p").tables[0]
        (pair,) = found.pairs
        spans = [(item.low, item.no_interval) for item in found.standings]
        for low, reason in (*spans, (pair.low, pair.no_interval)):
            assert (low is None) == (reason is not None)
        assert (pair.detectable is None) == (pair.no_detectable is not None)
    assert pair.no_detectable == "the difference is defined in fewer than two resamples"


def test_threads_are_swapped_and_drawn_whole() -> None:
    threads = {gold.id: thread_of(gold) for gold in GOLDS}
    found = compare(
        [record("a", ALL), record("b", HALF)], settings=SETTINGS, metric="accuracy", threads=threads
    )
    (only,) = found.tables
    assert (only.unit, only.units) == ("threads", 4)
    # The six documents that differ are two of the four threads.
    assert (only.pairs[0].p, only.pairs[0].trials) == (2 / 4, 4)
    assert Signature.parse(only.signature)["unit"] == "threads"


def test_the_overall_score_is_the_mean_and_documents_are_swapped_in_all_tasks_at_once() -> None:
    names = ("stance", "stance-extraction")
    records = [record(s, r, task=t) for t in names for s, r in (("a", ALL), ("b", HALF))]
    found = compare(records, settings=SETTINGS)
    assert [item.task for item in found.tables] == ["stance@1", "stance-extraction@1", "overall"]
    assert found.left_out == {}
    overall = found.tables[-1]
    # macro-f1 is 4/9 (see above), and 6 of 12 tuples are found.
    assert overall.standings[1].value == pytest.approx((4 / 9 + 1 / 2) / 2)
    assert (overall.units, overall.pairs[0].trials) == (12, 64)


def test_there_is_no_overall_score_where_a_system_has_no_record_of_a_task() -> None:
    records = [record("a", ALL), record("b", HALF), record("a", ALL, task="stance-extraction")]
    found = compare(records, settings=SETTINGS)
    assert [item.task for item in found.tables] == ["stance@1"]
    why = "only 'a' has a record of it"
    assert found.left_out == {
        "stance-extraction": why,
        "overall": f"stance-extraction: {why}",
    }


def test_an_undefined_score_is_last_with_its_reason() -> None:
    # Without any prediction nothing is said to be neutral: the precision is undefined.
    found = compared(
        record("a", (), left_out=ALL), record("b", HALF), record("c", ()), metric="neutral.p"
    )
    (only,) = found.tables
    assert [(item.system, item.value) for item in only.standings[:2]] == [("b", 0), ("c", 0)]
    last = only.standings[2]
    assert (last.system, last.value, last.missing) == ("a", None, 12)
    assert last.reason
    pair = next(pair for pair in only.pairs if "a" in {pair.first, pair.second})
    assert (pair.difference, pair.p, pair.p_holm, pair.significant) == (None, None, None, False)
    assert pair.reason == f"a has no score: {last.reason}"


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_a_seed_gives_the_same_comparison_twice(seed: int) -> None:
    settings = msgspec.structs.replace(SETTINGS, seed=seed, trials=50)
    records = [record("a", ALL), record("b", HALF)]
    assert compare(records, settings=settings) == compare(records[::-1], settings=settings)


def test_the_best_system_and_its_ties() -> None:
    # Seven documents differ between a and b, and one between a and c.
    records = [record("b", range(5)), record("c", ALL[1:]), record("a", ALL)]
    found = best_and_ties(records, trials=10_000, seed=0)
    assert found["stance@1"].p_holm == {"b": 2 * 2 / 128, "c": 1}
    assert (found["stance@1"].system, found["stance@1"].ties) == ("a", ("c",))
    strict = best_and_ties(records, trials=10_000, seed=0, alpha=0.01)
    assert strict["stance@1"].ties == ("c", "b")


def test_a_system_without_score_is_no_tie() -> None:
    # Gold has no stance: what predicts none has no F1, what predicts one has 0.
    golds = [article(name, **entities(a=[1], b=[2])) for name in ("d0", "d1")]
    wrong = repeat(
        article("d0", **entities(a=[1], b=[2]), stances=(stance("s", "a", "b", "favor"),))
    )
    task = tasks.get("stance-extraction")
    records = [
        result(
            score(task, golds, {"d0": answer}, resamples=0, seed=0),
            system=system,
            created="2026-01-01",
        )
        for system, answer in (("silent", repeat(golds[0])), ("x", wrong), ("y", wrong))
    ]
    (found,) = best_and_ties(records, trials=99, seed=0).values()
    assert (found.system, found.ties) == ("x", ("y",))
    assert found.p_holm == {"silent": None, "y": 1}
    assert best_and_ties(records[:1], trials=99, seed=0) == {}


def changed(record: Result, **fields: str) -> Result:
    """The record with other fields in its signature."""
    signature = dict(Signature.parse(record.signature).fields) | fields
    return msgspec.structs.replace(record, signature=str(Signature.of(signature)))


A, B = record("a", ALL), record("b", HALF)


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([], "nothing to compare: no record is given"),
        ([A], "nothing to compare: stance: only 'a' has a record of it"),
        ([A, A], "two records of stance@1 are of the system 'a'"),
        ([A, changed(B, corpus="sha256:0")], "the corpus is sha256:bd.* in the one, sha256:0 in"),
        ([A, record("b", HALF, split="dev")], "the split is test in the one, dev in the other"),
        ([A, changed(B, slice="noise=none")], "the slice is all in the one, noise=none in"),
        ([A, changed(B, **{"option.x": "y"})], "the option.x is not given in the one, y in"),
        ([A, changed(B, task="stance@2")], "the task is stance@1 in the record, and stance@2"),
        ([A, changed(B, documents="11")], "the documents is 12 in the record, and 11"),
        (
            [record("a", (), documents=[0]), record("b", (0,), documents=[0])],
            "nothing to compare: stance@1: there are fewer than two documents",
        ),
    ],
)
def test_records_that_cannot_be_compared_are_refused(records: list[Result], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare(records, settings=SETTINGS)


def test_other_documents_are_named() -> None:
    other = msgspec.structs.replace(B, documents=(Counted(id="other", counts={}), *B.documents[1:]))
    with pytest.raises(InputError, match="'b' lacks 1 of the documents that 'a' has: d00"):
        compare([A, other], settings=SETTINGS)


def test_a_score_that_its_counts_do_not_give_is_refused() -> None:
    better = msgspec.structs.replace(B.scores["accuracy"], value=0.75)
    forged = msgspec.structs.replace(B, scores={**B.scores, "accuracy": better})
    with pytest.raises(
        InputError, match=r"accuracy of stance@1 is 0\.750000, its counts give 0\.5"
    ):
        compare([A, forged], settings=SETTINGS)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"trials": 0}, "trials is 0"), ({"alpha": 1.5}, "alpha is 1.5"), ({"seed": -1}, "seed is")],
)
def test_settings_that_cannot_be_are_refused(change: dict[str, float], message: str) -> None:
    settings = msgspec.structs.replace(SETTINGS, **change)
    with pytest.raises(InputError, match=message):
        compare([A, B], settings=settings)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: compared(A, B, metric="nope"), UnknownNameError, "stance@1 has no metric 'nope'"),
        (
            lambda: compare([A, B], settings=SETTINGS, threads={"d00": "t0"}),
            InputError,
            "the thread of 'd01' is not known",
        ),
    ],
)
def test_what_is_unknown_is_named(
    call: Callable[[], object], error: type[CommuniqueError], message: str
) -> None:
    with pytest.raises(error, match=message):
        call()
