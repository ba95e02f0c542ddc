"""What tasks and metrics are called on the pages."""

from __future__ import annotations

from typing import NamedTuple

from communique.tasks import Task

PARTS = {
    "p": "precision",
    "r": "recall",
    "f1": "F1",
    "macro-f1": "macro F1",
    "accuracy": "accuracy",
}


class Name(NamedTuple):
    """What heads a column, and what explains it."""

    short: str
    long: str


_EVENTS = {
    "mean-f1": Name("Mean F1", "mean of the F1 of TC and of AC+"),
    "ti": Name("TI", "trigger identification"),
    "tc": Name("TC", "trigger classification: trigger and category"),
    "ai": Name("AI", "argument identification: category and argument"),
    "ac": Name("AC", "argument classification: category, argument and role"),
    "ai+": Name("AI+", "attached argument identification: AI with the right trigger"),
    "ac+": Name("AC+", "attached argument classification: AC with the right trigger"),
    "tm": Name("Mode", "trigger, category and mode"),
    "tq": Name("Quad class", "trigger and quad class"),
    "tc.overlap": Name("TC overlap", "TC with triggers that overlap by half"),
    "ac.overlap": Name("AC overlap", "AC with arguments that overlap by half"),
    "ac+.overlap": Name("AC+ overlap", "AC+ with arguments and triggers that overlap by half"),
}
_FACTUALITY = {
    "macro-f1": Name("Macro F1", "mean of the F1 of the values"),
    "accuracy": Name("Accuracy", "share of events with the right value"),
}
_STANCE = {
    "macro-f1": Name("Macro F1", "mean of the F1 of favor, against and neutral"),
    "favor-against-f1": Name("F avg", "mean of the F1 of favor and of against (SemEval-2016)"),
    "accuracy": Name("Accuracy", "share of pairs with the right label"),
    "holder.author": Name("Author's", "of stances that the author holds"),
}
_EXTRACTION = {
    "tuple": Name("Tuple", "holder, target and label"),
    "pair": Name("Pair", "holder and target, whatever the label"),
    "author": Name("Author's", "tuples whose holder is the author"),
    "others": Name("Others'", "tuples whose holder is not the author"),
}
_ATTRIBUTION = {
    "mean-f1": Name("Mean F1", "mean of the F1 of content overlap and of the relation"),
    "content.overlap": Name("Content", "contents by overlap"),
    "content.exact": Name("Content exact", "contents to the letter"),
    "relation": Name("Relation", "content, cue and source together"),
    "relation.exact": Name("Relation exact", "content, cue and source to the letter"),
    "cue.overlap": Name("Cue", "cues by overlap"),
    "cue.exact": Name("Cue exact", "cues to the letter"),
    "source.overlap": Name("Source", "sources by overlap"),
    "source.exact": Name("Source exact", "sources to the letter"),
    "source-entity": Name("Source entity", "share of sources whose entity is right"),
    "kind": Name("Kind", "direct, indirect or mixed"),
    "commitment": Name("Commitment", "how far the source stands behind it"),
    "nested": Name("Nested", "relations inside of others' contents"),
    "flat": Name("Flat", "relations that are not inside of others"),
}
_SENTIMENT = {
    "tuple": Name("Tuple", "holder, target, expression and polarity (SemEval-2022)"),
    "unpolar": Name("No polarity", "the same whatever the polarity"),
    "holder": Name("Holder", "words of holders"),
    "target": Name("Target", "words of targets"),
    "expression": Name("Expression", "words of expressions"),
    "targeted": Name("Targeted", "target to the letter, and polarity"),
    "quoted": Name("Quoted", "share of sentiments that are rightly said to be quoted or not"),
}
_MEASURES = {
    "conll": Name("CoNLL", "mean of the F1 of MUC, B³ and CEAFe"),
    "muc": Name("MUC", "links between mentions"),
    "b3": Name("B³", "mentions, by the overlap of their entities"),
    "ceafe": Name("CEAFe", "entities, matched one to one"),
    "lea": Name("LEA", "links, weighted by the size of entities"),
    "mention": Name("Mentions", "extents of mentions"),
}
_COREFERENCE = _MEASURES | {
    f"plural.{stem}": Name(f"{name.short} plural", f"{name.long}; without singletons")
    for stem, name in _MEASURES.items()
}
_NAMES = {
    "events": _EVENTS,
    "factuality": _FACTUALITY,
    "stance": _STANCE,
    "stance-extraction": _EXTRACTION,
    "attribution": _ATTRIBUTION,
    "sentiment": _SENTIMENT,
    "coreference": _COREFERENCE,
}
_GROUPS = {"holder": "held by {}", "basis": "{}"}
"""What the groups of stances are called."""
_COLUMNS = {
    "events": ("ti.f1", "tc.f1", "ai.f1", "ac.f1", "ai+.f1", "ac+.f1"),
    "stance": ("favor-against-f1", "accuracy"),
    "factuality": ("accuracy",),
    "stance-extraction": ("tuple.p", "tuple.r", "pair.f1", "author.f1", "others.f1"),
    "attribution": (
        *("content.overlap.f1", "relation.f1", "cue.overlap.f1", "source.overlap.f1"),
        *("kind.macro-f1", "commitment.macro-f1"),
    ),
    "sentiment": ("tuple.p", "tuple.r", "unpolar.f1", "expression.f1", "holder.f1", "target.f1"),
    "coreference": ("muc.f1", "b3.f1", "ceafe.f1", "lea.f1", "mention.f1"),
}


def task_title(task: Task) -> str:
    """Return a task's name as a heading."""
    return task.name.replace("-", " ").capitalize()


def summary(task: Task) -> str:
    """Return what the first line of the task's card says that the task is."""
    said = task.card.split("\n", 1)[0].partition(": ")[2].rstrip(".")
    return f"{said[:1].upper()}{said[1:]}"


def split(metric: str) -> tuple[str, str]:
    """Return a metric's stem and the part that it is of it, as in `tc` and `f1`; or "" for it."""
    stem, dot, part = metric.rpartition(".")
    return (stem, part) if dot and part in PARTS else (metric, "")


def stem_name(task: Task, stem: str) -> Name:
    """Return the name of a stem: a label's is the label."""
    known = _NAMES[task.name].get(stem)
    if known:
        return known
    owner, _, label = stem.rpartition(".")
    if owner in _GROUPS:
        return Name(_GROUPS[owner].format(label), f"stances {_GROUPS[owner].format(label)}")
    group = _NAMES[task.name].get(owner, Name(owner, owner)).long
    return Name(label, f"{group}: {label}" if owner else label)


def metric_name(task: Task, metric: str) -> Name:
    """Return the name of a metric; the part is named where it is not F1."""
    stem, part = split(metric)
    name = stem_name(task, stem)
    if not part:
        return name
    short = name.short if part in {"f1", "accuracy"} else f"{name.short} {PARTS[part]}"
    return Name(short, f"{PARTS[part]} of {name.long}")


def primary_name(task: Task) -> Name:
    """Return the name of the primary metric, with what it measures."""
    stem, part = split(task.primary)
    name = stem_name(task, stem)
    return Name(f"{name.short} {PARTS[part]}", name.long) if part else name


def columns(task: Task) -> tuple[str, ...]:
    """Return the metrics that a leaderboard's table has beside the primary one."""
    classes = tuple(part.name for part in task.metrics[0].classes)
    return _COLUMNS[task.name] + classes
