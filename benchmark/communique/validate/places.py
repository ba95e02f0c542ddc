"""JSON path → line and column, worked out only for what has findings."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from communique.diagnostics import Finding, Where

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def offsets(source: str) -> dict[str, int]:
    """Return where every value of a JSON document begins: path → offset in code points."""
    found: dict[str, int] = {}
    open_: list[tuple[str, int]] = []  # path of each open container, next index (-1 in objects)
    path, key = "$", ""
    awaiting_key = False
    for token in _TOKEN.finditer(source):
        mark = token[0]
        if mark in "}]":
            path = open_.pop()[0] if open_ else "$"
            awaiting_key = False
        elif mark == ",":
            awaiting_key = bool(open_) and open_[-1][1] < 0
        elif mark == ":":
            awaiting_key = False
        elif awaiting_key:
            key = mark[1:-1]
        else:
            path = _child(open_, key)
            found[path] = token.start()
            if mark in "{[":
                open_.append((path, -1 if mark == "{" else 0))
                awaiting_key = mark == "{"
    return found


def _child(open_: list[tuple[str, int]], key: str) -> str:
    """Return the path of the next value in the innermost open container."""
    if not open_:
        return "$"
    path, index = open_[-1]
    if index < 0:
        return f"{path}.{key}"
    open_[-1] = (path, index + 1)
    return f"{path}[{index}]"


def nearest(path: str, known: Mapping[str, object]) -> str | None:
    """Return the path itself or its nearest ancestor that is known; `None` if none is."""
    while path and path not in known:
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
    return path or None


def line_and_column(source: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset in code points."""
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


class Places:
    """Finds the line and column of a finding's path."""

    def __init__(self, source: str, line: int = 0) -> None:
        """`line` is the record's line in a JSONL file, or 0 where the source is the whole file."""
        self._known = {
            path: line_and_column(source, offset) for path, offset in offsets(source).items()
        }
        if line:
            self._known = {path: (line, col) for path, (_, col) in self._known.items()}

    @classmethod
    def of_form(cls, positions: Mapping[str, tuple[int, int]]) -> Places:
        """Return the places of an authoring form, by the paths of the record it makes."""
        places = cls("")
        places._known = {
            path if path.startswith("$") else f"$.{path}": spot for path, spot in positions.items()
        }
        return places

    def _put(self, where: Where) -> Where:
        path = nearest(where.path, self._known)
        line, col = self._known[path] if path else (0, 0)
        return msgspec.structs.replace(where, line=line, col=col)

    def put(self, finding: Finding) -> Finding:
        """Return the finding with line and column, its related places too."""
        related = tuple(self._put(where) for where in finding.related)
        return msgspec.structs.replace(finding, where=self._put(finding.where), related=related)
