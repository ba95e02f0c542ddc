"""Side-by-side timing, shared by the speed benchmarks: interleaved rounds, medians, ratios."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Aim(NamedTuple):
    """How much faster than a peer ours is to be."""

    peer: str
    ratio: float


def measure(
    contenders: Mapping[str, Callable[[], object]], *, rounds: int, least: float = 0.1
) -> dict[str, list[float]]:
    """Return the seconds of each contender in each round; a round runs all of them in turn.

    A run that is shorter than `least` seconds is repeated until they are over, and the mean taken.
    What the last run returned is freed after the clock has stopped.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            gc.collect()
            start, runs, spent = time.perf_counter(), 0, 0.0
            while spent < least or not runs:
                kept = run()
                runs, spent = runs + 1, time.perf_counter() - start
            seconds[name].append(spent / runs)
            del kept
    return seconds


def report(
    title: str, seconds: Mapping[str, list[float]], ours: str, aims: tuple[Aim, ...]
) -> list[str]:
    """Return lines with each median, ours against each peer, and the aim beside; print nothing."""
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    wanted = {aim.peer: aim.ratio for aim in aims}
    lines = [title]
    for name, median in medians.items():
        line = f"  {name:<34} {median * 1000:10.1f} ms"
        if name != ours:
            ratio = median / medians[ours]
            if name in wanted:
                met = "met" if ratio >= wanted[name] else "NOT MET"
                line += f"   ours is {ratio:8.2f} times as fast (aim {wanted[name]:g}: {met})"
            else:
                line += f"   {ratio:8.2f} times the first line"
        lines.append(line)
    return lines
