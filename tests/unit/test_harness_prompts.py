"""What a language model is asked: all that the task gives, the labels' meaning, nothing hidden."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from communique import tasks
from communique.codec import detach
from communique.corpus import read_split
from communique.errors import InputError
from communique.harness.prompts import prompt
from communique.model import (
    Argument,
    Article,
    Entity,
    Filler,
    Mention,
    Provenance,
    Sentiment,
    Span,
    Stance,
)
from communique.ontology import vocabulary
from communique.predictions import parse_answer

from tests.corpus_fixture import ship
from tests.scoring_fixture import article, at, attribution, event

HIDDEN = "zz-secret"
GOLDS = read_split("test")
LABELS = {
    "events": ("event_categories", "argument_roles"),
    "factuality": ("factuality_values",),
    "stance": ("stance_labels",),
    "stance-extraction": ("stance_labels", "entity_types", "event_categories"),
    "attribution": ("attribution_kinds", "commitments"),
    "sentiment": ("sentiment_polarities",),
    "coreference": ("entity_types",),
}


def annotated() -> Article:
    """A record with a secret in every field of its annotation that can hold one."""
    filler = Filler(spans=at(8))
    return article(
        entities=(Entity(id=HIDDEN, type="PER", name=HIDDEN, kb=HIDDEN),),
        mentions=(Mention(id=f"{HIDDEN}-m", entity=HIDDEN, spans=at(1)),),
        events=(
            event(
                f"{HIDDEN}-e",
                3,
                "ACCUSE",
                mode="allege",
                factuality="PS-",
                cluster=f"{HIDDEN}-c",
                arguments=(Argument(role="actor", ref=f"{HIDDEN}-m"),),
            ),
        ),
        attributions=(
            attribution(f"{HIDDEN}-a", at(5), at(6), at(7), kind="direct", entity=HIDDEN),
        ),
        stances=(Stance(id=f"{HIDDEN}-s", holder=HIDDEN, target=f"{HIDDEN}-e", label="against"),),
        sentiments=(
            Sentiment(id=f"{HIDDEN}-o", expression=at(9), polarity="neutral", holder=filler),
        ),
        provenance=Provenance(annotators=(HIDDEN,), guidelines=HIDDEN),
    )


@pytest.mark.parametrize("name", tasks.names())
def test_nothing_that_is_hidden_is_shown(name: str) -> None:
    task = tasks.get(name)
    gold = annotated()
    shown = prompt(task, gold)
    if name in {"factuality", "stance"}:
        other = _with_other_answers(gold)
        assert other != gold
        assert prompt(task, other) == shown
    else:
        assert HIDDEN not in shown
        assert prompt(task, article()) == shown


def _with_other_answers(gold: Article) -> Article:
    """The same events and pairs, everything else of them changed."""
    one, stance = gold.events[0], gold.stances[0]
    changed = msgspec.structs.replace(one, factuality="CT+", mode=None, arguments=())
    other = msgspec.structs.replace(stance, id="other", label="favor", basis="stated")
    return msgspec.structs.replace(
        gold,
        events=(changed,),
        stances=(other,),
        attributions=(),
        sentiments=(),
        provenance=None,
    )


@pytest.mark.parametrize("gold", GOLDS, ids=lambda gold: gold.id)
def test_what_is_given_is_listed_with_ids_and_words(gold: Article) -> None:
    text = gold.text or ""
    for name in ("factuality", "stance"):
        shown = prompt(tasks.get(name), gold)
        for item in gold.events:
            words = " … ".join(text[span.start : span.end] for span in item.trigger)
            assert f'- {item.id} ({item.category}): "{words}" in' in shown
    for entity in gold.entities:
        assert f"- {entity.id} ({entity.type}): " in shown
    for stance in gold.stances:
        assert f"- holder {stance.holder}, target {stance.target}\n" in shown
    assert "- author: the article's own voice\n" in shown


@pytest.mark.parametrize("name", tasks.names())
def test_every_label_stands_with_its_meaning_and_the_text_comes_last(name: str) -> None:
    shown = prompt(tasks.get(name), GOLDS[0])
    for labels in LABELS[name]:
        for label in vocabulary(labels).labels:
            assert f"- {label.label}: {label.gloss}" in shown
    assert shown.endswith(f"The article:\n\n{(GOLDS[0].text or '').rstrip()}\n")


@pytest.mark.parametrize("name", tasks.names())
def test_the_form_that_is_shown_is_json_with_labels_that_there_are(name: str) -> None:
    shown = prompt(tasks.get(name), GOLDS[0])
    form = shown.partition("of this form and nothing else:\n")[2].partition("\n\nThe article")[0]
    found: dict[str, Any] = json.loads(form)
    assert set(found) <= {
        "entities", "mentions", "events", "factuality", "stances", "attributions", "sentiments"
    }  # fmt: skip
    assert ("…" in form) == ("occurrence" in shown) == (name not in {"factuality", "stance"})


@pytest.mark.parametrize("name", tasks.names())
def test_an_answer_of_the_form_that_is_shown_is_read(name: str) -> None:
    task, gold = tasks.get(name), GOLDS[0]
    form = prompt(task, gold).partition("of this form and nothing else:\n")[2]
    answer = form.partition("\n\nThe article")[0].replace("…", (gold.text or "").split()[0])
    if name in {"factuality", "stance"}:
        pair = gold.stances[0]
        for example, given in (
            ('"event": "e1"', f'"event": "{gold.events[0].id}"'),
            ('"holder": "x1"', f'"holder": "{pair.holder}"'),
            ('"target": "e1"', f'"target": "{pair.target}"'),
        ):
            answer = answer.replace(example, given)
    elif name == "events":
        answer = answer.replace(', {"role": "theme", "ref": "e2"}', "")
    read = parse_answer(answer, gold, task)
    assert read.problem is None
    assert read.report.lost == 0
    for layer in set(json.loads(answer)) - {"mentions"}:
        assert getattr(read.prediction, layer)


def test_modes_are_shown_where_they_are_asked_for() -> None:
    assert "  - mode visit: " in prompt(tasks.get("events"), GOLDS[0])
    assert "mode visit" not in prompt(tasks.get("stance-extraction"), GOLDS[0])


def test_pieces_are_joined_and_surroundings_are_of_one_line() -> None:
    shown = prompt(tasks.get("factuality"), ship())
    assert '- e2 (ASSAULT): "shot … down" in “…' in shown
    assert "⟦shot the drone down⟧" in shown


def test_a_record_without_text_cannot_be_shown() -> None:
    with pytest.raises(InputError, match="no text") as caught:
        prompt(tasks.get("stance"), detach(annotated()))
    assert "attach" in caught.value.hint


def test_an_entity_that_the_text_does_not_name_is_said_to_be_so() -> None:
    gold = article(
        entities=(Entity(id="x", type="PER"), Entity(id="y", type="PER")),
        mentions=(Mention(id="m", entity="y", spans=(Span(0, 3),)),),
        stances=(Stance(id="s", holder="x", target="y", label="favor"),),
    )
    shown = prompt(tasks.get("stance"), gold)
    assert "- x (PER): not mentioned\n" in shown
    assert '- y (PER): "w00"\n' in shown
