"""Validate bytes, records, files and folders: the gate first, the rules only where it is unsure."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from communique._collector import paused_collector
from communique.diagnostics import Finding, Severity, Where
from communique.errors import UnknownNameError
from communique.model import Article
from communique.validate.across import Across
from communique.validate.forking import can_fork, share_out
from communique.validate.gate import clean, fits
from communique.validate.sources import Source, locate, records_of
from communique.validate.surroundings import NOTHING, Surroundings, around

if TYPE_CHECKING:
    from communique.validate.rule import Rule

_DECODER = msgspec.json.Decoder(Article)
_MANY = 128
"""Files from which it pays to share the work out."""


class Checked(NamedTuple):
    """What validating gave."""

    findings: list[Finding]
    records: int
    """How many records were looked at."""


def decode_fast(data: bytes) -> Article | None:
    """Return the record, or `None` where only the schema itself can tell what is wrong."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def validate_article(
    article: Article, file: str = "", *, stem: str | None = None, beside: Surroundings = NOTHING
) -> list[Finding]:
    """Return what is wrong with a record, without line numbers.

    `stem` is the stem of the record's own file, `beside` the corpus around it; what is not given
    is not checked.
    """
    if clean(article, stem) and fits(article, beside):
        return []
    return list(examine(article, file, stem, beside))


def examine(
    article: Article, file: str, stem: str | None, beside: Surroundings
) -> Iterator[Finding]:
    """Yield what the rules that look at one record find, without asking the gate.

    A level with errors hides those below it.
    """
    from communique.validate.facts import Facts  # noqa: PLC0415 - only where the gate is unsure
    from communique.validate.rules import RULES  # noqa: PLC0415

    facts = Facts(article, stem)
    has_errors = False
    for level in ("STR", "REF", "SEM", "COR"):
        for rule in (rule for _, rule in RULES.items() if rule.level == level):
            if not _applies(rule, article):
                continue
            hits = rule.check(facts) if rule.takes == "facts" else rule.check(facts, beside)
            for found in hits:
                has_errors |= rule.severity is Severity.ERROR
                yield rule.finding(found, file)
        if has_errors:
            return


def _applies(rule: Rule, article: Article) -> bool:
    return (
        rule.takes in {"facts", "beside"}
        and not (rule.written and article.metadata.origin != "written")
        and not (rule.needs_text and article.text is None)
    )


def validate_bytes(
    data: bytes,
    file: str = "",
    *,
    stem: str | None = None,
    line: int = 0,
    beside: Surroundings = NOTHING,
) -> list[Finding]:
    """Return what is wrong with a JSON record, each finding with line and column.

    `line` is the record's line in a JSONL file (0: the data is the whole file).
    """
    return _validate(Source(file, "", data, stem, line), beside)[1]


def _validate(source: Source, beside: Surroundings) -> tuple[Article | None, list[Finding]]:
    article = decode_fast(source.data)
    if article is None:
        return _judge(source, beside)
    if clean(article, source.stem) and fits(article, beside):
        return article, []
    found = examine(article, source.file, source.stem, beside)
    return article, _placed(found, source)


def _judge(source: Source, beside: Surroundings) -> tuple[Article | None, list[Finding]]:
    """Let the schema tell what is wrong with a record that the fast decoder refused."""
    from communique.validate import schema  # noqa: PLC0415 - only where a record is refused
    from communique.validate.rules import RULES  # noqa: PLC0415

    try:
        article, hits = schema.read(source.data)
    except schema.NotJSONError as error:
        finding = RULES.get(error.name).finding(error.hit, source.file)
        line = source.line or error.line
        where = Where(source.file, line, error.col, "$")
        return None, [msgspec.structs.replace(finding, where=where)]
    found = [RULES.get(name).finding(hit, source.file) for name, hit in hits]
    if article is not None:
        found += examine(article, source.file, source.stem, beside)
    return article, _placed(found, source)


