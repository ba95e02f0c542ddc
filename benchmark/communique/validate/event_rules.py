"""Semantics of events: modes, roles, arguments, triggers, clusters, factuality."""

from __future__ import annotations

from collections.abc import Iterator

from communique import ontology
from communique.model import Argument, Event
from communique.validate.facts import Facts
from communique.validate.rule import ERROR, WARNING, Hit, clip, hit, rule
from communique.validate.spans import at, extent
from communique.validate.tables import ABSTRACT, BARRED, LONGEST_TRIGGER


def _arguments(facts: Facts) -> Iterator[tuple[str, Event, Argument]]:
    for i, event in enumerate(facts.article.events):
        for j, argument in enumerate(event.arguments):
            yield f"$.events[{i}].arguments[{j}]", event, argument


@rule(
    "SEM-201",
    ERROR,
    "event {event} is {category}, which has no mode {mode!r}",
    hint="take a mode of the category or none; {modes}",
)
def mode_is_of_the_category(facts: Facts) -> Iterator[Hit]:
    """Modes refine one category each; `meet` of a SANCTION means nothing."""
    for i, event in enumerate(facts.article.events):
        modes = ontology.modes(event.category)
        if event.mode is not None and event.mode not in modes:
            known = (
                f"its modes are {', '.join(sorted(modes))}"
                if modes
                else "it has no modes: remove it"
            )
            yield hit(
                f"$.events[{i}].mode",
                event=event.id,
                category=event.category,
                mode=event.mode,
                modes=known,
            )


@rule(
    "SEM-202",
    ERROR,
    "event {event} is {category}, which takes no {role}",
    hint="its roles are {roles}",
)
def role_is_of_the_category(facts: Facts) -> Iterator[Hit]:
    """Which roles a category takes is part of its definition; others cannot be predicted."""
    for path, event, argument in _arguments(facts):
        roles = ontology.category(event.category).roles
        if argument.role not in roles:
            yield hit(
                f"{path}.role",
                event=event.id,
                category=event.category,
                role=argument.role,
                roles=", ".join(roles),
            )


@rule(
    "SEM-203",
    ERROR,
    "events {one} and {other} are both {category} with the trigger {words}",
    hint="keep one; several parties are several arguments of one event",
)
def triggers_name_one_event(facts: Facts) -> Iterator[Hit]:
    """Scorers work on sets of (trigger, category): the second event would vanish silently."""
    first: dict[object, tuple[int, Event]] = {}
    for i, event in enumerate(facts.article.events):
        key = (event.category, extent(event.trigger))
        if key in first:
            j, other = first[key]
            yield hit(
                f"$.events[{i}]",
                also=(f"$.events[{j}]",),
                one=event.id,
                other=other.id,
                category=event.category,
                words=clip(facts.words(event.trigger)),
            )
        else:
            first[key] = (i, event)


@rule(
    "SEM-204",
    ERROR,
    "event {event} has the same {role} twice",
    hint="remove one of the two arguments",
)
def arguments_differ(facts: Facts) -> Iterator[Hit]:
    """A doubled argument collapses in scoring, so the record would not be what is scored."""
    seen: dict[tuple[str, object], str] = {}
    for path, event, argument in _arguments(facts):
        key = (event.id, (argument.role, argument.ref, extent(argument.spans)))
        if key in seen:
            yield hit(path, also=(seen[key],), event=event.id, role=argument.role)
        seen.setdefault(key, path)


@rule(
    "SEM-205",
    WARNING,
    "{ref} is both {one} and {other} of event {event}",
    hint="decide for one role; parties to a meeting or a fight are all `actor`",
)
def filler_has_one_role(facts: Facts) -> Iterator[Hit]:
    """Who acts is not also acted upon: the pair is most often a wrong mention in one of them."""
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for path, event, argument in _arguments(facts):
        if argument.ref is None:
            continue
        role, other_path = seen.setdefault((event.id, argument.ref), (argument.role, path))
        if role != argument.role:
            yield hit(
                path,
                also=(other_path,),
                ref=argument.ref,
                one=role,
                other=argument.role,
                event=event.id,
            )


@rule(
    "SEM-206",
    WARNING,
    "the {role} of event {event} is a mention of type {type} ({words})",
    hint="correct the role or the mention; `time` takes TIME, `place` takes GPE, LOC, FAC, ORG or VEH",  # noqa: E501 - one sentence
)
def type_suits_the_role(facts: Facts) -> Iterator[Hit]:
    """A date that acts or a person as a place is a slip of the pen or of the reference."""
    for path, event, argument in _arguments(facts):
        if argument.ref in facts.mentions:
            found = facts.type_of(argument.ref)
            if found in BARRED[argument.role]:
                words = clip(facts.words(facts.mentions[argument.ref].spans))
                yield hit(path, role=argument.role, event=event.id, type=found, words=words)


@rule(
    "SEM-207",
    WARNING,
    "the {role} of event {event} is the event {ref}",
    hint="an event can be a theme or an instrument; for another role name a mention",
    written=True,
)
def events_fill_themes(facts: Facts) -> Iterator[Hit]:
    """Events do not act, receive or hold: what they cause or answer is told by their theme."""
    for path, event, argument in _arguments(facts):
        if argument.ref in facts.events and argument.role not in ABSTRACT:
            yield hit(path, role=argument.role, event=event.id, ref=argument.ref)


