"""Model files: skops, never pickle, checked before they are used.

A model is a folder: `model.skops` (fitted features and classifier), `weights.npz` (the same as
plain arrays, for `parse`), `meta.json` (their digests, the versions and data they came from, their
figures) and `README.md` (the card).
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np
import skops.io

from jdparse.classify.features import PostingFeatures
from jdparse.classify.meta import FORMAT, check_digest, digest_of, read_meta, write_meta
from jdparse.classify.reading import CUE, cue_matcher
from jdparse.classify.role_classifier import RoleClassifier
from jdparse.classify.role_weights import WEIGHTS_DIGEST, RoleWeights
from jdparse.errors import ModelError

MODEL_FILE: Final = "model.skops"
_SCHEMA: Final = "schema.json"  # where skops keeps all but the arrays
_VERSIONS: Final = ("jdparse", "scikit-learn", "skops", "numpy")
# The earliest date a zip file can state.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
# The only types of ours that a model file may name; skops knows which of scikit-learn's are safe.
_OWN_TYPES: Final = frozenset(
    {
        "jdparse.classify.features.PostingFeatures",
        "jdparse.classify.role_classifier.RoleClassifier",
    }
)


@dataclass(frozen=True, slots=True)
class RoleModel:
    """A trained model: features, classifier, and the least probability of a label in its set.

    `sides` names the rows of the classifier's side weights: (distinction, side). `coverage` is
    how often the true label is meant to be in the set.
    """

    features: PostingFeatures
    classifier: RoleClassifier
    sides: tuple[tuple[str, str], ...]
    coverage: float
    least: float
    mask_titles: bool = True

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the classifier's rows."""
        return tuple(str(label) for label in self.classifier.classes_)

    def weights(self) -> RoleWeights:
        """What of it judges. Raises `ValueError` where features and classifier do not fit."""
        return role_weights(
            self.features,
            self.classifier,
            sides=self.sides,
            least=self.least,
            mask_titles=self.mask_titles,
        )


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A loaded model and its `meta.json`."""

    model: RoleModel
    meta: dict[str, Any]

    def differences(self) -> tuple[str, ...]:
        """What the model was written with that is not what runs here, each in a sentence.

        None of it keeps the model from being used; figures may differ from its card's.
        """
        found = [
            f"It was written with {name} {written}; here is {_installed(name)}."
            for name, written in self.meta["versions"].items()
            if written != _installed(name)
        ]
        lost = sorted(set(self.model.features.cues_) - {CUE + n for n in cue_matcher().features})
        if lost:
            found.append(f"It knows cues that this version does not find: {', '.join(lost)}.")
        return tuple(found)


def role_weights(
    features: PostingFeatures,
    classifier: RoleClassifier,
    *,
    sides: tuple[tuple[str, str], ...] = (),
    least: float = 0.0,
    mask_titles: bool = True,
) -> RoleWeights:
    """The plain arrays of fitted features and a fitted classifier."""
    return RoleWeights(
        labels=tuple(str(label) for label in classifier.classes_),
        sides=sides,
        least=least,
        mask_titles=mask_titles,
        names=tuple(features.columns()),
        weighting=features.weighting(),
        coef=np.vstack([classifier.coef_, classifier.side_coef_]),
        intercept=np.r_[classifier.intercept_, classifier.side_intercept_],
    )


def save_model(model: RoleModel, folder: Path, meta: dict[str, Any]) -> dict[str, Any]:
    """Write a model but for its card; returns the meta with digests, labels and versions."""
    folder.mkdir(parents=True, exist_ok=True)
    model = replace(model, classifier=_slim(model.classifier))
    content = {
        "features": model.features,
        "classifier": model.classifier,
        "sides": [list(side) for side in model.sides],
        "coverage": model.coverage,
        "least": model.least,
        "mask_titles": model.mask_titles,
    }
    file = folder / MODEL_FILE
    file.write_bytes(_repeatable(skops.io.dumps(content)))
    full = {
        "format": FORMAT,
        "sha256": digest_of(file),
        WEIGHTS_DIGEST: digest_of(model.weights().save(folder)),
        "labels": list(model.labels),
        "versions": {name: _installed(name) for name in _VERSIONS},
        **meta,
    }
    write_meta(folder, full)
    return full


def load_model(folder: Path) -> StoredModel:
    """The model of a folder. Raises `ModelError` with the reason where it is not to be trusted."""
    file = model_file(folder)
    meta = read_meta(file.parent)
    check_digest(file, meta["sha256"])
    model = _model(file, _load(file))
    if list(model.labels) != meta["labels"]:
        raise ModelError(f"{file} tells {model.labels} apart, its meta.json says {meta['labels']}.")
    return StoredModel(model, meta)


def model_file(path: Path) -> Path:
    """The skops file of a model folder, or the file itself. Refuses pickle by name and content."""
    file = path / MODEL_FILE if path.is_dir() else path
    if not file.is_file():
        pickles = sorted(p for end in ("pkl", "pickle", "joblib") for p in path.glob(f"*.{end}"))
        if not pickles:
            raise ModelError(f"No model at {path}: {MODEL_FILE} is missing.")
        file = pickles[0]
    if file.suffix != ".skops" or not zipfile.is_zipfile(file):
        raise ModelError(
            f"{file} is not a skops file. Pickle and joblib files are refused, because loading one "
            "runs whatever code it holds; train again with this version, or convert it with skops."
        )
    return file


def _model(file: Path, content: Any) -> RoleModel:
    try:
        model = RoleModel(
            content["features"],
            content["classifier"],
            tuple((name, side) for name, side in content["sides"]),
            float(content["coverage"]),
            float(content["least"]),
            bool(content["mask_titles"]),
        )
        model.weights()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{file} holds no role model: {error!r}.") from error
    return model


def _load(file: Path) -> Any:
    try:
        strange = set(skops.io.get_untrusted_types(file=file)) - _OWN_TYPES
        if strange:
            raise ModelError(f"{file} holds types that no model of ours has: {sorted(strange)}.")
        return skops.io.load(file, trusted=sorted(_OWN_TYPES))
    except ModelError:
        raise
    except Exception as error:  # a damaged file breaks skops in many ways
        raise ModelError(f"{file} is damaged: {type(error).__name__}: {error}") from error


def _slim(classifier: RoleClassifier) -> RoleClassifier:
    """A copy with weights of single precision and nothing of the training rows."""
    slim = RoleClassifier(**classifier.get_params())
    for name in ("coef_", "intercept_", "side_coef_", "side_intercept_"):
        setattr(slim, name, np.asarray(getattr(classifier, name), dtype=np.float32))
    slim.classes_ = classifier.classes_
    slim.n_features_in_ = classifier.n_features_in_
    return slim


def _repeatable(archive: bytes) -> bytes:
    """The same model in the same bytes: without dates, its parts numbered in their order.

    skops numbers the parts by where they lay in memory.
    """
    numbers: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        parts = {name: read.read(name) for name in read.namelist()}
    schema = json.loads(parts.pop(_SCHEMA))
    _number(schema, numbers)
    named = {_renamed(name, numbers): content for name, content in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as write:
        for name, content in (*sorted(named.items()), (_SCHEMA, json.dumps(schema).encode())):
            info = zipfile.ZipInfo(name, _NO_DATE)
            write.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def _number(node: Any, numbers: dict[str, str]) -> None:
    """Give a node of skops's schema, and all below it, numbers in the order met."""
    if isinstance(node, dict):
        if "__id__" in node:
            node["__id__"] = int(numbers.setdefault(str(node["__id__"]), str(len(numbers) + 1)))
        if isinstance(node.get("file"), str):
            node["file"] = _renamed(node["file"], numbers)
    for below in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        _number(below, numbers)


def _renamed(name: str, numbers: dict[str, str]) -> str:
    stem, _, suffix = name.partition(".")
    return f"{numbers.setdefault(stem, str(len(numbers) + 1))}.{suffix}"


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
