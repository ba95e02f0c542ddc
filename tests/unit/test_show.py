from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser

import msgspec
import pytest
from communique.codec import text_digest
from communique.errors import InputError
from communique.model import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    Filler,
    Mention,
    Metadata,
    Provenance,
    Sentiment,
    Source,
    Span,
    Stance,
)
from communique.show import html, terminal
from communique.show.graph import graph
from communique.show.segments import Mark, paragraphs
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

TEXT = (
    "The Lhosani <b>Navy</b> said it & its “brave” crew had shot the drone down.\n"
    "\n"
    "“We never,” a Maravel envoy said, “fired.” He denounced the Lhosani Navy."
)
LAYERS = (
    "entities", "coreference", "events", "factuality", "attributions", "stances", "sentiments",
)  # fmt: skip


def span(words: str, number: int = 1) -> Span:
    start = -1
    for _ in range(number):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words), words)


def article(**fields: object) -> Article:
    """A record with nested, overlapping, crossing and discontinuous marks."""
    base = Article(
        schema_version="1.0",
        id="drone",
        metadata=Metadata(
            language="en",
            origin="written",
            licence="CC-BY-4.0",
            text_sha256=text_digest(TEXT),
            text_length=len(TEXT),
            title="Drone <shot> down",
            outlet="Corvan & Sons",
            published="2031-05-02",
        ),
        layers=LAYERS,
        text=TEXT,
        entities=(
            Entity(id="navy", type="ORG", name="Lhosani <Navy>", part_of="lho"),
            Entity(id="lho", type="GPE", name="Lhosan"),
            Entity(id="envoy", type="PER"),
        ),
        mentions=(
            Mention(id="m1", entity="navy", spans=(span("Lhosani <b>Navy</b>"),), level="NAM"),
            Mention(id="m2", entity="lho", spans=(span("Lhosani"),), level="NAM"),
            Mention(id="m3", entity="navy", spans=(span("it"),), level="PRO"),
            Mention(id="m4", entity="navy", spans=(span("Lhosani Navy"),), level="NAM"),
            Mention(id="m5", entity="lho", spans=(span("Lhosani", 2),), level="NAM"),
            Mention(id="m6", entity="envoy", spans=(span("Maravel envoy"),), level="NOM"),
        ),
        events=(
            Event(
                id="e1", trigger=(span("shot"), span("down")), category="ASSAULT",
                mode="firearms", factuality="CT+", cluster="c1",
                arguments=(Argument(role="actor", ref="m3"),),
            ),
            Event(id="e2", trigger=(span("fired"),), category="ASSAULT", factuality="CT-"),
        ),
        attributions=(
            Attribution(
                id="a1", content=(span("it & its “brave” crew had shot the drone down"),),
                cue=(span("said"),), kind="mixed", commitment="affirms",
                source=Source(spans=(span("The Lhosani <b>Navy</b>"),), entity="navy"),
            ),
            Attribution(
                id="a2", content=(span("“We never,”"), span("“fired.”")), cue=(span("said", 2),),
                kind="direct", commitment="denies",
                source=Source(spans=(span("a Maravel envoy"),), entity="envoy"),
            ),
            Attribution(id="a3", content=(span("brave” crew"),), parent="a1"),
        ),
        stances=(
            Stance(
                id="s1", holder="envoy", target="navy", label="against", basis="stated",
                evidence=((span("He denounced the Lhosani Navy"),),),
            ),
            Stance(id="s2", holder="author", target="e1", label="neutral"),
        ),
        sentiments=(
            Sentiment(
                id="o1", expression=(span("brave"),), polarity="positive", intensity="standard",
                quoted=True, holder=Filler(ref="m3"), target=Filler(spans=(span("crew"),)),
            ),
        ),
        provenance=Provenance(annotators=("a1",)),
    )  # fmt: skip
    return msgspec.structs.replace(base, **fields)