def _placed(findings: Iterable[Finding], source: Source) -> list[Finding]:
    """Return the findings with line and column, in the order of the file."""
    from communique.validate.places import Places  # noqa: PLC0415 - only where there are findings

    found = list(findings)
    if not found:
        return found
    places = Places(source.data.decode("utf-8"), source.line)
    return sorted((places.put(f) for f in found), key=_by_place)


def _by_place(finding: Finding) -> tuple[str, int, int, str]:
    return finding.where.file, finding.where.line, finding.where.col, finding.rule


def _validate_form(source: Source, beside: Surroundings) -> tuple[Article | None, list[Finding]]:
    """Compile an authoring form, then check the record that it makes."""
    from pathlib import Path  # noqa: PLC0415 - forms only

    from communique.authoring import compile_text  # noqa: PLC0415 - needs ruamel
    from communique.validate.places import Places  # noqa: PLC0415

    text = source.data.decode("utf-8", errors="surrogateescape")
    compiled = compile_text(text, source.file, Path(source.folder or "."))
    found = list(compiled.findings)
    if compiled.article is not None:
        places = Places.of_form(compiled.positions)
        checked = validate_article(compiled.article, source.file, beside=beside)
        found += [places.put(finding) for finding in checked]
    return compiled.article, sorted(found, key=_by_place)


def _standard_input() -> bytes:
    return sys.stdin.buffer.read()


class _Part(msgspec.Struct):
    """What validating some of the files gave."""

    findings: list[Finding]
    records: int
    across: Across


def _validate_files(files: Sequence[str], stdin: Callable[[], bytes]) -> _Part:
    part = _Part([], 0, Across())
    with paused_collector():
        for file in files:
            for source in records_of(file, stdin):
                part.records += 1
                beside = around(source.folder) if file != "-" else NOTHING
                validate = _validate_form if source.form else _validate
                article, found = validate(source, beside)
                part.findings += found
                if article is not None:
                    part.across.add(article, file, source.folder, source.line)
    return part


def validate_paths(
    paths: Sequence[str], *, stdin: Callable[[], bytes] | None = None, workers: int = 1
) -> Checked:
    """Validate records, forms, JSONL files and folders, each alone and all against each other.

    `-` among the paths is what `stdin` returns (by default the process's standard input). Where
    there are many files they are shared out to `workers` processes, if the system can fork them.

    Raises:
        InputError: a path cannot be read, or has nothing to validate.
    """
    files, read = locate(paths), stdin or _standard_input
    if workers > 1 and len(files) >= _MANY and "-" not in files and can_fork():
        size = -(-len(files) // workers)
        shares = [files[at : at + size] for at in range(0, len(files), size)]
        parts = share_out(lambda share: _validate_files(share, read), shares, _Part)
    else:
        parts = [_validate_files(files, read)]
    across = Across()
    for part in parts:
        across.join(part.across)
    findings = [finding for part in parts for finding in part.findings]
    return Checked(findings + across.findings(), sum(part.records for part in parts))


def select(
    findings: Iterable[Finding], chosen: Sequence[str] = (), ignored: Sequence[str] = ()
) -> list[Finding]:
    """Return the findings whose rule id begins with one of `chosen` (none: all), none of `ignored`.

    Raises:
        UnknownNameError: a prefix fits no rule.
    """
    for prefix in (*chosen, *ignored):
        if not prefix.startswith("AUT"):  # the rules of the authoring form are its own
            _require_known(prefix)
    wanted = tuple(chosen) or ("",)
    return [
        f for f in findings if f.rule.startswith(wanted) and not f.rule.startswith(tuple(ignored))
    ]


def _require_known(prefix: str) -> None:
    from communique.validate.rules import RULES  # noqa: PLC0415 - only where something is selected

    if not any(name.startswith(prefix) for name in RULES):
        raise UnknownNameError(
            f"no rule begins with {prefix!r}", hint="`communique rules` lists them"
        )
