"""Bytes and records, texts and their digests, quotes and offsets."""

from communique.codec.records import (
    SCHEMA_VERSION,
    attach,
    canonical,
    decode,
    detach,
    encode,
    encode_lines,
    encode_predictions,
    is_nfc,
    map_spans,
    text_digest,
)

__all__ = [
    "SCHEMA_VERSION",
    "attach",
    "canonical",
    "decode",
    "detach",
    "encode",
    "encode_lines",
    "encode_predictions",
    "is_nfc",
    "map_spans",
    "text_digest",
]
