"""What two annotations of one text differ in, item by item, for a third person to decide."""

from __future__ import annotations

import msgspec

from communique.agreement.figures import shared_articles
from communique.agreement.finders import FINDERS, Draft, Kind, Sides
from communique.agreement.pairing import Pairing
from communique.agreement.wording import in_context
from communique.codec import canonical
from communique.model import Article


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to decide.

    `kind` is only-a, only-b, extent (other words), label, argument (of an event; source, cue,
    holder or target) or link (between items); `field` names what differs; `a` and `b` say what
    each annotator has, null where nothing. `[start, end)` is the place, in ⟦ ⟧ in `context`.
    """

    number: int
    layer: str
    kind: Kind
    field: str
    a_id: str | None
    b_id: str | None
    a: str | None
    b: str | None
    start: int
    end: int
    context: str


def differences(a: Article, b: Article) -> list[Difference]:
    """Return the differences of two annotations of one article, by layer and place, numbered.

    Layers that only one has annotated are left out, and so is what evidences a stance.

    Raises:
        InputError: the two are not of one article, or not of the same text.
    """
    shared_articles([a], [b])
    pairing = Pairing(canonical(a), canonical(b))
    sides = Sides(pairing)
    found: list[Difference] = []
    for layer, find in FINDERS.items():
        drafts = find(sides) if layer in pairing.layers else ()
        for draft in sorted(drafts, key=_order):
            found.append(_difference(len(found) + 1, layer, draft, a))
    return found


def _bounds(draft: Draft) -> tuple[int, int]:
    return (draft.at[0].start, draft.at[-1].end) if draft.at else (0, 0)


def _order(draft: Draft) -> tuple[tuple[int, int], str, str, str]:
    first, second = draft.ids
    return _bounds(draft), first or "", second or "", draft.field


def _difference(number: int, layer: str, draft: Draft, article: Article) -> Difference:
    start, end = _bounds(draft)
    return Difference(
        number=number,
        layer=layer,
        kind=draft.kind,
        field=draft.field,
        a_id=draft.ids[0],
        b_id=draft.ids[1],
        a=draft.values[0],
        b=draft.values[1],
        start=start,
        end=end,
        context=in_context(article, draft.at),
    )
