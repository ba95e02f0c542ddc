"""What can be wrong with a folder of results: one id, one title and one reason a kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Rule(NamedTuple):
    """A kind of finding: what it is, and why it is one."""

    title: str
    why: str


RULES: Mapping[str, Rule] = {
    "SUB-001": Rule(
        "a file that is neither a record, predictions nor README.md",
        "A folder of results is data that others take over: nothing else belongs there, and links"
        " could lead anywhere.",
    ),
    "SUB-002": Rule(
        "not a result record of this package",
        "What has not the shape of `schema/result.schema.json`, or a task or signature of this"
        " package, cannot be compared with anything.",
    ),
    "SUB-003": Rule(
        "file name and record disagree",
        "A record is found by its name: SYSTEM/TASK.SPLIT.json, of the task's newest version.",
    ),
    "SUB-004": Rule(
        "no system card, or not one card a system",
        "A number of a system of which nobody knows what it is, or what it has seen, says nothing.",
    ),
    "SUB-005": Rule(
        "scored on other records",
        "Scores on other gold records, or by other options, cannot stand in one table.",
    ),
    "SUB-006": Rule(
        "a score is not what the counts give",
        "Scores, intervals and slices follow from the counts of the documents, resamples and seed;"
        " where they do not, the record was changed or made by something else.",
    ),
    "SUB-007": Rule(
        "predictions are not those that were scored",
        "The record names the SHA-256 of its predictions, so that neither changes alone.",
    ),
    "SUB-008": Rule(
        "counts are not what the predictions give",
        "Counts are made again from the predictions: the whole record rests on them.",
    ),
    "SUB-009": Rule(
        "no predictions beside the record, so its counts cannot be made again",
        "Predictions may be kept back, and then nobody can check more than that the counts are"
        " possible and the scores follow from them.",
    ),
    "SUB-010": Rule(
        "counts that no predictions can have",
        "What gold has is known, and no hit is more than what gold has and what was predicted.",
    ),
}


def explanation(name: str) -> str:
    """Return what `communique explain` says of a rule for results.

    Raises:
        KeyError: there is no such rule.
    """
    rule = RULES[name]
    return f"{name}  level: results\n\n{rule.title}\n\nWhy: {rule.why}\n"
