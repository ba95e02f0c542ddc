"""Sets of tuples as sorted integers: what two sets of many documents share, without a loop.

A tuple is one int64 that its maker packs from codes, so that equal tuples, and only those, are
equal numbers. Sorting the numbers and comparing neighbours is what makes a set, or what two sets
share, of ten thousand tuples a matter of a tenth of a millisecond.
"""

from __future__ import annotations

import numpy as np

from communique.metrics.metric import IntArray


def bits(size: int) -> int:
    """Return how many bits the numbers from 0 to `size` - 1 need."""
    return max(size - 1, 0).bit_length()


def distinct(keys: IntArray) -> IntArray:
    """Return the keys in order, each once."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def common(one: IntArray, other: IntArray) -> IntArray:
    """Return in order the keys that are in both of two arrays, each as `distinct` makes it."""
    both = np.concatenate((one, other))
    both.sort(kind="stable")  # which finds the two ordered runs and merges them
    shared: IntArray = both[1:][both[1:] == both[:-1]]
    return shared
