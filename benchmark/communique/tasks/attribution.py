"""attribution@2: who says what, in which words, and how far the source stands behind it.

**Given**: the text. **Predicted**: attributions: content, cue, source (perhaps absent), kind,
commitment, parent; and, for the entity of a source, `entities` and `mentions` of the prediction.

**Rules.** Places are sets of code points, drawn as in PolNeAR and PARC 3 (content with its
quotation marks, an interrupted content in several pieces); code points, so that no tokeniser has a
say. Two attributions with the same content, cue and source are one. Dice is
2·|g ∩ p| / (|g| + |p|).

* **content overlap** (`content.overlap`): gold and predicted contents are matched one to one so
  that the sum of their Dice coefficients is greatest; that sum is the hit. P = hit / predicted,
  R = hit / gold. This is CEAF (Luo 2005) with contents for entities: gradual, as the partial scores
  of the attribution literature (Pareti 2015) are, but a long content that covers several gold ones,
  as happens where attributions nest, is paid once only. The optimum is unique, so order has no say,
  and P and R change places when gold and prediction do.
* **full relation** (`relation`): the hit is the greatest number of pairs, one to one, in which each
  of content, cue and source has a Dice of at least one half, an absent cue or source matching an
  absent one alone. Each of the three must be there, none must be drawn to the letter.
  `relation.exact` asks for identical places of all three.

**Primary**: `mean-f1`, the mean of `content.overlap.f1` and `relation.f1`. **Also**: for source,
cue and content P, R, F1 of the set of places, `exact` and by `overlap` (Dice, matched as above);
`nested` and `flat`, the relation among attributions with a parent, and among those without one;
`kind` and `commitment`: macro F1 over the labels, where a label is hit by a pair that agrees on it,
and a document whose gold has no such label at all is passed over; `source-entity`: of the gold
sources with an entity, the share paired with a source of the corresponding entity (entities
correspond as in stance-extraction). The pairs of these last are the one-to-one matching of
attributions whose content has a Dice of at least one half with the greatest sum of Dice over
content, cue and source.

**Fidelity.** The sums of `*.overlap.hit` are float64; all other counts are integers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from communique.align import Place, best_pairs, dice, half, most_pairs, place
from communique.errors import InputError
from communique.metrics.metric import Metric, macro, mean, prf, share
from communique.metrics.sets import overlap_counts, set_columns, set_counts, sized, total
from communique.model import Article, Attribution, Prediction
from communique.ontology import labels
from communique.tasks.identity import entity_map
from communique.tasks.projection import Record, unique
from communique.tasks.task import Task, text_only

ROLES = ("content", "cue", "source")
KINDS = {"kind": labels("attribution_kinds"), "commitment": labels("commitments")}
AGREE = 1e-6
"""What agreement on a label adds to a pair's weight: it decides between equal overlaps only."""


class Relation(NamedTuple):
    """An attribution as it is scored; an absent cue or source is the empty place."""

    content: Place
    cue: Place
    source: Place
    kind: str
    commitment: str
    entity: str
    nested: bool


def relations(record: Record) -> list[Relation]:
    """Return the attributions of a record, one for each content, cue and source, sorted.

    Raises:
        InputError: two attributions have one id, or a parent is none of them.
    """
    unique(record, "attributions", (item.id for item in record.attributions))
    ids = {item.id for item in record.attributions}
    found: dict[tuple[Place, Place, Place], Relation] = {}
    for relation in sorted(_relation(record, item, ids) for item in record.attributions):
        found.setdefault(relation[:3], relation)
    return list(found.values())


def _relation(record: Record, item: Attribution, ids: Collection[str]) -> Relation:
    if item.parent is not None and item.parent not in ids:
        raise InputError(f"{record.id}: the parent of {item.id!r}, {item.parent!r}, is not there")
    return Relation(
        content=place(item.content),
        cue=place(item.cue),
        source=place(item.source.spans) if item.source else (),
        kind=item.kind or "",
        commitment=item.commitment or "",
        entity=(item.source.entity or "") if item.source else "",
        nested=item.parent is not None,
    )


Rule = Callable[[Relation, Relation], bool]
"""Whether a predicted attribution is a gold one."""


def alike(a: Place, b: Place) -> bool:
    """Tell whether two places match by half, or are both absent."""
    return half(a, b) if a and b else a == b


def same_relation(gold: Relation, pred: Relation) -> bool:
    """Tell whether a predicted attribution is a gold one, by the rule of the full relation."""
    return (
        half(gold.content, pred.content)
        and alike(gold.cue, pred.cue)
        and alike(gold.source, pred.source)
    )


