"""Models applied one after the other: each adds its layer, and the next one sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from communique import __version__
from communique.baselines.annotation import answer
from communique.baselines.training import Model
from communique.errors import InputError
from communique.model import (
    Argument,
    Article,
    Attribution,
    Filler,
    Fragment,
    Mention,
    Prediction,
    Provenance,
    Stance,
)

ADDS = {
    "events": ("events",),
    "factuality": ("factuality",),
    "stance": ("stances",),
    "stance-extraction": ("entities", "coreference", "stances"),
    "attribution": ("attributions",),
    "sentiment": ("sentiments",),
    "coreference": ("entities", "coreference"),
}
"""The layers that the models of a task add to a record."""

NEEDS = {
    "factuality": ("events", "the events to judge", "events"),
    "stance": ("stances", "the pairs of holder and target to judge", "stance-extraction"),
}
"""Layer that must be there before a model of the task, for what, and which model brings it."""

AFTER = (
    ("coreference", "stance-extraction"),
    ("stance-extraction", "stance"),
    ("events", "factuality"),
)
"""Of two models of these tasks the first one goes first."""

Words = TypeVar("Words", Argument, Filler)
Layered = TypeVar("Layered", Article, Prediction)


class Applied(NamedTuple):
    """An article after the models: the whole record, and what they answered alone."""

    record: Article
    answer: Prediction


def check_order(models: Sequence[Model]) -> None:
    """Check that every layer has one model, and that those come first which others build on.

    Raises:
        InputError: two models are of one task, or two stand in the wrong order.
    """
    order = [model.task for model in models]
    for task in order:
        if order.count(task) > 1:
            raise InputError(
                f"{order.count(task)} models are of the task {task}", hint="name one model a task"
            )
    for first, second in AFTER:
        if first in order and second in order and order.index(first) > order.index(second):
            raise InputError(
                f"the {first} model stands after the {second} model, which builds on it",
                hint=f"name the {first} model before the {second} model",
            )


def apply(models: Sequence[Model], article: Article) -> Applied:
    """Return the article with the layers that the models add, and their answers alone.

    A layer that the article has already stays, and is what later models see; the answer holds
    what the model found. Arguments, holders and targets that are mentions refer to these.

    Raises:
        InputError: a model needs a layer that neither the article nor an earlier model has.
    """
    record, answered = article, answer(article.id)
    for model in models:
        _check_needs(model, record)
        found = model.predict(record)
        adds = [name for name in ADDS[model.task] if name not in article.layers]
        new = bool(adds) and adds != ["coreference"]
        found = renumbered(found, ids(answered) | (ids(record) if new else set()))
        answered = absorbed(answered, found)
        if new:
            layers = (*record.layers, *(name for name in adds if name not in record.layers))
            record = msgspec.structs.replace(absorbed(record, found), layers=layers)
    return Applied(_signed(linked(record), models), linked(answered))


def taken_layers(models: Sequence[Model], article: Article) -> list[str]:
    """Return the layers that a model would write and the article has already."""
    own = {name for model in models for name in ADDS[model.task]}
    if not any(model.task == "coreference" for model in models):
        own -= {"entities", "coreference"}
    return sorted(own & set(article.layers))


def _check_needs(model: Model, record: Article) -> None:
    layer, what, task = NEEDS.get(model.task, ("", "", ""))
    if layer and layer not in record.layers:
        raise InputError(
            f"{record.id}: a {model.task} model needs the layer {layer}, {what};"
            f" the record has the layers {', '.join(record.layers) or 'none'}",
            hint=f"name a {task} model before it",
        )


_KINDS = ("entities", "mentions", "events", "attributions", "stances", "sentiments")
_NAMING = frozenset({"id", "entity", "ref", "parent", "holder", "target"})


def ids(record: Layered) -> set[str]:
    """Return the ids of all items."""
    return {item.id for kind in _KINDS for item in getattr(record, kind)}


def renumbered(found: Prediction, taken: Collection[str]) -> Prediction:
    """Return the prediction with other numbers in its own ids, where one of them is taken.

    Ids that it only refers to, as given items are, stay.
    """
    own = ids(found)
    if not own & set(taken):
        return found
    above = max(_number(name) for name in taken)
    names = {name: f"{name[0]}{_number(name) + above}" for name in own}
    fields = {kind: _renamed(getattr(found, kind), names) for kind in _KINDS}
    return msgspec.structs.replace(found, **fields)


def _number(name: str) -> int:
    digits = name[len(name.rstrip("0123456789")) :]
    return int(digits) if digits else 0


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Return items with the ids in them, and the references to these, replaced by `names`."""
    if isinstance(value, tuple):
        return tuple(_renamed(item, names) for item in value)
    if not isinstance(value, msgspec.Struct):
        return value
    fields = {}
    for field in value.__struct_fields__:
        old = getattr(value, field)
        known = field in _NAMING and isinstance(old, str)
        fields[field] = names.get(old, old) if known else _renamed(old, names)
    return msgspec.structs.replace(value, **fields)


