"""A record in the terminal: colours where there are any, plain marks everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from communique.agreement.wording import words
from communique.model import Article
from communique.show.cards import Cards
from communique.show.marks import FACTUALITY, colours, marks
from communique.show.page import require_text
from communique.show.segments import Paragraph, Piece, Segment, paragraphs

_PALETTE = (
    "grey58", "dodger_blue2", "red3", "green4", "medium_orchid", "dark_orange3", "dark_cyan",
    "orange4", "deep_pink3", "yellow4", "slate_blue1",
)  # fmt: skip
_STYLES: Mapping[str, str] = {
    "verbal-cooperation": "bold deep_sky_blue3",
    "material-cooperation": "bold green4",
    "verbal-conflict": "bold dark_orange3",
    "material-conflict": "bold red3",
    "positive": "green4",
    "negative": "red3",
    "neutral": "grey58",
    "affirms": "blue",
    "denies": "red",
    "withholds": "yellow4",
    "non-assertive": "magenta",
    "unknown": "grey58",
    "favor": "green4",
    "against": "red3",
}


def terminal(article: Article, console: Console) -> None:
    """Print the record: the text with its marks, a legend, then attributions and stances.

    `[1 … ]` holds the content of attribution 1, `{CATEGORY}` follows a trigger, `(+)` an
    expression. Where there are colours, mentions are underlined in the colour of their entity.

    Raises:
        InputError: the record came without its text.
    """
    text = require_text(article)
    meta = article.metadata
    facts = (meta.outlet, meta.dateline, meta.published, meta.genre, article.id)
    console.print(Text(meta.title or article.id, style="bold"))
    console.print(Text(" · ".join(str(fact) for fact in facts if fact), style="dim"))
    colour = {name: _PALETTE[int(number[1:])] for name, number in colours(article).items()}
    for paragraph in paragraphs(text, marks(article)):
        console.print()
        console.print(_line(paragraph, colour))
    console.print()
    console.print(Text("; ".join(_legend(article)), style="dim"))
    if "attributions" in article.layers:
        console.print()
        console.print(_attributions(article))
    if "stances" in article.layers:
        console.print()
        console.print(_stances(article))


def _line(paragraph: Paragraph, colour: Mapping[str, str]) -> Text:
    line = Text()
    for segment in paragraph.segments:
        for piece in segment.pieces:
            if piece.starts and piece.mark.before:
                number = f"{piece.mark.before.text}{'' if piece.first else '…'}"
                line.append(f"[{number} ", style=_tone(piece))
        line.append(segment.text, style=Style.combine([Style.null(), *_styles(segment, colour)]))
        for piece in reversed(segment.pieces):
            line.append(_closing(piece), style=_tone(piece))
    return line


def _tone(piece: Piece) -> Style:
    """Return the colour of a mark's label: quad class, commitment, polarity."""
    return Style.parse(_STYLES.get(piece.mark.classes.split()[1], "none"))


def _styles(segment: Segment, colour: Mapping[str, str]) -> Iterator[Style]:
    """Yield the style of each mark on a segment, the innermost last."""
    for piece in segment.pieces:
        kind = piece.mark.classes.split()[0]
        if kind == "mention":
            yield Style(underline=True, color=colour[piece.mark.card])
        elif kind == "cue":
            yield Style(italic=True)
        elif kind in {"event", "sentiment"}:
            yield _tone(piece)


def _closing(piece: Piece) -> str:
    if piece.ends and piece.mark.before:
        return "]"
    chip = piece.mark.after
    if chip is None or not piece.last:
        return ""
    label = " ".join(part for part in (chip.sign, chip.text) if part)
    return f"{{{label}}}" if piece.mark.classes.startswith("event") else f"({label})"


def _legend(article: Article) -> Iterator[str]:
    if "attributions" in article.layers:
        yield "[1 …] content of attribution 1"
    if "events" in article.layers:
        yield "{CATEGORY} of the trigger before it"
    if "factuality" in article.layers:
        yield " ".join(f"{sign} {value}" for value, sign in FACTUALITY.items())
    if "sentiments" in article.layers:
        yield "(+) (\N{MINUS SIGN}) (=) polarity of an expression, “” quoted"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _attributions(article: Article) -> Table:
    table = _table("Attributions", "no.", "source", "cue", "kind", "commitment", "inside of")
    numbers = {item.id: str(i) for i, item in enumerate(article.attributions, 1)}
    for item in article.attributions:
        row = (
            numbers[item.id],
            words(article, item.source.spans) if item.source else "",
            words(article, item.cue),
            item.kind or "",
            item.commitment or "",
            numbers.get(item.parent or "", ""),
        )
        table.add_row(*map(Text, row))
    return table


def _stances(article: Article) -> Table:
    table = _table("Stances", "holder → target", "stance", "basis", "shown by")
    cards = Cards(article)
    for item in article.stances:
        evidence = "; ".join(words(article, fragment) for fragment in item.evidence)
        label = Text(item.label, style=_STYLES[item.label])
        table.add_row(Text(cards.stance(item).title), label, Text(item.basis or ""), Text(evidence))
    return table
