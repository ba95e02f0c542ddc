"""Intervals and tests from matrices of per-document counts; nothing here knows of tasks."""

from communique.stats.bootstrap import (
    FEW,
    MOST,
    FloatArray,
    Interval,
    group_sums,
    percentile_interval,
    percentile_intervals,
    resampled_sums,
)
from communique.stats.multiple import holm
from communique.stats.paired import (
    Paired,
    PairedBootstrap,
    ScoreFunction,
    bootstrap_of_differences,
    bootstrap_scores,
    paired_bootstrap,
    paired_randomisation,
)
from communique.stats.power import Detectable, detectable, minimum_detectable_difference

__all__ = [
    "FEW",
    "MOST",
    "Detectable",
    "FloatArray",
    "Interval",
    "Paired",
    "PairedBootstrap",
    "ScoreFunction",
    "bootstrap_of_differences",
    "bootstrap_scores",
    "detectable",
    "group_sums",
    "holm",
    "minimum_detectable_difference",
    "paired_bootstrap",
    "paired_randomisation",
    "percentile_interval",
    "percentile_intervals",
    "resampled_sums",
]
