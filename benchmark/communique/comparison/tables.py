"""What a comparison gives back."""

from __future__ import annotations

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How systems are compared.

    `trials` of the randomisation test and `resamples` of the bootstrap, both under one `seed`; a
    difference is significant where Holm's adjusted p is at most `alpha`; detectable is what would
    be found with probability `power`.
    """

    trials: int
    resamples: int
    seed: int
    alpha: float = 0.05
    power: float = 0.8


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A system's score with its percentile interval, or the reason why it has none.

    Where there is a score and no interval, `no_interval` says why.
    """

    system: str
    value: float | None
    reason: str | None
    low: float | None
    high: float | None
    no_interval: str | None
    undefined_resamples: int
    missing: int


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """Two systems, the one with the higher score first.

    `difference` is the first one's score minus the second one's, `low` and `high` its interval and
    `p_bootstrap` its test by the paired bootstrap; `p` is the randomisation test's, from `trials`
    trials (`exact` where these were all there are), and `p_holm` is that corrected for all pairs.
    `detectable` is the smallest difference that the documents would be enough to find between two
    systems that differ as these do. All of them are `None` where `reason` says why; the bootstrap's
    are where `no_interval` does, and `detectable` is where `no_detectable` does.
    """

    first: str
    second: str
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    no_interval: str | None = None
    p_bootstrap: float | None = None
    p: float | None = None
    p_holm: float | None = None
    significant: bool = False
    trials: int = 0
    exact: bool = False
    undefined_trials: int = 0
    undefined_resamples: int = 0
    detectable: float | None = None
    no_detectable: str | None = None
    reason: str | None = None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The comparison in one task: systems by score, pairs in their order.

    `unit` is documents or threads: what is swapped and drawn, and how many there are. `detectable`
    is the median of the pairs', `None` where `no_detectable` says why.
    """

    task: str
    metric: str
    split: str
    unit: str
    units: int
    standings: tuple[Standing, ...]
    pairs: tuple[Pairing, ...]
    detectable: float | None
    no_detectable: str | None
    signature: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One table a task, the overall one last; `left_out` says why one is missing."""

    settings: Settings
    tables: tuple[Table, ...]
    left_out: dict[str, str]
