"""Work shared out to forked processes: they inherit all, and send back only what they found."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

Share = TypeVar("Share")
Part = TypeVar("Part", bound=msgspec.Struct)


def can_fork() -> bool:
    """Tell whether this process can be forked safely: the system forks, and one thread runs."""
    return hasattr(os, "fork") and threading.active_count() == 1


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share_out(
    work: Callable[[Share], Part], shares: Sequence[Share], shape: type[Part]
) -> list[Part]:
    """Return what `work` makes of each share, in their order; all but the last in other processes.

    A share on which another process fails is done again in this one, so that errors show here.
    """
    running = [_fork(work, share) for share in shares[:-1]]
    try:
        last = work(shares[-1])
    finally:
        answers = [_collect(child, pipe) for child, pipe in running]
    parts = [
        work(share) if answer is None else msgspec.msgpack.decode(answer, type=shape)
        for share, answer in zip(shares, answers, strict=False)
    ]
    return [*parts, last]


def _collect(child: int, pipe: int) -> bytes | None:
    """Return what a process sent; `None` where it failed."""
    with os.fdopen(pipe, "rb") as sent:
        answer = sent.read()
    _, status = os.waitpid(child, 0)
    return answer if status == 0 else None


def _fork(work: Callable[[Share], Part], share: Share) -> tuple[int, int]:
    """Start a process on a share; return its id and the pipe that its answer comes through."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    try:
        with os.fdopen(theirs, "wb") as answer:
            answer.write(msgspec.msgpack.encode(work(share)))
        os._exit(0)
    finally:
        os._exit(1)  # whatever went wrong: the parent does the share again, and tells
