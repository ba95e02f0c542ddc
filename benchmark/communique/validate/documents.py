"""The documents that are made from code and schema: `schema/RULES.md` and `schema/FIELDS.md`.

`python -m communique.validate.documents` writes them, `--check` compares.
"""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any

import click

from communique import ontology
from communique._paths import data_dir
from communique.authoring import AUTHORING_RULES
from communique.corpus import write_file
from communique.errors import UnknownNameError
from communique.validate.rule import LEVELS
from communique.validate.rules import RULES

_PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")
_WORDS = {"object": "object", "array": "list", "string": "text", "integer": "whole number",
          "boolean": "true or false"}  # fmt: skip


def readable(template: str) -> str:
    """Return a message's template with its blanks as words: `{holder!r}` becomes `<holder>`."""
    return _PLACEHOLDER.sub(r"<\1>", template)


def rule_rows() -> list[dict[str, Any]]:
    """Return all rules as plain rows: those of the authoring form, then level by level."""
    rows = [
        {
            "id": name,
            "level": "authoring form",
            "severity": "error",
            "message": title,
            "hint": "",
            "why": why,
            "since": "1.0",
            "written": False,
        }
        for name, (title, why) in AUTHORING_RULES.items()
    ]
    order = list(LEVELS)
    found = sorted((rule for _, rule in RULES.items()), key=lambda r: (order.index(r.level), r.id))
    rows += [
        {
            "id": rule.id,
            "level": LEVELS[rule.level],
            "severity": rule.severity.name.lower(),
            "message": readable(rule.message),
            "hint": readable(rule.hint),
            "why": rule.why,
            "since": rule.since,
            "written": rule.written,
        }
        for rule in found
    ]
    return rows


def explanation(name: str) -> str:
    """Return what `communique explain` says of a rule.

    Raises:
        UnknownNameError: there is no such rule; the hint names the nearest.
    """
    rows = {row["id"]: row for row in rule_rows()}
    row = rows.get(name.upper())
    if row is None:
        near = difflib.get_close_matches(name.upper(), rows, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else "`communique rules` lists them"
        raise UnknownNameError(f"unknown rule {name!r}", hint=hint)
    scope = "texts written for the corpus" if row["written"] else "every record"
    lines = [
        f"{row['id']}  {row['severity']}, level: {row['level']}, since {row['since']}, for {scope}",
        "",
        row["message"],
        "",
        f"Why:  {row['why']}",
    ]
    if row["hint"]:
        lines.append(f"Hint: {row['hint']}")
    return "\n".join(lines) + "\n"


_RULES_HEAD = """\
# Rules

What `communique validate` checks. Made from the code by `python -m communique.validate.documents`:
do not edit. Levels gate one another: a record with errors in one is not checked for the next.
*Written* rules hold only for texts written for the corpus (`metadata.origin`). Ids are never reused
or renamed. In messages, `<words>` stand for what is found.
"""


def rules_document() -> str:
    """Return `schema/RULES.md`."""
    parts, level = [_RULES_HEAD], ""
    for row in rule_rows():
        if row["level"] != level:
            level = row["level"]
            parts.append(f"\n## {level.capitalize()}\n")
        scope = ", written" if row["written"] else ""
        parts.append(f"\n### {row['id']}\n\n{row['severity']}{scope}: `{row['message']}`\n")
        parts.append(f"\n{row['why']}\n")
        if row["hint"]:
            parts.append(f"\nHint: `{row['hint']}`\n")
    return "".join(parts)


_FIELDS_HEAD = """\
# Fields

The article record, field by field. Made from `article.schema.json` and `ontology/` by
`python -m communique.validate.documents`: do not edit. Fields in **bold** are required. A field
that is absent is not known or does not apply; `null` is not allowed. All are since 1.0. What
predictions may say in words, in place of offsets and ids: [PREDICTIONS](PREDICTIONS.md).
"""


def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((data_dir("schema") / "article.schema.json").read_bytes())
    return loaded


def _type(shape: dict[str, Any]) -> str:
    """Name a shape: a link to its section, a kind of value, a list of it."""
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "const" in shape:
        return f"`{shape['const']}`"
    if shape["type"] == "array":
        return f"list of {_type(shape['items'])}"
    return _WORDS[shape["type"]]


def _table(shape: dict[str, Any]) -> str:
    lines = ["| field | value | meaning |", "| --- | --- | --- |"]
    for name, field in shape["properties"].items():
        shown = f"**`{name}`**" if name in shape["required"] else f"`{name}`"
        lines.append(f"| {shown} | {_type(field)} | {field['description']} |")
    return "\n".join(lines) + "\n"


def _labels(enum: list[str]) -> str:
    """Return the table of a vocabulary's labels, found by its list."""
    names = sorted(path.stem for path in (data_dir("schema") / "ontology").glob("*.json"))
    found = next(n for n in names if ontology.labels(n) == tuple(enum))
    vocabulary = ontology.vocabulary(found)
    lines = ["| label | meaning |", "| --- | --- |"]
    lines += [f"| `{label.label}` | {label.gloss} |" for label in vocabulary.labels]
    return "\n".join(lines) + f"\n\nSource: [`ontology/{found}.json`](ontology/{found}.json).\n"


def _limits(shape: dict[str, Any]) -> str:
    names = ("pattern", "minLength", "maxLength", "minimum", "maximum", "minItems")
    limits = [f"{name} `{shape[name]}`" for name in names if name in shape]
    return f"{_type(shape).capitalize()}; {', '.join(limits)}.\n"


def fields_document() -> str:
    """Return `schema/FIELDS.md`."""
    schema = _schema()
    parts = [_FIELDS_HEAD, f"\n## article\n\n{schema['description']}\n\n", _table(schema)]
    for name, shape in schema["$defs"].items():
        parts.append(f"\n## {name}\n\n{shape['description']}\n\n")
        if "enum" in shape:
            parts.append(_labels(shape["enum"]))
        elif "properties" in shape:
            parts.append(_table(shape))
        else:
            parts.append(_limits(shape))
    return "".join(parts)


DOCUMENTS = {"RULES.md": rules_document, "FIELDS.md": fields_document}
"""File in `schema/` → what makes it."""


def stale(folder: Path) -> list[str]:
    """Return the names of the documents in a folder that are not what the code makes."""
    return [
        name
        for name, make in DOCUMENTS.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != make()
    ]


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where a document is not fresh.")
@click.pass_context
def main(ctx: click.Context, *, check: bool) -> None:
    """Write schema/RULES.md and schema/FIELDS.md, or compare them."""
    folder = data_dir("schema")
    if check:
        for name in stale(folder):
            click.echo(f"{folder / name} is not what the code makes: run without --check", err=True)
        ctx.exit(bool(stale(folder)))
    for name, make in DOCUMENTS.items():
        write_file(folder / name, make().encode())


if __name__ == "__main__":
    main()
