"""Files and folders of brat standoff, one record at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from datetime import date
from pathlib import Path

from communique.codec import text_digest
from communique.corpus import read_text
from communique.errors import InputError, UnknownNameError
from communique.interop import brat
from communique.interop.convert import Converter
from communique.interop.mapping import Mapping
from communique.interop.polnear import POLNEAR
from communique.interop.report import Imported, Log
from communique.interop.texts import StandoffText, text_file
from communique.model import Article, Metadata, Provenance

PRESETS: MappingOf[str, Mapping] = {"polnear": POLNEAR}
TITLE = 1000


def import_path(form: str, path: Path, *, mapping: Mapping | None = None) -> Iterator[Imported]:
    """Yield the records of a file or folder in one of others' formats.

    `form` is `brat` with a mapping, or a preset's name.

    Raises:
        UnknownNameError: there is no such format.
        InputError: `brat` without a mapping; a path or text that is not there; two annotation
            files of one name by one annotator.
    """
    if form in PRESETS:
        return import_brat(path, mapping or PRESETS[form])
    if form != "brat":
        raise UnknownNameError(
            f"unknown format {form!r}", hint=f"known: brat, {', '.join(sorted(PRESETS))}"
        )
    if mapping is None:
        raise InputError(
            "brat files need a mapping from their types to records",
            hint="name a mapping file or a preset",
        )
    return import_brat(path, mapping)


def import_brat(path: Path, mapping: Mapping) -> Iterator[Imported]:
    """Yield one record for each `.ann` file of a folder, or for the file itself, in sorted order.

    Raises:
        InputError: as `import_path` says.
    """
    seen: dict[tuple[str | None, str], Path] = {}
    for file in _annotation_files(path):
        imported = _import_file(file, mapping)
        key = (imported.annotator, imported.article.id)
        if key in seen:
            raise InputError(
                f"{file}: gives the id {key[1]!r}, as {seen[key]} does",
                hint="rename one of the files; ids are made of the letters and digits of names",
            )
        seen[key] = file
        yield imported


def _annotation_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(path.rglob("*.ann"))
    if not found:
        raise InputError(f"{path}: no *.ann file there", hint="name a folder of brat files")
    return found


def _import_file(file: Path, mapping: Mapping) -> Imported:
    name = re.fullmatch(mapping.name_pattern, file.stem)
    parts = {key: value for key, value in name.groupdict().items() if value} if name else {}
    stem = parts.get("article", file.stem)
    source = text_file(file, (file.stem, stem))
    text = StandoffText(read_text(source))
    log = Log(str(file))
    if text.changed:
        log.add("IMP-010", 0, f"the text {source.name} is normalised; offsets are carried over")
    lines = brat.parse(read_text(file).split("\n"), log)
    annotator = parts.get("annotator")
    article = Article(
        schema_version="1.0",
        id=_slug(stem, file),
        metadata=_metadata(mapping, text.text, parts, file),
        layers=mapping.layers(),
        text=text.text,
        provenance=Provenance(annotators=(annotator,)) if annotator else None,
        **Converter(mapping, lines, text, log).layers(),
    )
    return Imported(article, annotator, tuple(log.findings))


def _slug(stem: str, file: Path) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:120].strip("-")
    if not slug:
        raise InputError(f"{file}: no id can be made of {stem!r}", hint="rename the file")
    return slug


def _metadata(mapping: Mapping, text: str, parts: MappingOf[str, str], file: Path) -> Metadata:
    outlet = parts.get("outlet")
    title = text.lstrip().partition("\n")[0].strip()[:TITLE] if mapping.title_line else ""
    return Metadata(
        language=mapping.language,
        origin="third-party",
        licence=mapping.licence,
        text_sha256=text_digest(text),
        text_length=len(text),
        title=title or None,
        outlet=mapping.outlets.get(outlet, outlet) if outlet else None,
        published=_date(parts.get("date")),
        source=f"{mapping.source}: {file.name}",
    )


def _date(value: str | None) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None
