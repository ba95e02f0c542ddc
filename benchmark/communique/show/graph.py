"""Who stands where: holders on the left, targets on the right, a line for each stance."""

from __future__ import annotations

from typing import NamedTuple

from communique.agreement.pairing import Annotation
from communique.agreement.wording import Wording
from communique.model import Article
from communique.model.record import AUTHOR

STEP, TOP = 34, 22
ACROSS, MARGIN = 150, 16
LETTER = 7.2
"""About how wide a letter is."""
LONGEST = 30


class Node(NamedTuple):
    """A holder or target: its name, short enough, and its height in the picture."""

    id: str
    name: str
    y: int


class Line(NamedTuple):
    """A stance: its label and basis, and the path of its curve."""

    id: str
    label: str
    basis: str
    path: str
    title: str


class Graph(NamedTuple):
    """The picture: its size, nodes and lines."""

    width: int
    height: int
    left: int
    right: int
    holders: tuple[Node, ...]
    targets: tuple[Node, ...]
    lines: tuple[Line, ...]


def graph(article: Article) -> Graph | None:
    """Return the picture of a record's stances; nothing where it has none."""
    if not article.stances:
        return None
    say = Wording(Annotation(article))
    holders = list(dict.fromkeys(s.holder for s in article.stances))
    holders.sort(key=lambda name: name == AUTHOR)
    rank = {name: i for i, name in enumerate(holders)}
    ordered = sorted(article.stances, key=lambda s: rank[s.holder])
    targets = list(dict.fromkeys(s.target for s in ordered))
    rows = max(len(holders), len(targets))
    left, right = (_nodes(names, rows, say) for names in (holders, targets))
    margins = [MARGIN + round(LETTER * max(len(n.name) for n in side)) for side in (left, right)]
    x = margins[0], margins[0] + ACROSS
    height = {("h", n.id): n.y for n in left} | {("t", n.id): n.y for n in right}
    lines = []
    for item in ordered:
        a, b = height["h", item.holder], height["t", item.target]
        middle = sum(x) // 2
        path = f"M{x[0] + 8} {a}C{middle} {a} {middle} {b} {x[1] - 8} {b}"
        title = f"{short(say, item.holder)} → {short(say, item.target)}: {item.label}"
        lines.append(Line(item.id, item.label, item.basis or "", path, title))
    width = x[1] + margins[1]
    return Graph(width, TOP + rows * STEP, x[0], x[1], left, right, tuple(lines))


def _nodes(names: list[str], rows: int, say: Wording) -> tuple[Node, ...]:
    """Spread nodes over the height of the longer side."""
    gap = rows * STEP / len(names)
    return tuple(
        Node(name, short(say, name), round(TOP / 2 + gap * (i + 0.5)))
        for i, name in enumerate(names)
    )


def short(say: Wording, name: str) -> str:
    """Return the name of a holder or target, cut where it is long."""
    full = "the author" if name == AUTHOR else say.node(name).rpartition(" (")[0]
    return full if len(full) <= LONGEST else f"{full[: LONGEST - 1].rstrip()}…"
