"""Every baseline on articles of set phrases: it learns, keeps to the schema, and repeats."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import communique.baselines
import msgspec
import pytest
from communique import tasks
from communique._paths import data_dir
from communique.baselines import SYSTEMS, TASKS, Model, load_model, save_model, train
from communique.codec import text_digest
from communique.errors import InputError, UnknownNameError
from communique.evaluate import score
from communique.model import Article, Metadata, Prediction
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.baseline_data import with_layers, written, written_articles

NAMES = [(task, system) for task in TASKS for system in SYSTEMS]
GOLD = written_articles(range(100, 106))


@cache
def trained(task: str, system: str) -> Model:
    return train(task, system, written_articles(range(12)), seed=0)


def predicted(model: Model, articles: Sequence[Article] = GOLD) -> dict[str, Prediction]:
    return {article.id: model.predict(article) for article in articles}


def value(task: str, system: str) -> float:
    answers = predicted(trained(task, system))
    found = score(tasks.get(task), GOLD, answers, resamples=0, seed=0).main.value
    assert found is not None
    return found


@cache
def validator() -> Any:
    schemas = [
        json.loads((data_dir("schema") / f"{name}.schema.json").read_text("utf-8"))
        for name in ("prediction", "article")
    ]
    known = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )
    return Draft202012Validator(schemas[0], registry=known)


def plain(text: str) -> Article:
    metadata = Metadata(
        language="en",
        origin="third-party",
        licence="none",
        text_sha256=text_digest(text),
        text_length=len(text),
    )
    return Article(schema_version="1.0", id="plain", metadata=metadata, layers=(), text=text)


@pytest.mark.parametrize(("task", "system"), NAMES)
def test_predictions_are_of_the_schemas_shape(task: str, system: str) -> None:
    for article in GOLD:
        found = json.loads(msgspec.json.encode(trained(task, system).predict(article)))
        assert list(validator().iter_errors(found)) == []
        assert found["id"] == article.id


@pytest.mark.parametrize(("task", "system"), NAMES)
def test_spans_carry_the_words_of_the_text(task: str, system: str) -> None:
    def spans(item: Any) -> list[dict[str, Any]]:
        if isinstance(item, dict):
            return [item] if "start" in item else spans(list(item.values()))
        return [span for part in item for span in spans(part)] if isinstance(item, list) else []

    for article in GOLD:
        found = json.loads(msgspec.json.encode(trained(task, system).predict(article)))
        for span in spans(found):
            assert (article.text or "")[span["start"] : span["end"]] == span["text"] != ""


@pytest.mark.parametrize("task", TASKS)
def test_linear_learns_what_words_tell(task: str) -> None:
    assert value(task, "linear") >= 0.9


@pytest.mark.parametrize("task", TASKS)
def test_linear_beats_majority(task: str) -> None:
    assert value(task, "linear") > value(task, "majority") + 0.05


@pytest.mark.parametrize("task", TASKS)
def test_majority_answers(task: str) -> None:
    assert value(task, "majority") > 0


def test_majority_gives_every_event_the_value_of_most() -> None:
    gold = written_articles(range(12))
    values = [event.factuality for article in gold for event in article.events]
    most = max(set(values), key=values.count)
    answers = predicted(trained("factuality", "majority")).values()
    assert {item.value for answer in answers for item in answer.factuality} == {most}


@pytest.mark.parametrize(("task", "system"), NAMES)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_same_seed_gives_the_same_model_whatever_the_order(
    task: str, system: str, seed: int, tmp_path: Path
) -> None:
    articles = written_articles(range(4))
    for name, order in (("one", articles), ("two", articles[::-1])):
        save_model(train(task, system, order, seed=seed), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(("task", "system"), NAMES)
def test_a_model_read_back_predicts_the_same(task: str, system: str, tmp_path: Path) -> None:
    model = trained(task, system)
    save_model(model, tmp_path / "model")
    again = load_model(tmp_path / "model")
    assert predicted(again) == predicted(model)
    assert (again.task, again.system, again.seed) == (task, system, 0)
    assert (again.data, again.articles) == (model.data, 12)
    save_model(again, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "model").read_bytes()


@pytest.mark.parametrize(("task", "system"), NAMES)
def test_no_answer_depends_on_what_the_task_does_not_give(task: str, system: str) -> None:
    for article in GOLD[:2]:
        bare = tasks.get(task).given(article).article
        if task == "stance":
            stances = tuple(
                msgspec.structs.replace(stance, label="neutral", basis=None, evidence=())
                for stance in article.stances
            )
            bare = msgspec.structs.replace(bare, stances=stances)
        model = trained(task, system)
        assert model.predict(bare) == model.predict(article)


@pytest.mark.parametrize(("task", "system"), NAMES)
def test_one_article_is_enough(task: str, system: str) -> None:
    model = train(task, system, [written(1)], seed=0)
    for article in GOLD:
        model.predict(article)


@pytest.mark.parametrize("system", SYSTEMS)
def test_one_class_alone_is_always_the_answer(system: str) -> None:
    def favor(article: Article) -> Article:
        stances = (msgspec.structs.replace(stance, label="favor") for stance in article.stances)
        return msgspec.structs.replace(article, stances=tuple(stances))

    model = train("stance", system, [favor(article) for article in GOLD], seed=0)
    labels = {stance.label for article in GOLD for stance in model.predict(article).stances}
    assert labels == {"favor"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_attributions_without_kind_and_commitment_are_learnt(system: str) -> None:
    def stripped(article: Article) -> Article:
        items = (
            msgspec.structs.replace(
                item,
                kind=None,
                commitment=None,
                source=msgspec.structs.replace(item.source, entity=None) if item.source else None,
            )
            for item in article.attributions
        )
        bare = with_layers(article, "attributions")
        return msgspec.structs.replace(bare, attributions=tuple(items))

    model = train("attribution", system, [stripped(article) for article in GOLD], seed=0)
    found = [item for article in GOLD for item in model.predict(article).attributions]
    assert found
    assert {item.commitment for item in found} == {None}


@pytest.mark.parametrize("system", SYSTEMS)
def test_events_are_learnt_without_a_layer_of_mentions(system: str) -> None:
    articles = [with_layers(article, "events") for article in written_articles(range(12))]
    kept = [
        msgspec.structs.replace(
            bare, events=tuple(_spelt_out(event, article) for event in article.events)
        )
        for bare, article in zip(articles, written_articles(range(12)), strict=True)
    ]
    model = train("events", system, kept, seed=0)
    found = score(tasks.get("events"), GOLD, predicted(model), resamples=0, seed=0)
    assert (found.metrics["ac+.f1"].value or 0) > 0.5


def _spelt_out(event: Any, article: Article) -> Any:
    """The event with words in place of mentions."""
    places = {mention.id: mention.spans for mention in article.mentions}
    arguments = (
        msgspec.structs.replace(item, ref=None, spans=places[item.ref]) for item in event.arguments
    )
    return msgspec.structs.replace(event, arguments=tuple(arguments))


@pytest.mark.parametrize(("task", "system"), NAMES)
def test_a_missing_layer_is_named_with_the_counts(task: str, system: str) -> None:
    articles = [with_layers(GOLD[0], "entities"), with_layers(GOLD[1])]
    with pytest.raises(InputError, match="none of the 2 records") as error:
        train(task, system, articles, seed=0)
    if task == "coreference":
        assert "(records with entities: 1, coreference: 0)" in error.value.message
    if task == "stance":
        assert "(records with stances: 0)" in error.value.message


@pytest.mark.parametrize(("task", "system"), NAMES)
def test_a_layer_without_items_is_told_apart_from_a_missing_one(task: str, system: str) -> None:
    layers = GOLD[0].layers
    empty = [msgspec.structs.replace(with_layers(article), layers=layers) for article in GOLD[:2]]
    with pytest.raises(InputError, match="2 of the 2 records name, but none of them holds"):
        train(task, system, empty, seed=0)


def test_records_without_the_layer_are_passed_over() -> None:
    mixed = [*GOLD[:2], *(with_layers(article, "events") for article in GOLD[2:])]
    assert train("stance", "majority", mixed, seed=0).articles == 2


def test_a_record_without_its_text_is_refused() -> None:
    bare = msgspec.structs.replace(GOLD[0], text=None)
    with pytest.raises(InputError, match="'toy-100' has no text"):
        train("events", "majority", [bare], seed=0)
    with pytest.raises(InputError, match="'toy-100' has no text"):
        trained("events", "linear").predict(bare)


def test_an_unknown_task_or_system_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as error:
        train("stances", "linear", GOLD, seed=0)
    assert "stance linear" in error.value.hint
    with pytest.raises(UnknownNameError):
        train("stance", "deep", GOLD, seed=0)


def test_there_is_a_majority_and_a_linear_system_for_each_task() -> None:
    assert set(TASKS) == set(tasks.names())
    assert len(NAMES) == 14
    assert all(trained(task, system).system == system for task, system in NAMES)


def test_baselines_never_import_what_scores_them() -> None:
    folder = Path(communique.baselines.__file__).parent
    files = sorted(folder.rglob("*.py"))
    assert len(files) > 20
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)]
            for name in names:
                assert not name.startswith(("communique.evaluate", "communique.results")), file


MARKS = "“”\"' .,\n-'\u2019\u00e9\u0301\U0001f6a2"
PIECES = (*MARKS, "said ", "Lhosan ", "did not attack ", "saw a worrying offer ")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_any_text_can_be_read(text: str) -> None:
    article = plain(text)
    for task in ("events", "attribution", "sentiment", "stance-extraction", "coreference"):
        for system in SYSTEMS:
            found = json.loads(msgspec.json.encode(trained(task, system).predict(article)))
            assert list(validator().iter_errors(found)) == []
