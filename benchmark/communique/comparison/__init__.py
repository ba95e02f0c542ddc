"""Systems compared on the same documents, from nothing but their result records."""

from communique.comparison.compare import compare
from communique.comparison.ranking import Best, best_and_ties
from communique.comparison.tables import Comparison, Pairing, Settings, Standing, Table

__all__ = [
    "Best",
    "Comparison",
    "Pairing",
    "Settings",
    "Standing",
    "Table",
    "best_and_ties",
    "compare",
]
