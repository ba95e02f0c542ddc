"""The garbage collector is paused, and afterwards as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from communique._collector import paused_collector


@pytest.fixture(params=[True, False], ids=["on", "off"])
def collecting(request: pytest.FixtureRequest) -> Iterator[bool]:
    was = gc.isenabled()
    switch = {True: gc.enable, False: gc.disable}
    switch[request.param]()
    yield request.param
    switch[was]()


def fail_while_paused() -> None:
    with paused_collector():
        assert not gc.isenabled()
        raise LookupError


def test_it_is_as_it_was_even_after_an_error(*, collecting: bool) -> None:
    with pytest.raises(LookupError):
        fail_while_paused()
    assert gc.isenabled() is collecting


def test_for_good_nothing_made_so_far_is_looked_at_again(*, collecting: bool) -> None:
    with paused_collector(for_good=True):
        pass
    try:
        assert gc.get_freeze_count() > 1000
        assert gc.isenabled() is collecting
    finally:
        gc.unfreeze()
