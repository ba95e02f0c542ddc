"""Sets of records on disk: folders, files and JSONL; the corpus' splits; and writing safely."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from communique._folders import RECORDS, files_below, records_root
from communique._paths import data_dir
from communique.codec import decode, encode
from communique.errors import CommuniqueError, InputError, UnknownNameError
from communique.model import Article
from communique.signature import digest

_BUFFER = 1 << 20
"""Bytes read at a time: a record is much longer than what files are read in by default."""
SHIPPED = "corpus"
"""Where data are asked for, this name means the corpus that comes with the package."""


class Splits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`splits.json`: which story threads belong to which split."""

    schema_version: str
    splits: dict[str, tuple[str, ...]]

    def of(self, article: Article) -> str | None:
        """Return the article's split, or nothing where its thread has none."""
        thread = article.metadata.thread
        return next((name for name, ids in self.splits.items() if thread in ids), None)


class _Digest(msgspec.Struct, frozen=True):
    """What a split is named by."""

    digest: str


class _Manifest(msgspec.Struct, frozen=True):
    """What `MANIFEST.json` says of version and digests; it says more."""

    corpus_version: str
    digest: str
    splits: dict[str, _Digest]


def corpus_digest(records: Iterable[Article]) -> str:
    """Return the digest of the records' canonical bytes, whatever their order."""
    return digest(encode(record) for record in sorted(records, key=lambda record: record.id))


def corpus_fields(corpus: str) -> dict[str, str]:
    """Return what a signature says of records: their digest and, where it is known, a version."""
    version = version_of(corpus)
    return {"corpus": corpus, **({"corpus-version": version} if version else {})}


@cache
def version_of(corpus: str) -> str | None:
    """Return the version of the shipped corpus, where the digest is its own or a split's."""
    path = data_dir("corpus") / "MANIFEST.json"
    if not path.is_file():  # not built yet
        return None
    manifest = msgspec.json.decode(path.read_bytes(), type=_Manifest)
    known = {manifest.digest, *(split.digest for split in manifest.splits.values())}
    return manifest.corpus_version if corpus in known else None


def record_files(path: Path) -> list[Path]:
    """Return the record files under a folder (`*.json`, `*.jsonl`), sorted; or the file itself.

    Where the folder has a subfolder `articles`, as the corpus has, only that is read.

    Raises:
        InputError: there is no such file or folder, or the folder holds no record or cannot be
            read.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise InputError(f"{path}: no such file or folder", hint="name a record, JSONL or folder")
    root = records_root(str(path))
    found = files_below(root, RECORDS)
    if not found:
        raise InputError(f"{root}: no *.json or *.jsonl below it", hint="name a folder of records")
    return [Path(name) for name in found]


def read_records(paths: Path | Sequence[Path]) -> Iterator[Article]:
    """Yield the records of files and folders, in sorted order of files; JSONL line by line.

    Raises:
        InputError: a file is no record; the message names the file (and the line in JSONL).
    """
    for path in [paths] if isinstance(paths, Path) else paths:
        for file in record_files(path):
            yield from _read_file(file)


def _read_file(file: Path) -> Iterator[Article]:
    if file.suffix != ".jsonl":
        yield _decode(file.read_bytes(), str(file))
        return
    with file.open("rb", buffering=_BUFFER) as lines:
        for number, line in enumerate(lines, 1):
            if not line.isspace():
                yield _decode(line, f"{file}:{number}")


def _decode(data: bytes, where: str) -> Article:
    try:
        return decode(data)
    except CommuniqueError as error:
        raise InputError(f"{where}: {error.message}", hint=error.hint) from None


def read_record(file: Path) -> Article:
    """Return the one record of a file.

    Raises:
        InputError: the file cannot be read, or is no record.
    """
    return _decode(_read_bytes(file), str(file))


def read_text(file: Path) -> str:
    """Return a text file's content exactly as it is: no newline translated, none dropped.

    Raises:
        InputError: the file cannot be read, or is not UTF-8.
    """
    try:
        return _read_bytes(file).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 at byte {error.start}", hint="save as UTF-8") from None


def read_bounded(file: Path, most: int) -> bytes:
    """Return a file's bytes, of which no more than `most` are read: what is endless ends here.

    Raises:
        InputError: the file cannot be read, or has more bytes.
    """
    try:
        with file.open("rb") as data:
            found = data.read(most + 1)
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}", hint="name a file that exists") from None
    if len(found) > most:
        hint = "name another file: none that belongs here is so large"
        raise InputError(f"{file}: larger than {most >> 20} MiB", hint=hint)
    return found


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}", hint="name a file that exists") from None


def read_splits(corpus: Path | None = None) -> Splits:
    """Return the splits of the corpus folder (the shipped one by default)."""
    path = (corpus or data_dir("corpus")) / "splits.json"
    return msgspec.json.decode(path.read_bytes(), type=Splits)


def read_split(split: str, corpus: Path | None = None) -> list[Article]:
    """Return the records of one split of a corpus folder, sorted by file.

    Raises:
        UnknownNameError: the corpus has no split of that name.
    """
    folder = corpus or data_dir("corpus")
    splits = read_splits(folder)
    if split not in splits.splits:
        raise UnknownNameError(
            f"unknown split {split!r}", hint=f"the corpus has {', '.join(splits.splits)}"
        )
    return [article for article in read_records(folder) if splits.of(article) == split]


def write_file(path: Path, data: bytes) -> None:
    """Write beside, then rename: the file is whole or as it was before.

    Raises:
        InputError: it cannot be written.
    """
    try:
        _write_beside(path, data)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be written: {error.strerror or error}",
            hint="name a place that can be written, with room for it",
        ) from None


def _write_beside(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def slug(name: str) -> str:
    """Return a name as an id: lowercase ASCII letters, digits and single hyphens."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:120].strip("-")


def data_path(name: str) -> Path:
    """Return the file or folder; `corpus` is the shipped one where none of the name is at hand."""
    path = Path(name)
    return data_dir("corpus") if name == SHIPPED and not path.exists() else path


def read_data(name: str, split: str | None) -> list[Article]:
    """Return the records of a file, a folder or the shipped corpus; of one split where named.

    Raises:
        InputError: there is no such file or folder, or a split is named and it has no splits.
        UnknownNameError: it has no split of that name.
    """
    path = data_path(name)
    if split is None:
        return list(read_records(path))
    if not (path / "splits.json").is_file():
        raise InputError(f"{path}: has no splits.json", hint="leave --split out, or name a corpus")
    return read_split(split, path)
