from __future__ import annotations

import random

import msgspec
import numpy as np
import pytest
from communique.agreement import agree, differences, reliability
from communique.errors import InputError
from communique.model import (
    Argument,
    Article,
    Attribution,
    Source,
)
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tests.agreement_fixture import LAYERS, article, other, span


def f1(a: Article, b: Article, layer: str, item: str) -> float | None:
    return agree([a], [b], seed=0, resamples=0).figure(layer, item).value


class TestStatistics:
    """Values worked by hand, or published with the statistic."""

    def test_kappa_of_the_textbook_table(self) -> None:
        # 50 items: 20 + 15 agree; p_o = 0.7, p_e = 0.5 * 0.6 + 0.5 * 0.4 = 0.5; kappa = 0.4
        assert reliability.kappa(np.array([[20, 5], [10, 15]])) == pytest.approx(0.4)

    def test_alpha_of_krippendorffs_nominal_example(self) -> None:
        # Krippendorff (2011), section B: two observers, 12 units, labels a … e; alpha = 0.692
        # 9 units agree; by hand (23 * 18 - 104) / (24 * 23 - 104) = 310 / 448
        table = np.zeros((5, 5), int)
        for x, y in zip("aabbdcccedda", "babbbccceddd", strict=True):
            table["abcde".index(x), "abcde".index(y)] += 1
        assert reliability.alpha(table) == pytest.approx(310 / 448)

    @given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=1))
    def test_kappa_is_scikit_learns(self, pairs: list[tuple[str, str]]) -> None:
        a, b = zip(*pairs, strict=True)
        table = np.zeros((3, 3), int)
        for x, y in pairs:
            table["xyz".index(x), "xyz".index(y)] += 1
        ours = float(reliability.kappa(table))
        if len(set(a) | set(b)) == 1:
            assert np.isnan(ours)
        else:
            assert ours == pytest.approx(cohen_kappa_score(a, b))

    def test_chance_agreement_of_one_is_undefined_not_zero(self) -> None:
        assert np.isnan(reliability.kappa(np.array([[7, 0], [0, 0]])))
        assert np.isnan(reliability.alpha(np.array([[7, 0], [0, 0]])))


class TestAgree:
    def test_an_annotation_agrees_with_itself_wherever_defined(self) -> None:
        found = agree([article()], [article()], seed=0, resamples=0)
        assert {f.value for f in found.figures} <= {1.0, None}
        assert all(f.reason for f in found.figures if f.value is None)

    def test_every_annotated_layer_has_figures(self) -> None:
        found = agree([article()], [article()], seed=0, resamples=0)
        assert {f.layer for f in found.figures} == set(LAYERS)

    def test_swapping_the_annotators_changes_no_value(self) -> None:
        there = agree([article()], [other()], seed=0, resamples=0)
        back = agree([other()], [article()], seed=0, resamples=0)
        assert [f.value for f in there.figures] == pytest.approx(
            [f.value for f in back.figures], nan_ok=True
        )

    @pytest.mark.parametrize("seed", range(5))
    def test_the_order_of_items_does_not_matter(self, seed: int) -> None:
        mix = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
        second = other()
        mixed = {
            name: tuple(mix.sample(getattr(second, name), len(getattr(second, name))))
            for name in ("entities", "mentions", "events", "attributions", "stances", "sentiments")
        }
        shuffled = msgspec.structs.replace(second, **mixed)
        assert (
            agree([article()], [shuffled], seed=0, resamples=0).figures
            == agree([article()], [second], seed=0, resamples=0).figures
        )

    def test_a_layer_that_one_side_did_not_annotate_is_not_compared(self) -> None:
        bare = article(layers=("events", "entities"))
        found = agree([article()], [bare], seed=0, resamples=0)
        assert {f.layer for f in found.figures} == {"entities", "events"}

    def test_articles_of_one_side_or_other_texts_are_named(self) -> None:
        longer = msgspec.structs.replace(article().metadata, text_sha256="0" * 64)
        first = [article(), article(id="only-here"), article(id="changed")]
        second = [article(), article(id="changed", metadata=longer)]
        found = agree(first, second, seed=0, resamples=0)
        assert found.documents == ("lm-trawler",)
        assert [(item.id, item.reason) for item in found.left_out] == [
            ("changed", "the two have different texts under this id"),
            ("only-here", "only the first has it"),
        ]

    def test_nothing_in_common_is_an_error(self) -> None:
        with pytest.raises(InputError, match="no article in common"):
            agree([article()], [article(id="another")], seed=0)

    def test_an_id_twice_on_one_side_is_an_error(self) -> None:
        with pytest.raises(InputError, match="holds article 'lm-trawler' twice"):
            agree([article(), article()], [article()], seed=0)

    def test_a_reference_to_nothing_is_an_error_with_a_hint(self) -> None:
        events = (
            msgspec.structs.replace(
                article().events[0], arguments=(Argument(role="theme", ref="nobody"),)
            ),
        )
        plain = (
            msgspec.structs.replace(
                article().events[0], arguments=(Argument(role="theme", spans=(span("trawler"),)),)
            ),
        )
        with pytest.raises(InputError, match="refers to 'nobody'") as caught:
            agree([article(events=events)], [article(events=plain)], seed=0)
        assert "communique validate" in caught.value.hint

    def test_same_seed_same_interval(self) -> None:
        first = [article(id=f"d-{i}") for i in range(4)]
        second = [other(id=f"d-{i}") if i % 2 else article(id=f"d-{i}") for i in range(4)]
        runs = [agree(first, second, seed=seed, resamples=200) for seed in (0, 0, 1)]
        assert runs[0] == runs[1]
        figure = runs[0].figure("events", "trigger exact")
        assert figure.low is not None
        assert figure.high is not None
        assert figure.value is not None
        assert figure.low < figure.value < figure.high
        assert runs[0].signature != runs[2].signature

    def test_one_article_has_no_interval(self) -> None:
        figure = agree([article()], [other()], seed=0).figure("events", "trigger exact")
        assert (figure.low, figure.high) == (None, None)


