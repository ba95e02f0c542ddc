"""attribution@1: as attribution@2, but that a cue or source need only be touched. Superseded.

**Given**, **Predicted**, **Primary** (`mean-f1`) and all other figures: as in attribution@2.

**Rules.** In the full relation (`relation`, `nested`, `flat`) content has a Dice of at least one
half, cues share a code point or are both absent, and so do sources or are they. So a system that
takes the whole text for cue and source is right about both: every sentence as content with these
scored 0.41 on the pilot's twelve articles. attribution@2, which asks for one half of each, gives it
0.19.

**Fidelity.** Kept so that scores of release 0.1.0 can be made again.
"""

from __future__ import annotations

import dataclasses

from communique.align import Place, half, shared
from communique.model import Article, Prediction
from communique.tasks import attribution
from communique.tasks.attribution import Relation


def touches(a: Place, b: Place) -> bool:
    """Tell whether two places share a code point, or are both absent."""
    return shared(a, b) > 0 if a and b else a == b


def same_relation(gold: Relation, pred: Relation) -> bool:
    """Tell whether a predicted attribution is a gold one, by this version's rule."""
    return (
        half(gold.content, pred.content)
        and touches(gold.cue, pred.cue)
        and touches(gold.source, pred.source)
    )


def count(gold: Article, prediction: Prediction) -> dict[str, float]:
    """Return the counts of one document."""
    return attribution.count(gold, prediction, same_relation)


TASK = dataclasses.replace(attribution.TASK, version=1, card=__doc__ or "", count=count)
