"""The guidelines teach every label: three examples of what it is, two of what it is not."""

from __future__ import annotations

import re

import pytest
from communique import ontology
from communique._paths import data_dir

PAGES = {
    "entities": ("entity_types", "mention_levels"),
    "events": ("event_categories", "argument_roles"),
    "factuality": ("factuality_values",),
    "attributions": ("attribution_kinds", "commitments"),
    "stances": ("stance_labels", "stance_bases"),
    "sentiments": ("sentiment_polarities", "sentiment_intensities"),
}


def page(name: str) -> str:
    return (data_dir("schema") / "guidelines" / f"{name}.md").read_text(encoding="utf-8")


def section(name: str, label: str) -> str:
    found = re.search(
        rf"^### `?{re.escape(label)}`?$\n(.*?)(?=^##|\Z)", page(name), re.MULTILINE | re.DOTALL
    )
    assert found, f"{name}.md has no section {label}"
    return found[1]


def examples(text: str, title: str) -> int:
    found = re.search(rf"^\*\*{title}\*\*$\n(.*?)(?=^\*\*|\Z)", text, re.MULTILINE | re.DOTALL)
    return len(re.findall(r"^- ", found[1], re.MULTILINE)) if found else 0


LABELS = [
    (name, label)
    for name, vocabularies in PAGES.items()
    for vocabulary in vocabularies
    for label in ontology.labels(vocabulary)
]


@pytest.mark.parametrize(("name", "label"), [*LABELS, ("sentiments", "quoted")])
def test_a_label_has_three_examples_and_two_counterexamples(name: str, label: str) -> None:
    text = section(name, label)
    assert examples(text, "Yes") >= 3
    assert examples(text, "No") >= 2


@pytest.mark.parametrize("category", ontology.labels("event_categories"))
def test_every_mode_of_a_category_is_explained(category: str) -> None:
    text = section("events", category)
    missing = [mode for mode in ontology.modes(category) if mode not in text]
    assert missing == []
