"""Models one after the other: each adds a layer that the next one builds on."""

from __future__ import annotations

from functools import cache

import pytest
from communique.baselines import Model, apply, check_order, taken_layers, train
from communique.baselines.applying import absorbed, renumbered
from communique.errors import InputError
from communique.model import Argument, Article, Entity, Event, Mention, Prediction, Span, Stance
from communique.validate import validate_article

from tests.baseline_data import with_layers, written, written_articles

ORDER = (
    *("coreference", "events", "factuality", "attribution", "sentiment"),
    *("stance-extraction", "stance"),
)


@cache
def model(task: str, system: str = "linear") -> Model:
    return train(task, system, written_articles(range(8)), seed=0)


def bare(number: int = 100) -> Article:
    return with_layers(written(number))


@pytest.mark.parametrize("system", ["majority", "linear"])
def test_all_models_make_a_whole_valid_record_of_a_bare_one(system: str) -> None:
    record, answer = apply([model(task, system) for task in ORDER], bare())
    assert validate_article(record, stem=record.id) == []
    assert set(record.layers) == set(written(100).layers)
    for name in ("entities", "mentions", "events", "attributions", "stances", "sentiments"):
        assert getattr(record, name)
    assert all(event.factuality for event in record.events)
    assert {item.event for item in answer.factuality} == {event.id for event in record.events}
    assert record.provenance
    assert "coreference " + system in (record.provenance.tool or "")


@pytest.mark.parametrize("system", ["majority", "linear"])
@pytest.mark.parametrize("task", ["events", "attribution", "sentiment", "coreference"])
def test_each_model_alone_makes_a_valid_record(task: str, system: str) -> None:
    record, _ = apply([model(task, system)], bare())
    assert validate_article(record, stem=record.id) == []


@pytest.mark.parametrize("system", ["majority", "linear"])
def test_stance_extraction_alone_makes_a_valid_record(system: str) -> None:
    record, _ = apply([model("stance-extraction", system)], bare())
    assert [item for item in validate_article(record) if item.severity.name == "ERROR"] == []
    assert record.layers == ("entities", "coreference", "stances")


def test_arguments_and_sources_refer_to_mentions_that_are_there() -> None:
    record, _ = apply([model(task) for task in ("events", "attribution", "coreference")], bare())
    mentions = {mention.id for mention in record.mentions}
    refs = [item.ref for event in record.events for item in event.arguments]
    assert refs
    assert set(refs) <= mentions
    entities = {entity.id for entity in record.entities}
    assert {item.source.entity for item in record.attributions if item.source} <= entities


@pytest.mark.parametrize(("task", "layer"), [("factuality", "events"), ("stance", "stances")])
def test_what_a_model_needs_is_asked_for(task: str, layer: str) -> None:
    with pytest.raises(InputError, match=f"a {task} model needs the layer {layer}") as error:
        apply([model(task)], bare())
    assert "model before it" in error.value.hint


def test_a_layer_of_the_record_is_kept_and_what_later_models_see() -> None:
    gold = with_layers(written(100), "entities", "coreference", "events")
    record, answer = apply([model("events"), model("factuality")], gold)
    assert [event.id for event in record.events] == [event.id for event in gold.events]
    assert {item.event for item in answer.factuality} == {event.id for event in gold.events}
    assert len(answer.events) == len(gold.events)


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        (("events", "events"), "2 models are of the task events"),
        (("factuality", "events"), "the events model stands after the factuality model"),
        (("stance-extraction", "coreference"), "the coreference model stands after"),
        (("stance", "stance-extraction"), "the stance-extraction model stands after"),
    ],
)
def test_a_wrong_order_is_refused(tasks: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_order([model(task) for task in tasks])


def test_the_full_order_is_accepted() -> None:
    check_order([model(task) for task in ORDER])


def test_layers_that_would_be_written_twice_are_told() -> None:
    gold = written(100)
    assert taken_layers([model("events"), model("sentiment")], gold) == ["events", "sentiments"]
    assert taken_layers([model("stance-extraction")], gold) == ["stances"]
    assert taken_layers([model("coreference")], gold) == ["coreference", "entities"]
    assert taken_layers([model("events")], bare()) == []


def span(start: int) -> tuple[Span, ...]:
    return (Span(start, start + 3),)


def test_entities_and_events_found_twice_become_those_that_are_there() -> None:
    target = Prediction(
        schema_version="1.0",
        id="one",
        entities=(Entity(id="e1", type="GPE"), Entity(id="e2", type="GPE")),
        mentions=(
            Mention(id="m1", entity="e1", spans=span(0)),
            Mention(id="m2", entity="e2", spans=span(4)),
        ),
        events=(Event(id="v1", trigger=span(8), category="REJECT"),),
    )
    found = Prediction(
        schema_version="1.0",
        id="one",
        entities=tuple(Entity(id=f"e{i}", type="GPE") for i in (11, 12, 13)),
        mentions=(
            Mention(id="m11", entity="e11", spans=span(4)),
            Mention(id="m12", entity="e12", spans=span(0)),
            Mention(id="m13", entity="e13", spans=span(12)),
        ),
        events=(Event(id="v11", trigger=span(8), category="ACCUSE"),),
        stances=(
            Stance(id="s1", holder="e11", target="e12", label="favor"),
            Stance(id="s2", holder="author", target="v11", label="neutral"),
            Stance(id="s3", holder="e13", target="e11", label="against"),
        ),
    )
    merged = absorbed(target, found)
    assert merged.entities == target.entities
    assert merged.events == target.events
    assert [(item.holder, item.target) for item in merged.stances] == [
        ("e2", "e1"),
        ("author", "v1"),
    ]


def test_only_events_that_stances_are_on_come_with_stances() -> None:
    found = Prediction(
        schema_version="1.0",
        id="one",
        events=(
            Event(id="v1", trigger=span(0), category="REJECT"),
            Event(id="v2", trigger=span(4), category="REJECT"),
        ),
        stances=(Stance(id="s1", holder="author", target="v2", label="favor"),),
    )
    merged = absorbed(Prediction(schema_version="1.0", id="one"), found)
    assert [event.id for event in merged.events] == ["v2"]


def test_ids_that_are_taken_get_other_numbers_everywhere() -> None:
    found = Prediction(
        schema_version="1.0",
        id="one",
        events=(
            Event(
                id="v1",
                trigger=span(0),
                category="REJECT",
                arguments=(Argument(role="theme", ref="v2"),),
            ),
            Event(id="v2", trigger=span(4), category="CONSULT"),
        ),
    )
    assert renumbered(found, {"m3"}) is found
    other = renumbered(found, {"v1", "m30"})
    assert [event.id for event in other.events] == ["v31", "v32"]
    assert other.events[0].arguments[0].ref == "v32"
