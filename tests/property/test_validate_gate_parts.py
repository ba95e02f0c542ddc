"""What the gate does all at once agrees with looking at one item after the other."""

from __future__ import annotations

from itertools import combinations

from communique.codec import canonical, text_digest
from communique.model import Article, Attribution, Mention, Metadata, Span
from communique.validate import gate_items, gate_views
from communique.validate.attribution_rules import (
    content_is_inside_the_parents,
    nested_attribution_names_its_parent,
)
from communique.validate.facts import Facts
from hypothesis import example, given, settings
from hypothesis import strategies as st

TEXT = "x" * 60
OFFSETS = st.integers(0, 12)
WORDS = ("the", "The", "this", "crew", "crew's", "crew\u2019s", "“crew", "crew,", "its", "a", "İx")


def spanning(start: int, size: int) -> Span:
    return Span(start, start + size, TEXT[start : start + size])


def nested_or_apart(starts: list[int], ends: list[int]) -> bool:
    """Each two extents differ, and are apart or one within the other."""
    return all(
        (a, b) != (c, d) and (b <= c or d <= a or (a <= c and d <= b) or (c <= a and b <= d))
        for (a, b), (c, d) in combinations(zip(starts, ends, strict=True), 2)
    )


@given(st.lists(st.tuples(OFFSETS, st.integers(1, 8)), max_size=7).map(sorted))
@example([(0, 4), (0, 6), (1, 2), (4, 2)])
def test_nested_extents_are_told_from_crossing_ones(found: list[tuple[int, int]]) -> None:
    starts, ends = [start for start, _ in found], [start + size for start, size in found]
    assert gate_items._nest(starts, ends) == nested_or_apart(starts, ends)


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
            st.sampled_from(("NAM", "NOM", "PRO", None)),
        ),
        max_size=6,
    )
)
@example([("crew", "NOM"), ("this crew", None), ("crew's", "PRO")])
def test_edges_of_all_words_at_once_are_those_of_each(found: list[tuple[str, str]]) -> None:
    words = [said for said, _ in found]
    mentions = tuple(
        Mention(id=f"m{number}", entity="e", spans=(Span(0, len(said), said),), level=level)
        for number, (said, level) in enumerate(found)
    )
    each = [gate_items._has_good_edges(m, said) for m, said in zip(mentions, words, strict=True)]
    assert gate_items._surfaces_are_clean(mentions, words) == all(each)


@st.composite
def attributions(draw: st.DrawFn) -> Article:
    """Draw attributions whose contents lie within, across and apart from each other."""
    bounds = [(draw(st.integers(0, 4)), draw(st.integers(1, 9))) for _ in range(3)]
    found = []
    for at, (start, size) in enumerate(bounds):
        around = [
            f"a{other}"
            for other, (begin, length) in enumerate(bounds)
            if other != at and begin <= start and start + size <= begin + length
        ]
        cue = draw(st.sampled_from((0, 1)))
        found.append(
            Attribution(
                id=f"a{at}",
                content=(spanning(start, size),),
                cue=(spanning(start + size, cue),) if cue else (),
                parent=draw(st.sampled_from([None, *around])),
            )
        )
    meta = Metadata(
        language="en",
        origin="written",
        licence="none",
        text_sha256=text_digest(TEXT),
        text_length=len(TEXT),
    )
    return Article(
        schema_version="1.0", id="a", metadata=meta, layers=(), text=TEXT, attributions=tuple(found)
    )


@given(attributions())
@settings(max_examples=1000, deadline=None)
def test_nesting_that_passes_breaks_no_rule(article: Article) -> None:
    ordered = canonical(article)
    for found in (article, ordered):
        if gate_views._nesting_is_clean(found.attributions):
            facts = Facts(found, None)
            assert list(content_is_inside_the_parents(facts)) == []
            assert list(nested_attribution_names_its_parent(facts)) == []
