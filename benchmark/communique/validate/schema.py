"""The schema level: is it JSON, and of the record's shape? `jsonschema` finds, our words tell.

Records that the typed decoder takes never come here; what it refuses is judged by
`schema/article.schema.json` itself, so the two cannot disagree.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from communique._paths import data_dir
from communique.codec.untrusted import integer
from communique.model import Article
from communique.validate.rule import ERROR, RULES, Hit, clip, hit, rule

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

DEEPEST = 64
"""A record nests eight deep; what nests deeper than this is no record."""

_NAMES = {
    "object": "an object {…}",
    "array": "a list […]",
    "string": "a string",
    "integer": "a whole number",
    "boolean": "true or false",
}


class NotJSONError(ValueError):
    """The data cannot be read as JSON; `hit` is the finding, with line and column."""

    def __init__(self, name: str, found: Hit, line: int, col: int) -> None:
        """`name` is the rule's id; `line` and `col` count from 1."""
        super().__init__(name)
        self.name, self.hit, self.line, self.col = name, found, line, col


class Refusal(NamedTuple):
    """One error of the JSON Schema validator: where, which keyword, what was found."""

    path: str
    keyword: str
    instance: Any
    wanted: Any
    """The keyword's value in the schema: the labels of an `enum`, the bound of a `maximum`."""
    schema: dict[str, Any]


class Read(NamedTuple):
    """What reading a record that the fast decoder refused gives."""

    article: Article | None
    hits: list[tuple[str, Hit]]
    """Rule ids with their hits."""


@rule(
    "SCH-001",
    ERROR,
    "byte {byte} is not UTF-8: {what}",
    hint="save the file as UTF-8 without a byte order mark",
    takes="source",
)
def is_utf8(data: bytes) -> Iterator[Hit]:
    """Records are UTF-8 everywhere; another encoding changes every offset after the first é."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield hit("$", byte=0, what="the file begins with a byte order mark")
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield hit("$", byte=error.start, what=f"{data[error.start]:#04x}, {error.reason}")


@rule(
    "SCH-002",
    ERROR,
    "not JSON: {what}",
    hint="correct the file there, or write it with a JSON library",
    takes="source",
)
def is_json(error: json.JSONDecodeError | str) -> Iterator[Hit]:
    """What one parser reads and another refuses (NaN, trailing commas) is not portable."""
    yield hit("$", what=error if isinstance(error, str) else error.msg)


@rule(
    "SCH-003",
    ERROR,
    "{what} has no {field!r}",
    hint="add it: {about}",
    takes="source",
)
def fields_are_there(error: Refusal) -> Iterator[Hit]:
    """Every reader relies on the required fields."""
    path = error.path
    for field in error.wanted:
        if field not in error.instance:
            about = error.schema["properties"][field].get("description", "")
            yield hit(path, what=_name(path), field=field, about=about)


@rule(
    "SCH-004",
    ERROR,
    "{what} has the field {field!r}, which the schema does not know",
    hint="use a field of the schema: {near}",
    takes="source",
)
def fields_are_known(error: Refusal) -> Iterator[Hit]:
    """An unknown field is most often a misspelt one, and its content is lost."""
    path, known = error.path, error.schema["properties"]
    for field in error.instance:
        if field not in known:
            near = difflib.get_close_matches(field, known, n=1)
            advice = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            yield hit(f"{path}.{field}", what=_name(path), field=field, near=advice)


@rule(
    "SCH-005",
    ERROR,
    "{what} is {found}, not {expected}",
    hint="give the type that the schema states: {advice}",
    takes="source",
)
def types_are_right(error: Refusal) -> Iterator[Hit]:
    """A number given as a string is read by one tool and refused by the next."""
    path, expected = error.path, error.wanted
    advice = "leave the field out where there is nothing to say" if error.instance is None else ""
    advice = advice or error.schema.get("description", "see schema/FIELDS.md")
    yield hit(
        path,
        what=_name(path),
        found=_show(error.instance),
        expected=_NAMES[expected],
        advice=advice,
    )


@rule(
    "SCH-006",
    ERROR,
    "{what} is {found}, which is no label of the vocabulary",
    hint="use a label of the vocabulary: {near}",
    takes="source",
)
def labels_are_known(error: Refusal) -> Iterator[Hit]:
    """Label sets are closed: a label of one's own is scored by nobody."""
    path, known = error.path, [str(label) for label in error.wanted]
    same = [label for label in known if label.lower() == str(error.instance).lower()]
    near = same or difflib.get_close_matches(str(error.instance), known, n=1)
    advice = f"did you mean {near[0]!r}? " if near else ""
    advice += f"the labels are {', '.join(known)}"
    yield hit(path, what=_name(path), found=_show(error.instance), near=advice)


