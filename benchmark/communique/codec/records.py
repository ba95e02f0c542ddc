"""Bytes ↔ `Article`, canonical and byte-stable; and a record's text taken off and put on again.

The canonical form: UTF-8, keys in the order of the model, defaults left out, each item of a layer
on a line of its own, items ordered by where they stand in the text and then by id.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec

from communique.errors import InputError
from communique.model import Argument, Article, Event, Fragment, Prediction, Span
from communique.ontology import labels

T = TypeVar("T")

SCHEMA_VERSION = "1.0"

_DECODER = msgspec.json.Decoder(Article)
_ENCODER = msgspec.json.Encoder()
_LAYERS = (
    "entities", "mentions", "events", "event_clusters", "attributions", "stances", "sentiments",
)  # fmt: skip
_NOWHERE = (2**31, 2**31)
_LAYER_ORDER = {name: number for number, name in enumerate(labels("layers"))}
_ROLE_ORDER = {role: number for number, role in enumerate(labels("argument_roles"))}


def decode(data: bytes) -> Article:
    """Return the record that `data` holds.

    Raises:
        InputError: it is no JSON, or not of the record's shape; the message has the JSON path.
    """
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"not an article record: {error}", hint="run `communique validate` on the file"
        ) from None


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key under which e2 stands before e10."""
    parts = re.split(r"([0-9]+)", name)
    return tuple((0, int(p)) if i % 2 else (1, p) for i, p in enumerate(parts) if p)


def _at(spans: Fragment) -> tuple[int, int]:
    return (spans[0].start, spans[-1].end) if spans else _NOWHERE


def _by_position(items: Iterable[Any], spans: Callable[[Any], Fragment]) -> tuple[Any, ...]:
    return tuple(sorted(items, key=lambda item: (_at(spans(item)), _natural(item.id))))


def _by_id(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(items, key=lambda item: _natural(item.id)))


def _argument_place(argument: Argument) -> tuple[Any, ...]:
    return _ROLE_ORDER[argument.role], _natural(argument.ref or ""), _at(argument.spans)


def _with_ordered_arguments(event: Event) -> Event:
    """Return the event with its arguments by role, then by what fills them."""
    if len(event.arguments) < 2:
        return event
    return msgspec.structs.replace(
        event, arguments=tuple(sorted(event.arguments, key=_argument_place))
    )


def canonical(article: Article) -> Article:
    """Return the record with its layers, and the items of each, in canonical order."""
    return msgspec.structs.replace(
        article,
        layers=tuple(sorted(article.layers, key=_LAYER_ORDER.__getitem__)),
        entities=_by_id(article.entities),
        mentions=_by_position(article.mentions, lambda m: m.spans),
        events=_by_position(map(_with_ordered_arguments, article.events), lambda e: e.trigger),
        event_clusters=_by_id(article.event_clusters),
        attributions=_by_position(article.attributions, lambda a: a.content),
        stances=_by_id(article.stances),
        sentiments=_by_position(article.sentiments, lambda s: s.expression),
    )


def encode(article: Article) -> bytes:
    """Return the canonical bytes of the record: the same for equal records, whatever the order."""
    fields = msgspec.to_builtins(canonical(article))
    lines = []
    for key, value in fields.items():
        name = _ENCODER.encode(key)
        if key in _LAYERS:
            items = b",\n".join(_ENCODER.encode(item) for item in value)
            lines.append(name + b": [\n" + items + b"\n]")
        else:
            lines.append(name + b": " + _ENCODER.encode(value))
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def encode_lines(articles: Iterable[Article]) -> bytes:
    """Return the records as JSONL, one canonical record a line."""
    return b"".join(_ENCODER.encode(canonical(article)) + b"\n" for article in articles)


def encode_predictions(predictions: Iterable[Prediction]) -> bytes:
    """Return predictions as JSONL, one a line, in the order given."""
    return b"".join(_ENCODER.encode(prediction) + b"\n" for prediction in predictions)


def text_digest(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_nfc(text: str) -> bool:
    r"""Tell whether the text is in NFC with `\\n` line ends, as records store it."""
    return "\r" not in text and (text.isascii() or unicodedata.is_normalized("NFC", text))


def map_spans(record: T, change: Callable[[Span], Span]) -> T:
    """Return a record, a prediction or a part of one with `change` applied to each of its spans."""

    def walk(value: Any) -> Any:
        if isinstance(value, Span):
            return change(value)
        if isinstance(value, tuple):
            return tuple(map(walk, value))
        if isinstance(value, msgspec.Struct):
            fields = {name: walk(getattr(value, name)) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **fields)
        return value

    changed: T = walk(record)
    return changed


def detach(article: Article) -> Article:
    """Return the record without its text and without the words of its spans."""
    bare = map_spans(article, lambda span: Span(span.start, span.end))
    return msgspec.structs.replace(bare, text=None)


def attach(article: Article, text: str) -> Article:
    """Return the record with `text`, and with the words that its spans cover.

    Raises:
        InputError: the text is not the one that the record was made from.
    """
    if not is_nfc(text):
        raise InputError(
            "the text is not in NFC with \\n line ends",
            hint="normalise it (Unicode NFC, \\n line ends) and try again",
        )
    meta = article.metadata
    found = (len(text), text_digest(text))
    if found != (meta.text_length, meta.text_sha256):
        raise InputError(
            f"the text has {found[0]} code points and SHA-256 {found[1]}; record {article.id!r}"
            f" was made from one with {meta.text_length} and {meta.text_sha256}",
            hint="supply the very text, unchanged: same bytes, no newline added at the end",
        )
    filled = map_spans(article, lambda s: Span(s.start, s.end, text[s.start : s.end]))
    return msgspec.structs.replace(filled, text=text)
