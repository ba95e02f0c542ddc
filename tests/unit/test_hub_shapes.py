"""What a row looks like is said once, in full, and with the ontology's labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from communique import ontology
from communique.errors import InputError, UnknownNameError
from communique.hub import CONFIGS
from communique.hub.shapes import ARTICLES, METADATA, Label, features, pack, unpack
from communique.model import Article, Metadata

datasets = pytest.importorskip("datasets", reason="needs the extra hub")


def model_shape(kind: Any) -> Any:
    """The names of a model type as a shape has them: structs as dictionaries, tuples as lists."""
    if isinstance(kind, msgspec.inspect.UnionType):
        (kind,) = (t for t in kind.types if not isinstance(t, msgspec.inspect.NoneType))
    if isinstance(kind, msgspec.inspect.Metadata):
        return model_shape(kind.type)
    if isinstance(kind, msgspec.inspect.StructType):
        return {field.encode_name: model_shape(field.type) for field in kind.fields}
    if isinstance(kind, msgspec.inspect.VarTupleType):
        return [model_shape(kind.item_type)]
    return "value"


def names(shape: Any) -> Any:
    if isinstance(shape, dict):
        return {name: names(inner) for name, inner in shape.items()}
    if isinstance(shape, list):
        return [names(shape[0])]
    return "value"


def labels_of(shape: Any, feature: Any) -> Iterator[tuple[Label, Any]]:
    """Pairs of the labels in a shape and the features at the same place."""
    if isinstance(shape, Label):
        yield shape, feature
    elif isinstance(shape, dict):
        for name, inner in shape.items():
            yield from labels_of(inner, feature[name])
    elif isinstance(shape, list):
        assert isinstance(feature, datasets.List)
        yield from labels_of(shape[0], feature.feature)


def test_a_row_of_articles_has_every_field_of_the_model_and_no_other() -> None:
    record = model_shape(msgspec.inspect.type_info(Article))
    flat = {**record.pop("metadata"), **record}
    assert names(ARTICLES) == flat


def test_metadata_is_flat_in_a_row_without_hiding_a_field_of_the_record() -> None:
    assert set(METADATA) == set(Metadata.__struct_fields__)
    assert not set(METADATA) & set(Article.__struct_fields__)


@pytest.mark.parametrize("name", list(CONFIGS))
def test_class_labels_are_the_ontology_in_its_order(name: str) -> None:
    shape = CONFIGS.get(name).shape
    found = list(labels_of(shape, features(shape)))
    for label, feature in found:
        assert isinstance(feature, datasets.ClassLabel)
        assert tuple(feature.names) == ontology.labels(label.vocabulary)
    # Attribution, coreference and all others hold labels: an empty list would prove nothing.
    assert found


def test_dates_are_strings() -> None:
    made = features(ARTICLES)
    assert made["published"] == datasets.Value("string")
    assert made["provenance"]["date"] == datasets.Value("string")


def test_unpack_is_the_inverse_of_pack_and_null_stays_null() -> None:
    shape: Any = {"a": [Label("stance_labels")], "b": Label("stance_labels"), "c": "string"}
    row = {"a": ["neutral", None, "favor"], "b": None, "c": "favor"}
    assert pack(row, shape) == {"a": [2, None, 0], "b": None, "c": "favor"}
    assert unpack(pack(row, shape), shape) == row


def test_a_label_outside_the_vocabulary_is_an_error_that_names_the_labels() -> None:
    with pytest.raises(InputError, match="'sideways'") as caught:
        pack({"a": "sideways"}, {"a": Label("stance_labels")})
    assert "favor, against, neutral" in caught.value.hint


def test_a_configuration_that_is_not_there_is_an_error_with_near_names() -> None:
    with pytest.raises(UnknownNameError) as caught:
        CONFIGS.get("stances")
    assert "stance" in caught.value.hint
