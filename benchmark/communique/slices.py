"""Slices of a set of records: parts that a score is also reported for, each `field=value`.

Fields: `genre`, `outlet_kind`, `region`, `noise` (`none` where the text has none), `origin` and
`thread` are the metadata's; `length` is short, medium or long, with less than 2,000, less than
3,000, or more code points (some 330 and 500 words); `nesting` is nested where an attribution of the
record stands inside another's content, else flat. `region=unseen` are the regions that no training
record has, `region=seen` the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from communique.corpus import data_path, read_data, read_splits
from communique.errors import InputError
from communique.model import Article

REPORTED = ("genre", "outlet_kind", "region", "noise", "length", "nesting")
"""The fields that every score is broken down by."""
FIELDS = (*REPORTED, "origin", "thread")
UNSEEN, SEEN = "unseen", "seen"
_LENGTHS = ((2000, "short"), (3000, "medium"))


def slices_of(gold: Article, seen_regions: Collection[str] | None = None) -> tuple[str, ...]:
    """Return the reported slices that a record is in, as `field=value`.

    `seen_regions` are the regions of the training records; without them no region is unseen.
    """
    return tuple(f"{field}={value}" for field in REPORTED for value in _values(gold, field)) + (
        tuple(f"region={value}" for value in _seen(gold, seen_regions))
    )


def in_slice(gold: Article, name: str, seen_regions: Collection[str] | None = None) -> bool:
    """Tell whether a record is in a slice: `all`, or `field=value`.

    Raises:
        InputError: it is neither, the field is none of `FIELDS`, or unseen regions are asked for
            where it is not known which ones were seen.
    """
    field, equals, value = name.partition("=")
    if name == "all":
        return True
    if field not in FIELDS or not equals:
        raise InputError(
            f"{name!r} is no slice", hint=f"write FIELD=VALUE, FIELD being {', '.join(FIELDS)}"
        )
    if field == "region" and value in {SEEN, UNSEEN}:
        if seen_regions is None:
            raise InputError(
                f"{name}: these records have no split 'train', so which regions it has is unknown",
                hint="score a corpus with a splits.json, or name a region",
            )
        return value in _seen(gold, seen_regions)
    return value in _values(gold, field)


def _values(gold: Article, field: str) -> Iterator[str]:
    if field == "length":
        size = gold.metadata.text_length
        yield next((name for limit, name in _LENGTHS if size < limit), "long")
    elif field == "nesting":
        if "attributions" in gold.layers:
            yield "nested" if any(item.parent for item in gold.attributions) else "flat"
    elif field == "noise":
        yield from gold.metadata.noise or ("none",)
    elif value := getattr(gold.metadata, field):
        yield value


def _seen(gold: Article, seen_regions: Collection[str] | None) -> Iterator[str]:
    region = gold.metadata.region
    if region and seen_regions is not None:
        yield SEEN if region in seen_regions else UNSEEN


def regions(records: Iterable[Article]) -> frozenset[str]:
    """Return the regions of the records."""
    return frozenset(gold.metadata.region for gold in records if gold.metadata.region)


def training_regions(data: str) -> frozenset[str] | None:
    """Return the regions of the split `train` of a corpus; nothing where it has no such split.

    `data` is a folder or `corpus`, as `communique.corpus.read_data` takes it.
    """
    path = data_path(data)
    if not (path / "splits.json").is_file() or "train" not in read_splits(path).splits:
        return None
    return regions(read_data(data, "train"))
