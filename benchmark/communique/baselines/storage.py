"""Models on disk: a zip of JSON and arrays, never a pickle; the same bytes for the same model.

* `manifest.json`: task, system, seed, training digest, versions.
* `learnt.json`: the counts, vocabularies and classes; an estimator is the number of its place in
* `estimators.skops`: a list of scikit-learn estimators, as skops writes it. Before skops builds
  anything, every type in it is compared with the few that a baseline has.
"""

from __future__ import annotations

import io
import json
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import msgspec

from communique import __version__
from communique.baselines.classifier import Estimator
from communique.baselines.systems import System, system_class
from communique.baselines.training import Model
from communique.codec import SCHEMA_VERSION
from communique.corpus import write_file
from communique.errors import InputError

FORMAT = "communique-model/1"
LARGEST = 2**30
"""Bytes that a model's parts may have together; more is no baseline but an attack on memory."""

TRUSTED = frozenset(
    {
        ("builtins", "list", "ListNode"),
        ("builtins", "dict", "DictNode"),
        ("builtins", "str", "JsonNode"),
        ("builtins", "str", "TypeNode"),
        ("numpy", "ndarray", "NdArrayNode"),
        ("numpy", "int32", "NdArrayNode"),
        ("numpy", "int64", "NdArrayNode"),
        ("numpy", "float64", "NdArrayNode"),
        ("sklearn.linear_model._logistic", "LogisticRegression", "ObjectNode"),
    }
)
"""(module, type, skops' loader): everything that a baseline's estimators consist of."""


_DAMAGE = (AttributeError, EOFError, LookupError, OSError, TypeError, ValueError)
"""What reading a damaged list of estimators may raise."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a model is and where it comes from."""

    format: str
    task: str
    system: str
    seed: int
    articles: int
    data: str
    labels: dict[str, tuple[str, ...]]
    communique: str
    schema: str
    scikit_learn: str


def save_model(model: Model, path: Path) -> None:
    """Write a model to a file."""
    estimators: list[Any] = []

    def out(value: Estimator) -> int:
        estimators.append(value.fitted)
        return len(estimators) - 1

    learnt = msgspec.json.encode(model.learnt, enc_hook=out)
    manifest = msgspec.json.encode(_manifest(model, dict(_labels(json.loads(learnt)))))
    parts = {
        "manifest.json": msgspec.json.format(manifest, indent=1) + b"\n",
        "learnt.json": learnt,
        "estimators.skops": _dumped(estimators),
    }
    write_file(path, _zipped(parts, zipfile.ZIP_DEFLATED))


def _manifest(model: Model, labels: dict[str, tuple[str, ...]]) -> Manifest:
    return Manifest(
        format=FORMAT,
        task=model.task,
        system=model.system,
        seed=model.seed,
        articles=model.articles,
        data=model.data,
        labels=labels,
        communique=__version__,
        schema=SCHEMA_VERSION,
        scikit_learn=version("scikit-learn"),
    )


