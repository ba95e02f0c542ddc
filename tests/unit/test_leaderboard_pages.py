"""The pages of the leaderboard: what is in them, and what never is."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from communique import tasks
from communique.errors import InputError
from communique.leaderboard import Chance, Gold, build, read_gold
from communique.leaderboard.pages import Page as SitePage
from communique.leaderboard.pages import embedded, link
from communique.leaderboard.site import MARKER, board, write
from communique.leaderboard.titles import columns, metric_name, split, stem_name, summary
from communique.leaderboard.views import matrix
from communique.model import Article
from communique.ontology import labels
from communique.results import decode_result, encode_result
from communique.signature import Signature
from msgspec import structs

from tests import leaderboard_fixture as fixture
from tests.page_fixture import Page

CHANCE = Chance(resamples=20, trials=200, seed=1)
NASTY = '"><script>alert(1)</script><img src=x onerror=alert(2)> & </script>'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixture.corpus(tmp_path_factory.mktemp("gold"))


@pytest.fixture(scope="module")
def gold(corpus: Path) -> Gold:
    return read_gold(str(corpus), "test")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    fixture.submit(
        folder,
        fixture.card(
            f"Zed {NASTY}"[:100],
            version=NASTY,
            description=NASTY,
            training_data=NASTY,
            authors=(NASTY,),
            url='https://example.org/"onmouseover="alert(3)',
            code="http://example.org/code",
            licence=NASTY,
            base_model=NASTY,
            hardware=NASTY,
            test_seen=None,
        ),
        0.3,
    )
    fixture.submit(folder, fixture.card("Perfect", kind="people", test_seen=True), 0.0)
    fixture.submit(folder, fixture.card("Private"), 0.5, private=True)
    fixture.submit(folder, fixture.card("Some"), 0.2, entered=("stance", "events"))
    return folder


@pytest.fixture(scope="module")
def site(results: Path, gold: Gold, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    build(results, out, gold, "test", CHANCE)
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {str(path.relative_to(site)): Page(path) for path in sorted(site.rglob("*.html"))}


def test_there_is_a_page_for_the_tables_each_system_each_article_and_two_systems(
    pages: dict[str, Page], results: Path
) -> None:
    slugs = sorted(path.name for path in results.iterdir())
    assert sorted(pages) == sorted(
        [
            "index.html",
            "compare.html",
            *(f"systems/{slug}.html" for slug in slugs),
            *(f"articles/{name}.html" for name in fixture.IDS),
        ]
    )


def test_nothing_of_a_card_becomes_markup(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert "img" not in {tag for tag, _ in page.tags}, name
        handlers = {attr for _, found in page.tags for attr in found if attr.startswith("on")}
        assert not handlers, name
        assert not page.attributes("style"), name
    nasty = next(page for name, page in pages.items() if name.startswith("systems/zed"))
    assert NASTY in nasty.words


def test_only_the_pages_own_style_and_script_may_run(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        policy = next(f["content"] for _, f in page.tags if "http-equiv" in f)
        assert "default-src 'none'" in policy
        assert "base-uri 'none'" in policy
        runs = [text for tag, found, text in page.inner if found.get("type") != "application/json"]
        assert len(runs) == 2, name
        for text in runs:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, name


def test_no_page_asks_another_host_for_anything(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert not page.attributes("src")
        foreign = [f for _, f in page.tags if re.match(r"[a-z]+:|//", f.get("href", ""))]
        assert all(f["href"] == "data:," or "nofollow" in f["rel"] for f in foreign)
        assert "url(" not in page.source
        assert "@import" not in page.source


def test_links_of_cards_are_of_the_web_and_not_followed(pages: dict[str, Page]) -> None:
    nasty = next(page for name, page in pages.items() if name.startswith("systems/zed"))
    found = [f for tag, f in nasty.tags if tag == "a" and f["href"].startswith("http")]
    assert [f["href"] for f in found] == [
        'https://example.org/"onmouseover="alert(3)',
        "http://example.org/code",
    ]
    assert {f["rel"] for f in found} == {"nofollow noopener"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " https://x", "https://", "", None]
)
def test_other_addresses_become_no_link(address: str | None) -> None:
    assert link(address) == ""


def test_links_within_the_site_lead_somewhere(pages: dict[str, Page], site: Path) -> None:
    for name, page in pages.items():
        for tag, found in page.tags:
            if tag == "a" and "href" in found and not re.match("[a-z]+:", found["href"]):
                path, _, place = found["href"].partition("#")
                target = (site / name).parent / path if path else site / name
                assert target.resolve().is_relative_to(site.resolve())
                assert target.is_file(), (name, found["href"])
                if place and target.name != "compare.html":
                    other = pages[str(target.resolve().relative_to(site.resolve()))]
                    assert place in other.attributes("id"), (name, found["href"])


def test_ids_are_used_once_and_labels_lead_to_them(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        ids = page.attributes("id")
        assert len(ids) == len(set(ids)), name
        assert set(page.attributes("aria-labelledby")) <= set(ids), name


def test_embedded_data_are_what_went_in_and_end_no_script(pages: dict[str, Page]) -> None:
    data: Any = {"a": NASTY, "</script>": [None, 1.5]}
    text = str(embedded(data))
    assert not set("<>&\u2028\u2029") & set(text)
    assert msgspec.json.decode(text) == data
    for name in ("compare.html", *(f"articles/{name}.html" for name in fixture.IDS)):
        found = [text for _, f, text in pages[name].inner if f.get("type") == "application/json"]
        assert len(found) == 1
        assert any(NASTY[:20] in system for _, system in msgspec.json.decode(found[0])["systems"])


def test_the_same_results_give_the_same_bytes(results: Path, gold: Gold, tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        build(results, tmp_path / name, gold, "test", CHANCE)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        made.append({str(p.relative_to(tmp_path / name)): p.read_bytes() for p in files})
    assert made[0] == made[1]


def test_a_system_without_predictions_says_so_and_shows_its_counts(pages: dict[str, Page]) -> None:
    page = pages["systems/private.html"]
    assert page.words.count("This system handed in no predictions for this task") == 7
    assert "The confusion matrix comes from the counts" in page.words
    tables = [found.get("class") for tag, found in page.tags if tag == "table"]
    assert tables.count("heat") == 2
    assert "errors" not in tables


def test_a_matrix_from_counts_is_the_one_from_predictions(gold: Gold, tmp_path: Path) -> None:
    """Every event and pair is answered, so that both say the same."""
    private = fixture.submit(tmp_path, fixture.card("Half"), 0.5, private=True)
    open_ = fixture.submit(tmp_path / "open", fixture.card("Half"), 0.5)
    heats = []
    for folder in (private.parent, open_.parent):
        build(folder, tmp_path / "out" / folder.name, gold, "test", CHANCE)
        source = (tmp_path / "out" / folder.name / "systems" / "half.html").read_text("utf-8")
        found = re.findall(r'<table class="heat">.*?</table>', source, flags=re.DOTALL)
        heats.append([table for table in found if "value." in table or "stance." in table])
    assert heats[0][0] == heats[1][0]
    assert heats[0][1] == heats[1][1]


def test_a_report_tells_spans_from_articles(gold: Gold, tmp_path: Path) -> None:
    place = fixture.submit(tmp_path / "in", fixture.card("Words"), 0.2, entered=("stance",))
    path = place / "stance.test.json"
    report = {"exact": 3, "fuzzy": 1, "lost": 0, "ambiguous": 2, "unreadable": 1}
    path.write_bytes(
        encode_result(structs.replace(decode_result(path.read_bytes()), report=report))
    )
    build(tmp_path / "in", tmp_path / "out", gold, "test", CHANCE)
    words = " ".join(Page(tmp_path / "out" / "systems" / "words.html").words.split())
    assert (
        "Spans of the predictions: 3 exact, 1 fuzzy (2 ambiguous). 1 unreadable answers," in words
    )


def test_without_gold_there_are_tables_and_no_texts(results: Path, tmp_path: Path) -> None:
    build(results, tmp_path / "out", None, "test", CHANCE)
    assert not (tmp_path / "out" / "articles").exists()
    page = Page(tmp_path / "out" / "systems" / "perfect.html")
    assert "The gold records were not at hand" in page.words
    compare = Page(tmp_path / "out" / "compare.html")
    data = msgspec.json.decode(compare.inner[1][2])
    assert data["articles"] == {}
    assert data["tasks"][0]["documents"] == list(fixture.IDS)


def test_entities_split_and_merged_are_told_where_coreference_was_predicted(
    pages: dict[str, Page],
) -> None:
    """Each of six articles has two entities."""
    said = "Entities: 12 in gold, 12 predicted. Of gold's, 0 are split"
    assert said in pages["systems/perfect.html"].words
    assert "Entities: " not in pages["systems/private.html"].words
    assert "Entities: " not in pages["systems/some.html"].words


def test_every_pair_of_systems_comes_with_its_test(pages: dict[str, Page]) -> None:
    data = msgspec.json.decode(pages["compare.html"].inner[1][2])
    stance = next(found for found in data["tasks"] if found["title"] == "Stance")
    assert len(stance["pairs"]) == 6
    better, worse, difference, low, high, p = next(
        pair for pair in stance["pairs"] if set(pair[:2]) == {"perfect", "private"}
    )
    assert (better, worse) == ("perfect", "private")
    totals = stance["totals"]
    assert difference == pytest.approx(totals["perfect"] - totals["private"])
    assert low <= difference <= high
    assert 0 < p <= 1


def test_every_page_with_tests_says_what_they_rest_on(pages: dict[str, Page]) -> None:
    data = msgspec.json.decode(pages["compare.html"].inner[1][2])
    keys = [tasks.get(name).key for name in tasks.names()]
    signatures = [Signature.parse(found["signature"]) for found in data["tasks"]]
    assert [item["task"] for item in signatures] == keys
    assert {item["correction"] for item in signatures} == {"holm"}
    shown = re.findall(r"<code>([^<]*\|task=[^<]*)</code>", pages["index.html"].source)
    own = [Signature.parse(text) for text in shown]
    assert [item["task"] for item in own] == ["overall", *keys]
    assert {item["correction"] for item in own} == {"holm-against-best"}


def test_the_articles_are_gone_through_by_way_of_the_progress(
    results: Path, gold: Gold, tmp_path: Path
) -> None:
    seen: list[str] = []

    def progress(found: Sequence[Article]) -> Iterator[Article]:
        for article in found:
            seen.append(article.id)
            yield article

    build(results, tmp_path / "out", gold, "test", CHANCE, progress=progress)
    assert seen == list(fixture.IDS)


def test_what_fails_half_way_leaves_the_former_site(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, [SitePage("index.html", b"former")])

    def broken() -> Iterator[SitePage]:
        yield SitePage("index.html", b"new")
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left on device"):
        write(out, broken())
    assert (out / "index.html").read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_few_articles_are_warned_of(
    pages: dict[str, Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least 2 of all swaps are as extreme as none: of 2 ** 4 that is 0.125, of 2 ** 6 0.031."""
    assert "Few articles" not in pages["index.html"].words
    assert "These 6 articles are enough to find a difference of" in pages["index.html"].words
    monkeypatch.setattr(fixture, "IDS", fixture.IDS[:4])
    fixture.submit(tmp_path / "results", fixture.card("Half"), 0.5)
    four = read_gold(str(fixture.corpus(tmp_path / "gold")), "test")
    build(tmp_path / "results", tmp_path / "out", four, "test", CHANCE)
    page = Page(tmp_path / "out" / "index.html")
    assert "A paired test on 4 articles cannot give a p below 0.125" in page.words
    assert "enough to find" not in page.words


