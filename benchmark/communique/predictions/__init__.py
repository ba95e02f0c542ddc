"""Predictions as people have them: offsets or words, JSONL or a language model's raw answers.

A file goes through these modules:

* `loading` reads it to be scored, `checking` to say all that is wrong; both by way of `examining`,
  which takes a line, or a file of a folder, at a time;
* `reading` makes lines of bytes and JSON of lines, `answers` JSON of a language model's raw answer,
  in which `mending` makes wrong what is not of its shape;
* `shapes` has what a line may look like, `schema` says what is not so, `salvaging` keeps the rest;
* `resolving` makes a prediction of a line: `items` has the prediction's own entities, events and
  so on, `asked` the answers to what gold asks, `naming` finds which entity or event words name;
* `placing` makes spans of offsets and words, `aligning` finds words in a text, by way of `folding`
  (but for marks and capitals) and `fuzzy` (nearly); `losing` has the spans that are not in it;
* `rules` says what can be wrong, `report` counts how spans were found.
"""

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
