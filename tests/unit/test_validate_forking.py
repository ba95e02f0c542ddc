"""Sharing work out changes no result, and hides no error."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec
import pytest
from communique.errors import InputError
from communique.validate import validate_paths
from communique.validate.forking import can_fork, processors, share_out

GOLDEN = Path(__file__).parents[1] / "golden" / "validate"
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


class Sum(msgspec.Struct):
    """An answer."""

    total: int


def add(numbers: list[int]) -> Sum:
    return Sum(sum(numbers))


def test_parts_come_in_the_order_of_the_shares() -> None:
    assert share_out(add, [[1, 2], [3], [4, 5]], Sum) == [Sum(3), Sum(3), Sum(9)]
    assert share_out(add, [[1]], Sum) == [Sum(1)]


@pytest.mark.parametrize("where", [0, 1])
def test_error_in_a_share_shows_here(where: int) -> None:
    shares = [[1], [2]]
    shares[where] = ["x"]  # type: ignore[list-item]
    with pytest.raises(TypeError):
        share_out(add, shares, Sum)


def test_process_with_threads_is_not_forked() -> None:
    assert can_fork()
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        wait.set()
        thread.join()


def test_there_is_a_processor() -> None:
    assert processors() >= 1


def test_shared_out_validation_gives_what_one_process_gives() -> None:
    folder = str(GOLDEN)
    alone = validate_paths([folder])
    assert alone.records > 200
    assert validate_paths([folder], workers=3) == alone


def test_unreadable_file_is_told_whoever_reads_it() -> None:
    files = [str(path) for path in sorted(GOLDEN.glob("*/clean.json"))] * 2
    with pytest.raises(InputError, match=r"none\.json"):
        validate_paths(["none.json", *files], workers=2)
    with pytest.raises(InputError, match=r"none\.json"):
        validate_paths([*files, "none.json"], workers=2)
