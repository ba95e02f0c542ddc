"""The provenance line of a score: sorted, escaped, one word, and readable back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from communique.errors import InputError

_KEY = re.compile(r"[a-z][a-z0-9_.-]*\Z")
_PLAIN = ":+/@,.-_~()"


@dataclass(frozen=True)
class Signature:
    """Fields that pin a score down, in order of their keys.

    Its text is `key=value|key=value|…`, each value percent-encoded where it holds anything but
    ASCII letters, digits and `:+/@,.-_~()`, so that it has neither space nor separator and
    `Signature.parse(str(signature)) == signature`.
    """

    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, fields: Mapping[str, str | int]) -> Signature:
        """Return the signature with these fields, integers written in decimal.

        Raises:
            InputError: a key is not a lowercase letter with more, digits or `_.-`; or a value
                cannot be written in UTF-8.
        """
        for key, value in fields.items():
            if not _KEY.match(key):
                raise InputError(
                    f"signature key {key!r} is not a lowercase letter with more, digits or _.-"
                )
            if any("\ud800" <= char <= "\udfff" for char in str(value)):
                raise InputError(f"signature field {key!r} holds a lone surrogate: {value!r}")
        return cls(tuple(sorted((key, str(value)) for key, value in fields.items())))

    def __getitem__(self, key: str) -> str:
        """Return a field's value as text.

        Raises:
            KeyError: there is no such field.
        """
        return dict(self.fields)[key]

    def __str__(self) -> str:
        """One word: `corpus=sha256:…|documents=12|…`."""
        return "|".join(f"{key}={quote(value, safe=_PLAIN)}" for key, value in self.fields)

    @classmethod
    def parse(cls, text: str) -> Signature:
        """Return the signature that `str` wrote.

        Raises:
            InputError: the text was not written by `str(signature)`.
        """
        pairs = [part.partition("=") for part in text.split("|")] if text else []
        fields = {key: unquote(value, errors="replace") for key, _, value in pairs}
        if len(fields) == len(pairs):
            signature = cls.of(fields)
            if str(signature) == text:
                return signature
        raise InputError(
            f"not a signature: {text!r}", hint="copy the whole line, from the first key on"
        )


def digest(chunks: Iterable[bytes]) -> str:
    """Return `sha256:` and the hexadecimal digest of the chunks, each preceded by its length."""
    state = hashlib.sha256()
    for chunk in chunks:
        state.update(len(chunk).to_bytes(8, "big"))
        state.update(chunk)
    return f"sha256:{state.hexdigest()}"
