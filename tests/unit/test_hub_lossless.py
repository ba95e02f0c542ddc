"""A record goes through Parquet and comes back byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from communique.codec import encode
from communique.corpus import write_file
from communique.errors import InputError
from communique.hub import CONFIGS, to_article
from communique.hub.shapes import pack
from communique.hub.tables import encode_table, make_table, read_table
from communique.model import Article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import inspect

from tests.corpus_fixture import articles

pytest.importorskip("datasets", reason="needs the extra hub")

Strategy = st.SearchStrategy[Any]
TEXT = st.characters(exclude_categories=["Cs"])


def texts(kind: inspect.StrType) -> Strategy:
    if kind.pattern:
        found = st.from_regex(kind.pattern, fullmatch=True)
        return found.filter(lambda text: len(text) <= (kind.max_length or len(text)))
    return st.text(TEXT, min_size=kind.min_length or 0, max_size=min(kind.max_length or 8, 8))


def values(kind: Any) -> Strategy:
    """Any value that the decoder lets through for a type of the model."""
    make: dict[Any, Callable[[Any], Strategy]] = {
        inspect.Metadata: lambda k: values(k.type),
        inspect.UnionType: lambda k: st.one_of([values(inner) for inner in k.types]),
        inspect.StructType: lambda k: st.builds(
            k.cls, **{field.name: values(field.type) for field in k.fields}
        ),
        inspect.VarTupleType: lambda k: st.lists(
            values(k.item_type), min_size=k.min_length or 0, max_size=2
        ).map(tuple),
        inspect.LiteralType: lambda k: st.sampled_from(k.values),
        inspect.StrType: texts,
        inspect.IntType: lambda _: st.integers(0, 2**31 - 1),
        inspect.BoolType: lambda _: st.booleans(),
        inspect.NoneType: lambda _: st.none(),
    }
    return make[type(kind)](kind)


RECORDS = values(inspect.type_info(Article))


def through_parquet(records: list[Article], folder: Path) -> list[Article]:
    table = make_table(CONFIGS.get("articles"), records)
    write_file(folder / "articles.parquet", encode_table(table))
    return [to_article(row) for row in read_table(folder / "articles.parquet").to_pylist()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records=st.lists(RECORDS, min_size=1, max_size=2))
def test_every_record_comes_back_byte_for_byte(
    records: list[Article], tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = through_parquet(records, tmp_path_factory.mktemp("parquet"))
    assert [encode(article) for article in found] == [encode(article) for article in records]
    assert found == records


def test_the_records_of_the_fixture_come_back_byte_for_byte(tmp_path: Path) -> None:
    found = through_parquet(articles(), tmp_path)
    assert [encode(article) for article in found] == [encode(article) for article in articles()]


def test_a_folder_named_like_a_partition_adds_no_column(tmp_path: Path) -> None:
    assert through_parquet(articles(), tmp_path / "language=xx" / "id=1") == articles()


def test_a_row_of_another_configuration_is_an_error_that_names_what_is_missing() -> None:
    (row,) = CONFIGS.get("events").rows(articles()[0])
    with pytest.raises(InputError, match="title, language"):
        to_article(row)


def test_a_row_that_breaks_the_model_is_an_error() -> None:
    config = CONFIGS.get("articles")
    row = pack(config.rows(articles()[0])[0], config.shape)
    assert to_article(row) == articles()[0]
    with pytest.raises(InputError, match="id"):
        to_article({**row, "id": "Not A Slug"})
