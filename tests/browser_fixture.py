"""A real Chromium for the tests of pages: they are opened from files, without a network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

webdriver = pytest.importorskip(
    "selenium.webdriver", reason="selenium is not installed: run `nox -s browser`"
)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="neither chromium with chromedriver nor google-chrome here"
)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1200,900",
)  # fmt: skip


@contextmanager
def opened(file: Path, profile: Path) -> Iterator[Any]:
    """Open a page; at the end, check that its log is empty and that it asked for nothing else.

    Pages in the same folder or below it, where links lead, count as the page's own.
    """
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    try:
        driver.get(file.as_uri())
        yield driver
        assert driver.get_log("browser") == []
        own = file.parent.as_uri()
        foreign = {url for url in requested(driver, own) if not url.startswith(own)}
        assert foreign <= {"data:,"}
    finally:
        driver.quit()


def requested(driver: Any, own: str) -> set[str]:
    """What pages below an address asked for (the browser's start page asks for things, too)."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    found = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
    urls = {item["request"]["url"] for item in found if item["documentURL"].startswith(own)}
    assert urls
    return urls


def find(page: Any, selector: str) -> Any:
    """The first element that a CSS selector finds."""
    return page.find_element("css selector", selector)


def texts(page: Any, selector: str) -> list[str]:
    """The words of the elements that a CSS selector finds and that can be seen."""
    found = page.find_elements("css selector", selector)
    return [element.text for element in found if element.is_displayed()]


def resize(page: Any, width: int) -> None:
    """Give the page a window of that many pixels across."""
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def width_of(page: Any) -> int:
    """How many pixels the page takes across."""
    return int(page.execute_script("return document.documentElement.scrollWidth"))
