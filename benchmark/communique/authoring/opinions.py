"""Attributions, stances and sentiments of a form."""

from __future__ import annotations

from ruamel.yaml.nodes import Node

from communique.authoring.nodes import boolean, is_null, items, mapping, pairs
from communique.authoring.reading import Reading
from communique.model import Attribution, Filler, Sentiment, Source, Span, Stance
from communique.model.record import AUTHOR

ATTRIBUTION = ("source", "entity", "cue", "content", "kind", "commitment", "in")
STANCE = ("id", "holder", "target", "label", "basis", "evidence")
SENTIMENT = ("id", "expr", "holder", "target", "polarity", "intensity", "quoted")
_FIELDS = {"in": "parent", "expr": "expression", "entity": "source.entity"}
"""Keys of the form whose field in the record has another name."""


def read_attributions(form: Reading, node: Node) -> list[Attribution]:
    """Return the attributions."""
    made = []
    for key, value in pairs(node, form.problems, "attributions"):
        name, what = key.value, f"attribution {key.value}"
        form.claim("attributions", name, key)
        parts = mapping(value, form.problems, what, ATTRIBUTION)
        _places(form, "attributions", name, parts)
        form.lacks(parts, ("content",), value, what)
        parent = form.word(parts, "in", what)
        if parent is not None:
            form.resolver.require(parent, parts["in"], f"{what}: in", "attribution")
        made.append(
            Attribution(
                id=name,
                content=_fragment(form, parts, "content", what),
                cue=_fragment(form, parts, "cue", what),
                source=_source(form, parts, what),
                kind=form.label(parts, "kind", what, "attribution_kinds"),
                commitment=form.label(parts, "commitment", what, "commitments"),
                parent=parent,
            )
        )
    return made


def _places(form: Reading, layer: str, name: str, parts: dict[str, Node]) -> None:
    for key, node in parts.items():
        form.place(layer, name, _FIELDS.get(key, key), node)


def _fragment(form: Reading, parts: dict[str, Node], key: str, what: str) -> tuple[Span, ...]:
    node = parts.get(key)
    if node is None or (key not in {"content", "expr"} and is_null(node)):
        return ()
    return form.quoting.fragment(node, f"{what}: {key}")


def _source(form: Reading, parts: dict[str, Node], what: str) -> Source | None:
    spans = _fragment(form, parts, "source", what)
    entity = form.word(parts, "entity", what)
    if entity is not None:
        form.resolver.require(entity, parts["entity"], f"{what}: entity", "entity")
        if is_null(parts.get("source")):
            message = f"{what}: an entity without the words that name it"
            form.problems.add("AUT-005", parts["entity"], message, "add `source`, or drop `entity`")
    return Source(spans=spans, entity=entity) if spans else None


def _item(
    form: Reading, layer: str, number: int, node: Node, keys: tuple[str, ...]
) -> tuple[str, dict[str, Node]]:
    """Return the id and the parts of an item of a list."""
    letter = {"stances": "s", "sentiments": "o"}[layer]
    what = f"{layer} {number}"
    parts = mapping(node, form.problems, what, keys)
    name = form.word(parts, "id", what) or form.automatic(letter, number)
    form.claim(layer, name, node)
    _places(form, layer, name, parts)
    return name, parts


def read_stances(form: Reading, node: Node) -> list[Stance]:
    """Return the stances."""
    made = []
    for number, item in enumerate(items(node), 1):
        name, parts = _item(form, "stances", number, item, STANCE)
        what = f"stance {name}"
        form.lacks(parts, ("holder", "target", "label"), item, what)
        evidence = items(parts["evidence"]) if not is_null(parts.get("evidence")) else []
        found = [form.quoting.fragment(piece, f"{what}: evidence") for piece in evidence]
        for index, piece in enumerate(evidence):
            form.place("stances", name, f"evidence[{index}]", piece)
        made.append(
            Stance(
                id=name,
                holder=_known(form, parts, "holder", what, "entity"),
                target=_known(form, parts, "target", what, "entity", "event"),
                label=form.label(parts, "label", what, "stance_labels") or "",
                basis=form.label(parts, "basis", what, "stance_bases"),
                evidence=tuple(found),
            )
        )
    return made


def _known(form: Reading, parts: dict[str, Node], key: str, what: str, *kinds: str) -> str:
    name = form.word(parts, key, what)
    if name is None:
        return ""
    more = (AUTHOR,) if key == "holder" else ()
    form.resolver.require(name, parts[key], f"{what}: {key}", *kinds, more=more)
    return name


def read_sentiments(form: Reading, node: Node) -> list[Sentiment]:
    """Return the sentiments."""
    made = []
    for number, item in enumerate(items(node), 1):
        name, parts = _item(form, "sentiments", number, item, SENTIMENT)
        what = f"sentiment {name}"
        form.lacks(parts, ("expr", "polarity"), item, what)
        expression = _fragment(form, parts, "expr", what)
        anchor = expression[0] if expression else Span(0, 0, "")
        quoted = None
        if "quoted" in parts:
            quoted = boolean(parts["quoted"], form.problems, f"{what}: quoted")
        made.append(
            Sentiment(
                id=name,
                expression=expression,
                polarity=form.label(parts, "polarity", what, "sentiment_polarities") or "",
                holder=_filler(form, parts, "holder", anchor, what),
                target=_filler(form, parts, "target", anchor, what),
                intensity=form.label(parts, "intensity", what, "sentiment_intensities"),
                quoted=quoted,
            )
        )
    return made


def _filler(
    form: Reading, parts: dict[str, Node], key: str, anchor: Span, what: str
) -> Filler | None:
    node = parts.get(key)
    if node is None or is_null(node):
        return None
    target = form.resolver.target(node, anchor, f"{what}: {key}", implicit=False)
    return Filler(ref=target.ref, spans=target.spans) if target is not None else None
