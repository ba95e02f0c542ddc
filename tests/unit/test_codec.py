"""The canonical codec: byte-stable, indifferent to order, and exact about texts."""

from __future__ import annotations

import json
import random

import msgspec
import pytest
from communique.codec import (
    attach,
    canonical,
    decode,
    detach,
    encode,
    encode_lines,
    is_nfc,
    text_digest,
)
from communique.errors import CommuniqueError, InputError
from communique.model import Article, Entity, Event, Mention, Metadata, Span, Stance

TEXT = "Kemrat refused. “No,” it said — 😀 twice."


def span(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words), words)


def article() -> Article:
    return Article(
        schema_version="1.0",
        id="kemrat-refuses",
        metadata=Metadata(
            language="en",
            origin="written",
            licence="CC-BY-4.0",
            text_sha256=text_digest(TEXT),
            text_length=len(TEXT),
        ),
        layers=("entities", "events", "stances"),
        text=TEXT,
        entities=(Entity(id="e10", type="GPE"), Entity(id="e2", type="PER")),
        mentions=(
            Mention(id="m2", entity="e10", spans=(span("it"),), level="PRO"),
            Mention(id="m1", entity="e10", spans=(span("Kemrat"),), level="NAM"),
        ),
        events=(Event(id="v1", trigger=(span("refused"),), category="REJECT"),),
        stances=(Stance(id="s1", holder="e10", target="v1", label="favor"),),
    )


def test_canonical_bytes_survive_a_round_trip() -> None:
    data = encode(article())
    assert encode(decode(data)) == data
    assert data.endswith(b"\n")
    assert data == encode_or_die(json.loads(data))


def encode_or_die(plain: object) -> bytes:
    return encode(decode(json.dumps(plain).encode()))


def test_order_of_items_carries_no_information() -> None:
    data = encode(article())
    for seed in (0, 1, 12345):
        shuffled = article()
        rng = random.Random(seed)  # noqa: S311 - a test's shuffle
        for layer in ("entities", "mentions", "events", "stances", "layers"):
            items = list(getattr(shuffled, layer))
            rng.shuffle(items)
            shuffled = msgspec.structs.replace(shuffled, **{layer: tuple(items)})
        assert encode(shuffled) == data


def test_mentions_stand_in_text_order_and_ids_in_natural_order() -> None:
    ordered = canonical(article())
    assert [m.id for m in ordered.mentions] == ["m1", "m2"]
    assert [e.id for e in ordered.entities] == ["e2", "e10"]


def test_each_item_of_a_layer_has_a_line_of_its_own() -> None:
    lines = encode(article()).decode().splitlines()
    assert sum(line.startswith('{"id":"m') for line in lines) == 2


def test_jsonl_holds_one_record_a_line() -> None:
    lines = encode_lines([article(), article()]).splitlines()
    assert [decode(line) for line in lines] == [canonical(article())] * 2


def test_detach_takes_every_word_of_the_text_off() -> None:
    bare = encode(detach(article())).decode()
    for word in ("Kemrat", "refused", "twice", "😀"):
        assert word not in bare


def test_attach_gives_back_what_detach_took() -> None:
    assert attach(detach(article()), TEXT) == article()


@pytest.mark.parametrize("other", [TEXT + "\n", TEXT.replace("Kemrat", "Odrum."), ""])
def test_attach_refuses_any_other_text_and_names_both_digests(other: str) -> None:
    with pytest.raises(InputError) as caught:
        attach(detach(article()), other)
    assert text_digest(TEXT) in caught.value.message
    assert text_digest(other) in caught.value.message


def test_attach_refuses_text_that_is_not_nfc() -> None:
    with pytest.raises(InputError, match="NFC"):
        attach(detach(article()), "e\u0301")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain", True), ("café", True), ("cafe\u0301", False), ("a\r\nb", False), ("", True)],
)
def test_texts_are_nfc_with_newlines_only(text: str, expected: bool) -> None:
    assert is_nfc(text) is expected


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": "9"},
        {"id": "Not A Slug"},
        {"id": "line\n"},
        {"layers": ["opinions"]},
        {"nonsense": 1},
        {"events": [{"id": "v1", "trigger": [], "category": "REJECT"}]},
        {"entities": [{"id": "e1", "type": "XYZ"}]},
    ],
)
def test_a_record_of_another_shape_is_refused_with_its_place(change: dict[str, object]) -> None:
    plain = json.loads(encode(article())) | change
    with pytest.raises(CommuniqueError, match="not an article record"):
        decode(json.dumps(plain).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b'{"id": NaN}'])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        decode(data)
