"""The gate's part on attributions, stances and sentiments; see `communique.validate.gate`."""

# ruff: noqa: PLR0911, C901 - one early "not sure" after another is the point here

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from communique.model import Article, Attribution, Mention, Source, Span
from communique.model.record import AUTHOR
from communique.validate import tables
from communique.validate.columns import Columns
from communique.validate.gate_items import end_soon, has_no_item
from communique.validate.marks import curly_words, has_rare_marks, is_one_quotation, quoted_words
from communique.validate.spans import inside, overlap

_OPENING = frozenset('“"„«')
"""Marks with which a content that is one quotation begins."""
_MARKED = frozenset({"direct", "mixed"})
"""Kinds of attribution whose content has quotation marks."""
_NO_MENTION = frozenset({"entity", "event"})


def attributions_are_clean(article: Article, columns: Columns, *, written: bool) -> bool:
    """Rule out REF-007 to 009 and SEM-301 to 314."""
    found, meta = article.attributions, article.metadata
    noisy, spoken = bool(meta.noise), meta.genre in tables.SPOKEN
    if len({(item.cue or item.content)[0].start for item in found}) != len(found):
        return False
    if not _nesting_is_clean(found):
        return False
    for item in found:
        content, cue, source, kind = item.content, item.cue, item.source, item.kind
        words, commitment = _words(content), item.commitment
        if written and (kind is None or commitment is None):
            return False
        if written and not noisy and words.count("“") != words.count("”"):
            return False
        if words[0] in _OPENING and kind != "direct" and kind and is_one_quotation(words):
            return False
        if kind in _MARKED and not (noisy or (spoken and kind == "direct") or _has_mark(words)):
            return False
        if cue and not (_are_apart(cue, content) and _cue_fits(commitment, _words(cue))):
            return False
        if source is None:
            if not cue:
                return False
        elif not (
            _are_apart(source.spans, content)
            and (not cue or spoken or _are_apart(source.spans, cue))
            and _names_its_own(source, article.mentions, columns)
        ):
            return False
    return True


def _words(spans: tuple[Span, ...]) -> str:
    if len(spans) == 1:
        return str(spans[0].text)
    return " ".join([str(span.text) for span in spans])


def _has_mark(words: str) -> bool:
    return "“" in words or '"' in words or "\u2018" in words


def _are_apart(one: tuple[Span, ...], other: tuple[Span, ...]) -> bool:
    return one[-1].end <= other[0].start or other[-1].end <= one[0].start or not overlap(one, other)


@lru_cache(maxsize=4096)
def _cue_fits(commitment: str | None, cue: str) -> bool:
    """Rule out SEM-308 and SEM-309."""
    plain = cue.lower()
    if commitment == "denies" and plain in tables.PLAIN_CUES:
        return False
    return commitment not in {"affirms", "denies"} or not re.search(tables.WITHHOLDING, plain)


def _nesting_is_clean(found: tuple[Attribution, ...]) -> bool:
    """Rule out REF-008, REF-009, SEM-302 and SEM-303."""
    parents = {item.id: item.parent for item in found if item.parent is not None}
    if parents:
        by_id = {item.id: item for item in found}
        if not end_soon(parents):
            return False
        for name, parent in parents.items():
            if not inside(by_id[name].content, by_id[parent].content):
                return False
    reach, begun, before = -1, -1, None
    for item in found:
        content = item.content
        begin, end = content[0].start, content[-1].end
        if begin < begun:  # out of order: any of them may hold any other
            return all(_names_its_parent(item, found) for item in found)
        if before and begin == begun and not _names_its_parent(before, found):
            return False
        if end <= reach and not _names_its_parent(item, found):
            return False
        begun, reach, before = begin, max(end, reach), item
    return True


