"""The site of `communique leaderboard build` in a real Chromium, from files, without a network."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from communique.leaderboard import Chance, build, read_gold

from tests import leaderboard_fixture as fixture
from tests.browser_fixture import find, needs_browser, opened, resize, texts, webdriver, width_of

pytestmark = needs_browser

SYSTEMS = "#stance tbody .system a"
FIRST, SECOND = (f"Title of {name} & <i>more</i>" for name in fixture.IDS[:2])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaderboard")
    results = folder / "results"
    fixture.submit(results, fixture.card("Half", test_seen=None), 0.5)
    fixture.submit(results, fixture.card("Perfect", kind="people"), 0.0)
    long = "A trained system with a name_that_is_not_broken_anywhere_and_is_long"
    fixture.submit(results, fixture.card(long, kind="trained"), 0.35)
    fixture.submit(results, fixture.card("Zero", test_seen=True), 0.99, entered=("stance",))
    gold = read_gold(str(fixture.corpus(folder / "gold")), "test")
    build(results, folder / "site", gold, "test", Chance(resamples=50, trials=200, seed=1))
    return folder / "site"


@pytest.fixture
def index(site: Path, tmp_path: Path) -> Iterator[Any]:
    with opened(site / "index.html", tmp_path / "profile") as driver:
        yield driver


def go(page: Any, site: Path, path: str) -> None:
    """Open another page of the site (a change after the # alone would open nothing)."""
    page.get((site / "index.html").as_uri())
    page.get(f"{site.as_uri()}/{path}")


def choose(page: Any, name: str, text: str) -> None:
    select = importlib.import_module("selenium.webdriver.support.select").Select
    select(find(page, name)).select_by_visible_text(text)


def test_a_click_on_a_heading_sorts_and_another_one_turns_it(index: Any) -> None:
    head = find(index, "#events th:nth-child(3)")
    head.find_element("css selector", "button").click()
    assert head.get_attribute("aria-sort") == "descending"
    falling = texts(index, "#events tbody .system a")
    assert falling[0] == "Perfect"
    head.find_element("css selector", "button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert texts(index, "#events tbody .system a") == falling[::-1]
    assert find(index, "#events th:nth-child(1)").get_attribute("aria-sort") == "none"


def test_the_keyboard_alone_sorts(index: Any) -> None:
    button = find(index, "#stance th.system button")
    index.execute_script("arguments[0].focus()", button)
    button.send_keys(webdriver.Keys.ENTER)
    names = texts(index, SYSTEMS)
    assert names == sorted(names, key=str.lower)
    button.send_keys(webdriver.Keys.SPACE)
    assert texts(index, SYSTEMS) == names[::-1]


def test_what_has_no_value_stays_last_either_way(index: Any) -> None:
    """Zero did not enter all tasks, so it has no mean."""
    button = find(index, "#overall th:nth-child(3) button")
    for _ in range(2):
        button.click()
        assert texts(index, "#overall tbody .system a")[-1] == "Zero"


def test_a_filter_holds_for_all_tables(index: Any) -> None:
    find(index, "#find").send_keys("per")
    assert texts(index, SYSTEMS) == ["Perfect"]
    assert texts(index, "#events tbody .system a") == ["Perfect"]
    assert find(index, "#filtered").text == "1 of 4 systems"
    find(index, "#find").clear()
    find(index, "#find").send_keys("x", webdriver.Keys.BACKSPACE)
    choose(index, "#kind", "rules")
    assert sorted(texts(index, SYSTEMS)) == ["Half", "Zero"]
    choose(index, "#kind", "all")
    find(index, "#unseen").click()
    assert len(texts(index, SYSTEMS)) == 2
    assert "Half" not in texts(index, SYSTEMS)


def test_ties_and_the_best_are_marked(index: Any) -> None:
    row = find(index, "#stance tbody tr")
    assert "best" in row.text
    assert {word for word in texts(index, "#stance .badge") if word} <= {"best", "≈ tied"}


def test_two_systems_are_compared_article_by_article(index: Any, site: Path) -> None:
    go(index, site, "compare.html")
    choose(index, "#task", "Stance")
    choose(index, "#a", "Half")
    choose(index, "#b", "Perfect")
    assert "Half" in find(index, "#verdict").text
    assert "B on" in find(index, "#verdict").text
    find(index, ".signature summary").click()
    assert "|task=stance@1|" in find(index, "#signature").text
    assert width_of(index) <= 1200
    rows = index.find_elements("css selector", "#articles tbody tr")
    assert len(rows) == 6
    assert [row.find_elements("css selector", "td")[2].text for row in rows] == ["1.000"] * 6
    before = texts(index, "#articles td:nth-child(4)")
    find(index, "#swap").click()
    turned = texts(index, "#articles td:nth-child(4)")
    signs = str.maketrans("+\N{MINUS SIGN}", "\N{MINUS SIGN}+")
    assert turned == [text.translate(signs) for text in before]
    find(index, "#articles a").click()
    assert find(index, "h1").text == FIRST
    assert find(index, "#pane-a .whose").text == "Perfect"
    assert find(index, "#pane-b .whose").text == "Half"


def test_n_and_p_go_to_the_next_and_the_previous_article_with_the_choice(
    index: Any, site: Path
) -> None:
    go(index, site, f"articles/{fixture.IDS[0]}.html")
    choose(index, "#facet", "Events: arguments")
    choose(index, "#b", "Perfect")
    body = find(index, "body")
    body.send_keys("p")
    assert find(index, "h1").text == FIRST
    body.send_keys("n")
    assert find(index, "h1").text == SECOND
    assert find(index, "#facet").get_attribute("value") == "events.arguments"
    assert find(index, "#pane-b .whose").text == "Perfect"
    find(index, "#b").send_keys("p")
    assert find(index, "h1").text == SECOND
    index.execute_script("document.activeElement.blur()")
    find(index, "body").send_keys("p")
    assert find(index, "h1").text == FIRST


def test_outcomes_are_marked_in_the_text(index: Any, site: Path) -> None:
    go(index, site, f"articles/{fixture.IDS[0]}.html#events.triggers/gold%20annotation/perfect")
    assert texts(index, "#pane-a .text mark.k-gold") == ["w03", "w11", "w21"]
    assert texts(index, "#pane-b .text mark.k-correct") == ["w03✓", "w11✓", "w21✓"]
    whole = find(index, "#pane-a .text").get_attribute("textContent")
    assert whole == " ".join(f"w{number:02d}" for number in range(40))
    find(index, "#pane-b .found button").click()
    assert texts(index, "mark.on") == ["w03", "w03✓"]
    find(index, "[data-kind=correct]").click()
    assert texts(index, "#pane-b .found li") == []
    find(index, "[data-kind=correct]").click()
    find(index, "#differ").click()
    assert len(texts(index, "#pane-b .found li")) == 3


def test_only_differences_are_left_where_that_is_asked_for(index: Any, site: Path) -> None:
    slips = {
        name: sum(
            given.value != event.factuality
            for given, event in zip(
                fixture.slips(fixture.gold(name), 0.5, "Half").factuality,
                fixture.gold(name).events,
                strict=True,
            )
        )
        for name in fixture.IDS
    }
    name, wrong = max(slips.items(), key=lambda item: item[1] % 3)
    assert 0 < wrong < 3
    go(index, site, f"articles/{name}.html#factuality.values/half/perfect")
    assert len(texts(index, "#pane-b .found li")) == 3
    find(index, "#differ").click()
    assert len(texts(index, "#pane-a .found li")) == wrong
    assert len(texts(index, "#pane-b .found li")) == wrong


def test_an_article_without_text_says_so_and_lists_its_items(tmp_path: Path) -> None:
    results, gold = tmp_path / "results", fixture.corpus(tmp_path / "gold", text=None)
    fixture.submit(results, fixture.card("Half"), 0.5, entered=("events",), text=None)
    chance = Chance(resamples=20, trials=20, seed=1)
    build(results, tmp_path / "site", read_gold(str(gold), "test"), "test", chance)
    file = tmp_path / "site" / "articles" / f"{fixture.IDS[0]}.html"
    with opened(file, tmp_path / "profile") as page:
        assert "not at hand" in find(page, "#pane-a .text").text
        assert texts(page, "#pane-a .found li") == ["·\nREJECT", "·\nACCUSE", "·\nCONSULT"]


PAGES = (
    "index.html",
    "compare.html",
    "systems/half.html",
    f"articles/{fixture.IDS[0]}.html#attribution.relations/half/perfect",
)


@pytest.mark.parametrize("width", [360, 700, 1200])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_window(index: Any, site: Path, path: str, width: int) -> None:
    resize(index, width)
    go(index, site, path)
    assert width_of(index) <= width


@pytest.mark.parametrize("path", PAGES)
def test_everything_that_scrolls_or_acts_can_be_reached_by_keyboard(
    index: Any, site: Path, path: str
) -> None:
    go(index, site, path)
    lost = index.execute_script(
        "return [...document.querySelectorAll('.scroll, a[href], button, select, input, summary')]"
        ".filter((e) => e.tabIndex < 0).length"
    )
    assert lost == 0
    index.switch_to.active_element.send_keys(webdriver.Keys.TAB)
    assert index.switch_to.active_element.text == "Skip to the content"


def test_names_that_programs_know_and_names_from_the_right_harm_nothing(tmp_path: Path) -> None:
    """`constructor` is in every object; digits after Arabic letters are drawn before them."""
    results = tmp_path / "results"
    fixture.submit(results, fixture.card("Constructor"), 0.5, entered=("stance",))
    right = "Rules \u0642\u0648\u0627\u0639\u062f"
    fixture.submit(results, fixture.card(right), 0.3)
    gold = read_gold(str(fixture.corpus(tmp_path / "gold")), "test")
    build(results, tmp_path / "site", gold, "test", Chance(resamples=50, trials=200, seed=1))
    with opened(tmp_path / "site" / "compare.html", tmp_path / "profile") as page:
        choose(page, "#task", "Events")
        assert not find(page, "#a option[value=constructor]").is_enabled()
        assert f"\u2068{right}\u2069 0." in find(page, "#verdict").text
        page.get(f"{(tmp_path / 'site').as_uri()}/articles/{fixture.IDS[0]}.html#events.triggers")
        assert not find(page, "#a option[value=constructor]").is_enabled()
        assert texts(page, "#pane-b .found li")
