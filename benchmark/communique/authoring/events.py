"""Events of a form: triggers first, since events name each other; then arguments and clusters."""

from __future__ import annotations

from ruamel.yaml.nodes import Node

from communique.authoring.messages import suggest
from communique.authoring.nodes import items, mapping, pairs
from communique.authoring.reading import Reading
from communique.model import Argument, Event, EventCluster, Span
from communique.ontology import labels, modes

EVENT = ("at", "is", "fact", "cluster", *labels("argument_roles"))
_FIELDS = {
    "trigger": "at", "category": "is", "mode": "is", "factuality": "fact", "cluster": "cluster",
}  # fmt: skip
_UNFOUND = (Span(0, 0, ""),)
"""Stands for a trigger that was not found, so that what else is wrong is told in the same run."""


class Events:
    """Reads the events of one form, and the clusters that they name."""

    def __init__(self, form: Reading) -> None:
        """Begin with nothing read."""
        self.form = form
        self._parts: dict[str, dict[str, Node]] = {}
        self._clusters: dict[str, str | None] = {}

    def find_triggers(self, node: Node) -> None:
        """Find every trigger, so that events, stances and sentiments can name events."""
        form = self.form
        for key, value in pairs(node, form.problems, "events"):
            name, what = key.value, f"event {key.value}"
            form.claim("events", name, key)
            parts = mapping(value, form.problems, what, EVENT)
            form.lacks(parts, ("at", "is"), value, what)
            trigger = form.quoting.fragment(parts["at"], f"{what}: at") if "at" in parts else ()
            form.references.triggers[name] = trigger or _UNFOUND
            self._parts[name] = parts

    def read(self) -> list[Event]:
        """Return the events."""
        return [self._event(name, parts) for name, parts in self._parts.items()]

    def _event(self, name: str, parts: dict[str, Node]) -> Event:
        form, what = self.form, f"event {name}"
        for field, key in _FIELDS.items():
            if key in parts:
                form.place("events", name, field, parts[key])
        category, mode = self._kind(parts, what)
        cluster = form.word(parts, "cluster", what)
        if cluster is not None:
            self._declare(cluster, parts["cluster"])
        return Event(
            id=name,
            trigger=form.references.triggers[name],
            category=category,
            mode=mode,
            factuality=form.label(parts, "fact", what, "factuality_values"),
            cluster=cluster,
            arguments=self._arguments(name, parts),
        )

    def _kind(self, parts: dict[str, Node], what: str) -> tuple[str, str | None]:
        """Return category and mode of `is: CATEGORY/mode`."""
        kind = self.form.word(parts, "is", what)
        if kind is None:
            return "", None
        category, slash, mode = kind.partition("/")
        known = labels("event_categories")
        if category not in known:
            message = f"{what}: {category!r} is no category"
            self.form.problems.add("AUT-007", parts["is"], message, suggest(category, known))
        elif slash and mode not in modes(category):
            message, allowed = f"{what}: {category} has no mode {mode!r}", sorted(modes(category))
            hint = suggest(mode, allowed) if allowed else f"it has none: write {category} alone"
            self.form.problems.add("AUT-007", parts["is"], message, hint)
        return category, mode or None

    def _arguments(self, name: str, parts: dict[str, Node]) -> tuple[Argument, ...]:
        form, places = self.form, self.form.arguments.setdefault(name, {})
        arguments: list[Argument] = []
        anchor = form.references.triggers[name][0]
        for role in labels("argument_roles"):
            for node in items(parts[role]) if role in parts else ():
                target = form.resolver.target(node, anchor, f"event {name}: {role}")
                if target is None:
                    continue
                implicit = target.implicit
                if implicit is None:
                    implicit = not form.references.together(target.start, anchor.start)
                argument = Argument(
                    role=role, ref=target.ref, spans=target.spans, implicit=implicit
                )
                arguments.append(argument)
                places.setdefault(argument, node)
        return tuple(arguments)

    def _declare(self, name: str, node: Node) -> None:
        if name not in self._clusters:
            self.form.claim("event_clusters", name, node)
            self._clusters[name] = None

    def read_clusters(self, node: Node) -> None:
        """Read what is said of clusters beyond who belongs to them."""
        form = self.form
        for key, value in pairs(node, form.problems, "clusters"):
            what = f"cluster {key.value}"
            self._declare(key.value, key)
            parts = mapping(value, form.problems, what, ("world_event",))
            self._clusters[key.value] = form.word(parts, "world_event", what)
            for field, inner in parts.items():
                form.place("event_clusters", key.value, field, inner)

    def clusters(self) -> list[EventCluster]:
        """Return the clusters that events name or that are declared."""
        return [EventCluster(id=name, world_event=w) for name, w in self._clusters.items()]