def _names_its_parent(item: Attribution, found: tuple[Attribution, ...]) -> bool:
    """Rule out SEM-303 of one attribution."""
    if not item.cue:
        return True
    begin, end = item.content[0].start, item.content[-1].end
    around = [
        other.id
        for other in found
        if other.content[0].start <= begin
        and end <= other.content[-1].end
        and other is not item
        and inside((*item.cue, *item.content), other.content)
    ]
    return not around or item.parent in around


def _names_its_own(source: Source, mentions: tuple[Mention, ...], columns: Columns) -> bool:
    """Rule out REF-007, SEM-310 and SEM-311."""
    spans, entity = source.spans, source.entity
    begin, end = spans[0].start, spans[-1].end
    first, after = bisect_left(columns.starts, begin), bisect_left(columns.starts, end)
    if entity is None:
        words = _words(spans)
        start, _, rest = words.partition(" ")
        said = rest if start.lower() in tables.DETERMINERS else words
        return said not in columns.words[first:after]
    own, ends = columns.number[entity], columns.ends
    if own >= len(columns.types):
        return False
    if len(spans) == 1:
        for at in range(first, after):
            if columns.named[at] == own and ends[at] <= end:
                return True
    inner = [
        name
        for name, mention in zip(columns.named[first:after], mentions[first:after], strict=True)
        if inside(mention.spans, spans)
    ]
    return not inner or own in inner


def stances_are_clean(article: Article, columns: Columns, *, written: bool) -> bool:
    """Rule out REF-010, REF-011 and SEM-401 to 407."""
    number, types, kinds = columns.number, columns.types, columns.kinds
    before = len(kinds) - len(article.events)
    clusters = [event.cluster for event in article.events]
    pairs = set()
    for stance in article.stances:
        holder, target = stance.holder, stance.target
        at = number[target]
        is_event = kinds[at] == "event"
        cluster = clusters[at - before] if is_event else None
        pairs.add((holder, target if cluster is None else f"cluster {cluster}"))
        if holder == target or not (is_event or at < len(types)):
            return False
        side = None if holder == AUTHOR else types[number[holder]]
        if written:
            basis = stance.basis
            if (
                basis is None
                or not stance.evidence
                or (cluster and clusters.index(cluster) != at - before)
            ):
                return False
            if not is_event and types[at] not in tables.SIDES:
                return False
            if basis != "stated" if side is None else side not in tables.SIDES:
                return False
    return len(pairs) == len(article.stances)


def sentiments_are_clean(article: Article, text: str, columns: Columns, *, written: bool) -> bool:
    """Rule out STR-017, REF-012, REF-013 and SEM-501 to 506."""
    found, number = article.sentiments, columns.number
    kinds, places = columns.kinds, columns.places
    noisy, rare = bool(article.metadata.noise), bool(found) and has_rare_marks(text)
    keys = set()
    for item in found:
        span, quoted, holder, target = item.expression[0], item.quoted, item.holder, item.target
        start, end = span.start, item.expression[-1].end
        keys.add((start, holder and holder.ref, target and target.ref))
        if written and (item.intensity is None or quoted is None):
            return False
        count = quoted_words(text, start, end) if rare else curly_words(text, start, end)
        alone = count is not None and count <= tables.QUOTED_WORDS
        if quoted is not None and alone != quoted and not (noisy and quoted):
            return False
        if holder is None:
            if written and not _is_the_authors(start, end, article.attributions):
                return False
        elif holder.spans or kinds[number[holder.ref or ""]] in _NO_MENTION:
            return False
        if target is not None:
            ref = target.ref
            if ref is None:
                spans = target.spans
                if not spans or (
                    written and spans[0].start in places and not has_no_item(spans, article)
                ):
                    return False
            elif target.spans or kinds[number[ref]] == "entity":
                return False
    return len(keys) == len(found)


def _is_the_authors(start: int, end: int, attributions: tuple[Attribution, ...]) -> bool:
    """Rule out SEM-505."""
    return not [
        1
        for item in attributions
        if item.content[0].start <= start
        and end <= item.content[-1].end
        and item.source
        and item.source.entity
    ]
