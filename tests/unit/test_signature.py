"""The signature: sorted, escaped, one word, and parsed back to itself."""

from __future__ import annotations

import pytest
from communique.errors import InputError
from communique.signature import Signature, digest
from hypothesis import given
from hypothesis import strategies as st

KEYS = st.from_regex(r"[a-z][a-z0-9_.-]*", fullmatch=True)
VALUES = st.text(st.characters(exclude_categories=["Cs"])) | st.integers()


@given(st.dictionaries(KEYS, VALUES))
def test_what_is_written_is_parsed_back(fields: dict[str, str | int]) -> None:
    signature = Signature.of(fields)
    assert Signature.parse(str(signature)) == signature
    assert dict(signature.fields) == {key: str(value) for key, value in fields.items()}
    assert len(str(signature).split()) <= 1


def test_keys_are_sorted_and_separators_escaped() -> None:
    assert (
        str(Signature.of({"task": "stance@1", "a": "x|y=z %"})) == "a=x%7Cy%3Dz%20%25|task=stance@1"
    )


def test_a_field_is_read_by_its_key() -> None:
    assert Signature.parse("seed=0|task=stance@1")["seed"] == "0"


@pytest.mark.parametrize(
    "text", ["seed", "b=1|a=2", "a=1|a=1", "a=1|", "a= ", "a=%zz", "a=%7c", "A=1", "=1", "a=%FF"]
)
def test_text_that_nothing_wrote_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="signature"):
        Signature.parse(text)


@pytest.mark.parametrize("fields", [{"Key": "v"}, {"a b": "v"}, {"": "v"}, {"a": "\ud800"}])
def test_fields_that_cannot_be_written_are_refused(fields: dict[str, str | int]) -> None:
    with pytest.raises(InputError):
        Signature.of(fields)


def test_digest_depends_on_where_chunks_end() -> None:
    assert digest([b"ab", b"c"]) != digest([b"a", b"bc"]) != digest([b"abc"])
    assert digest([b"a"]) == digest(iter([b"a"]))
