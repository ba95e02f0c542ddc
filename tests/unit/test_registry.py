"""A registry refuses collisions and explains a miss; errors carry a hint."""

from __future__ import annotations

import pytest
from communique import ontology
from communique._paths import data_dir
from communique._registry import Registry
from communique.errors import CommuniqueError, MissingExtraError, MissingFileError, UnknownNameError


def test_a_second_thing_under_one_name_is_refused() -> None:
    things: Registry[int] = Registry("thing")
    things.add("one", 1)
    with pytest.raises(ValueError, match="registered twice"):
        things.add("one", 2)
    assert things.items() == [("one", 1)]


def test_a_miss_names_the_nearest() -> None:
    things: Registry[int] = Registry("task")
    things.add("stance", 1)
    things.add("events", 2)
    with pytest.raises(UnknownNameError) as caught:
        things.get("stanse")
    assert caught.value.message == "unknown task 'stanse'"
    assert caught.value.hint == "did you mean stance?"


def test_a_missing_extra_names_what_to_install() -> None:
    error = MissingExtraError("datasets", "hub")
    assert isinstance(error, ImportError)
    assert "communique[hub]" in error.hint


def test_a_missing_folder_names_both_places() -> None:
    with pytest.raises(MissingFileError, match=r"neither at .*_nowhere.* nor at .*nowhere"):
        data_dir("nowhere")


def test_the_ontology_has_the_sixteen_categories_and_their_modes() -> None:
    assert len(ontology.labels("event_categories")) == 16
    assert ontology.modes("REJECT") == {"assist", "change", "yield", "meet"}
    assert ontology.category("ASSAULT").quad_class == "material-conflict"
    assert "actor" in ontology.roles("AID")
    assert issubclass(UnknownNameError, CommuniqueError)
