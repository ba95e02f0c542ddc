"""Every violation of `schema/prediction.schema.json` in one line: jsonschema finds, we tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from communique._paths import data_dir
from communique.predictions.rules import Note, note, plain, show

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

MOST = 100
"""So many violations of one line are told."""
_KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "boolean": "true or false",
}
_RULES = {
    "pattern": "it must match {}",
    "const": "it must be {}",
    "minLength": "it must have at least {} characters",
    "maxLength": "it may have at most {} characters",
    "minItems": "it must hold at least {}",
    "maxItems": "it may hold at most {}",
    "minimum": "the least is {}",
    "not": "it may have no line end",
}


@cache
def validator() -> Draft202012Validator:
    """Return the validator of a line; all that the schema refers to is at hand, nothing is fetched.

    `1.0` is no whole number to it, as to the typed reader.
    """
    from jsonschema import Draft202012Validator as Draft  # noqa: PLC0415 - slow to import
    from jsonschema.validators import extend  # noqa: PLC0415
    from referencing import Registry, Resource  # noqa: PLC0415

    loaded = [
        json.loads((data_dir("schema") / f"{name}.schema.json").read_bytes())
        for name in ("article", "prediction")
    ]
    resources = [(schema["$id"], Resource.from_contents(schema)) for schema in loaded]
    types = Draft.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    registry: Registry[Any] = Registry().with_resources(resources)
    strict = extend(Draft, type_checker=types)  # type: ignore[no-untyped-call]
    made: Draft202012Validator = strict(loaded[1], registry=registry)
    return made


def violations(value: Any) -> list[Note]:
    """Return a note for each violation, up to `MOST` of them, sorted by path."""
    found: dict[tuple[str, str], Note] = {}
    for error in validator().iter_errors(value):
        for item in _told(error):
            found.setdefault((item.path, item.said["what"]), item)
        if len(found) >= MOST:
            break
    return [found[key] for key in sorted(found)][:MOST]


def _told(error: ValidationError) -> Iterator[Note]:
    """Yield the sentence, or sentences, for one error of the validator."""
    path = "$" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
    name = f"`{path[2:]}`" if path != "$" else "the line"
    schema = error.schema if isinstance(error.schema, dict) else {}
    about = str(schema.get("description", "see schema/prediction.schema.json"))
    if error.validator == "enum":
        about = "write one of the labels, to the letter"
    elif error.validator == "additionalProperties":
        about = f"the fields are {', '.join(schema['properties'])}"
    for inner, what in islice(_sentences(error, path, name), MOST):
        yield note("PRE-006", inner, what=what, advice=plain(about))


def _sentences(error: ValidationError, path: str, name: str) -> Iterator[tuple[str, str]]:
    wanted: Any = error.validator_value
    value: Any = error.instance
    if error.validator == "required":
        yield from ((path, f"{name} has no `{f}`") for f in wanted if f not in value)
    elif error.validator == "additionalProperties":
        known = error.schema["properties"] if isinstance(error.schema, dict) else {}
        unknown = (field for field in value if field not in known)
        told = f"{name} has the unknown field"
        yield from ((f"{path}.{field[:60]}", f"{told} {show(field)}") for field in unknown)
    elif error.validator == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        expected = " or ".join(_KINDS[kind] for kind in kinds)
        yield path, f"{name} is {_shown(value)}, not {expected}"
    elif error.validator == "enum":
        labels = ", ".join(map(str, wanted))
        yield path, f"{name} is {_shown(value)}; the labels are {labels}"
    elif error.validator == "oneOf":
        ways = ", ".join(" and ".join(f"`{f}`" for f in way["required"]) for way in wanted)
        yield path, f"{name} must have exactly one of {ways}"
    elif error.validator == "dependentRequired":
        pairs = [(one, other) for one, others in wanted.items() for other in others if one in value]
        yield from ((path, f"{name} has `{a}` without `{b}`") for a, b in pairs if b not in value)
    elif error.validator != "not" or isinstance(value, str):
        rule = _RULES.get(str(error.validator), "it breaks the rule {}").format(_shown(wanted))
        yield path, f"{name} is {_shown(value)}; {rule}"


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return f"{'an object' if isinstance(value, dict) else 'a list'} of {len(value)}"
    return show(value) if isinstance(value, str) else plain(json.dumps(value), 60)
