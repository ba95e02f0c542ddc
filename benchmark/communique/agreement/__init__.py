"""Two annotators in, agreement and a list of differences out."""

from communique.agreement.differences import Difference, differences
from communique.agreement.figures import Agreement, Figure, LeftOut, agree, shared_articles

__all__ = [
    "Agreement",
    "Difference",
    "Figure",
    "LeftOut",
    "agree",
    "differences",
    "shared_articles",
]
