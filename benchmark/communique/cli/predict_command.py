"""`communique predict`: trained models on records or plain texts; predictions or records out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from communique.errors import InputError

if TYPE_CHECKING:
    from communique.baselines import Model
    from communique.baselines.applying import Applied
    from communique.model import Article


@click.command("predict")
@click.argument("paths", nargs=-1, required=True, metavar="MODEL... INPUT...", type=Path)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["predictions", "records"]),
    default="predictions",
    show_default=True,
    help="Records are whole and valid: one file each in the folder OUTPUT, or one JSONL.",
)
@click.option("--split", help="Of INPUTs that are corpora, by their splits.json.")
@click.option("--licence", default="unknown", show_default=True, help="Of plain texts.")
@click.option("--language", default="en", show_default=True, help="Of plain texts, BCP 47.")
def command(
    paths: tuple[Path, ...],
    *,
    output: Path,
    form: str,
    split: str | None,
    licence: str,
    language: str,
) -> None:
    """Run trained MODELs, one after the other, on INPUTs, and write what they find to OUTPUT.

    INPUTs are records, JSONL files, plain texts (*.txt; the file's name gives the id), folders of
    these, or `corpus`, the shipped one. Each model sees the layers that the ones before it added:
    on plain text a factuality model follows an events model, and a stance model follows a
    stance-extraction model.
    """
    from communique.baselines import check_order, is_model, load_model
    from communique.corpus import write_file

    models = [load_model(path) for path in paths if is_model(path)]
    inputs = [path for path in paths if not is_model(path)]
    if not models or not inputs:
        missing = "model" if not models else "input"
        raise InputError(
            f"none of {', '.join(map(str, paths))} is {'a' if not models else 'an'} {missing}",
            hint="name one or more models, made by `communique train`, then records or texts",
        )
    check_order(models)
    texts = list(read_inputs(inputs, split=split, licence=licence, language=language))
    for text in texts:
        if text.changed:
            click.echo(f"note: {text.article.id}: normalised to NFC with \\n line ends", err=True)
    articles = [text.article for text in texts]
    applied = list(predict_all(models, articles, whole=form == "records"))
    for path, data in written(applied, output, form):
        write_file(path, data)
    click.echo(f"{output}: {len(applied)} {form}")


class Text(NamedTuple):
    """An article to run on; `changed` where its text had to be normalised."""

    article: Article
    changed: bool = False


def read_inputs(
    paths: Sequence[Path], *, split: str | None = None, licence: str, language: str
) -> Iterator[Text]:
    """Yield the articles of records, JSONL files, plain texts and folders of these.

    Raises:
        InputError: a file cannot be read, is no record, or two have one id.
    """
    from communique.corpus import read_data

    seen: dict[str, Path] = {}
    for path in paths:
        plain = sorted(path.rglob("*.txt")) if path.is_dir() else []
        if path.suffix == ".txt" and path.is_file():
            plain = [path]
        found = [(file, plain_article(file, licence=licence, language=language)) for file in plain]
        if not plain or (path.is_dir() and any(path.rglob("*.json*"))):
            found += [(path, Text(article)) for article in read_data(str(path), split)]
        for file, text in found:
            name = text.article.id
            if name in seen:
                raise InputError(
                    f"{file}: a second article {name!r}; the first is in {seen[name]}",
                    hint="give each article its own id: of a text it is the name of the file",
                )
            seen[name] = file
            yield text


def plain_article(file: Path, *, licence: str, language: str) -> Text:
    r"""Return a plain text as a record without layers, in NFC with `\n` line ends.

    Raises:
        InputError: the file is not UTF-8, or empty, or its name has no letter or digit.
    """
    from communique.authoring.scaffold import normalised
    from communique.codec import text_digest
    from communique.corpus import read_text, slug
    from communique.model import Article, Metadata

    original = read_text(file)
    text = normalised(original.removeprefix("\ufeff"))
    name = slug(file.stem)
    if not text.strip() or not name:
        what = "an empty text" if name else "a name without letters a to z or digits"
        raise InputError(f"{file}: {what}", hint="name a file like summit-refused.txt, with a text")
    if not licence or not 2 <= len(language) <= 35:
        raise InputError(
            f"licence {licence!r} and language {language!r}: a record needs both",
            hint="give an SPDX licence or words for it, and a language tag such as en or pt-BR",
        )
    metadata = Metadata(
        language=language,
        origin="third-party",
        licence=licence,
        text_sha256=text_digest(text),
        text_length=len(text),
    )
    article = Article(schema_version="1.0", id=name, metadata=metadata, layers=(), text=text)
    return Text(article, changed=text != original)


def predict_all(
    models: Sequence[Model], articles: Sequence[Article], *, whole: bool
) -> Iterator[Applied]:
    """Yield what the models make of each article.

    Raises:
        InputError: a model lacks what it needs; or, where `whole` records are wanted, an article
            has already a layer that a model would write.
    """
    from communique.baselines import apply, taken_layers
    from communique.cli.progress import progress

    for article in articles:
        taken = taken_layers(models, article) if whole else []
        if taken:
            raise InputError(
                f"{article.id}: the record has the layer {', '.join(taken)} already",
                hint="write --format predictions, or leave out the model of that layer",
            )
    for article in progress(articles, "predicting"):
        yield apply(models, article)


def written(applied: Sequence[Applied], output: Path, form: str) -> Iterator[tuple[Path, bytes]]:
    """Yield the files to write with their content."""
    from communique.codec import encode, encode_lines, encode_predictions

    if form == "predictions":
        yield output, encode_predictions(item.answer for item in applied)
    elif output.suffix == ".jsonl":
        yield output, encode_lines(item.record for item in applied)
    else:
        for item in applied:
            yield output / f"{item.record.id}.json", encode(item.record)
