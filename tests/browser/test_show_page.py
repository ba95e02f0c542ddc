"""The page of `communique show` in a real Chromium, from a file, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from communique.codec import text_digest
from communique.model import (
    Argument,
    Article,
    Attribution,
    Entity,
    Event,
    Mention,
    Metadata,
    Source,
    Span,
    Stance,
)
from communique.show import html

from tests.browser_fixture import find, needs_browser, opened, resize, webdriver, width_of

pytestmark = needs_browser

TEXT = "Lhosan seized a ship.\nIts coast guard said the ship had been shot at."


def span(words: str, number: int = 1) -> Span:
    start = -1
    for _ in range(number):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words), words)


def article() -> Article:
    return Article(
        schema_version="1.0",
        id="ship",
        metadata=Metadata(
            language="en",
            origin="written",
            licence="CC-BY-4.0",
            text_sha256=text_digest(TEXT),
            text_length=len(TEXT),
            title="A ship is seized",
        ),
        layers=("entities", "coreference", "events", "factuality", "attributions", "stances"),
        text=TEXT,
        entities=(Entity(id="lho", type="GPE", name="Lhosan"), Entity(id="boat", type="VEH")),
        mentions=(
            Mention(id="m1", entity="lho", spans=(span("Lhosan"),), level="NAM"),
            Mention(id="m2", entity="lho", spans=(span("Its"),), level="PRO"),
            Mention(id="m3", entity="boat", spans=(span("ship"),), level="NOM"),
            Mention(id="m4", entity="boat", spans=(span("ship", 2),), level="NOM"),
        ),
        events=(
            Event(
                id="e1",
                trigger=(span("seized"),),
                category="COERCE",
                factuality="CT+",
                arguments=(Argument(role="actor", ref="m1"), Argument(role="theme", ref="m3")),
            ),
        ),
        attributions=(
            Attribution(
                id="a1",
                content=(span("the ship had been shot at"),),
                cue=(span("said"),),
                source=Source(spans=(span("Its coast guard"),)),
                commitment="affirms",
            ),
        ),
        stances=(
            Stance(
                id="s1",
                holder="lho",
                target="e1",
                label="favor",
                evidence=((span("Lhosan seized a ship"),),),
            ),
        ),
    )


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    file = tmp_path / "page" / "page.html"
    file.parent.mkdir()
    file.write_text(html(article()), "utf-8")
    with opened(file, tmp_path / "profile") as driver:
        yield driver


def lit(page: Any) -> set[str]:
    return {mark.get_attribute("data-i") for mark in page.find_elements("css selector", "mark.on")}


def test_a_layer_is_switched_off_and_on(page: Any) -> None:
    chip, box = find(page, ".text .chip"), find(page, "#layer-events")
    assert chip.is_displayed()
    box.click()
    assert not chip.is_displayed()
    box.click()
    assert chip.is_displayed()
    sign = find(page, ".text .factuality")
    find(page, "#layer-factuality").click()
    assert (chip.is_displayed(), sign.is_displayed()) == (True, False)


def test_a_click_lights_the_chain_and_opens_its_card(page: Any) -> None:
    find(page, "mark[data-i=m3].mention").click()
    assert lit(page) == {"m3", "m4"}
    panel = find(page, "#panel")
    assert "ship (2 times)" in panel.text
    find(page, "#close").click()
    assert not panel.is_displayed()
    assert lit(page) == set()


def test_a_click_on_nested_marks_shows_the_innermost_first(page: Any) -> None:
    find(page, "mark[data-i=m4].mention").click()
    kinds = [kind.text for kind in page.find_elements("css selector", "#panel .kind")]
    assert kinds == ["VEH", "ATTRIBUTION"]


def test_a_stance_lights_its_evidence(page: Any) -> None:
    find(page, "td a[data-i=s1]").click()
    assert "s1" in lit(page)
    assert "shown by" in find(page, "#panel").text


def test_arrow_keys_go_from_mark_to_mark(page: Any) -> None:
    keys = webdriver.Keys
    first = find(page, "#text mark[tabindex='0']")
    page.execute_script("arguments[0].focus()", first)
    seen = []
    for _ in range(4):
        active = page.switch_to.active_element
        seen.append((active.get_attribute("data-i"), active.get_attribute("class").split()[0]))
        active.send_keys(keys.ARROW_RIGHT)
    assert seen == [("s1", "evidence"), ("m1", "mention"), ("e1", "event"), ("m3", "mention")]
    assert find(page, "#panel").is_displayed()
    page.switch_to.active_element.send_keys(keys.ESCAPE)
    assert not find(page, "#panel").is_displayed()


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_is_wider_than_the_window(page: Any, width: int) -> None:
    resize(page, width)
    assert width_of(page) <= width
