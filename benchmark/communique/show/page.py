"""A record as one HTML page that needs nothing else: no request leaves it."""

from __future__ import annotations

from typing import NamedTuple

from communique.agreement.wording import words
from communique.errors import InputError
from communique.model import Article, Attribution
from communique.ontology import labels
from communique.show.cards import Cards
from communique.show.document import part, policy, templates
from communique.show.graph import graph
from communique.show.marks import FACTUALITY, LAYERS, colours, marks
from communique.show.segments import Paragraph, paragraphs

PACKAGE = "communique.show"


class Note(NamedTuple):
    """An attribution in the margin: its number, how deep it nests, who, how."""

    id: str
    number: int
    depth: int
    source: str
    cue: str
    kind: str
    commitment: str


class Block(NamedTuple):
    """A paragraph with the attributions that begin in it."""

    paragraph: Paragraph
    notes: tuple[Note, ...]
    is_title: bool


def html(article: Article) -> str:
    """Return the record as a page: text, layers, cards, stances; with the layers that it has.

    Raises:
        InputError: the record came without its text.
    """
    require_text(article)
    meta = article.metadata
    template = templates(PACKAGE).get_template("page.html.j2")
    style, script = part(PACKAGE, "colours.css", "page.css"), part(PACKAGE, "page.js")
    page: str = template.render(
        article=article,
        meta=meta,
        blocks=_blocks(article),
        shown=[layer for layer in LAYERS if layer in article.layers],
        cards=Cards(article).all(),
        colours=colours(article),
        graph=graph(article) if "stances" in article.layers else None,
        factuality=FACTUALITY,
        has_factuality="factuality" in article.layers,
        quads=labels("quad_classes"),
        commitments=labels("commitments"),
        style=style,
        script=script,
        policy=policy(style, script),
    )
    return page


def require_text(article: Article) -> str:
    """Return the record's text.

    Raises:
        InputError: the record came without it.
    """
    if article.text is None:
        raise InputError(
            f"record {article.id!r} has no text to show",
            hint="put the text on it first: `communique attach RECORD TEXT -o WHOLE`",
        )
    return article.text


def _blocks(article: Article) -> list[Block]:
    found = paragraphs(require_text(article), marks(article))
    notes = list(_notes(article)) if "attributions" in article.layers else []
    starts = {item.id: item.content[0].start for item in article.attributions}
    title = (article.metadata.title or "").strip()
    blocks = []
    for number, paragraph in enumerate(found):
        here = [note for note in notes if paragraph.start <= starts[note.id] < paragraph.end]
        line = "".join(segment.text for segment in paragraph.segments).strip()
        blocks.append(Block(paragraph, tuple(here), number == 0 and line == title))
    return blocks


def _notes(article: Article) -> list[Note]:
    parents = {item.id: item.parent for item in article.attributions}
    return [
        Note(
            id=item.id,
            number=number,
            depth=_depth(item, parents),
            source=words(article, item.source.spans) if item.source else "",
            cue=words(article, item.cue),
            kind=item.kind or "",
            commitment=item.commitment or "",
        )
        for number, item in enumerate(article.attributions, 1)
    ]


def _depth(item: Attribution, parents: dict[str, str | None]) -> int:
    """Return how many attributions an attribution lies inside of; three look like more."""
    depth, parent = 0, item.parent
    while parent is not None and depth < 3:
        depth, parent = depth + 1, parents.get(parent)
    return depth
