"""Frames found: an expression in the text, and the parts around it that belong to it.

The expression is tagged; then, for each expression, the tokens of its window are tagged with the
parts *of that expression*: parts of several frames may overlap, nest or share a holder, and no
later step has to join what was found apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from communique.baselines.features import bucket, shape, token_rows, word_features
from communique.baselines.frame import Frame
from communique.baselines.sheet import Sheet, Stretch, within
from communique.baselines.tagger import Found, Tagger, fit_tagger, tag

EXPRESSION = "expression"


class FrameExample(NamedTuple):
    """A text and the frames in it."""

    sheet: Sheet
    frames: Sequence[Frame]


class Frames(msgspec.Struct, frozen=True):
    """Finds expressions, then the parts of each.

    `reach` is how many tokens before and after an expression, in its paragraph, are looked at.
    """

    expressions: Tagger
    parts: Tagger
    reach: int

    def find(self, sheet: Sheet) -> list[Frame]:
        """Return the frames of a text, in order of their expressions."""
        found = []
        for expression, _ in self.expressions.find(token_rows(sheet), sheet.paragraphs()):
            window = window_of(sheet, expression, self.reach)
            parts = self.parts.find(part_rows(sheet, expression, window))
            moved = tuple(
                Found(Stretch(place.first + window.start, place.last + window.start), label)
                for place, label in parts
            )
            found.append(Frame(expression, moved))
        return found


def window_of(sheet: Sheet, expression: Stretch, reach: int) -> range:
    """Return the tokens of the expression's paragraph within reach of it, and itself."""
    whole = sheet.paragraph(sheet.tokens[expression.first].paragraph)
    first, last = expression.first - reach, expression.last + reach
    return range(max(whole.start, first), max(min(whole.stop, last + 1), expression.last + 1))


def part_rows(sheet: Sheet, expression: Stretch, window: range) -> list[list[str]]:
    """Return the features of each token of a window, as seen from the expression.

    The word and its form; on which side, how far, and across how many commas, sentence ends and
    quotation marks it stands; the expression's words.
    """
    cue = " ".join(sheet.words(expression))
    cue_token = sheet.tokens[expression.first]
    crossed = _crossed(sheet, expression, window)
    rows = []
    for i in window:
        token = sheet.tokens[i]
        side = _side(i, expression)
        away = token.sentence - cue_token.sentence
        spot = f"{side} {max(-3, min(away, 3))} {'q' if token.quoted else ''}"
        commas, marks = crossed[i]
        near = _near(sheet, i)
        row = [
            "bias",
            *word_features("", token, shape(token.text)),
            f"spot={spot}",
            f"spot={spot} {cue}",
            f"commas={side} {commas}",
            f"marks={side} {marks}",
            f"spot={spot} {commas} {marks}",
            f"far={side} {bucket(max(expression.first - i, i - expression.last))}",
            f"cue={cue} {side}",
            f"cue-tail={cue[-3:]} {spot}",
            f"w={token.low} {side}",
            f"quoted-cue={cue_token.quoted} {token.quoted} {side}",
            f"next={near[1]}",
            f"before={near[-1]}",
            f"before={near[-1]} {side} {commas}",
            f"next={near[1]} {side} {commas}",
            f"forms={shape(near[-1])} {shape(token.text)} {shape(near[1])} {side}",
        ]
        rows.append(row)
    return rows


def _near(sheet: Sheet, i: int) -> dict[int, str]:
    inside = range(len(sheet.tokens))
    return {
        step: sheet.tokens[i + step].low if i + step in inside else "<edge>" for step in (-1, 1)
    }


def _side(i: int, expression: Stretch) -> str:
    if i < expression.first:
        return "before"
    return "after" if i > expression.last else "in"


def _crossed(sheet: Sheet, expression: Stretch, window: range) -> dict[int, tuple[int, int]]:
    """Return how many commas and changes of quotation lie between each token and expression."""
    found: dict[int, tuple[int, int]] = {}
    for way in (range(expression.last, window.stop), range(expression.first, window.start - 1, -1)):
        commas, changes, quoted = 0, 0, sheet.tokens[way[0]].quoted
        for i in way:
            token = sheet.tokens[i]
            changes += token.quoted != quoted
            quoted = token.quoted
            found[i] = (min(commas, 3), min(changes, 3))
            commas += token.low in {",", ";", ":", "\u2013", "\u2014"}
    return found | dict.fromkeys(range(expression.first, expression.last + 1), (0, 0))


def fit_frames(examples: Sequence[FrameExample], *, reach: int, seed: int) -> Frames:
    """Return the finder that learnt from the examples."""
    rows, tags, part_lines, part_tags = [], [], [], []
    for sheet, frames in examples:
        marks = [Found(frame.expression, EXPRESSION) for frame in frames]
        rows.append(token_rows(sheet))
        tags.append(tag(len(sheet.tokens), marks))
        for frame in frames:
            window = window_of(sheet, frame.expression, reach)
            inside = Stretch(window.start, window.stop - 1)
            parts = [found for found in frame.parts if _meets(found.stretch, inside)]
            part_lines.append(part_rows(sheet, frame.expression, window))
            part_tags.append(tag(len(window), parts, window.start))
    return Frames(
        expressions=fit_tagger(rows, tags, seed=seed),
        parts=fit_tagger(part_lines, part_tags, seed=seed),
        reach=reach,
    )


def _meets(place: Stretch, window: Stretch) -> bool:
    """Tell whether a part begins or ends in the window."""
    return within(Stretch(place.first, place.first), window) or within(
        Stretch(place.last, place.last), window
    )
