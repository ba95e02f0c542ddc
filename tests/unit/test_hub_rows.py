"""Each configuration's rows, worked by hand from the fixture."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from communique.codec import canonical
from communique.errors import InputError
from communique.hub import CONFIGS
from communique.hub.rows import Row
from communique.model import Argument, Article

from tests.corpus_fixture import SHIP, at, quiet, ship, stance_only, textless


def rows(name: str, article: Article) -> list[Row]:
    return CONFIGS.get(name).rows(canonical(article))


def words(fragment: list[dict[str, Any]]) -> list[str]:
    for span in fragment:
        assert SHIP[span["start"] : span["end"]] == span["text"]
    return [span["text"] for span in fragment]


def test_articles_keep_their_metadata_flat() -> None:
    (row,) = rows("articles", ship())
    assert (row["published"], row["title"], row["writer"]) == ("2031-09-09", "no", None)
    assert "metadata" not in row
    assert row["provenance"]["annotators"] == ["a1", "a2"]


def test_events_resolve_arguments_to_words_and_name_what_they_are() -> None:
    (row,) = rows("events", ship())
    by_id = {event["id"]: event for event in row["events"]}
    seized = [
        (a["role"], words(a["spans"]), a["entity"], a["event"]) for a in by_id["e1"]["arguments"]
    ]
    assert seized == [
        ("actor", ["coast guard"], "guard", None),
        ("theme", ["a Brenn ship"], None, None),
        ("time", ["Tuesday"], "when", None),
    ]
    (theme,) = by_id["e3"]["arguments"]
    assert (words(theme["spans"]), theme["entity"], theme["event"]) == (["boarded"], None, "e1")
    assert by_id["e2"]["arguments"][0]["implicit"] is True


def test_events_keep_triggers_in_pieces_and_derive_the_quad_class() -> None:
    (row,) = rows("events", ship())
    shot = row["events"][1]
    assert (words(shot["trigger"]), shot["quad_class"]) == (["shot", "down"], "material-conflict")
    assert [event["cluster"] for event in row["events"]] == ["c1", None, None, "c1"]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("events", "events"),
        ("attribution", "attributions"),
        ("sentiment", "opinions"),
        ("coreference", "clusters"),
    ],
)
def test_a_text_in_which_nothing_was_found_keeps_its_row(name: str, column: str) -> None:
    (row,) = rows(name, quiet())
    assert (row["text"], row[column]) == (quiet().text, [])


def test_factuality_has_a_row_for_every_event_also_where_the_label_is_unknown() -> None:
    found = [(row["id"], row["category"], row["label"]) for row in rows("factuality", ship())]
    assert found == [
        ("ship-boarded/e1", "COERCE", "CT+"),
        ("ship-boarded/e2", "ASSAULT", "CT+"),
        ("ship-boarded/e3", "ACCUSE", None),
        ("ship-boarded/e10", "COERCE", "Uu"),
    ]


def test_factuality_of_a_text_that_is_not_there_has_offsets_without_words() -> None:
    (row,) = rows("factuality", textless())
    assert row["text"] is None
    assert row["trigger"] == [{"start": 13, "end": 18, "text": None}]


def test_stance_towards_an_event_lists_the_triggers_of_its_cluster() -> None:
    row, _ = rows("stance", ship())
    assert (row["target_kind"], row["target_name"]) == ("event", "boarded")
    assert (row["target_category"], row["target_type"]) == ("COERCE", None)
    assert [words(spans) for spans in row["target_mentions"]] == [["boarded"], ["boarding"]]
    assert [words(spans) for spans in row["evidence"]] == [["condemned"], ["Brenn", "piracy"]]


def test_stance_holder_without_a_name_is_called_by_its_first_mention() -> None:
    row, _ = rows("stance", ship())
    assert (row["holder"], row["holder_name"], row["holder_type"]) == ("null", "Brenn", "GPE")
    assert [words(spans) for spans in row["holder_mentions"]] == [["Brenn"], ["Brenn"]]


def test_stance_of_the_author_has_neither_type_nor_mentions() -> None:
    _, row = rows("stance", ship())
    assert (row["holder"], row["holder_name"]) == ("author", "author")
    assert (row["holder_type"], row["holder_mentions"]) == (None, [])
    assert (row["target_name"], row["basis"], row["evidence"]) == ("coast guard", None, [])


def test_stance_towards_an_entity_that_is_never_mentioned_has_no_name() -> None:
    (row,) = rows("stance", stance_only())
    assert (row["target"], row["target_name"], row["target_mentions"]) == ("chair", None, [])


def test_attributions_without_source_have_an_empty_one_and_nested_ones_their_parent() -> None:
    (row,) = rows("attribution", ship())
    outer, inner = row["attributions"]
    assert (words(outer["source"]), outer["source_entity"]) == (["Lhosan"], "no")
    assert (words(outer["cue"]), outer["commitment"]) == (["would not confirm"], "withholds")
    assert (inner["source"], inner["source_entity"], inner["parent"]) == ([], None, "a1")
    assert (inner["kind"], inner["commitment"]) == (None, None)


def test_sentiment_resolves_holder_and_target_and_keeps_unknown_quoted_apart_from_false() -> None:
    (row,) = rows("sentiment", ship())
    first, second = sorted(row["opinions"], key=lambda opinion: opinion["id"])
    assert (words(first["holder"]), first["holder_entity"]) == (["Brenn"], "null")
    assert (words(first["target"]), first["target_event"]) == (["boarded"], "e1")
    assert first["quoted"] is True
    assert (second["holder"], second["holder_entity"], second["quoted"]) == ([], None, None)
    assert (words(second["target"]), second["target_entity"]) == (["the “piracy”"], None)


def test_clusters_are_offsets_and_run_beside_their_entities() -> None:
    (row,) = rows("coreference", ship())
    assert [entity["id"] for entity in row["entities"]] == ["guard", "no", "null", "when"]
    found = [[SHIP[start:end] for start, end in cluster] for cluster in row["clusters"]]
    assert found == [["coast guard", "It"], ["Lhosan", "Lhosan"], ["Brenn", "Brenn"], ["Tuesday"]]
    for cluster, entity in zip(row["clusters"], row["entities"], strict=True):
        places = [mention["spans"] for mention in entity["mentions"]]
        assert [[spans[0]["start"], spans[-1]["end"]] for spans in places] == cluster


def test_a_mention_in_pieces_is_its_whole_stretch_in_clusters_and_exact_beside_them() -> None:
    article = ship()
    pieces = (at(SHIP, "Brenn"), at(SHIP, "ship"))
    mentions = tuple(
        msgspec.structs.replace(m, spans=pieces) if m.id == "m4" else m for m in article.mentions
    )
    (row,) = rows("coreference", msgspec.structs.replace(article, mentions=mentions))
    brenn = next(i for i, entity in enumerate(row["entities"]) if entity["id"] == "null")
    assert row["clusters"][brenn][0] == [pieces[0].start, pieces[1].end]
    assert words(row["entities"][brenn]["mentions"][0]["spans"]) == ["Brenn", "ship"]


def test_a_reference_that_leads_nowhere_is_an_error_that_names_it() -> None:
    article = ship()
    lost = msgspec.structs.replace(
        article.events[0], arguments=(Argument(role="actor", ref="m99"),)
    )
    broken = msgspec.structs.replace(article, events=(lost,))
    with pytest.raises(InputError, match=r"'ship-boarded': 'm99' is no mention or event"):
        rows("events", broken)
    astray = msgspec.structs.replace(article.stances[0], target="e99")
    with pytest.raises(InputError, match=r"'e99' is no entity or event"):
        rows("stance", msgspec.structs.replace(article, stances=(astray,)))