class TestFiguresByHand:
    """`article()` against `other()`, counted by hand."""

    @pytest.mark.parametrize(
        ("layer", "item", "both", "a", "b"),
        [
            ("entities", "mention extent", 6, 7, 7),
            ("entities", "mention head", 7, 7, 7),
            ("entities", "mention head + type", 6, 7, 7),
            ("events", "trigger exact", 4, 5, 5),
            ("events", "trigger overlap", 5, 5, 5),
            ("events", "trigger overlap + category", 4, 5, 5),
            ("events", "arguments", 2, 4, 4),  # e2's theme and e4's
            ("events", "coreference links", 0, 1, 0),
            ("attributions", "content exact", 1, 2, 1),
            ("attributions", "source exact", 0, 2, 1),
            ("attributions", "source overlap", 1, 2, 1),
            ("attributions", "relation overlap", 1, 2, 1),
            ("attributions", "relation exact", 0, 2, 1),
            ("attributions", "source entity", 1, 2, 1),
            ("stances", "pairs", 1, 2, 1),
            ("stances", "pairs + label", 0, 2, 1),
            ("stances", "pairs of the author", 0, 1, 0),
            ("sentiments", "expression exact", 1, 1, 1),
            ("sentiments", "expression overlap + polarity", 0, 1, 1),
            ("sentiments", "holder", 0, 1, 0),
            ("sentiments", "target", 1, 1, 1),
        ],
    )
    def test_counts(self, layer: str, item: str, both: int, a: int, b: int) -> None:
        figure = agree([article()], [other()], seed=0, resamples=0).figure(layer, item)
        assert (figure.both, figure.a, figure.b) == (both, a, b)
        assert figure.value == pytest.approx(2 * both / (a + b))

    @pytest.mark.parametrize(
        ("layer", "item", "statistic", "value"),
        [
            # categories: 4 of 5 equal; A: COERCE 2, REJECT, ASSAULT, ACCUSE; B: COERCE 3 …
            ("events", "category", "accuracy", 4 / 5),
            ("events", "category", "kappa", (4 / 5 - 8 / 25) / (1 - 8 / 25)),
            ("factuality", "factuality", "accuracy", 4 / 5),
            ("attributions", "kind", "accuracy", 0.0),
            ("stances", "basis", "accuracy", 0.0),
            ("sentiments", "quoted", "accuracy", 0.0),
        ],
    )
    def test_labels(self, layer: str, item: str, statistic: str, value: float) -> None:
        found = agree([article()], [other()], seed=0, resamples=0)
        assert found.figure(layer, item, statistic).value == pytest.approx(value)

    def test_chains(self) -> None:
        # A: Lhosan Its | Maravel Maravel | trawler trawler | guard; B puts Its with the guard.
        # MUC: 3 links on each side, 2 in common. B³, either way: 1/2 + 1/2 + 2 + 2 + 1 = 6 of 7.
        # CEAFe: 2/3 + 1 + 1 + 2/3 = 10/3 of 4.
        found = agree([article()], [other()], seed=0, resamples=0)
        values = [
            found.figure("coreference", "chains, heads overlap", statistic).value
            for statistic in ("muc", "b3", "ceafe", "conll")
        ]
        expected = [2 / 3, 6 / 7, 5 / 6]
        assert values == pytest.approx([*expected, sum(expected) / 3])

    def test_chains_of_equal_extents_miss_a_mention_of_another_extent(self) -> None:
        figure = agree([article()], [other()], seed=0, resamples=0).figure(
            "coreference", "chains, extents equal", "conll"
        )
        assert (figure.both, figure.a, figure.b) == (6, 7, 7)

    def test_content_inside_another_is_not_the_same_content(self) -> None:
        inner = Attribution(id="x", content=(span("refused"),), cue=(span("said"),))
        assert f1(article(), article(attributions=(inner,)), "attributions", "content overlap") == 0

    def test_a_stance_on_a_coreferent_event_is_on_the_same_target(self) -> None:
        moved = tuple(
            msgspec.structs.replace(s, target="e1") if s.id == "s1" else s
            for s in article().stances
        )
        assert f1(article(), article(stances=moved), "stances", "pairs + label") == 1

    def test_entities_are_known_by_their_mentions_not_their_ids(self) -> None:
        renamed = {"lho": "x9", "mar": "x1", "boat": "x2", "guard": "x3"}
        base = article()
        again = article(
            entities=tuple(
                msgspec.structs.replace(
                    e, id=renamed[e.id], part_of=renamed[e.part_of] if e.part_of else None
                )
                for e in base.entities
            ),
            mentions=tuple(
                msgspec.structs.replace(m, entity=renamed[m.entity]) for m in base.mentions
            ),
            attributions=tuple(
                msgspec.structs.replace(
                    a, source=Source(spans=a.source.spans, entity=renamed[a.source.entity or ""])
                )
                for a in base.attributions
                if a.source
            ),
            stances=tuple(
                msgspec.structs.replace(
                    s,
                    holder=renamed.get(s.holder, s.holder),
                    target=renamed.get(s.target, s.target),
                )
                for s in base.stances
            ),
        )
        found = agree([base], [again], seed=0, resamples=0)
        assert {f.value for f in found.figures} <= {1.0, None}
        assert differences(base, again) == []