def absorbed(target: Layered, found: Prediction) -> Layered:
    """Return a record or prediction with what a model found.

    Where the target has entities, or events, already, those found stand for the ones of the same
    extent, and stances on others are dropped.
    """
    fields: dict[str, Any] = {
        kind: getattr(found, kind)
        for kind in ("attributions", "sentiments")
        if getattr(found, kind)
    }
    names: dict[str, str | None] = {}
    if target.mentions:
        names |= _same_entities(found, target)
    elif found.mentions:
        fields |= {"entities": found.entities, "mentions": found.mentions}
    if target.events:
        names |= _same_events(found, target)
    elif found.events:
        wanted = {stance.target for stance in found.stances}
        meant = [event for event in found.events if not found.stances or event.id in wanted]
        fields["events"] = tuple(meant)
    if found.stances:
        fields["stances"] = tuple(_stances(found, names))
    if found.factuality:
        fields |= _judged(target, found)
    return msgspec.structs.replace(target, **fields)


def _same_entities(found: Prediction, target: Layered) -> dict[str, str | None]:
    """Return, for each entity found, the target's with which it shares most mentions, if any."""
    owners = {_extent(mention.spans): mention.entity for mention in target.mentions}
    shared: dict[str, Counter[str]] = {entity.id: Counter() for entity in found.entities}
    for mention in found.mentions:
        owner = owners.get(_extent(mention.spans))
        if owner is not None:
            shared[mention.entity][owner] += 1
    return {
        name: min(counts, key=lambda owner: (-counts[owner], owner), default=None)
        for name, counts in shared.items()
    }


def _same_events(found: Prediction, target: Layered) -> dict[str, str | None]:
    known = {_extent(event.trigger): event.id for event in target.events}
    return {event.id: known.get(_extent(event.trigger)) for event in found.events}


def _extent(spans: Fragment) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)


def _stances(found: Prediction, names: Mapping[str, str | None]) -> Iterator[Stance]:
    """Yield the stances by the target's names, one a pair; those on what it lacks are left out."""
    seen: set[tuple[str, str]] = set()
    for stance in found.stances:
        holder = names.get(stance.holder, stance.holder)
        target = names.get(stance.target, stance.target)
        if holder and target and holder != target and (holder, target) not in seen:
            seen.add((holder, target))
            yield msgspec.structs.replace(stance, holder=holder, target=target)


def _judged(target: Layered, found: Prediction) -> dict[str, Any]:
    """Return the field that holds factuality: of a record its events, of a prediction its own."""
    if isinstance(target, Prediction):
        return {"factuality": found.factuality}
    values = {item.event: item.value for item in found.factuality}
    events = (
        msgspec.structs.replace(event, factuality=values.get(event.id)) for event in target.events
    )
    return {"events": tuple(events)}


def linked(target: Layered) -> Layered:
    """Return the target with words that are a mention replaced by it, and sources by entity."""
    known = {_extent(mention.spans): mention for mention in target.mentions}
    if not known:
        return target

    def filler(item: Words) -> Words:
        found = known.get(_extent(item.spans))
        return msgspec.structs.replace(item, ref=found.id, spans=()) if found else item

    return msgspec.structs.replace(
        target,
        events=tuple(
            msgspec.structs.replace(event, arguments=tuple(map(filler, event.arguments)))
            for event in target.events
        ),
        sentiments=tuple(
            msgspec.structs.replace(
                item,
                holder=filler(item.holder) if item.holder else None,
                target=filler(item.target) if item.target else None,
            )
            for item in target.sentiments
        ),
        attributions=tuple(_source_linked(item, target.mentions) for item in target.attributions),
    )


def _source_linked(item: Attribution, mentions: Sequence[Mention]) -> Attribution:
    """Return an attribution whose source names the entity of the mention at its end."""
    source = item.source
    if source is None or source.entity is not None:
        return item
    start, end = source.spans[0].start, source.spans[-1].end
    ending = [m for m in mentions if m.spans[-1].end == end and m.spans[0].start >= start]
    if not ending:
        return item
    widest = min(ending, key=lambda mention: mention.spans[0].start)
    named = msgspec.structs.replace(source, entity=widest.entity)
    return msgspec.structs.replace(item, source=named)


def _signed(record: Article, models: Sequence[Model]) -> Article:
    """Return the record with the models in its provenance, beside who annotated it before."""
    before = record.provenance
    parts = [before.tool] if before and before.tool else []
    parts += [f"{model.task} {model.system} {model.data[:19]}" for model in models]
    tool = "; ".join([*parts, f"communique {__version__}"])[:1000]
    if before is None:
        before = Provenance(annotators=("model",))
    return msgspec.structs.replace(record, provenance=msgspec.structs.replace(before, tool=tool))
