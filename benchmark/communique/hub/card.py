"""The data set's card, `README.md`: what people write in it stays, what is generated is replaced.

Generated are the end of the front matter (after the line `MARKER`) and sections of the prose, each
between two comments that name it: `counts`, and those that the caller gives.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from communique import ontology
from communique.corpus import read_text
from communique.errors import InputError
from communique.hub.configs import CONFIGS
from communique.hub.libraries import library
from communique.hub.manifest import Manifest, Splits
from communique.hub.shapes import features
from communique.hub.tables import Table, content_bytes
from communique.model import Article

MARKER = "# From here on `communique build` writes; edits below are lost."
COUNTS = "counts"
_FENCE = "---\n"
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (10**6, "100K<n<1M"))
_LABELS = (
    ("event category", "event_categories", lambda a: [event.category for event in a.events]),
    ("factuality", "factuality_values", lambda a: [event.factuality for event in a.events]),
    ("commitment", "commitments", lambda a: [item.commitment for item in a.attributions]),
    ("stance", "stance_labels", lambda a: [stance.label for stance in a.stances]),
    ("polarity", "sentiment_polarities", lambda a: [item.polarity for item in a.sentiments]),
)


class Card(NamedTuple):
    """The parts of a card: people write `head` and, but for its sections, `prose`."""

    head: str
    generated: dict[str, Any]
    prose: str

    def encode(self) -> bytes:
        """Return the bytes of `README.md`."""
        generated = library("yaml").safe_dump(self.generated, sort_keys=False, allow_unicode=True)
        return f"{_FENCE}{self.head}{MARKER}\n{generated}{_FENCE}{self.prose}".encode()

    def section(self, name: str) -> str:
        """Return the generated section `name` of the prose.

        Raises:
            InputError: one of its two comments is missing or there twice.
        """
        return self._cut(name)[1]

    def with_section(self, name: str, text: str) -> Card:
        """Return the card with that section's text made anew.

        Raises:
            InputError: one of its two comments is missing or there twice.
        """
        before, _, after = self._cut(name)
        return self._replace(prose=before + text + after)

    def _cut(self, name: str) -> tuple[str, str, str]:
        first, last = f"<!-- {name}: written by `communique build` -->\n", f"<!-- end of {name} -->"
        before, _, rest = _cut(self.prose, first)
        inside, _, after = _cut(rest, last)
        return before + first, inside, last + after

    @property
    def version(self) -> str:
        """The corpus' version, as the front matter's written part gives it.

        Raises:
            InputError: it gives none, or one that is no string.
        """
        version = (library("yaml").safe_load(self.head) or {}).get("version")
        if not isinstance(version, str):
            raise InputError(
                f"the card's front matter has the version {version!r}",
                hint='write e.g. `version: "0.1.0"` above the generated part',
            )
        return version


def read_card(path: Path) -> Card:
    """Return the parts of a card.

    Raises:
        InputError: there is no card, or it lacks front matter or the marker in it.
    """
    text = read_text(path)
    front, closing, prose = text.removeprefix(_FENCE).partition("\n" + _FENCE)
    if not text.startswith(_FENCE) or not closing:
        raise InputError(f"{path}: no front matter between two lines `---`", hint="write one")
    head, _, generated = _cut(front + "\n", MARKER + "\n")
    return Card(head, library("yaml").safe_load(generated) or {}, prose)


def _cut(text: str, mark: str) -> tuple[str, str, str]:
    if text.count(mark) != 1:
        raise InputError(
            f"the card's line {mark.strip()!r} stands {text.count(mark)} times where it belongs",
            hint="it must stand there once: it says where a generated part lies",
        )
    return text.partition(mark)


def make_card(
    written: Card, splits: Splits, manifest: Manifest, tables: Mapping[str, Mapping[str, Table]]
) -> Card:
    """Return the card with front matter and counts made anew, what people wrote as it is."""
    generated = {
        "size_categories": [_size(len(manifest.articles))],
        "configs": [_config(name, found) for name, found in tables.items()],
        "dataset_info": [_info(name, found) for name, found in tables.items()],
    }
    counts = "\n".join([*_item_table(manifest), "", *_label_table(splits), ""])
    return written._replace(generated=generated).with_section(COUNTS, counts)


def parquet_path(config: str, split: str) -> str:
    """Return where a table lies below the corpus folder, with `/` on every system."""
    return f"data/{config}/{split}.parquet"


def _size(articles: int) -> str:
    return next((name for below, name in _SIZES if articles < below), "n>1M")


def _config(name: str, tables: Mapping[str, Table]) -> dict[str, Any]:
    files = [{"split": split, "path": parquet_path(name, split)} for split in tables]
    default = {"default": True} if name == next(iter(CONFIGS)) else {}
    return {"config_name": name, "data_files": files, **default}


def _info(name: str, tables: Mapping[str, Table]) -> dict[str, Any]:
    config = CONFIGS.get(name)
    contents = {split: content_bytes(table) for split, table in tables.items()}
    sizes = [
        {"name": split, "num_bytes": len(contents[split]), "num_examples": table.num_rows}
        for split, table in tables.items()
    ]
    return {
        "config_name": name,
        # The cache of `datasets` is keyed by this file, not by the data: so the digest stands here.
        "description": f"{config.about} Content sha256: {_digest(contents)}",
        "features": features(config.shape)._to_yaml_list(),  # noqa: SLF001 - no public way
        "splits": sizes,
        "dataset_size": sum(map(len, contents.values())),
    }


def _digest(contents: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of every split's name and rows."""
    parts = [split.encode() + b"\n" + content for split, content in contents.items()]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _item_table(manifest: Manifest) -> list[str]:
    facts = list(manifest.splits.values())
    rows = [
        ("articles", [split.articles for split in facts]),
        ("story threads", [split.threads for split in facts]),
        ("code points of text", [split.code_points for split in facts]),
    ]
    for layer in ontology.labels("layers"):
        name = "mentions (coreference)" if layer == "coreference" else layer
        rows.append((name, [split.layers[layer].items for split in facts]))
    return _table("counts", list(manifest.splits), rows)


def _label_table(splits: Splits) -> list[str]:
    rows = []
    for title, vocabulary, find in _LABELS:
        counts = [_tally(articles, find) for articles in splits.values()]
        rows += [
            (f"{title} `{label}`", [count[label] for count in counts])
            for label in ontology.labels(vocabulary)
        ]
    return _table("labels", list(splits), rows)


def _tally(articles: Iterable[Article], find: Any) -> Counter[str]:
    return Counter(label for article in articles for label in find(article))


def _table(
    title: str, splits: Sequence[str], rows: Iterable[tuple[str, Sequence[int]]]
) -> list[str]:
    lines = [
        f"| {title} | {' | '.join(splits)} | all |",
        "|---" + "|---:" * (len(splits) + 1) + "|",
    ]
    for name, numbers in rows:
        cells = " | ".join(f"{number:,}" for number in (*numbers, sum(numbers)))
        lines.append(f"| {name} | {cells} |")
    return lines