def _weight(gold: Relation, pred: Relation) -> float:
    if not half(gold.content, pred.content):
        return 0.0
    agreed = (gold.kind == pred.kind) + (gold.commitment == pred.commitment)
    drawn = (dice(g, p) for g, p in zip(gold[:3], pred[:3], strict=True))
    return sum(drawn) + AGREE * agreed


def _role_counts(
    golds: Sequence[Relation], preds: Sequence[Relation]
) -> Iterator[dict[str, float]]:
    for number, role in enumerate(ROLES):
        left = {relation[:3][number] for relation in golds} - {()}
        right = {relation[:3][number] for relation in preds} - {()}
        yield set_counts(f"{role}.exact", left, right)
        yield overlap_counts(f"{role}.overlap", left, right)


def _relation_counts(
    golds: Sequence[Relation], preds: Sequence[Relation], same: Rule
) -> Iterator[dict[str, float]]:
    yield set_counts("relation.exact", [g[:3] for g in golds], [p[:3] for p in preds])
    nested, flat = (
        ([g for g in golds if g.nested is has], [p for p in preds if p.nested is has])
        for has in (True, False)
    )
    sides = {"relation": (golds, preds), "nested": nested, "flat": flat}
    for name, (left, right) in sides.items():
        yield sized(name, most_pairs(left, right, same), len(left), len(right))


def _label_counts(
    name: str, golds: Sequence[str], preds: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> dict[str, float]:
    """Return the columns of every label of `kind` or `commitment`; "" is no label."""
    if not any(golds):
        return {}
    agreed = [golds[i] for i, j in pairs if golds[i] == preds[j]]
    return total(
        [
            sized(f"{name}.{label}", agreed.count(label), golds.count(label), preds.count(label))
            for label in KINDS[name]
        ]
    )


def _source_counts(
    golds: Sequence[Relation],
    preds: Sequence[Relation],
    pairs: Sequence[tuple[int, int]],
    known: Mapping[str, str],
) -> dict[str, float]:
    named = sum(bool(relation.entity) for relation in golds)
    right = sum(
        golds[i].entity != "" and known.get(preds[j].entity) == golds[i].entity for i, j in pairs
    )
    return {"source-entity.hit": right, "source-entity.gold": named}


def count(gold: Article, prediction: Prediction, same: Rule = same_relation) -> dict[str, float]:
    """Return the counts of one document; `same` is the rule of the full relation."""
    golds, preds = relations(gold), relations(prediction)
    pairs = best_pairs(golds, preds, _weight)
    parts = [*_role_counts(golds, preds), *_relation_counts(golds, preds, same)]
    for name in KINDS:
        left, right = ([getattr(item, name) for item in side] for side in (golds, preds))
        parts.append(_label_counts(name, left, right, pairs))
    parts.append(_source_counts(golds, preds, pairs, entity_map(gold, prediction)))
    return total(parts)


def _metrics() -> Iterator[Metric]:
    content, relation = prf("content.overlap", "content"), prf("relation", "attribution")
    yield mean("mean-f1", [content[2], relation[2]])
    yield from content
    yield from relation
    yield from prf("relation.exact", "attribution")
    yield from prf("content.exact", "content")
    for role in ("cue", "source"):
        yield from prf(f"{role}.overlap", role)
        yield from prf(f"{role}.exact", role)
    yield share("source-entity", "source with an entity")
    for name, values in KINDS.items():
        classes = [prf(f"{name}.{value}", f"{name} {value}")[2] for value in values]
        yield macro(f"{name}.macro-f1", classes, f"{name}")
        yield from classes
    yield from prf("nested", "nested attribution")
    yield from prf("flat", "attribution without a parent")


TASK = Task(
    name="attribution",
    version=2,
    layers=("attributions",),
    predicted=("entities", "mentions", "attributions"),
    primary="mean-f1",
    metrics=tuple(_metrics()),
    columns=(
        *set_columns(*(f"{role}.{how}" for role in ROLES for how in ("exact", "overlap"))),
        *set_columns("relation", "relation.exact", "nested", "flat"),
        *set_columns(*(f"{name}.{value}" for name, values in KINDS.items() for value in values)),
        "source-entity.hit",
        "source-entity.gold",
    ),
    options=(("match", "codepoint-dice"),),
    card=__doc__ or "",
    count=count,
    given=text_only,
)
