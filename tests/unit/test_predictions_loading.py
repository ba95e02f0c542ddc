"""Predictions files for scoring: what is read, what is lost, what is refused and where."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from communique import tasks
from communique.align import LOST
from communique.errors import InputError
from communique.model import Span
from communique.predictions import Read, Report, read_predictions

from tests.scoring_fixture import article, at, entities, event, prediction, sentiment, stance

GOLDS = [
    article(
        name,
        **entities(a=[1, 3], b=[2]),
        events=(event("e", 7, factuality="CT+"), event("f", 9, factuality="Uu")),
        stances=(stance("s", "a", "b", "favor"), stance("t", "author", "e", "against")),
    )
    for name in ("d0", "d1")
]
LINE = {"schema_version": "1.0", "id": "d0"}
TWICE = '{"id": "d0", "factuality": [{"event": "e", "event": "f", "value": "Uu"}]}'


def written(path: Path, *lines: dict[str, Any] | str) -> Path:
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join([*text, ""]), encoding="utf-8")
    return path


def read(path: Path, task: str = "sentiment") -> Read:
    return read_predictions(path, GOLDS, tasks.get(task))


def test_predictions_are_read_by_id_and_empty_lines_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path / "p.jsonl", LINE, "", "  ", {"id": "d1"})
    assert read(path) == Read({"d0": prediction("d0"), "d1": prediction("d1")}, Report(), [], {})


def test_spans_by_offsets_and_by_words_are_the_same_prediction(tmp_path: Path) -> None:
    offsets = {"id": "o1", "expression": [{"start": 20, "end": 23}], "polarity": "negative"}
    words = {"expression": "w05", "polarity": "negative"}
    found = [
        read(written(tmp_path / "p.jsonl", {"id": "d0", "sentiments": [item]}))
        for item in (offsets, words)
    ]
    expected = prediction("d0", sentiments=(sentiment("o1", at(5)),))
    assert [item.predictions for item in found] == [{"d0": expected}] * 2
    assert [item.report for item in found] == [Report(offsets=1), Report(exact=1)]


def test_what_is_not_found_is_lost_and_each_has_a_place_of_its_own(tmp_path: Path) -> None:
    items = [
        {"expression": "nowhere", "polarity": "negative"},
        {"expression": "nowhere", "polarity": "negative"},
        {"expression": {"start": 0, "end": 10**18}, "polarity": "negative"},
        {"expression": {"start": -5, "end": 3}, "polarity": "negative"},
        {"expression": {"start": 7, "end": 7}, "polarity": "negative"},
    ]
    found = read(written(tmp_path / "p.jsonl", {"id": "d0", "sentiments": items}))
    spans = [item.expression[0] for item in found.predictions["d0"].sentiments]
    assert all(span.start >= LOST for span in spans)
    assert spans[:2] == [Span(LOST, LOST + 7), Span(LOST + 8, LOST + 15)]
    assert len(set(spans)) == 5
    assert found.report == Report(lost=5)
    assert [item.rule for item in found.findings] == ["PRE-011"] * 2 + ["PRE-009"] * 3


def test_words_that_differ_from_the_offsets_count_where_they_stand(tmp_path: Path) -> None:
    items = [
        {"expression": {"start": 20, "end": 23, "text": "w06"}, "polarity": "negative"},
        {"expression": {"start": 900, "end": 903, "text": "w07"}, "polarity": "negative"},
        {"expression": {"start": 20, "end": 23, "text": "gone"}, "polarity": "negative"},
    ]
    found = read(written(tmp_path / "p.jsonl", {"id": "d0", "sentiments": items}))
    first, second, third = (item.expression for item in found.predictions["d0"].sentiments)
    assert (first, second) == (at(6), at(7))
    assert third[0].start == LOST
    assert found.report == Report(exact=2, lost=1)
    rules = [item.rule for item in found.findings]
    assert rules == ["PRE-010", "PRE-009", "PRE-010", "PRE-011"]


def test_raw_answers_stand_in_lines_and_in_the_files_of_a_folder(tmp_path: Path) -> None:
    answer = 'Here:\n```json\n[{"expression": "w05", "polarity": "negative"}]\n```\nDone.'
    expected = prediction("d0", sentiments=(sentiment("o1", at(5)),))
    lines = written(tmp_path / "p.jsonl", {"id": "d0", "answer": answer})
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "d0.md").write_text(answer, "utf-8")
    (folder / "d1.txt").write_text("I cannot say.", "utf-8")
    (folder / "notes.log").write_text("not an answer", "utf-8")
    assert read(lines).predictions == {"d0": expected}
    found = read(folder)
    assert found.predictions == {"d0": expected, "d1": prediction("d1")}
    assert found.report == Report(exact=1, unreadable=1)
    assert list(found.unreadable) == ["d1"]
    assert "no JSON object with any of the fields" in found.unreadable["d1"]


def test_half_a_character_costs_its_answer_alone(tmp_path: Path) -> None:
    item = '[{\\"expression\\": \\"%s\\", \\"polarity\\": \\"negative\\"}]'
    lines = [
        '{"id": "d0", "answer": "' + item % "\\ud83d" + '"}',
        '{"id": "d1", "answer": "Cut off: \\ud83d ' + item % "w05" + '"}',
    ]
    found = read(written(tmp_path / "p.jsonl", *lines))
    assert list(found.unreadable) == ["d0"]
    assert found.report == Report(exact=1, unreadable=1)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "d0"}\r\n')
    assert read(path).predictions == {"d0": prediction("d0")}


def test_layers_that_play_no_part_are_left_out(tmp_path: Path) -> None:
    line = {"id": "d0", "stances": [{"holder": "a", "target": "b", "label": "favor"}]}
    found = read(written(tmp_path / "p.jsonl", line), "events")
    assert found.predictions == {"d0": prediction("d0")}
    assert [item.rule for item in found.findings] == ["PRE-017"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], r"p\.jsonl:1:1 \$: not JSON: Expecting property name .* character 2"),
        ([LINE, {**LINE, "id": "d1", "label": 1}], r"p\.jsonl:2:1 \$: .*unknown field `label`"),
        ([{"schema_version": "1.0"}], r"p\.jsonl:1:1 \$: .*missing required field `id`"),
        ([{**LINE, "schema_version": "2.0"}], r":1:1 \$.schema_version: Invalid enum value '2\.0'"),
        (["", LINE, LINE], r"p\.jsonl:3:1 \$\.id: a second prediction for 'd0'"),
        ([{"id": "zz"}], r"p\.jsonl:1:1 \$\.id: gold does not have the article 'zz'"),
        (['{"id": "d0", "id": "d1"}'], r":1:1 \$: the key 'id' stands twice"),
        ([TWICE], r":1:1 \$: the key 'event' stands twice"),
        (
            [{**LINE, "stances": [{"id": "s", "holder": "a", "target": "b", "label": "for"}]}],
            r"p\.jsonl:1:1 \$\.stances\[0\]\.label: Invalid enum value 'for'; the labels are ",
        ),
        (["[" * 5000], r"p\.jsonl:1:1 \$: not JSON that can be read: it nests too deep"),
        (["[]"], r"p\.jsonl:1:1 \$: Expected `object`, got `array`"),
        (['{"id": NaN}'], r"p\.jsonl:1:1 \$: NaN is no number of JSON"),
        (['{"id": -Infinity}'], r"-Infinity is no number of JSON"),
        (['{"id": "d0", "x": "\\ud800"}'], r"\$\.x: a string holds half .*ud800"),
        (['{"id": "d0", "stances": null}'], r"\$\.stances: `stances` is null"),
        ([{"id": "../d0"}], r"\$\.id: Expected `str` matching regex"),
        ([{"id": "d0\0"}], r"\$\.id: Expected `str` matching regex"),
        (["", " "], r"p\.jsonl: holds no prediction"),
    ],
)  # fmt: skip
def test_lines_that_cannot_be_scored_are_named(
    tmp_path: Path, lines: list[dict[str, Any] | str], message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(written(tmp_path / "p.jsonl", *lines))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (
            {"mentions": [{"entity": "x", "quote": "w01"}]},
            r"\$\.mentions\[0\]\.entity: `mentions\[0\]\.entity` is 'x', which is no entity",
        ),
        (
            {"sentiments": [{"expression": "w01", "polarity": "negative", "holder": {"ref": "m"}}]},
            r"\$\.sentiments\[0\]\.holder\.ref: .* is 'm', which is no mention or event",
        ),
        (
            {"entities": [{"id": "x"}, {"id": "x"}]},
            r"\$\.entities\[1\]\.id: a second item has the id 'x'",
        ),
    ],
)
def test_references_to_nothing_are_named(
    tmp_path: Path, layers: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read(written(tmp_path / "p.jsonl", {"id": "d0", **layers}))


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(InputError, match=r"p\.jsonl:1:1 \$: byte 8 of it is not UTF-8"):
        read(path)


def test_a_file_that_is_not_there_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(InputError, match=path.name):
            read(path)


def test_links_and_pipes_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    secret = tmp_path / "secret"
    secret.write_text('[{"expression": "w05", "polarity": "negative"}]', "utf-8")
    (folder / "d0.txt").symlink_to(secret)
    os.mkfifo(folder / "d1.txt")
    found = read(folder)
    assert found.report == Report(unreadable=2)
    assert all("no plain file" in why for why in found.unreadable.values())


def test_words_need_the_text_of_the_record(tmp_path: Path) -> None:
    bare = [article("d0", text=None)]
    items = {"words": "w05", "offsets": [{"start": 20, "end": 23}]}
    for how, where in items.items():
        line = {"id": "d0", "sentiments": [{"expression": where, "polarity": "negative"}]}
        path = written(tmp_path / f"{how}.jsonl", line)
        if how == "offsets":
            found = read_predictions(path, bare, tasks.get("sentiment"))
            assert found.report == Report(offsets=1)
        else:
            with pytest.raises(InputError, match="d0: the gold record has no text"):
                read_predictions(path, bare, tasks.get("sentiment"))


def test_reports_add_up_and_say_what_is_not_nought() -> None:
    both = Report(exact=2, ambiguous=1) + Report(exact=1, lost=3, unreadable=1)
    assert both == Report(exact=3, lost=3, ambiguous=1, unreadable=1)
    assert str(both) == "spans: 3 exact, 3 lost (1 ambiguous); documents: 1 unreadable"
    assert str(Report()) == "spans: none"
    assert sum(both.counts.values()) == 8
