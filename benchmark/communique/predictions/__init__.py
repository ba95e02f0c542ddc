"""Predictions as people have them: offsets or words, JSONL or a language model's raw answers."""

from communique.predictions.answers import Answer, parse_answer
from communique.predictions.checking import Checked, check_predictions
from communique.predictions.loading import Read, read_predictions
from communique.predictions.losing import off_text
from communique.predictions.report import Report

__all__ = [
    "Answer",
    "Checked",
    "Read",
    "Report",
    "check_predictions",
    "off_text",
    "parse_answer",
    "read_predictions",
]
