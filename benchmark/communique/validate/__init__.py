"""Say what is wrong with a record, and where: levels that gate one another, one rule a fact."""

from communique.validate.run import (
    Checked,
    select,
    validate_article,
    validate_bytes,
    validate_paths,
)
from communique.validate.surroundings import NOTHING, Surroundings, around

__all__ = [
    "NOTHING",
    "Checked",
    "Surroundings",
    "around",
    "select",
    "validate_article",
    "validate_bytes",
    "validate_paths",
]
