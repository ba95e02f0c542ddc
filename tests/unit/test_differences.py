from __future__ import annotations

from itertools import pairwise

import pytest
from communique.agreement import differences
from communique.errors import InputError

from tests.agreement_fixture import article, other


class TestDifferences:
    def test_none_between_equal_annotations(self) -> None:
        assert differences(article(), article()) == []

    def test_every_known_difference_is_listed_once(self) -> None:
        found = [(d.layer, d.kind, d.field, d.a, d.b) for d in differences(article(), other())]
        assert found == [
            ("entities", "extent", "mention", "“Maravel trawler”", "“trawler”"),
            ("coreference", "link", "entity", "Lhosan (GPE)", "coast guard (ORG)"),
            ("events", "argument", "actor", "Lhosan (GPE)", "coast guard (ORG)"),
            ("events", "label", "role", "theme: Maravel trawler (VEH)", "recipient: trawler (VEH)"),
            ("events", "label", "category", "ASSAULT", "COERCE"),
            ("events", "extent", "trigger", "“shot at”", "“shot”"),
            ("events", "link", "same event as", "“seized” (e1)", None),
            ("factuality", "label", "factuality", "CT+", "Uu"),
            ("attributions", "extent", "source", "“Its coast guard”", "“coast guard”"),
            ("attributions", "label", "kind", "mixed", "indirect"),
            (
                "attributions", "only-a", "attribution",
                "Maravel / denied: indirect denies", None,
            ),
            ("stances", "only-a", "stance", "author → Lhosan (GPE): neutral (stated)", None),
            (
                "stances", "label", "basis of Maravel (GPE) → “seizure” (e5)",
                "stated", "enacted",
            ),
            (
                "stances", "label", "label of Maravel (GPE) → “seizure” (e5)",
                "against", "neutral",
            ),
            ("sentiments", "argument", "holder", "coast guard (ORG)", None),
            ("sentiments", "label", "polarity", "negative", "neutral"),
            ("sentiments", "label", "quoted", "true", "false"),
        ]  # fmt: skip

    def test_numbers_run_through_and_places_ascend_within_a_layer(self) -> None:
        found = differences(article(), other())
        assert [d.number for d in found] == list(range(1, len(found) + 1))
        assert all(x.start <= y.start for x, y in pairwise(found) if x.layer == y.layer)

    def test_the_place_is_shown_in_context(self) -> None:
        found = {d.field: d for d in differences(article(), other())}
        assert found["category"].context == (
            "…denied that the trawler was ⟦shot at⟧, and denounced the seizure."
        )

    def test_an_extra_item_of_b_is_only_b(self) -> None:
        found = differences(article(stances=()), article())
        assert [(d.kind, d.a_id, d.b_id) for d in found] == [
            ("only-b", None, "s2"),
            ("only-b", None, "s1"),
        ]

    def test_without_text_offsets_stand_for_the_words(self) -> None:
        found = differences(article(text=None), other(text=None))
        assert found[0].context.startswith("[")

    def test_two_texts_are_an_error(self) -> None:
        with pytest.raises(InputError, match="no article in common"):
            differences(article(), article(id="another"))