def test_a_system_that_may_have_seen_the_test_is_marked(pages: dict[str, Page]) -> None:
    assert "⚠ test seen" in pages["systems/perfect.html"].words
    rows = re.findall(r'<tr data-slug="(\S+?)"[^>]*data-seen="(\w+)"', pages["index.html"].source)
    assert dict(rows)["perfect"] == "perhaps"
    assert dict(rows)["some"] == "no"


def test_numbers_that_nobody_could_make_again_are_marked(pages: dict[str, Page]) -> None:
    source = pages["index.html"].source
    rows = re.findall(r'<tr data-slug="(\S+?)"(.*?)</th>', source, re.DOTALL)
    assert {slug for slug, row in rows if ">unproved</span>" in row} == {"private"}


def test_an_article_holds_each_items_outcome(pages: dict[str, Page]) -> None:
    page = pages["articles/article-1.html"]
    data = msgspec.json.decode(next(t for _, f, t in page.inner if f.get("type")))
    facet = next(found for found in data["facets"] if found["key"] == "events.triggers")
    assert facet["gold"] == [
        [[[12, 15]], "REJECT"], [[[44, 47]], "ACCUSE"], [[[84, 87]], "CONSULT"],
    ]  # fmt: skip
    assert facet["runs"]["perfect"] == {
        "value": 1.0, "found": [[0, 0, None], [0, 1, None], [0, 2, None]],
    }  # fmt: skip
    assert "private" not in facet["runs"]