def _labels(learnt: Any, path: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the classes of every classifier in the state, by its path."""
    if isinstance(learnt, dict):
        if "classes" in learnt and "features" in learnt:
            yield path, tuple(learnt["classes"])
            return
        for name, value in learnt.items():
            yield from _labels(value, f"{path}.{name}" if path else name)


def _zipped(parts: Mapping[str, bytes], method: int) -> bytes:
    """Return a zip of the parts without times, in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def _dumped(estimators: list[Any]) -> bytes:
    """Return skops' bytes for the estimators, its random ids replaced by numbers in order."""
    import skops.io

    with zipfile.ZipFile(io.BytesIO(skops.io.dumps(estimators))) as archive:
        schema = json.loads(archive.read("schema.json"))
        arrays = {name: archive.read(name) for name in archive.namelist() if name != "schema.json"}
    numbers: dict[int, int] = {}
    files: dict[str, str] = {}
    for node in _nodes(schema):
        if "__id__" in node:
            node["__id__"] = numbers.setdefault(node["__id__"], len(numbers))
        if node.get("type") == "numpy":
            node["file"] = files.setdefault(node["file"], f"{len(files)}.npy")
    parts = {"schema.json": json.dumps(schema).encode()}
    parts |= {new: arrays[old] for old, new in files.items()}
    return _zipped(parts, zipfile.ZIP_STORED)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every JSON object in a value, the outer ones first."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from _nodes(item)


def is_model(path: Path) -> bool:
    """Tell whether a file looks like a model: a zip that has a manifest."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "manifest.json" in archive.namelist()


def load_model(path: Path) -> Model:
    """Return the model of a file; nothing that is not data is ever built from it.

    Raises:
        InputError: the file is no model, holds types that no baseline has, or its parts disagree.
    """
    parts = _parts(path)
    try:
        manifest = msgspec.json.decode(parts["manifest.json"], type=Manifest)
        if manifest.format != FORMAT:
            raise InputError(
                f"{path}: a model of the format {manifest.format!r}, expected {FORMAT!r}",
                hint="train it again with this version",
            )
        learnt = _learnt(manifest, parts["learnt.json"], _loaded(parts["estimators.skops"], path))
    except (msgspec.DecodeError, KeyError) as error:
        raise _broken(path, str(error)) from None
    return Model(
        task=manifest.task,
        system=manifest.system,
        seed=manifest.seed,
        articles=manifest.articles,
        data=manifest.data,
        learnt=learnt,
    )


def _broken(path: Path, what: str) -> InputError:
    return InputError(f"{path}: not a model: {what}", hint="make one with `communique train`")


def _parts(path: Path) -> dict[str, bytes]:
    """Return the files of the zip by name."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > LARGEST:
                raise _broken(path, f"its parts are larger than {LARGEST} bytes")
            return {name: archive.read(name) for name in archive.namelist()}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", hint="name a model file") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise _broken(path, str(error)) from None


def _learnt(manifest: Manifest, data: bytes, estimators: Sequence[Any]) -> System:
    """Return the system with the estimators at the places that the data names.

    Raises:
        msgspec.ValidationError: the data is not of the system's shape, or names no estimator.
    """

    def back(kind: type, value: object) -> object:
        if kind is not Estimator or value not in range(len(estimators)):
            raise ValueError(f"no estimator is at {value!r}")
        return Estimator(estimators[cast("int", value)])

    kind = system_class(manifest.task, manifest.system)
    return cast("System", msgspec.json.decode(data, type=kind, dec_hook=back))


def _loaded(data: bytes, path: Path) -> list[Any]:
    """Return the estimators, which skops builds once all types in the data are found trusted."""
    import skops.io
    from sklearn.exceptions import InconsistentVersionWarning
    from skops.io.exceptions import UntrustedTypesFoundException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            foreign = _foreign(json.loads(archive.read("schema.json")))
    except (zipfile.BadZipFile, *_DAMAGE) as error:
        raise _broken(path, f"its estimators: {error}") from None
    if foreign:
        raise InputError(
            f"{path}: refused, for it holds {', '.join(foreign)}, which no baseline has",
            hint="load only models that `communique train` made",
        )
    try:
        # Of a linear model only weights are used, which mean the same in every version.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", InconsistentVersionWarning)
            return list(skops.io.loads(data, trusted=[]))
    except (UntrustedTypesFoundException, *_DAMAGE) as error:
        raise _broken(path, f"its estimators: {error}") from None


def _foreign(schema: Any) -> list[str]:
    """Return the names of the types in skops' schema that no baseline has, sorted."""
    found = {
        tuple(str(node.get(key)) for key in ("__module__", "__class__", "__loader__"))
        for node in _nodes(schema)
        if not node.keys().isdisjoint(("__module__", "__class__", "__loader__"))
    }
    return sorted({f"{module}.{name}" for module, name, _ in found - TRUSTED})
