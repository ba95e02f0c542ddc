"""All rules: importing this registers them."""

# ruff: noqa: F401 - imported for what they register

from __future__ import annotations

from communique.validate import (
    attribution_rules,
    corpus_rules,
    entity_rules,
    event_rules,
    opinion_rules,
    record_rules,
    references,
    schema,
    structure,
)
from communique.validate.rule import RULES

__all__ = ["RULES"]
