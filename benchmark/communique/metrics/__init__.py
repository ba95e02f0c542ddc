"""Metrics from additive per-document counts: columns, how to count them, and the formulas."""
