"""Intervals from matrices of per-document counts; nothing here knows of records or tasks."""

from communique.stats.bootstrap import (
    Interval,
    group_sums,
    percentile_intervals,
    resampled_sums,
)

__all__ = ["Interval", "group_sums", "percentile_intervals", "resampled_sums"]
