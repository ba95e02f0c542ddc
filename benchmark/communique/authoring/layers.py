"""The layers of a form, read in the order in which they refer to each other."""

from __future__ import annotations

from typing import Any

from communique.authoring.entities import read_entities
from communique.authoring.events import Events
from communique.authoring.opinions import read_attributions, read_sentiments, read_stances
from communique.authoring.reading import Parts, Reading


def read_layers(form: Reading, parts: Parts) -> dict[str, Any]:
    """Return the fields of the record that the sections of the form fill."""
    entities, mentions = read_entities(form, parts["entities"]) if "entities" in parts else ([], [])
    events = Events(form)
    if "events" in parts:
        events.find_triggers(parts["events"])
    fields: dict[str, Any] = {"entities": entities, "mentions": mentions, "events": events.read()}
    if "clusters" in parts:
        events.read_clusters(parts["clusters"])
    fields["event_clusters"] = events.clusters()
    for name, read in (
        ("attributions", read_attributions),
        ("stances", read_stances),
        ("sentiments", read_sentiments),
    ):
        fields[name] = read(form, parts[name]) if name in parts else ()
    return {name: tuple(items) for name, items in fields.items()}
