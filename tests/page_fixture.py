"""A page of HTML, taken apart."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path


class Page(HTMLParser):
    """What a page has: start tags with attributes, words, and what stands in scripts and styles."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.inner: list[tuple[str, dict[str, str], str]] = []
        self._raw = False
        self.source = path.read_text("utf-8")
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        self._raw = tag in {"script", "style"}
        if self._raw:
            self.inner.append((tag, found, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._raw = False

    def handle_data(self, data: str) -> None:
        if self._raw:
            tag, found, before = self.inner.pop()
            self.inner.append((tag, found, before + data))
        else:
            self.words += data

    def attributes(self, name: str) -> list[str]:
        return [found[name] for _, found in self.tags if name in found]
