"""Spans that have no words in the text → spans off it, each in a place of its own."""

from __future__ import annotations

from collections.abc import Iterator

from communique.align import LOST
from communique.codec import map_spans
from communique.model import Prediction, Span


def off_text(prediction: Prediction, length: int) -> Prediction:
    """Return the prediction with every span that has no words in the text lost.

    That is one that is empty or ends after the text, of `length` code points. It counts as
    predicted, and is never a hit (see `LOST`).
    """
    wrong = [span for span in _spans(prediction) if not _fits(span, length)]
    if not wrong:
        return prediction
    last = max((span.end for span in _spans(prediction) if span.start >= LOST), default=LOST)
    places = iter(range(last + 1, last + 1 + 2 * len(wrong), 2))

    def moved(span: Span) -> Span:
        if _fits(span, length):
            return span
        at = next(places)
        return Span(at, at + 1)

    return map_spans(prediction, moved)


def _fits(span: Span, length: int) -> bool:
    """Tell whether a span has words in the text, or is lost already."""
    return span.start < span.end and (span.end <= length or span.start >= LOST)


def _spans(prediction: Prediction) -> Iterator[Span]:
    """Yield every span of a prediction."""
    for mention in prediction.mentions:
        yield from mention.spans
        yield from (mention.head,) if mention.head else ()
    for event in prediction.events:
        yield from event.trigger
        for argument in event.arguments:
            yield from argument.spans
    for item in prediction.attributions:
        yield from (*item.content, *item.cue, *(item.source.spans if item.source else ()))
    for stance in prediction.stances:
        for fragment in stance.evidence:
            yield from fragment
    for sentiment in prediction.sentiments:
        yield from sentiment.expression
        for party in (sentiment.holder, sentiment.target):
            yield from party.spans if party else ()
