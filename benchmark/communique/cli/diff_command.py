"""`communique diff`: what two annotations differ in, numbered, for the adjudicator."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from communique.agreement import Difference


@click.command("diff")
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "yaml"]), default="text")
@click.pass_context
def command(context: click.Context, a: Path, b: Path, form: str) -> None:
    """List what two annotations of the same articles differ in.

    A and B are two records, or two folders of records with the same ids. Exit code 1 says that
    there are differences.
    """
    import msgspec

    from communique.agreement import differences, shared_articles
    from communique.cli import FINDINGS, OK
    from communique.corpus import read_records

    shared = shared_articles(list(read_records(a)), list(read_records(b)))
    for item in shared.left_out:
        click.echo(f"left out: {item.id}: {item.reason}", err=True)
    found = {x.id: differences(x, y) for x, y in shared.pairs}
    if form == "text":
        click.echo("\n".join(_lines(found)))
    elif form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
    else:
        click.echo(_yaml(msgspec.to_builtins(found)), nl=False)
    context.exit(FINDINGS if any(found.values()) else OK)


def _lines(found: Mapping[str, Sequence[Difference]]) -> Iterator[str]:
    for article, items in found.items():
        yield f"{article}: {len(items)} differences"
        layer = ""
        for item in items:
            if item.layer != layer:
                layer = item.layer
                yield f"\n== {layer}"
            yield from _item(item)
        yield ""


def _item(item: Difference) -> Iterator[str]:
    ids = "/".join(name for name in (item.a_id, item.b_id) if name)
    yield f"{item.number:>4} {item.kind} {item.field} {ids}  {item.context}"
    values = [f"{side}: {value or '—'}" for side, value in (("A", item.a), ("B", item.b))]
    if item.kind in {"only-a", "only-b"}:
        values = values[:1] if item.kind == "only-a" else values[1:]
    together = "   ".join(values)
    yield from (f"       {line}" for line in ([together] if len(together) < 110 else values))


def _yaml(found: Any) -> str:
    from ruamel.yaml import YAML

    out = io.StringIO()
    yaml = YAML()
    yaml.width = 120
    yaml.dump(found, out)
    return out.getvalue()
