"""Records against each other, as they pass: the rules run only where something is shared."""

from __future__ import annotations

from typing import NamedTuple

from communique.diagnostics import Finding
from communique.model import Article

SENTENCE = 40
"""Code points from which a sentence is long enough not to be shared by chance."""


class Summary(NamedTuple):
    """What is kept of a record to compare it with others."""

    file: str
    line: int
    folder: str
    id: str
    digest: str
    text: str | None
    thread: str | None
    written: bool

    @property
    def place(self) -> tuple[str, int]:
        """File, and line in JSONL (0 elsewhere)."""
        return self.file, self.line


def sentences(text: str) -> set[str]:
    """Return a text's lines and sentences that are too long to be shared by chance."""
    return {part for part in text.replace(". ", "\n").split("\n") if len(part) >= SENTENCE}


class Across:
    """Collects summaries; `findings` compares them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._records: list[Summary] = []
        self._ids: set[str] = set()
        self._sentences: dict[str, set[str]] = {}
        self._shared = False

    def add(self, article: Article, file: str, folder: str, line: int) -> None:
        """Keep what is needed of a record, and note whether it shares anything with those before."""  # noqa: E501 - one sentence
        meta, text = article.metadata, article.text
        self._records.append(
            Summary(
                file, line, folder, article.id, meta.text_sha256, text, meta.thread,
                meta.origin == "written",
            )
        )  # fmt: skip
        if self._shared:
            return
        seen, found = self._sentences.setdefault(folder, set()), sentences(text or "")
        self._shared = article.id in self._ids or not seen.isdisjoint(found)
        seen |= found
        self._ids.add(article.id)

    def findings(self) -> list[Finding]:
        """Return what the rules that compare records find."""
        if not self._shared:
            return []
        from communique.validate.rules import RULES  # noqa: PLC0415 - only where there is need

        return [
            rule.finding(hit, "")
            for _, rule in RULES.items()
            if rule.takes == "records"
            for hit in rule.check(self._records)
        ]
