"""The card: what people write stays to the letter, what is generated is what the loader reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from communique.errors import InputError
from communique.hub.card import MARKER, Card, read_card

from tests.corpus_fixture import CARD

datasets = pytest.importorskip("datasets", reason="needs the extra hub")


def card_file(folder: Path, text: str) -> Path:
    path = folder / "README.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_card_is_written_back_as_it_was_read(tmp_path: Path) -> None:
    card = read_card(card_file(tmp_path, CARD))
    full = card._replace(generated={"size_categories": ["n<1K"]}).with_section("counts", "| 1 |\n")
    again = read_card(card_file(tmp_path, full.encode().decode()))
    assert again == full
    assert again.encode() == full.encode()
    assert "# a comment of people\n" in again.head
    assert again.section("counts") == "| 1 |\n"
    assert again.with_section("counts", "").prose == CARD.rpartition("---\n")[2]


def test_names_that_yaml_1_1_takes_for_other_things_come_back_as_names(tmp_path: Path) -> None:
    names = ["no", "yes", "on", "off", "null", "~", "1", "1.0", "2031-09-09", "CT+", "=", "a: b"]
    features = datasets.Features(
        {
            "no": datasets.ClassLabel(names=names),
            "null": datasets.List({"y": datasets.Value("bool")}),
        }
    )
    info = {"config_name": "no", "features": features._to_yaml_list()}
    card = Card("license: cc-by-4.0\n", {"dataset_info": [info]}, "")
    path = card_file(tmp_path, card.encode().decode())
    (read,) = read_card(path).generated["dataset_info"]
    assert datasets.DatasetInfo._from_yaml_dict(read).features == features
    assert read["config_name"] == "no"


def test_the_version_is_the_one_that_people_wrote(tmp_path: Path) -> None:
    assert read_card(card_file(tmp_path, CARD)).version == "0.0.1"


@pytest.mark.parametrize("line", ["version: 1.0\n", ""])
def test_a_version_that_is_missing_or_a_number_is_an_error(tmp_path: Path, line: str) -> None:
    card = read_card(card_file(tmp_path, CARD.replace('version: "0.0.1"\n', line)))
    with pytest.raises(InputError, match=r"has the version (1\.0|None)$"):
        _ = card.version


@pytest.mark.parametrize(
    "mark",
    [MARKER + "\n", "<!-- counts: written by `communique build` -->\n", "<!-- end of counts -->"],
)
def test_a_marker_that_is_missing_or_doubled_is_an_error_that_names_it(
    tmp_path: Path, mark: str
) -> None:
    for text in (CARD.replace(mark, ""), CARD.replace(mark, mark + mark)):
        with pytest.raises(InputError) as caught:
            read_card(card_file(tmp_path, text)).section("counts")
        assert repr(mark.strip()) in caught.value.message


@pytest.mark.parametrize("text", ["", "# Only prose\n", "---\nlicense: x\n"])
def test_a_card_without_front_matter_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no front matter"):
        read_card(card_file(tmp_path, text))
