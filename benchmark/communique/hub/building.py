"""The corpus' derived files, made from its records: Parquet, card and manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from communique.codec import canonical
from communique.corpus import Splits as ThreadSplits
from communique.corpus import read_records, read_splits, write_file
from communique.errors import InputError
from communique.hub.card import COUNTS, Card, make_card, parquet_path, read_card
from communique.hub.configs import CONFIGS, Config
from communique.hub.manifest import (
    Manifest,
    Splits,
    encode_manifest,
    make_manifest,
    read_manifest,
)
from communique.hub.tables import Table, difference, encode_table, make_table, read_table
from communique.model import Article

NONE: Mapping[str, str] = MappingProxyType({})


class Derived(NamedTuple):
    """What the records give: tables by configuration and split, manifest, card."""

    tables: dict[str, dict[str, Table]]
    manifest: Manifest
    card: Card


def derive(corpus: Path, sections: Mapping[str, str]) -> Derived:
    """Return what the derived files of a corpus folder must hold.

    Raises:
        InputError: records, splits or card are missing or do not fit together.
        MissingExtraError: a library of the extra `hub` is not installed.
    """
    splits = _read_splits(corpus)
    written = read_card(corpus / "README.md")
    manifest = make_manifest(splits, written.version)
    tables = {name: _tables(config, splits) for name, config in CONFIGS.items()}
    tables = {name: found for name, found in tables.items() if found}
    card = make_card(written, splits, manifest, tables)
    for name, text in sections.items():
        card = card.with_section(name, text)
    return Derived(tables, manifest, card)


def _tables(config: Config, splits: Splits) -> dict[str, Table]:
    """Return the tables that have rows: `datasets` can load no split without any."""
    found = {split: make_table(config, articles) for split, articles in splits.items()}
    return {split: table for split, table in found.items() if table.num_rows}


def _read_splits(corpus: Path) -> Splits:
    """Return the articles of each split in canonical form, sorted by id."""
    for name in ("articles", "splits.json"):
        if not (corpus / name).exists():
            raise InputError(f"{corpus}: it holds no {name!r}", hint="name a corpus folder")
    splits = read_splits(corpus)
    for name in splits.splits:
        if not re.fullmatch(r"\w+", name):
            raise InputError(f"split {name!r}: `datasets` refuses the name", hint="rename it")
    found: dict[str, list[Article]] = {name: [] for name in splits.splits}
    seen: set[str] = set()
    for article in sorted(read_records(corpus / "articles"), key=lambda article: article.id):
        if article.id in seen:
            raise InputError(f"article {article.id!r} is there twice", hint="ids must be unique")
        seen.add(article.id)
        found[_split_of(article, splits)].append(canonical(article))
    return found


def _split_of(article: Article, splits: ThreadSplits) -> str:
    split = splits.of(article)
    if split is None:
        raise InputError(
            f"article {article.id!r}: its thread {article.metadata.thread!r} is in no split",
            hint="name the thread in `splits.json`",
        )
    return split


def build(corpus: Path, sections: Mapping[str, str] = NONE) -> list[Path]:
    """Write the derived files of a corpus folder; return those that changed, sorted.

    A Parquet file that already holds the right content is left as it is, whichever version of
    pyarrow wrote it; one that no configuration names is removed. `sections` are texts for further
    generated sections of the card, by name.

    Raises:
        InputError: records, splits or card are missing or do not fit together.
        MissingExtraError: a library of the extra `hub` is not installed.
    """
    derived = derive(corpus, sections)
    changed = []
    for path, table in _files(corpus, derived):
        if _table_problem(path, table):
            write_file(path, encode_table(table))
            changed.append(path)
    for path in _strays(corpus, derived):
        path.unlink()
        changed.append(path)
    texts = {
        corpus / "MANIFEST.json": encode_manifest(derived.manifest),
        corpus / "README.md": derived.card.encode(),
    }
    for path, data in texts.items():
        if not path.is_file() or path.read_bytes() != data:
            write_file(path, data)
            changed.append(path)
    return sorted(changed)


def check(corpus: Path, sections: Mapping[str, str] = NONE) -> list[str]:
    """Return what differs between the derived files and the records; nothing where all is fresh.

    Content is compared, never the bytes of Parquet. `sections` as for `build`.

    Raises:
        InputError: records, splits or card are missing or do not fit together.
        MissingExtraError: a library of the extra `hub` is not installed.
    """
    derived = derive(corpus, sections)
    problems = [
        f"{path}: {problem}"
        for path, table in _files(corpus, derived)
        if (problem := _table_problem(path, table))
    ]
    problems += [f"{path}: nothing gives this file" for path in _strays(corpus, derived)]
    problems += [
        f"{corpus / 'MANIFEST.json'}: {item}" for item in _manifest_problems(corpus, derived)
    ]
    problems += [
        f"{corpus / 'README.md'}: {item}" for item in _card_problems(corpus, derived, sections)
    ]
    return problems


def _files(corpus: Path, derived: Derived) -> Iterator[tuple[Path, Table]]:
    for config, tables in derived.tables.items():
        for split, table in tables.items():
            yield corpus / parquet_path(config, split), table


def _strays(corpus: Path, derived: Derived) -> list[Path]:
    wanted = {path for path, _ in _files(corpus, derived)}
    return sorted(set((corpus / "data").rglob("*.parquet")) - wanted)


def _table_problem(path: Path, table: Table) -> str | None:
    if not path.is_file():
        return "is missing"
    try:
        return difference(table, read_table(path))
    except InputError as error:
        return error.message


def _manifest_problems(corpus: Path, derived: Derived) -> Iterator[str]:
    try:
        found = read_manifest(corpus)
    except InputError:
        yield "is missing or of another form"
        return
    for name in derived.manifest.__struct_fields__:
        wanted, got = getattr(derived.manifest, name), getattr(found, name)
        if isinstance(wanted, dict):
            keys = [key for key in sorted({*wanted, *got}) if wanted.get(key) != got.get(key)]
            yield from (f"{name}: {key!r} is not what the records give" for key in keys)
        elif wanted != got:
            yield f"{name} is {got!r}, the records give {wanted!r}"


def _card_problems(corpus: Path, derived: Derived, sections: Mapping[str, str]) -> Iterator[str]:
    found = read_card(corpus / "README.md")
    for name in sorted({*derived.card.generated, *found.generated}):
        if derived.card.generated.get(name) != found.generated.get(name):
            yield f"front matter: {name!r} is not what the records give"
    for name in (COUNTS, *sections):
        if derived.card.section(name) != found.section(name):
            yield f"the section {name!r} is not what the records give"
