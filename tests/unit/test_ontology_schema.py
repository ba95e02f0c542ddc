"""The enums of schema/article.schema.json are the ontology's label lists, in their order."""

from __future__ import annotations

import json
from typing import Any

import pytest
from communique import ontology
from communique._paths import data_dir

DEFINITIONS: dict[str, Any] = json.loads((data_dir("schema") / "article.schema.json").read_bytes())[
    "$defs"
]

VOCABULARIES = {
    "layer": "layers",
    "entity_type": "entity_types",
    "mention_level": "mention_levels",
    "event_category": "event_categories",
    "argument_role": "argument_roles",
    "factuality": "factuality_values",
    "attribution_kind": "attribution_kinds",
    "commitment": "commitments",
    "stance_label": "stance_labels",
    "stance_basis": "stance_bases",
    "polarity": "sentiment_polarities",
    "intensity": "sentiment_intensities",
    "outlet_kind": "outlet_kinds",
    "genre": "genres",
    "origin": "origins",
    "noise": "noise_kinds",
}


@pytest.mark.parametrize(("definition", "vocabulary"), sorted(VOCABULARIES.items()))
def test_enum_is_the_vocabulary(definition: str, vocabulary: str) -> None:
    assert tuple(DEFINITIONS[definition]["enum"]) == ontology.labels(vocabulary)


def test_every_enum_is_of_a_vocabulary() -> None:
    assert {name for name, shape in DEFINITIONS.items() if "enum" in shape} == set(VOCABULARIES)


def test_every_vocabulary_but_those_of_categories_and_systems_is_in_the_schema() -> None:
    folder = data_dir("schema") / "ontology"
    known = {path.stem for path in folder.glob("*.json")}
    assert known - set(VOCABULARIES.values()) == {"quad_classes", "system_kinds"}


def test_the_kinds_of_system_are_those_of_the_result_record() -> None:
    schema = json.loads((data_dir("schema") / "result.schema.json").read_bytes())
    kinds = schema["properties"]["card"]["properties"]["kind"]["enum"]
    assert tuple(kinds) == ontology.labels("system_kinds")


def test_categories_name_known_quad_classes_and_roles() -> None:
    for name in ontology.labels("event_categories"):
        category = ontology.category(name)
        assert category.quad_class in ontology.labels("quad_classes")
        assert set(category.roles) <= set(ontology.labels("argument_roles"))
