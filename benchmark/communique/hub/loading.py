"""The corpus as `datasets` objects, straight from its Parquet: no network, no cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from communique._paths import data_dir
from communique.corpus import read_splits
from communique.errors import InputError, MissingFileError, UnknownNameError
from communique.hub import shapes
from communique.hub.card import parquet_path
from communique.hub.configs import CONFIGS, Config
from communique.hub.libraries import library
from communique.hub.rows import Row, from_article_row
from communique.hub.tables import read_table
from communique.model import Article


def load(config: str = "articles", split: str | None = None, *, corpus: Path | None = None) -> Any:
    """Return one split as a `datasets.Dataset`, or without `split` all as a `DatasetDict`.

    `corpus` is the corpus folder, the shipped one by default. The rows equal those of
    `datasets.load_dataset(<the folder>, config)`. A split without rows is not there.

    Raises:
        UnknownNameError: no such configuration, or it has no such split.
        MissingFileError: the Parquet files are not built.
        InputError: they were built with other columns or labels than this version has.
        MissingExtraError: a library of the extra `hub` is not installed.
    """
    found = CONFIGS.get(config)
    folder = data_dir("corpus") if corpus is None else Path(corpus)
    paths = {name: folder / parquet_path(config, name) for name in read_splits(folder).splits}
    paths = {name: path for name, path in paths.items() if path.is_file()}
    if not paths:
        raise MissingFileError(
            f"{folder}: no Parquet files of {config!r} in it", hint="run `communique build`"
        )
    if split is None:
        read = {name: _read(path, found, name) for name, path in paths.items()}
        return library("datasets").DatasetDict(read)
    if split not in paths:
        raise UnknownNameError(
            f"unknown split {split!r} of {config!r}", hint=f"there are {', '.join(paths)}"
        )
    return _read(paths[split], found, split)


def _read(path: Path, config: Config, split: str) -> Any:
    datasets = library("datasets")
    info = datasets.DatasetInfo(description=config.about, config_name=config.name)
    found = datasets.Dataset(read_table(path), info=info, split=datasets.NamedSplit(split))
    if found.features != shapes.features(config.shape):
        raise InputError(
            f"{path}: its columns or labels are not those of this version",
            hint="run `communique build`, or install the version that the corpus goes with",
        )
    return found


def to_article(row: Row) -> Article:
    """Return the record of a row of the configuration `articles`, as `load` gives it.

    Raises:
        InputError: the row is of another configuration.
    """
    if missing := [name for name in shapes.ARTICLES if name not in row]:
        raise InputError(
            f"the row has no {', '.join(missing)}",
            hint="give a row of the configuration `articles`",
        )
    return from_article_row(shapes.unpack(row, shapes.ARTICLES))
