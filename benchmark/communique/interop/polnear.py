"""PolNeAR 1.0.0 (Newell et al. 2018): attributions in US political news, as brat files.

Kept: sources, cues and contents. Left out: the spans that its annotators marked for discussion
(`Discuss`) or as no news text (`Discard`). Commitment is not annotated there; the kind is derived
from quotation marks.
"""

from __future__ import annotations

from communique.interop.mapping import AttributionType, Mapping

POLNEAR = Mapping(
    source="PolNeAR 1.0.0",
    licence="No licence stated; the text belongs to its publisher",
    language="en",
    name_pattern=(
        r"(?P<article>(?P<outlet>[a-z-]+)_(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})_.+?)"
        r"(?:_(?P<annotator>[0-9a-f]{4}))?"
    ),
    outlets={
        "breitbart": "Breitbart",
        "huff-post": "The Huffington Post",
        "nyt": "The New York Times",
        "politico": "Politico",
        "usa-today": "USA Today",
        "wash-post": "The Washington Post",
        "west-journal": "Western Journalism",
    },
    title_line=True,
    attributions={
        "Attribution": AttributionType(content="Content", source="Source", cue="Cue"),
        "Attribution-no-source": AttributionType(content="Content", cue="Cue"),
    },
    kind_from_marks=True,
)
