"""A contest: systems, a score, and the counts of the same documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from communique import __version__
from communique.codec import SCHEMA_VERSION
from communique.corpus import corpus_fields
from communique.errors import InputError
from communique.metrics.metric import FloatArray
from communique.signature import Signature, digest
from communique.stats import ScoreFunction, group_sums


@dataclass(frozen=True, kw_only=True)
class Contest:
    """Systems that were scored in one task on the same documents.

    Attributes:
        task: as in `stance@1`, or `overall`.
        metric: the metric's name; `undefined` says why it can have no value.
        signature: those fields of the records' signatures that all of them share.
        documents: ids, in the order of the rows.
        counts: by system, documents by columns.
        missing: by system, how many documents have no prediction.
        score: from sums of the columns to scores.
    """

    task: str
    metric: str
    undefined: str
    signature: Mapping[str, str]
    documents: tuple[str, ...]
    counts: Mapping[str, FloatArray]
    missing: Mapping[str, int]
    score: ScoreFunction

    @property
    def units(self) -> int:
        """How many rows the counts have: documents, or threads."""
        return len(next(iter(self.counts.values())))

    def grouped(self, threads: Mapping[str, str]) -> Contest:
        """Return the contest with the counts summed by thread: its rows are threads.

        Its signature has the digest of which document is in which thread.

        Raises:
            InputError: `threads` lacks a document.
        """
        unknown = [name for name in self.documents if name not in threads]
        if unknown:
            raise InputError(
                f"the thread of {unknown[0]!r} is not known",
                hint="name the gold records that the systems were scored against",
            )
        groups = [threads[name] for name in self.documents]
        counts = {system: group_sums(table, groups) for system, table in self.counts.items()}
        pairs = zip(self.documents, groups, strict=True)
        drawn = digest(part.encode() for pair in sorted(pairs) for part in pair)
        return replace(self, counts=counts, signature={**self.signature, "threads": drawn})

    def signed(self, fields: Mapping[str, str | int]) -> Signature:
        """Return the signature of numbers that are made of the contest as `fields` say."""
        return Signature.of(
            {
                **self.signature,
                **corpus_fields(self.signature["corpus"]),
                "package": __version__,
                "schema": SCHEMA_VERSION,
                "task": self.task,
                "documents": len(self.documents),
                "metric": self.metric,
                "systems": len(self.counts),
                **fields,
            }
        )
