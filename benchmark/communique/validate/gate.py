"""The gate: prove, fast, that no rule can fire. Where it is not sure it says no."""

from __future__ import annotations

from communique.model import Article
from communique.validate.surroundings import NOTHING, Surroundings


def clean(article: Article, stem: str | None) -> bool:
    """Return true only where no rule that looks at the record alone can fire."""
    del article, stem
    return False


def fits(article: Article, beside: Surroundings) -> bool:
    """Return true only where no rule that looks at the corpus beside the record can fire."""
    del article
    return beside is NOTHING
