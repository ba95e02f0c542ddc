"""Rows as typed Arrow tables, and tables as Parquet files and back."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from communique.errors import InputError
from communique.hub.configs import Config
from communique.hub.libraries import library
from communique.hub.shapes import features, pack
from communique.model import Article

Table = Any
"""A `pyarrow.Table`, whose types are known only where pyarrow is installed."""


def make_table(config: Config, articles: Iterable[Article]) -> Table:
    """Return the rows of the articles that have the configuration's layer.

    Raises:
        InputError: a record holds a reference that leads nowhere; the message names it.
        MissingExtraError: `pyarrow` or `datasets` is not installed.
    """
    packed = [
        pack(row, config.shape)
        for article in articles
        if config.layer is None or config.layer in article.layers
        for row in config.rows(article)
    ]
    schema = features(config.shape).arrow_schema
    return library("pyarrow").Table.from_pylist(packed, schema=schema)


def encode_table(table: Table) -> bytes:
    """Return the table as Parquet; the same bytes for the same table and version of pyarrow."""
    out = io.BytesIO()
    # Statistics would repeat whole texts as the least and the greatest of their column.
    library("pyarrow.parquet").write_table(table, out, compression="zstd", write_statistics=False)
    return out.getvalue()


def read_table(path: Path) -> Table:
    """Return the table of one Parquet file: of that file only, whatever its folders are called.

    Raises:
        InputError: the file is no Parquet.
    """
    try:
        with library("pyarrow.parquet").ParquetFile(path) as file:
            return file.read()
    except library("pyarrow").ArrowInvalid as error:
        raise InputError(f"{path}: {error}", hint="run `communique build`") from None


def content_bytes(table: Table) -> bytes:
    """Return the rows as JSON lines: what digests and sizes are made from.

    Unlike Parquet's bytes and Arrow's buffers, they are the same under every version of pyarrow.
    """
    rows = (msgspec.json.encode(row, order="deterministic") for row in table.to_pylist())
    return b"".join(row + b"\n" for row in rows)


def difference(expected: Table, found: Table) -> str | None:
    """Say where two tables first differ in types or content; nothing where they are equal."""
    if difference := _type_difference(expected, found):
        return difference
    if expected.equals(found):
        return None
    if expected.num_rows != found.num_rows:
        return f"{found.num_rows} rows, the records give {expected.num_rows}"
    pairs = zip(expected.to_pylist(), found.to_pylist(), strict=True)
    row, (wanted, got) = next((i, pair) for i, pair in enumerate(pairs) if pair[0] != pair[1])
    column = next(name for name in wanted if wanted[name] != got[name])
    return f"row {row} ({wanted['id']}), column {column!r} is not what the records give"


def _type_difference(expected: Table, found: Table) -> str | None:
    if expected.column_names != found.column_names:
        columns = set(expected.column_names) ^ set(found.column_names)
        return f"columns differ: {', '.join(sorted(columns)) or 'their order'}"
    from_schema = library("datasets").Features.from_arrow_schema
    wanted, got = from_schema(expected.schema), from_schema(found.schema)
    for name, feature in wanted.items():
        if feature != got[name]:
            return f"column {name!r} is of another type or has other labels"
    return None