@rule(
    "SCH-007",
    ERROR,
    "{what} is {found}, which is not of the form {form}",
    hint="keep to the form: {about}",
    takes="source",
)
def forms_are_kept(error: Refusal) -> Iterator[Hit]:
    """Ids become file names, dates become dates, digests are compared letter by letter."""
    path = error.path
    form = error.schema.get("pattern", "without a line end")
    about = error.schema.get("description", "")
    yield hit(path, what=_name(path), found=_show(error.instance), form=form, about=about)


@rule(
    "SCH-008",
    ERROR,
    "{what} is {found}: {limit}",
    hint="keep within the limit: {about}",
    takes="source",
)
def limits_are_kept(error: Refusal) -> Iterator[Hit]:
    """Bounds keep out empty names, negative offsets and fragments without a span."""
    path, bound = error.path, error.wanted
    limit = {
        "minLength": f"it must have at least {bound} character(s)",
        "maxLength": f"it may have at most {bound} characters",
        "minimum": f"the least is {bound}",
        "maximum": f"the greatest is {bound}",
        "minItems": f"it must hold at least {bound}",
    }[error.keyword]
    about = error.schema.get("description", "")
    yield hit(path, what=_name(path), found=_show(error.instance), limit=limit, about=about)


@rule(
    "SCH-009",
    ERROR,
    "{what} is {found}, not {expected}",
    hint="this package reads version {expected} of the schema",
    takes="source",
)
def version_is_known(error: Refusal) -> Iterator[Hit]:
    """A record of another version may mean something else by the same fields."""
    path = error.path
    found, expected = _show(error.instance), _show(error.wanted)
    yield hit(path, what=_name(path), found=found, expected=expected)


@rule(
    "SCH-010",
    ERROR,
    "a string holds the lone surrogate {found}",
    hint="write the character itself, or both halves of its pair (\\ud83d\\ude00)",
    takes="source",
)
def strings_are_unicode(path: str, found: str) -> Iterator[Hit]:
    """Half a surrogate pair is no character: it cannot be written in UTF-8, nor counted."""
    yield hit(path, found=f"\\u{ord(found):04x}")


@rule(
    "STR-019",
    ERROR,
    "{what} is written {found}",
    hint="write {whole}: readers with typed numbers refuse a fraction",
    takes="source",
)
def whole_numbers_are_written_whole(path: str, found: float) -> Iterator[Hit]:
    """JSON Schema calls 3.0 whole, typed readers (this package's too) do not."""
    yield hit(path, what=_name(path), found=found, whole=int(found))


_KEYWORDS = {
    "required": "SCH-003",
    "additionalProperties": "SCH-004",
    "type": "SCH-005",
    "enum": "SCH-006",
    "pattern": "SCH-007",
    "not": "SCH-007",
    "minLength": "SCH-008",
    "maxLength": "SCH-008",
    "minimum": "SCH-008",
    "maximum": "SCH-008",
    "minItems": "SCH-008",
    "const": "SCH-009",
}
"""Keyword of the schema → the rule that speaks for it."""


def join(parts: Iterable[str | int]) -> str:
    """Return a JSON path: `$.events[3].mode`."""
    return "$" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in parts)