def test_a_board_has_what_the_pages_show(results: Path, gold: Gold) -> None:
    found = board(results, gold, "test", CHANCE)
    assert list(found.tables) == list(tasks.names())
    assert found.overall.places[0].system == "perfect"


def test_a_confusion_matrix_keeps_the_order_of_the_labels() -> None:
    from collections import Counter

    made = matrix(
        "stance", Counter({("neutral", "favor"): 3, ("neutral", ""): 1, ("", "favor"): 2})
    )
    assert made.across == ("favor", "neutral", "")
    assert [(name, [cell.number for cell in cells]) for name, cells in made.rows] == [
        ("favor", [0, 0, 0]),
        ("neutral", [3, 0, 1]),
        ("", [2, 0, 0]),
    ]
    assert [cell.level for cell in made.rows[1][1]] == [8, 0, 2]


def test_every_metric_has_a_name_that_people_read() -> None:
    for name in tasks.names():
        task = tasks.get(name)
        assert summary(task)
        for metric in task.metric_names:
            stem, _ = split(metric)
            assert tasks.of_one_label(metric) or stem_name(task, stem).short != stem, metric
            assert metric_name(task, metric).long
        assert set(columns(task)) <= set(task.metric_names)
    assert metric_name(tasks.get("events"), "tc.ACCUSE.f1").short == "ACCUSE"
    assert "ACCUSE" in labels("event_categories")


def test_the_site_replaces_a_former_one_and_nothing_else(
    results: Path, gold: Gold, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "systems").mkdir(parents=True)
    (out / MARKER).touch()
    (out / "systems" / "gone.html").touch()
    build(results, out, gold, "test", CHANCE)
    assert (out / "index.html").is_file()
    assert not (out / "systems" / "gone.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
