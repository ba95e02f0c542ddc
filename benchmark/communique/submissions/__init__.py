"""Folders of results: what is submitted, where it lies, and whether it is what it says."""

from communique.submissions.checking import Split, check
from communique.submissions.folder import Entry, entries, read_record, strangers
from communique.submissions.possible import impossible
from communique.submissions.recounting import other_counts, other_predictions
from communique.submissions.submitting import Submission, read_card, submission, write

__all__ = [
    "Entry",
    "Split",
    "Submission",
    "check",
    "entries",
    "impossible",
    "other_counts",
    "other_predictions",
    "read_card",
    "read_record",
    "strangers",
    "submission",
    "write",
]