@rule(
    "SEM-208",
    WARNING,
    "the {role} of event {event} is plain words ({words})",
    hint="plain words fill only theme and instrument; for {role} name a mention",
    written=True,
    needs_text=True,
)
def plain_words_fill_themes(facts: Facts) -> Iterator[Hit]:
    """Actors, recipients, places and times are entities: words alone have no identity."""
    for path, event, argument in _arguments(facts):
        if argument.spans and argument.role not in ABSTRACT:
            words = clip(facts.words(argument.spans))
            yield hit(path, role=argument.role, event=event.id, words=words)


@rule(
    "SEM-209",
    WARNING,
    "the {role} of event {event} is plain words ({words}) where {other} stands",
    hint="refer to it: `ref: {other}`",
    written=True,
    needs_text=True,
)
def words_with_an_item_refer_to_it(facts: Facts) -> Iterator[Hit]:
    """A filler given as words loses its identity though the record has it."""
    known: dict[object, str] = {extent(m.spans): m.id for m in facts.article.mentions}
    known |= {extent(e.trigger): e.id for e in facts.article.events}
    for path, event, argument in _arguments(facts):
        other = known.get(extent(argument.spans))
        if argument.spans and other is not None:
            words = clip(facts.words(argument.spans))
            yield hit(path, role=argument.role, event=event.id, words=words, other=other)


@rule(
    "SEM-210",
    WARNING,
    "the {role} of event {event} ({words}) stands in {where} sentence, yet is {what} implicit",
    hint="name the mention nearest to the trigger; in another sentence it is `implicit: true`",
    written=True,
    needs_text=True,
)
def implicit_means_another_sentence(facts: Facts) -> Iterator[Hit]:
    """Systems that read one sentence are not asked for what stands in another: the flag tells."""
    for path, event, argument in _arguments(facts):
        spans = argument.spans
        if argument.ref in facts.mentions:
            spans = facts.mentions[argument.ref].spans
        elif argument.ref in facts.events:
            spans = facts.events[argument.ref].trigger
        same = facts.sentence(at(spans)[0]) == facts.sentence(at(event.trigger)[0])
        if same == argument.implicit:
            yield hit(
                path,
                role=argument.role,
                event=event.id,
                words=clip(facts.words(spans)),
                where="the trigger's" if same else "another",
                what="marked" if same else "not marked",
            )


@rule(
    "SEM-211",
    WARNING,
    "the {role} of event {event} is implicit",
    hint="place and time are given only where they stand in the trigger's sentence: remove it",
    written=True,
)
def place_and_time_are_explicit(facts: Facts) -> Iterator[Hit]:
    """Where and when are carried over from sentence to sentence without end: none is marked."""
    for path, event, argument in _arguments(facts):
        if argument.implicit and argument.role in {"place", "time"}:
            yield hit(path, role=argument.role, event=event.id)


@rule(
    "SEM-212",
    WARNING,
    "the trigger of event {event} is {words}",
    hint="take the fewest words that name the act: verb or noun, with its particle",
    written=True,
    needs_text=True,
)
def trigger_is_short(facts: Facts) -> Iterator[Hit]:
    """Trigger F1 asks for the same words: a clause is never found again exactly."""
    for i, event in enumerate(facts.article.events):
        words = facts.words(event.trigger)
        if words.count(" ") >= LONGEST_TRIGGER:
            yield hit(f"$.events[{i}].trigger", event=event.id, words=clip(words))


@rule(
    "SEM-213",
    WARNING,
    "the trigger {words} of event {event} is also mention {mention}",
    hint="decide whether the words name the act or a thing",
    written=True,
    needs_text=True,
)
def trigger_is_no_mention(facts: Facts) -> Iterator[Hit]:
    """Words that name an act name no entity: anaphora of events is not mentioned either."""
    known: dict[object, str] = {extent(m.spans): m.id for m in facts.article.mentions}
    for i, event in enumerate(facts.article.events):
        mention = known.get(extent(event.trigger))
        if mention is not None:
            words = clip(facts.words(event.trigger))
            yield hit(f"$.events[{i}].trigger", words=words, event=event.id, mention=mention)


@rule(
    "SEM-214",
    WARNING,
    "cluster {cluster} has one event, {event}, and no world event",
    hint="remove the cluster, or add the events that are the same",
)
def cluster_says_something(facts: Facts) -> Iterator[Hit]:
    """A cluster of one says nothing, unless it ties the event to the world's."""
    for i, cluster in enumerate(facts.article.event_clusters):
        members = facts.events_of.get(cluster.id, [])
        if len(members) == 1 and cluster.world_event is None:
            yield hit(f"$.event_clusters[{i}]", cluster=cluster.id, event=members[0].id)


@rule(
    "SEM-215",
    ERROR,
    "event {event} has factuality {value}, but `layers` does not name factuality",
    hint='add "factuality" to `layers` if every event was annotated for it; else remove the value',
)
def factuality_is_a_named_layer(facts: Facts) -> Iterator[Hit]:
    """A layer that is not named is unknown: its values would be neither scored nor seen."""
    if "factuality" not in facts.layers:
        for i, event in enumerate(facts.article.events):
            if event.factuality is not None:
                yield hit(f"$.events[{i}].factuality", event=event.id, value=event.factuality)


@rule(
    "SEM-216",
    ERROR,
    "event {event} has no factuality, though the layer factuality is annotated",
    hint="every event mention carries exactly one value, to its nearest source",
    written=True,
)
def every_event_has_factuality(facts: Facts) -> Iterator[Hit]:
    """The factuality task gives every gold trigger: one without a value cannot be scored."""
    if "factuality" in facts.layers:
        for i, event in enumerate(facts.article.events):
            if event.factuality is None:
                yield hit(f"$.events[{i}]", event=event.id)
