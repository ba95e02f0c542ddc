"""What a language model is asked: one prompt a task, made from what the task gives and no more.

The labels with their meaning come from the ontology. Answers are JSON objects of the prediction's
shape in which stretches of text are named by their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.errors import InputError
from communique.model import Article, Event, Fragment
from communique.model.record import AUTHOR
from communique.ontology import Label, vocabulary
from communique.tasks import Given, Task

_SPANS = (
    "Where the form has … give a stretch of the text by its exact words, as a string, with nothing"
    " left out. Where the words stand more than once, write an object instead:"
    ' {"quote": "…", "prefix": "the words just before"} or {"quote": "…", "occurrence": 2}.'
    " A stretch in several pieces is a list of these."
)
_END = (
    "Copy labels and ids to the letter. Answer with one JSON object of this form and nothing else:"
)


def prompt(task: Task, gold: Article) -> str:
    """Return the prompt for one article: instructions, what the task gives, the text.

    Raises:
        InputError: the record has no text.
        UnknownNameError: there are no instructions for the task.
    """
    given = task.given(gold)
    if given.article.text is None:
        raise InputError(
            f"{gold.id}: the record has no text to show", hint="attach it: `communique attach`"
        )
    asked = _TASKS[task.name]
    parts = [
        f"You annotate news of diplomacy and security. {asked.ask}",
        *asked.labels(),
        *_listed(given),
        *((_SPANS,) if asked.spans else ()),
        f"{_END}\n{asked.form}",
        f"The article:\n\n{given.article.text}",
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


class _Asked:
    """What is asked in a task: the question, its label sets, the form of the answer."""

    def __init__(
        self,
        ask: str,
        labels: Iterable[tuple[str, str]],
        form: str,
        *,
        spans: bool = True,
        modes: bool = False,
    ) -> None:
        """`labels` are (heading, vocabulary); `spans` says whether the answer quotes the text."""
        self.ask = ask
        self.form = form
        self.spans = spans
        self.modes = modes
        self._labels = tuple(labels)

    def labels(self) -> Iterator[str]:
        """Yield the label sets, one block each."""
        for heading, name in self._labels:
            lines = [_label(label, modes=self.modes) for label in vocabulary(name).labels]
            yield "\n".join([f"{heading}:", *lines])


def _label(label: Label, *, modes: bool) -> str:
    below = [f"\n  - mode {mode.label}: {mode.gloss}" for mode in label.modes if modes]
    return f"- {label.label}: {label.gloss}{''.join(below)}"


def _listed(given: Given) -> Iterator[str]:
    """Yield what the task gives of the annotation: entities, events, pairs, by id and words."""
    article = given.article
    words = _Words(article)
    if article.entities:
        yield "\n".join(["Entities:", *words.entities()])
    if article.events:
        yield "\n".join(["Events:", *map(words.event, article.events)])
    if given.pairs:
        pairs = (f"- holder {pair.holder}, target {pair.target}" for pair in given.pairs)
        yield "\n".join(["Pairs:", *pairs])


class _Words:
    """The given items of one article, in words."""

    def __init__(self, article: Article) -> None:
        """Keep the article, whose text the items point into."""
        self._article = article
        self._text = article.text or ""

    def of(self, spans: Fragment) -> str:
        """Return the words of a fragment in quotation marks, pieces joined by an ellipsis."""
        return '"' + " … ".join(self._text[span.start : span.end] for span in spans) + '"'

    def entities(self) -> Iterator[str]:
        """Yield a line an entity: id, type, name and mentions, each form once."""
        yield f"- {AUTHOR}: the article's own voice"
        for entity in self._article.entities:
            found = [m.spans for m in self._article.mentions if m.entity == entity.id]
            named = [f'"{entity.name}"'] if entity.name else []
            forms = dict.fromkeys([*named, *map(self.of, found)])
            yield f"- {entity.id} ({entity.type}): {', '.join(forms) or 'not mentioned'}"

    def event(self, event: Event) -> str:
        """Return an event's line: id, category, trigger in its surroundings."""
        start, end = event.trigger[0].start, event.trigger[-1].end
        around = self._text[max(start - 40, 0) : start], self._text[end : end + 40]
        before, after = (" ".join(part.split()) for part in around)
        same = f", the same event as others of {event.cluster}" if event.cluster else ""
        shown = f"{self.of(event.trigger)} in “…{before} ⟦{self._text[start:end]}⟧ {after}…”"
        return f"- {event.id} ({event.category}): {shown}{same}"


