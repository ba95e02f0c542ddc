"""`MANIFEST.json`: the facts of a corpus, and the digest that names its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from communique import ontology
from communique._paths import data_dir
from communique.codec import SCHEMA_VERSION, encode
from communique.corpus import corpus_digest
from communique.errors import InputError
from communique.model import Article


class Count(msgspec.Struct, frozen=True):
    """How many articles have a layer, and how many items of it they hold together."""

    articles: int
    items: int


class SplitFacts(msgspec.Struct, frozen=True):
    """Counts and digest of one split; `code_points` are those of the texts."""

    digest: str
    articles: int
    threads: int
    code_points: int
    layers: dict[str, Count]


class Entry(msgspec.Struct, frozen=True):
    """One article: its split and the SHA-256 of its canonical record."""

    split: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """The facts of a corpus.

    A `digest`, of the corpus or of a split, is `corpus.corpus_digest` of its records: the one that
    stands as `corpus` in the signature of a score on just these articles.
    """

    schema_version: str
    corpus_version: str
    digest: str
    splits: dict[str, SplitFacts]
    articles: dict[str, Entry]


Splits = Mapping[str, Sequence[Article]]
"""The articles of each split, sorted by id."""


def items(article: Article, layer: str) -> int:
    """Return how many items of a layer the article holds, layers named as in the ontology."""
    if layer == "coreference":
        return len(article.mentions)
    if layer == "factuality":
        return sum(event.factuality is not None for event in article.events)
    found: tuple[object, ...] = getattr(article, layer)
    return len(found)


def make_manifest(splits: Splits, version: str) -> Manifest:
    """Return the facts of the articles; `version` is the corpus' own."""
    entries = {
        article.id: Entry(split, hashlib.sha256(encode(article)).hexdigest())
        for split, articles in splits.items()
        for article in articles
    }
    return Manifest(
        schema_version=SCHEMA_VERSION,
        corpus_version=version,
        digest=corpus_digest(article for articles in splits.values() for article in articles),
        splits={split: _facts(articles) for split, articles in splits.items()},
        articles=dict(sorted(entries.items())),
    )


def _facts(articles: Sequence[Article]) -> SplitFacts:
    return SplitFacts(
        digest=corpus_digest(articles),
        articles=len(articles),
        threads=len({article.metadata.thread for article in articles}),
        code_points=sum(article.metadata.text_length for article in articles),
        layers={layer: _count(articles, layer) for layer in ontology.labels("layers")},
    )


def _count(articles: Sequence[Article], layer: str) -> Count:
    annotated = [article for article in articles if layer in article.layers]
    return Count(len(annotated), sum(items(article, layer) for article in annotated))


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the bytes of `MANIFEST.json`."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def read_manifest(corpus: Path | None = None) -> Manifest:
    """Return the manifest of a corpus folder (the shipped one by default).

    Raises:
        InputError: the folder has none, or it is of another form.
    """
    path = (corpus or data_dir("corpus")) / "MANIFEST.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{path}: {error}", hint="run `communique build`") from None
