"""Label metrics of whole tasks, over several documents, against the installed scikit-learn."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from communique import tasks
from communique.evaluate import Scores, score
from communique.model import FactualityJudgement
from communique.ontology import labels
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
)

from tests.scoring_fixture import (
    article,
    at,
    attribution,
    entities,
    event,
    prediction,
    stance,
)

VALUES, SIDES = labels("factuality_values"), labels("stance_labels")
COMMITMENTS, BASES = labels("commitments"), labels("stance_bases")
UNANSWERED = "-"
Answers = list[list[tuple[str, str]]]
"""For each document, gold label and answer of its items."""


def answers(values: tuple[str, ...], *, unanswered: bool) -> st.SearchStrategy[Answers]:
    given_ = (*values, UNANSWERED) if unanswered else values
    item = st.tuples(st.sampled_from(values), st.sampled_from(given_))
    documents = st.lists(st.lists(item, max_size=6), min_size=1, max_size=3)
    return documents.filter(any)


def flat(documents: Answers) -> tuple[list[str], list[str]]:
    gold, pred = zip(*(item for document in documents for item in document), strict=True)
    return list(gold), list(pred)


def factuality(documents: Answers) -> Scores:
    golds, preds = [], {}
    for number, items in enumerate(documents):
        name = f"d{number}"
        events = (event(f"e{n}", n, factuality=gold) for n, (gold, _) in enumerate(items))
        golds.append(article(name, events=tuple(events)))
        preds[name] = prediction(
            name,
            factuality=tuple(
                FactualityJudgement(event=f"e{n}", value=pred)
                for n, (_, pred) in enumerate(items)
                if pred != UNANSWERED
            ),
        )
    return score(tasks.get("factuality"), golds, preds, resamples=0, seed=0)


def stances(documents: Answers, bases: tuple[str | None, ...] = (None,)) -> Scores:
    golds, preds = [], {}
    for number, items in enumerate(documents):
        name = f"d{number}"
        layers = entities(**{f"x{n}": [n] for n in range(len(items) + 1)})
        made = [
            (f"s{n}", f"x{n}", f"x{n + 1}", *item, bases[n % len(bases)])
            for n, item in enumerate(items)
        ]
        given_ = (stance(i, holder, to, gold, basis=b) for i, holder, to, gold, _, b in made)
        said = (stance(i, h, to, pred) for i, h, to, _, pred, _ in made if pred != UNANSWERED)
        golds.append(article(name, stances=tuple(given_), **layers))
        preds[name] = prediction(name, stances=tuple(said))
    return score(tasks.get("stance"), golds, preds, resamples=0, seed=0)


def sklearn(function: Any, *args: Any, **options: Any) -> Any:
    """The figure without the warning that a class has no items: there it is NaN, as asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args, zero_division=np.nan, **options)


def value(found: Scores, name: str) -> float:
    figure = found.metrics[name].value
    return np.nan if figure is None else figure


def assert_classes(found: Scores, documents: Answers, values: tuple[str, ...]) -> None:
    gold, pred = flat(documents)
    theirs = sklearn(precision_recall_fscore_support, gold, pred, labels=list(values))
    for part, figures in zip("prf", theirs[:3], strict=True):
        name = "f1" if part == "f" else part
        ours = [value(found, f"{label}.{name}") for label in values]
        assert ours == pytest.approx(list(figures), nan_ok=True)
    assert value(found, "accuracy") == pytest.approx(accuracy_score(gold, pred))
    macro = sklearn(f1_score, gold, pred, labels=list(values), average="macro")
    assert value(found, "macro-f1") == pytest.approx(macro)


def assert_matrix(found: Scores, documents: Answers, values: tuple[str, ...], name: str) -> None:
    names = [*values, UNANSWERED]
    matrix = confusion_matrix(*flat(documents), labels=names)
    cells = [
        [sum(row[f"{name}.{g}.{p}"] for row in found.counts.values()) for p in names]
        for g in values
    ]
    assert cells == matrix[:-1].tolist()


@given(answers(VALUES, unanswered=True))
@settings(deadline=None)
def test_factuality_is_scikit_learns(documents: Answers) -> None:
    found = factuality(documents)
    assert_classes(found, documents, VALUES)
    assert_matrix(found, documents, VALUES, "value")


@given(answers(SIDES, unanswered=True))
@settings(deadline=None)
def test_stance_is_scikit_learns(documents: Answers) -> None:
    found = stances(documents)
    assert_classes(found, documents, SIDES)
    assert_matrix(found, documents, SIDES, "all")
    # F_avg of SemEval-2016 Task 6: the mean of the F1 of favor and of against.
    asked = {"labels": ["favor", "against"], "average": "macro"}
    expected = sklearn(f1_score, *flat(documents), **asked)
    assert value(found, "favor-against-f1") == pytest.approx(expected, nan_ok=True)


@given(answers(SIDES, unanswered=False))
@settings(deadline=None)
def test_accuracy_is_micro_f1_where_all_is_answered(documents: Answers) -> None:
    micro = f1_score(*flat(documents), average="micro")
    assert value(stances(documents), "accuracy") == pytest.approx(micro)


@given(answers(SIDES, unanswered=True))
@settings(deadline=None)
def test_stated_and_enacted_stances_are_scored_apart(documents: Answers) -> None:
    found = stances(documents, BASES)
    for number, basis in enumerate(BASES):
        part = [items[number :: len(BASES)] for items in documents]
        if any(part):
            expected = sklearn(f1_score, *flat(part), labels=list(SIDES), average="macro")
            assert value(found, f"basis.{basis}.macro-f1") == pytest.approx(expected)
        else:
            assert np.isnan(value(found, f"basis.{basis}.macro-f1"))


@given(answers(COMMITMENTS, unanswered=False))
@settings(deadline=None)
def test_commitments_of_known_contents_are_scikit_learns(documents: Answers) -> None:
    golds, preds = [], {}
    for number, items in enumerate(documents):
        name = f"d{number}"
        sides = [
            tuple(
                attribution(f"a{n}", at(5 * n, 5 * n + 3), commitment=item[side])
                for n, item in enumerate(items)
            )
            for side in (0, 1)
        ]
        golds.append(article(name, attributions=sides[0]))
        preds[name] = prediction(name, attributions=sides[1])
    found = score(tasks.get("attribution"), golds, preds, resamples=0, seed=0)
    names = list(COMMITMENTS)
    macro = sklearn(f1_score, *flat(documents), labels=names, average="macro")
    assert value(found, "commitment.macro-f1") == pytest.approx(macro)
    per_class = sklearn(f1_score, *flat(documents), labels=names, average=None)
    ours = [value(found, f"commitment.{name}.f1") for name in names]
    assert ours == pytest.approx(list(per_class), nan_ok=True)
