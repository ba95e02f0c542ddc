"""Systems compared on the same documents, from nothing but their result records."""

from communique.comparison.compare import compare, lowest_p
from communique.comparison.contest import Contest
from communique.comparison.contests import contest_of
from communique.comparison.overall import overall
from communique.comparison.ranking import Best, against_best, best_and_ties
from communique.comparison.records import checked_counts, shared
from communique.comparison.tables import Comparison, Pairing, Settings, Standing, Table

__all__ = [
    "Best",
    "Comparison",
    "Contest",
    "Pairing",
    "Settings",
    "Standing",
    "Table",
    "against_best",
    "best_and_ties",
    "checked_counts",
    "compare",
    "contest_of",
    "lowest_p",
    "overall",
    "shared",
]
