"""The pages of the site: each a path and its bytes; nothing of a stranger is written as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from communique import __version__
from communique.comparison import Table as Compared
from communique.comparison import lowest_p
from communique.leaderboard import articles, titles, views
from communique.leaderboard.articles import facet_key
from communique.leaderboard.items import Entities
from communique.leaderboard.outcomes import FACETS, KINDS, Tally
from communique.leaderboard.reading import Gold, System
from communique.leaderboard.standings import ALPHA, Chance, Overall, Table
from communique.model import Article
from communique.show.document import part, policy, templates
from communique.stats import FEW

PACKAGE = "communique.leaderboard"
SIGNS = dict(zip(KINDS, ("✓", "≠", "↔", "⤭", "\N{MINUS SIGN}", "+"), strict=True))
NAMES = {
    "correct": "correct",
    "label": "wrong label",
    "boundary": "wrong boundary",
    "both": "both wrong",
    "missed": "missed",
    "spurious": "spurious",
}


class Board(NamedTuple):
    """All that the pages are made of."""

    split: str
    chance: Chance
    systems: Sequence[System]
    tables: Mapping[str, Table]
    pairs: Mapping[str, Compared | None]
    overall: Overall
    gold: Gold | None


Progress = Callable[[Sequence[Article]], Iterable[Article]]


class Page(NamedTuple):
    """A file of the site: its path below the site's folder, with slashes, and its content."""

    path: str
    data: bytes


def pages(board: Board, progress: Progress = iter) -> Iterator[Page]:
    """Yield the files of the site, in an order that depends on nothing but the board.

    The articles are gone through by way of `progress`.
    """
    counted = _Counted({}, {})
    shown = _shown(board)
    scores = {name: articles.values(table) for name, table in board.tables.items()}
    for number, gold in enumerate(progress(shown)):
        found = articles.found_in(gold, board.systems)
        counted.add(found, articles.entities_in(gold, board.systems))
        yield _article(board, shown, number, found, scores)
    for system in board.systems:
        yield _system(board, system, counted)
    yield _compare(board, shown, scores)
    yield _index(board)


def _shown(board: Board) -> list[Article]:
    """Return the gold records with a text, by id, where any system handed in predictions."""
    runs = [run for system in board.systems for run in system.runs.values()]
    if board.gold is None or all(run.predictions is None for run in runs):
        return []
    return [gold for _, gold in sorted(board.gold.records.items())]


class _Counted(NamedTuple):
    """What became of all items so far, by facet and system; and of entities, by system."""

    tallies: dict[tuple[str, str], Tally]
    entities: dict[str, Entities]

    def add(self, found: articles.Found, entities: Mapping[str, Entities]) -> None:
        """Count an article."""
        for (key, slug), results in found.items():
            self.tallies.setdefault((key, slug), Tally(_FACETS[key])).add(results)
        for slug, some in entities.items():
            self.entities[slug] = self.entities.get(slug, Entities(0, 0, 0, 0)).plus(some)

    def of(self, task: str, slug: str) -> list[Tally]:
        """Return the tallies of a task and system."""
        keys = [(facet_key(task, facet), slug) for facet in FACETS[task]]
        return [self.tallies[key] for key in keys if key in self.tallies]


_FACETS = {facet_key(task, facet): facet for task, some in FACETS.items() for facet in some}


def _render(path: str, template: str, scripts: Sequence[str], board: Board, **what: Any) -> Page:
    style = part("communique.show", "colours.css") + part(PACKAGE, "site.css")
    code = part(PACKAGE, *scripts)
    text = (
        templates(PACKAGE)
        .get_template(template)
        .render(
            **what,
            root="../" if "/" in path else "",
            board=board,
            number=number,
            signs=SIGNS,
            style=style,
            script=code,
            policy=policy(style, code),
            version=__version__,
            corpus=next(iter(board.tables.values())).signature["corpus"],
            link=link,
            embedded=embedded,
            task_title=titles.task_title,
        )
    )
    return Page(path, text.encode("utf-8"))