def _name(path: str) -> str:
    """Name a place in words: the field, or the record."""
    return "the record" if path == "$" else f"`{path[2:]}`"


def _show(value: Any) -> str:
    if isinstance(value, dict | list):
        kind = "an object" if isinstance(value, dict) else "a list"
        return f"{kind} of {len(value)}" if value else f"{kind} that is empty"
    return clip(value) if isinstance(value, str) else json.dumps(value)[:60]


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only where a record is refused

    schema = json.loads((data_dir("schema") / "article.schema.json").read_bytes())
    return Draft202012Validator(schema)


def _constant(name: str) -> Any:
    raise ValueError(name)


def parse(data: bytes) -> Any:
    """Return what the JSON says, strictly.

    Raises:
        NotJSONError: it is not UTF-8 or not JSON.
    """
    for found in is_utf8(data):
        byte = int(str(found.said["byte"]))
        line = data.count(b"\n", 0, byte) + 1
        raise NotJSONError("SCH-001", found, line, byte - data.rfind(b"\n", 0, byte))
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_constant, parse_int=integer)
    except json.JSONDecodeError as error:
        raise NotJSONError("SCH-002", next(is_json(error)), error.lineno, error.colno) from None
    except ValueError as error:
        raise _not_json(data, f"{error} is no JSON value", str(error)) from None
    except RecursionError:
        raise NotJSONError("SCH-002", next(is_json("it nests too deep")), 1, 1) from None
    return value


def _not_json(data: bytes, what: str, word: str) -> NotJSONError:
    before = data.decode("utf-8").partition(word)[0]
    line = before.count("\n") + 1
    return NotJSONError("SCH-002", next(is_json(what)), line, len(before) - before.rfind("\n"))


def _walk(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield everything in the value with its path, itself first, down to `DEEPEST`."""
    yield path, value
    if isinstance(value, dict | list) and len(path) <= DEEPEST:
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _walk(part, (*path, key))


_SURROGATE = re.compile("[\ud800-\udfff]")


def _unstorable(value: Any) -> Iterator[tuple[str, Hit]]:
    """Find what no record can hold whatever the schema says: lone surrogates, endless nesting."""
    for path, part in _walk(value):
        strings = [part] if isinstance(part, str) else part if isinstance(part, dict) else ()
        for string in strings:
            for found in _SURROGATE.findall(string):
                safe = [p if isinstance(p, int) else _SURROGATE.sub("?", p) for p in path]
                yield from (("SCH-010", h) for h in strings_are_unicode(join(tuple(safe)), found))
        if len(path) > DEEPEST:
            yield "SCH-002", next(is_json(f"it nests more than {DEEPEST} deep"))
            return


def _whole(value: Any) -> Any:
    """Return the value with whole floats made integers."""
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _refusals(value: Any) -> list[Refusal]:
    found: list[Refusal] = []
    for error in _validator().iter_errors(value):
        schema = error.schema if isinstance(error.schema, dict) else {}
        path, keyword = join(error.absolute_path), str(error.validator)
        found.append(Refusal(path, keyword, error.instance, error.validator_value, schema))
    return sorted(found, key=lambda refusal: refusal[:2])


def read(data: bytes) -> Read:
    """Read a record that the fast decoder refused; say what is wrong with it.

    Raises:
        NotJSONError: it is not UTF-8 or not JSON.
    """
    value = parse(data)
    hits = list(_unstorable(value))
    if not hits:
        for error in _refusals(value):
            name = _KEYWORDS[error.keyword]
            hits += [(name, found) for found in RULES.get(name).check(error)]
        hits = list({(name, h.path, str(h.said)): (name, h) for name, h in hits}.values())
    if hits:
        return Read(None, hits)
    for path, part in _walk(value):
        if isinstance(part, float):
            hits += [("STR-019", h) for h in whole_numbers_are_written_whole(join(path), part)]
    return Read(msgspec.convert(_whole(value), Article), hits)
