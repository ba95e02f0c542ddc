"""Golden files: `golden(path, found)` compares, `pytest --update-golden` writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # a busy machine is no failure

Golden = Callable[[Path, object], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what the golden tests get")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare plain data with a JSON file beside the case's input."""

    def compare(path: Path, found: object) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        assert json.loads(path.read_text("utf-8")) == found

    return compare
