"""Scores of tags are those of seqeval: strict in three schemes, and its lenient default.

seqeval gives 0 where ours has no value. Sequences are random, so most are malformed.
"""

from __future__ import annotations

from typing import Any

import pytest
from communique.metrics.tags import Scheme, tag_counts
from hypothesis import assume, given, settings
from hypothesis import strategies as st

pytest.importorskip("seqeval")
from seqeval import scheme as schemes
from seqeval.metrics import classification_report

LETTERS = {"IOB2": "BI", "IOBES": "BIES", "BILOU": "BILU", "conlleval": "BIES"}
TYPES = ("PER", "LOC", "B-side")
FIGURES = {"p": "precision", "r": "recall", "f1": "f1-score"}
Sentences = list[list[str]]


def alphabet(scheme: Scheme) -> list[str]:
    return ["O", *LETTERS[scheme], *(f"{x}-{kind}" for x in LETTERS[scheme] for kind in TYPES)]


@st.composite
def taggings(draw: st.DrawFn, scheme: Scheme) -> tuple[Sentences, Sentences]:
    """Gold and prediction, alike in part."""
    tags = st.sampled_from(alphabet(scheme))
    lengths = draw(st.lists(st.integers(0, 7), min_size=1, max_size=5))
    gold = [draw(st.lists(tags, min_size=n, max_size=n)) for n in lengths]
    kept = st.booleans()
    return gold, [[tag if draw(kept) else draw(tags) for tag in sentence] for sentence in gold]


def report(gold: Sentences, pred: Sentences, scheme: Scheme) -> dict[str, dict[str, Any]]:
    strict = {} if scheme == "conlleval" else {"mode": "strict", "scheme": getattr(schemes, scheme)}
    found: dict[str, dict[str, Any]] = classification_report(
        gold, pred, output_dict=True, zero_division=0, **strict
    )
    return {
        name.removesuffix(" avg") if name.endswith(" avg") else f"label.{name}": row
        for name, row in found.items()
    }


@pytest.mark.parametrize("scheme", list(LETTERS))
@given(data=st.data())
@settings(max_examples=300)
def test_every_figure_is_that_of_seqeval(scheme: Scheme, data: st.DataObject) -> None:
    gold, pred = data.draw(taggings(scheme))
    counts = tag_counts(gold, pred, scheme=scheme)
    assume(counts.labels)  # without any span seqeval cannot average
    scores, rows = counts.scores(), report(gold, pred, scheme)
    assert {f"{name}.{part}" for name in rows for part in FIGURES} == scores.keys()
    for name, row in rows.items():
        for part, theirs in FIGURES.items():
            assert (scores[f"{name}.{part}"] or 0) == pytest.approx(row[theirs], abs=1e-12)
        of = "micro" if name in {"micro", "macro", "weighted"} else name
        assert counts.sums(counts.matrix.sum(0))[f"{of}.gold"] == row["support"]