class Reader(HTMLParser):
    """Reads a page: its paragraphs' words without chips, its marks, its resources."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self.marks: list[tuple[str, str, str]] = []
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.sources: list[str] = []
        self.ids: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.sources += [found[name] for name in ("src", "href", "action") if name in found]
        self.ids += [found["id"]] if "id" in found else []
        if tag not in {"meta", "link", "input", "br", "circle", "path"} or tag == "path":
            self.stack.append((tag, found))
        if tag == "p" and any(f.get("class") == "block" for _, f in self.stack):
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        in_text = any(f.get("class") == "block" for _, f in self.stack)
        hidden = any(f.get("aria-hidden") == "true" for _, f in self.stack)
        if not in_text or hidden or not any(tag == "p" for tag, _ in self.stack):
            return
        self.paragraphs[-1] += data
        for tag, found in self.stack:
            if tag == "mark":
                self.marks.append((found["data-i"], found["class"].split()[0], data))

    def words(self, item: str, kind: str) -> list[str]:
        return [data for name, mark, data in self.marks if (name, mark) == (item, kind)]


class TestPage:
    def test_the_text_is_the_records_text(self) -> None:
        lines = [line for line in TEXT.split("\n") if line.strip()]
        assert Reader(html(article())).paragraphs == lines

    @pytest.mark.parametrize(
        ("item", "kind", "words"),
        [
            ("m1", "mention", "Lhosani <b>Navy</b>"),
            ("m2", "mention", "Lhosani"),
            ("e1", "event", "shotdown"),
            ("a1", "content", "it & its “brave” crew had shot the drone down"),
            ("a2", "content", "“We never,”“fired.”"),
            ("a3", "content", "brave” crew"),
            ("a1", "source", "The Lhosani <b>Navy</b>"),
            ("a1", "cue", "said"),
            ("s1", "evidence", "He denounced the Lhosani Navy"),
            ("o1", "sentiment", "brave"),
        ],
    )
    def test_marks_cover_their_words(self, item: str, kind: str, words: str) -> None:
        assert "".join(Reader(html(article())).words(item, kind)) == words

    def test_nothing_of_the_record_is_markup(self) -> None:
        page = html(article())
        assert "<b>Navy" not in page
        assert "<shot>" not in page
        assert "Lhosani <Navy>" not in page

    @pytest.mark.parametrize("field", ["title", "outlet", "licence", "source", "region"])
    def test_metadata_is_escaped(self, field: str) -> None:
        evil = "</title><script>alert(1)</script>\"'"
        meta = msgspec.structs.replace(article().metadata, **{field: evil})
        assert html(article(metadata=meta)).count("<script") == 1

    def test_ids_that_are_markup_are_escaped(self) -> None:
        evil = "x\"'><script>"
        entities = (Entity(id=evil, type="PER"),)
        mentions = (Mention(id="m'\"", entity=evil, spans=(span("it"),)),)
        page = html(
            article(layers=("entities", "coreference"), entities=entities, mentions=mentions)
        )
        assert page.count("<script") == 1
        assert f"card-{evil}" in Reader(page).ids

    def test_the_page_asks_for_nothing(self) -> None:
        page = html(article())
        assert {s for s in Reader(page).sources if not s.startswith("#")} == {"data:,"}
        assert "http:" not in page.replace("http-equiv", "")
        assert "https:" not in page
        assert "@import" not in page
        assert "url(" not in page

    def test_the_policy_allows_this_style_and_script_alone(self) -> None:
        page = html(article())
        policy = re.search(r'Security-Policy" content="([^"]+)"', page)
        assert policy is not None
        assert policy[1].startswith("default-src &#39;none&#39;;")
        for tag in ("style", "script"):
            parts = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            assert len(parts) == 1
            digest = hashlib.sha256(parts[0].encode("utf-8")).digest()
            assert f"{tag}-src &#39;sha256-{base64.b64encode(digest).decode()}&#39;" in policy[1]
        assert 'style="' not in page
        assert not re.search(r"\son[a-z]+=", page)

    def test_every_mark_has_its_card_and_no_id_occurs_twice(self) -> None:
        reader = Reader(html(article()))
        cards = set(re.findall(r'data-c="([^"]+)"', html(article())))
        assert {f"card-{card}" for card in cards} <= set(reader.ids)
        assert len(reader.ids) == len(set(reader.ids))

    def test_only_the_records_layers_are_shown(self) -> None:
        page = html(article(layers=("events",)))
        assert 'id="layer-events"' in page
        assert 'id="layer-factuality"' not in page
        assert {kind for _, kind, _ in Reader(page).marks} == {"event"}
        assert "Who stands where" not in page

    def test_the_same_record_gives_the_same_bytes(self) -> None:
        assert html(article()) == html(article())

    def test_a_title_that_is_the_first_line_is_not_repeated(self) -> None:
        text = f"{article().metadata.title}\n\nBody."
        page = html(
            article(
                text=text, layers=(), entities=(), mentions=(), events=(), attributions=(),
                stances=(), sentiments=(),
            )
        )  # fmt: skip
        assert page.count("<h1>") == 1

    def test_a_record_without_text_is_an_error_with_a_hint(self) -> None:
        with pytest.raises(InputError, match="'drone' has no text") as caught:
            html(article(text=None))
        assert "communique attach" in caught.value.hint


class TestGraph:
    def test_every_stance_is_a_line_and_the_author_stands_last(self) -> None:
        found = graph(article())
        assert found is not None
        assert [(line.id, line.label) for line in found.lines] == [
            ("s1", "against"),
            ("s2", "neutral"),
        ]
        assert [node.name for node in found.holders] == ["Maravel envoy", "the author"]
        assert all(0 < node.y < found.height for node in (*found.holders, *found.targets))

    def test_no_stance_no_picture(self) -> None:
        assert graph(article(stances=())) is None


class TestTerminal:
    def shown(self, record: Article, **options: bool) -> str:
        out = io.StringIO()
        terminal(record, Console(file=out, width=200, **options))  # type: ignore[arg-type]
        return out.getvalue()

    def test_plain_where_there_is_no_terminal(self) -> None:
        shown = self.shown(article())
        assert "\x1b" not in shown
        assert (
            "The Lhosani <b>Navy</b> said [1 it & its “[3 brave(“+”)” crew] had"
            " shot the drone down{● ASSAULT}]."
        ) in shown
        assert "[2 “We never,”] a Maravel envoy said, [2… “fired{✕ ASSAULT}.”]" in shown

    def test_colours_where_there_is_one(self) -> None:
        assert "\x1b[" in self.shown(article(), force_terminal=True)

    def test_console_markup_in_the_text_stays_text(self) -> None:
        text = "[red]Lhosan[/red] [link=x]said[/]"
        bare = article(
            text=text, layers=("attributions",), attributions=(
                Attribution(id="a", content=(Span(0, 5, "[red]"),), cue=(Span(5, 11, "Lhosan"),)),
            ),
        )  # fmt: skip
        assert "[1 [red]]Lhosan[/red] [link=x]said[/]" in self.shown(bare)

    def test_stances_and_attributions_are_listed(self) -> None:
        shown = self.shown(article())
        assert re.search(r"Maravel envoy → Lhosani <Navy>\s+against\s+stated", shown)
        assert re.search(r"a Maravel envoy\s+said\s+direct\s+denies", shown)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(alphabet="ab \n", min_size=1, max_size=40))
    edges = st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)
    found = []
    for number in range(draw(st.integers(0, 6))):
        cuts = sorted(draw(edges))
        cuts = cuts[: len(cuts) // 2 * 2]
        spans = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True))
        name = str(number)
        found.append(Mark(name, name, name, "x", spans, draw(st.integers(0, 2))))
    return text, found


class TestSegments:
    @given(marked())
    def test_segments_are_the_text_and_carry_the_marks_that_cover_them(
        self, case: tuple[str, list[Mark]]
    ) -> None:
        text, found = case
        lines = paragraphs(text, found)
        assert [text[p.start : p.end] for p in lines] == [x for x in text.split("\n") if x.strip()]
        for line in lines:
            at = line.start
            for segment in line.segments:
                covering = {m.item for m in found for s in m.fragment if s.start <= at < s.end}
                assert {p.mark.item for p in segment.pieces} == covering
                ranks = [p.mark.rank for p in segment.pieces]
                assert ranks == sorted(ranks)
                assert segment.text == text[at : at + len(segment.text)]
                at += len(segment.text)
            assert at == line.end

    @given(marked())
    def test_every_mark_in_a_line_starts_and_ends_once_a_span(
        self, case: tuple[str, list[Mark]]
    ) -> None:
        text, found = case
        text = text.replace("\n", " ") + "a"
        pieces = [p for line in paragraphs(text, found) for s in line.segments for p in s.pieces]
        for mark in found:
            mine = [p for p in pieces if p.mark == mark]
            assert sum(p.starts for p in mine) == len(mark.fragment)
            assert sum(p.ends for p in mine) == len(mark.fragment)
            assert (sum(p.first for p in mine), sum(p.last for p in mine)) == (1, 1)
