"""Records against each other, as they pass: the rules run only where something is shared."""

from __future__ import annotations

from msgspec import Struct

from communique.diagnostics import Finding
from communique.model import Article

SENTENCE = 40
"""Code points from which a sentence is long enough not to be shared by chance."""


class Summary(Struct, frozen=True):
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


class Across(Struct):
    """Collects summaries; `findings` compares them."""

    records: list[Summary] = []
    ids: set[str] = set()
    sentences: dict[str, set[int]] = {}
    """Folder → the hashes of its sentences: two that are the same by chance cost a look."""
    shared: bool = False

    def add(self, article: Article, file: str, folder: str, line: int) -> None:
        """Keep what is needed of a record, and note whether it shares anything with those before."""  # noqa: E501 - one sentence
        meta, text = article.metadata, article.text
        written = meta.origin == "written"
        self.records.append(
            Summary(file, line, folder, article.id, meta.text_sha256, text, meta.thread, written)
        )
        if not self.shared:
            found = {hash(sentence) for sentence in sentences(text or "")}
            self._note({article.id}, {folder: found})

    def _note(self, ids: set[str], hashes: dict[str, set[int]]) -> None:
        self.shared = self.shared or not self.ids.isdisjoint(ids)
        self.ids |= ids
        for folder, found in hashes.items():
            known = self.sentences.setdefault(folder, set())
            self.shared = self.shared or not known.isdisjoint(found)
            known |= found

    def join(self, later: Across) -> None:
        """Take in what another has collected of the files after these."""
        self.records += later.records
        self.shared = self.shared or later.shared
        self._note(later.ids, later.sentences)

    def findings(self) -> list[Finding]:
        """Return what the rules that compare records find."""
        if not self.shared:
            return []
        from communique.validate.rules import RULES  # noqa: PLC0415 - only where there is need

        return [
            rule.finding(hit, "")
            for _, rule in RULES.items()
            if rule.takes == "records"
            for hit in rule.check(self.records)
        ]