_TASKS: dict[str, _Asked] = {
    "events": _Asked(
        "Find the events of the article: for each the words that name it (its trigger, as short as"
        " can be), its category, its mode where the category has modes, and its arguments: who or"
        " what takes which part. An argument is a stretch of text, or another event by its id.",
        (("Categories", "event_categories"), ("Roles of arguments", "argument_roles")),
        """\
{"events": [
  {"id": "e1", "trigger": "…", "category": "REQUEST", "mode": "meet", "arguments": [
    {"role": "actor", "spans": "…"}, {"role": "theme", "ref": "e2"}]}]}""",
        modes=True,
    ),
    "factuality": _Asked(
        "Say of each listed event how certain the nearest source is that it happened or will"
        " happen. The nearest source is whoever the text gives as its teller, or the author.",
        (("Values", "factuality_values"),),
        '{"factuality": [{"event": "e1", "value": "CT+"}]}',
        spans=False,
    ),
    "stance": _Asked(
        "Say for each listed pair which side the holder takes towards the target.",
        (("Labels", "stance_labels"),),
        '{"stances": [{"holder": "x1", "target": "e1", "label": "favor"}]}',
        spans=False,
    ),
    "stance-extraction": _Asked(
        "Find who takes which side towards whom or what: the holder is an entity or the author"
        ' (written "author"), the target an entity or an event. List the entities with at least'
        " one mention each and the events that are holders or targets, and refer to them by id.",
        (
            ("Labels", "stance_labels"),
            ("Types of entities", "entity_types"),
            ("Categories of events", "event_categories"),
        ),
        """\
{"entities": [{"id": "x1", "type": "ORG", "mentions": ["…"]}],
 "events": [{"id": "e1", "trigger": "…", "category": "REJECT"}],
 "stances": [{"holder": "x1", "target": "e1", "label": "against"}]}""",
    ),
    "attribution": _Asked(
        "Find what the article attributes to a source: the content (what is said or thought, with"
        " its quotation marks), the cue (the words that attribute it) and the words that name the"
        " source; cue or source may be absent. An attribution inside another's content has the"
        " outer one as its parent.",
        (("Kinds", "attribution_kinds"), ("Commitment of the source", "commitments")),
        """\
{"attributions": [
  {"id": "a1", "content": "…", "cue": "…", "source": "…", "kind": "direct",
   "commitment": "affirms"},
  {"id": "a2", "content": "…", "kind": "indirect", "parent": "a1"}]}""",
    ),
    "sentiment": _Asked(
        "Find the words of evaluation or emotion: each expression with its polarity, whose it is"
        " (the holder; left out where it is the author's) and what it is about (the target, perhaps"
        " absent). `quoted` says whether the expression stands in quotation marks of its own.",
        (("Polarities", "sentiment_polarities"),),
        """\
{"sentiments": [
  {"expression": "…", "polarity": "negative", "holder": "…", "target": "…", "quoted": false}]}""",
    ),
    "coreference": _Asked(
        "Find every mention of every entity (names, descriptions, pronouns) and group the mentions"
        " that mean the same thing. Entities that are mentioned once count too.",
        (("Types of entities", "entity_types"),),
        '{"entities": [{"id": "x1", "type": "ORG", "mentions": ["…", "…"]}]}',
    ),
}
