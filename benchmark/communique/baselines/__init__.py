"""Baselines: systems that learn from records and write ordinary predictions; never scored here."""

from communique.baselines.applying import Applied, apply, check_order, taken_layers
from communique.baselines.storage import is_model, load_model, save_model
from communique.baselines.systems import SYSTEMS, TASKS
from communique.baselines.training import Model, train, training_digest

__all__ = [
    "SYSTEMS",
    "TASKS",
    "Applied",
    "Model",
    "apply",
    "check_order",
    "is_model",
    "load_model",
    "save_model",
    "taken_layers",
    "train",
    "training_digest",
]
