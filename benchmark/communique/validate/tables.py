"""What goes with what: tables that the rules and the gate share. Labels are the ontology's."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from communique import ontology

REQUIRED = ("title", "outlet", "outlet_kind", "genre", "published", "region", "thread")
"""Metadata that every article written for the corpus has."""

GENRES_OF = {
    "wire": frozenset({"agency-report", "analysis", "interview"}),
    "state-media": frozenset(
        {"state-media-report", "agency-report", "analysis", "interview", "opinion"}
    ),
    "daily": frozenset({"daily-report", "analysis", "interview", "opinion"}),
    "official": frozenset({"official-statement", "briefing-transcript", "interview"}),
    "opinion": frozenset({"opinion", "analysis", "interview"}),
}
"""Outlet kind → the genres that such an outlet publishes."""

SPOKEN = frozenset({"official-statement", "briefing-transcript", "interview"})
"""Genres that set out a speaker's own words without quotation marks."""

WHOLES = {
    "PER": frozenset({"PER", "ORG", "GPE"}),
    "ORG": frozenset({"ORG", "GPE", "PER"}),
    "GPE": frozenset({"GPE", "ORG", "LOC"}),
    "LOC": frozenset({"LOC", "GPE"}),
    "FAC": frozenset({"FAC", "GPE", "LOC", "ORG"}),
    "VEH": frozenset({"VEH", "ORG", "GPE", "PER"}),
    "WEA": frozenset({"WEA", "VEH", "ORG", "GPE", "PER"}),
    "TIME": frozenset({"TIME"}),
    "MONEY": frozenset({"MONEY"}),
}
"""Type of a part → types that it can be `part_of`."""

BARRED = {
    "actor": frozenset({"TIME", "MONEY"}),
    "recipient": frozenset({"TIME", "MONEY", "WEA"}),
    "theme": frozenset({"TIME"}),
    "instrument": frozenset({"TIME", "GPE", "LOC"}),
    "place": frozenset({"TIME", "MONEY", "PER", "WEA"}),
    "time": frozenset({"PER", "ORG", "GPE", "LOC", "FAC", "VEH", "WEA", "MONEY"}),
}
"""Role → entity types that cannot fill it."""

ABSTRACT = frozenset({"theme", "instrument"})
"""Roles that an event or plain words can fill."""

SIDES = frozenset({"PER", "ORG", "GPE"})
"""Entity types that hold stances and are their targets."""

THINGS = frozenset({"TIME", "MONEY", "WEA"})
"""Entity types that say nothing."""

MUTE = THINGS | {"LOC"}
"""Entity types that feel nothing."""

DETERMINERS = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our",
    "their", "some", "all", "several", "many", "no",
})  # fmt: skip
"""Words that never begin an extent (guidelines, extent rule 6)."""

ANAPHORS = frozenset({
    "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself",
})  # fmt: skip
"""Pronouns that stand for one thing named elsewhere in the text."""

ARTICLES = frozenset({"a", "an", "the"})
"""The determiners that never begin a TIME."""

MARKS = '“”"„«»\u2018'
"""Quotation marks; of the single ones the opening only, since the closing is an apostrophe."""

EDGES = MARKS + ",;: \n\t"
"""Marks and blanks that never stand at the edge of an extent."""

POSSESSIVES = ("'s", "\u2019s")
"""Endings that stay outside of an extent."""

LONGEST_TRIGGER = 4
"""Words in a trigger; “shot down”, “opened fire”, “found guilty”, “declared a state of …” fit."""

QUOTED_WORDS = 3
"""At most so many words stand in marks of their own (guidelines, Quoted)."""

PLAIN_CUES = frozenset({"said", "says", "added", "adds", "told", "stated", "wrote", "replied"})
"""Cues that neither deny nor withhold."""

WITHHOLDING = (
    r"\b(?:n[o']t|never|neither|declin\w+|refus\w+)\b.*\b(?:confirm|comment|say|disclose|discuss)\b"
)
"""Cues that withhold: a pattern. Patterns are compiled where they are first used."""

ID = r"[A-Za-z0-9_.-]+"
"""What an id looks like."""

LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
"""What a BCP 47 tag looks like."""

MONEY = r"\S(?:.*\S)? -?\d+(?:\.\d+)?"
"""Currency and amount."""

_DATE = r"(\d{4})-(\d{2})(?:-(\d{2}))?(?=T|\Z)"
_WEEK = r"(\d{4})-W(\d{2})(?:-([1-7]))?"
_CLOCK = r"T(\d{2})(?::(\d{2}))?(?::(\d{2}))?\Z"


_TIMEX3 = (
    r"(?:PAST|PRESENT|FUTURE)_REF"
    r"|P(?:(?:\d+|X+)(?:\.\d+)?[YMWD])+(?:T(?:(?:\d+|X+)(?:\.\d+)?[HMS])+)?"
    r"|P(?:\d+|X+)(?:DE|CE)"
    r"|PT(?:(?:\d+|X+)(?:\.\d+)?[HMS])+"
    r"|BC\d{2,4}|[\dX]{2}|[\dX]{3}"
    r"|[\dX]{4}(?:-(?:H[12X]|Q[1-4X]|SP|SU|FA|WI|W[\dX]{2}(?:-(?:[1-7X]|WE))?"
    r"|[\dX]{2}(?:-[\dX]{2})?))?(?:T(?:MO|MI|AF|EV|NI|DT|[\dX]{2}(?::[\dX]{2}){0,2}))?"
    r"|T(?:MO|MI|AF|EV|NI|DT|[\dX]{2}(?::[\dX]{2}){0,2})"
)


@lru_cache(maxsize=4096)
def is_timex3(value: str) -> bool:
    """Tell whether TIMEX3 has such a value for a date, time, duration or set."""
    return re.fullmatch(_TIMEX3, value, re.ASCII) is not None


@lru_cache(maxsize=4096)
def is_possible_time(value: str) -> bool:
    """Tell whether month, day, week and clock time of a TIMEX3 value exist."""
    if found := re.match(_DATE, value):
        year, month, day = (int(part or 1) for part in found.groups())
        return _exists(year, month, day) and _clock_exists(value)
    if found := re.match(_WEEK, value):
        year, week, day = (int(part or 1) for part in found.groups())
        try:
            dt.date.fromisocalendar(year, week, day)
        except ValueError:
            return False
    return _clock_exists(value)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _clock_exists(value: str) -> bool:
    found = re.search(_CLOCK, value)
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hour <= 24 and minute < 60 and second <= 60


@lru_cache(maxsize=4096)
def is_value_of(kind: str, value: str) -> bool:
    """Tell whether an entity of the type can have the value."""
    if kind == "TIME":
        return is_timex3(value) and is_possible_time(value)
    return kind == "MONEY" and re.fullmatch(MONEY, value) is not None


@lru_cache(maxsize=4096)
def is_date(value: str) -> bool:
    """Tell whether a string of the form YYYY-MM-DD is a day of the calendar."""
    return _exists(int(value[:4]), int(value[5:7]), int(value[8:10]))


def fits() -> dict[str, dict[str, frozenset[str]]]:
    """Return category → role → what can fill it: entity types, and `event` where events can."""
    types = frozenset(ontology.labels("entity_types"))
    return {
        category: {
            role: (types - BARRED[role]) | ({"event"} if role in ABSTRACT else frozenset())
            for role in ontology.category(category).roles
        }
        for category in ontology.labels("event_categories")
    }