def _index(board: Board) -> Page:
    tables = board.tables
    sections = [
        views.overall_section(board.systems, tables, board.overall),
        *(views.task_section(board.systems, t, board.pairs[name]) for name, t in tables.items()),
    ]
    most = max(table.documents for table in tables.values())
    return _render(
        "index.html",
        "index.html.j2",
        ("sort.js", "tables.js"),
        board,
        sections=sections,
        kinds=sorted({system.card.kind for system in board.systems}),
        most=most,
        few=lowest_p(most) > ALPHA,
        fewest=FEW,
        least_p=lowest_p(most),
        alpha=ALPHA,
        gloss=views.kind_gloss,
    )


def _system(board: Board, system: System, counted: _Counted) -> Page:
    reports = [
        views.report(
            table, system.slug, board.gold, counted.of(name, system.slug), board.chance
        )._replace(entities=counted.entities.get(system.slug) if name == "coreference" else None)
        for name, table in board.tables.items()
        if name in system.runs
    ]
    return _render(
        f"systems/{system.slug}.html",
        "system.html.j2",
        ("sort.js", "tables.js"),
        board,
        system=system,
        reports=reports,
        overall=next((p for p in board.overall.places if p.system == system.slug), None),
        ranked=len(board.overall.places),
        gloss=views.kind_gloss,
    )


def _compare(board: Board, shown: Sequence[Article], scores: articles.Values) -> Page:
    names = {gold.id: gold.metadata.title or gold.id for gold in shown}
    data = {
        "systems": [[system.slug, system.card.name] for system in board.systems],
        "tasks": [
            {
                "title": titles.task_title(table.task),
                "metric": titles.primary_name(table.task).short,
                "facet": facet_key(name, FACETS[name][0]),
                "documents": next(iter(table.runs.values())).documents,
                "totals": {s: table.scores[s][table.task.primary].value for s in table.runs},
                "values": scores[name],
                "pairs": _pairs(table, board.pairs[name]),
                "signature": _signature(table, board.pairs[name]),
            }
            for name, table in board.tables.items()
        ],
        "articles": names,
        "alpha": ALPHA,
    }
    return _render("compare.html", "compare.html.j2", ("sort.js", "compare.js"), board, data=data)


def _signature(table: Table, compared: Compared | None) -> str:
    """Return what the tests of pairs rest on; the scores alone where there are none."""
    return compared.signature if compared else str(table.signature)


def _pairs(table: Table, compared: Compared | None) -> list[list[Any]]:
    """Return both systems of every pair, the difference, its interval and p, after Holm."""
    slugs = {run.record.system: slug for slug, run in table.runs.items()}
    return [
        [slugs[pair.first], slugs[pair.second], pair.difference, pair.low, pair.high, pair.p_holm]
        for pair in (compared.pairs if compared else ())
        if pair.p_holm is not None
    ]


def _article(
    board: Board,
    shown: Sequence[Article],
    number: int,
    found: articles.Found,
    scores: articles.Values,
) -> Page:
    gold = shown[number]
    return _render(
        f"articles/{gold.id}.html",
        "article.html.j2",
        ("article.js",),
        board,
        gold=gold,
        data=articles.article_data(gold, board.systems, board.tables.values(), found, scores)
        | {"kinds": KINDS, "signs": SIGNS, "names": NAMES},
        number_of=number + 1,
        count=len(shown),
        before=shown[number - 1] if number else None,
        after=shown[number + 1] if number + 1 < len(shown) else None,
        names=NAMES,
    )


def number(value: float | None) -> str:
    """Return a score as it is read: three decimals, a dash where there is none."""
    return "\N{EN DASH}" if value is None else f"{value:.3f}"


def link(address: str | None) -> str:
    """Return an address of the web, or "" for anything else."""
    return address if address and re.match(r"https?://[^\s]+\Z", address) else ""


def embedded(data: Any) -> Any:
    """Return JSON that can stand in a page's script element, where no markup can end it."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    text = msgspec.json.encode(data).decode("utf-8")
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no markup is left in it
