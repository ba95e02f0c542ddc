"""Training: which records a system learns from, and the trained model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique import tasks
from communique.baselines.sheet import sheet_of
from communique.baselines.systems import System, system_class
from communique.codec import encode
from communique.errors import InputError
from communique.model import Article, Prediction
from communique.signature import digest


@dataclass(frozen=True, kw_only=True)
class Model:
    """A trained system.

    Attributes:
        task: name of the task.
        system: name of the system.
        seed: what its training drew from.
        articles: how many records it learnt from.
        data: digest of these records, whatever order they came in.
        learnt: the system with what it learnt.
    """

    task: str
    system: str
    seed: int
    articles: int
    data: str
    learnt: System

    def predict(self, article: Article) -> Prediction:
        """Return the answer for an article, of whose annotation only what the task gives is seen.

        Raises:
            InputError: the record has no text.
        """
        return self.learnt.predict(tasks.get(self.task).given(article))


def train(task: str, system: str, articles: Sequence[Article], *, seed: int) -> Model:
    """Return the system trained on those records that have the layers it learns from.

    Raises:
        UnknownNameError: there is no such task or system.
        InputError: no record has the layers, these hold nothing, or a record has no text.
    """
    kind = system_class(task, system)
    fit = sorted(_with_layers(task, kind.LAYERS, articles), key=lambda article: article.id)
    for article in fit:
        sheet_of(article)
    return Model(
        task=task,
        system=system,
        seed=seed,
        articles=len(fit),
        data=training_digest(fit),
        learnt=kind.train(fit, seed=seed),
    )


def training_digest(articles: Sequence[Article]) -> str:
    """Return the digest of the records, the same for every order."""
    return digest(sorted(encode(article) for article in articles))


def _with_layers(task: str, layers: Sequence[str], articles: Sequence[Article]) -> list[Article]:
    """Return the records that have all the layers.

    Raises:
        InputError: none has, or none of those that have them holds an item.
    """
    fit = [article for article in articles if set(layers) <= set(article.layers)]
    if not fit:
        counts = (
            f"{layer}: {sum(layer in article.layers for article in articles)}" for layer in layers
        )
        raise InputError(
            f"{task} is learnt from the layer {' and '.join(layers)}, which"
            f" none of the {len(articles)} records has (records with {', '.join(counts)})",
            hint="name records whose `layers` have it, or train another task",
        )
    empty = [layer for layer in layers if not any(_items(article, layer) for article in fit)]
    if empty:
        raise InputError(
            f"{task} is learnt from the layer {' and '.join(empty)}, which {len(fit)} of the"
            f" {len(articles)} records name, but none of them holds an item of it",
            hint="name records that were annotated for it",
        )
    return fit


def _items(article: Article, layer: str) -> bool:
    """Tell whether a record holds an item of a layer."""
    if layer == "factuality":
        return any(event.factuality is not None for event in article.events)
    if layer in {"entities", "coreference"}:
        return bool(article.mentions)
    return bool(getattr(article, layer))
