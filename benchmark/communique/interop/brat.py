"""brat's standoff format: the lines of an `.ann` file.

T (text-bound, also discontinuous), E (event), R (relation), `*` (equivalence), A and M
(attribute), N (normalisation) and # (note): https://brat.nlplab.org/standoff.html. Offsets count
code points, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from communique.interop.report import Log

_TEXT_BOUND = re.compile(r"(?P<type>\S+) (?P<places>[0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*)\Z")
_ROLE = re.compile(r"(?P<role>\S+?)[0-9]*:(?P<ref>\S+)\Z")


class TextBound(NamedTuple):
    """`T3<TAB>Type 4 9;12 15<TAB>words`."""

    id: str
    type: str
    places: tuple[tuple[int, int], ...]
    words: str
    line: int


class Role(NamedTuple):
    """One argument; the number that brat puts behind a repeated role is taken off."""

    name: str
    ref: str


class Event(NamedTuple):
    """`E1<TAB>Type:T3 Role:T1 Role2:E2`."""

    id: str
    type: str
    trigger: str
    roles: tuple[Role, ...]
    line: int


class Relation(NamedTuple):
    """`R1<TAB>Type Arg1:T1 Arg2:T2`, or `*<TAB>Type T1 T2 T3`."""

    id: str
    type: str
    members: tuple[str, ...]
    line: int


class Attribute(NamedTuple):
    """`A1<TAB>Type E1 Value`; one without a value is "true"."""

    id: str
    type: str
    ref: str
    value: str
    line: int


class Other(NamedTuple):
    """A normalisation or a note, which records have no place for."""

    id: str
    type: str
    line: int


Line = TextBound | Event | Relation | Attribute | Other


def parse(lines: Iterable[str], log: Log) -> list[Line]:
    """Return what the lines hold, in their order; a line that cannot be read is reported."""
    found: list[Line] = []
    ids: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if not line.strip():
            continue
        item = _parse(line, number)
        if item is None:
            log.add("IMP-002", number, f"not a line of brat standoff: {line[:80]!r}")
        elif item.id in ids:
            log.add("IMP-002", number, f"{item.id} stands in line {ids[item.id]} already")
        else:
            if item.id not in {"*", "#"}:
                ids[item.id] = number
            found.append(item)
    return found


def _parse(line: str, number: int) -> Line | None:
    name, _, rest = line.partition("\t")
    reader = _READERS.get(name[:1])
    if reader is None or not rest or not (name == "*" or len(name) > 1):
        return None
    return reader(name, rest, number)


def _text_bound(name: str, rest: str, line: int) -> TextBound | None:
    form, tab, words = rest.partition("\t")
    match = _TEXT_BOUND.match(form)
    if match is None or not tab:
        return None
    pairs = [pair.split(" ") for pair in match["places"].split(";")]
    places = tuple((int(start), int(end)) for start, end in pairs)
    if any(start >= end for start, end in places):
        return None
    return TextBound(name, match["type"], places, words, line)


def _roles(words: list[str]) -> tuple[Role, ...] | None:
    matches = [_ROLE.match(word) for word in words]
    return tuple(Role(m["role"], m["ref"]) for m in matches if m) if all(matches) else None


def _event(name: str, rest: str, line: int) -> Event | None:
    words = rest.split()
    kind, colon, trigger = words[0].rpartition(":") if words else ("", "", "")
    roles = _roles(words[1:])
    if not colon or not kind or not trigger or roles is None:
        return None
    return Event(name, kind, trigger, roles, line)


def _relation(name: str, rest: str, line: int) -> Relation | None:
    kind, *words = rest.split()
    roles = _roles(words)
    if roles is None or len(roles) != 2:
        return None
    return Relation(name, kind, tuple(role.ref for role in roles), line)


def _equivalence(name: str, rest: str, line: int) -> Relation | None:
    kind, *members = rest.split()
    return Relation(name, kind, tuple(members), line) if name == "*" and members else None


def _attribute(name: str, rest: str, line: int) -> Attribute | None:
    words = rest.split()
    if len(words) not in {2, 3}:
        return None
    return Attribute(name, words[0], words[1], words[2] if len(words) == 3 else "true", line)


def _other(name: str, rest: str, line: int) -> Other:
    return Other(name, rest.split(maxsplit=1)[0] if rest.strip() else "", line)


_READERS: dict[str, Callable[[str, str, int], Line | None]] = {
    "T": _text_bound,
    "E": _event,
    "R": _relation,
    "*": _equivalence,
    "A": _attribute,
    "M": _attribute,
    "N": _other,
    "#": _other,
}


def equivalents(relations: Iterable[Relation]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of ids that relations and equivalences join."""
    for relation in relations:
        first, *others = relation.members
        for other in others:
            yield first, other
