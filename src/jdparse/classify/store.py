"""Model files: skops, never pickle, checked before they are used.

A model is a folder: `model.skops` (fitted features and classifier), `meta.json` (its digest, the
versions and data it came from, its figures) and `README.md` (the card).
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import skops.io

from jdparse.classify.features import PostingFeatures
from jdparse.classify.role_classifier import RoleClassifier
from jdparse.errors import ModelError

MODEL_FILE: Final = "model.skops"
META_FILE: Final = "meta.json"
FORMAT: Final = 1
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


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A loaded model and its `meta.json`."""

    model: RoleModel
    meta: dict[str, Any]


def save_model(model: RoleModel, folder: Path, meta: dict[str, Any]) -> dict[str, Any]:
    """Write `model.skops` and `meta.json`; returns the meta with digest, labels and versions."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "features": model.features,
        "classifier": _slim(model.classifier),
        "sides": [list(side) for side in model.sides],
        "coverage": model.coverage,
        "least": model.least,
        "mask_titles": model.mask_titles,
    }
    file = folder / MODEL_FILE
    skops.io.dump(content, file, compression=zipfile.ZIP_DEFLATED, compresslevel=9)
    full = {
        "format": FORMAT,
        "sha256": _digest(file),
        "labels": list(model.labels),
        "versions": {name: version(name) for name in ("jdparse", "scikit-learn", "skops", "numpy")},
        **meta,
    }
    (folder / META_FILE).write_text(json.dumps(full, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return full


def load_model(folder: Path) -> StoredModel:
    """The model of a folder. Raises `ModelError` with the reason where it is not to be trusted."""
    file = model_file(folder)
    meta = _read_meta(file.parent)
    if _digest(file) != meta["sha256"]:
        raise ModelError(f"{file} is not the file its meta.json describes: it was altered.")
    content = _load(file)
    model = RoleModel(
        content["features"],
        content["classifier"],
        tuple((name, side) for name, side in content["sides"]),
        content["coverage"],
        content["least"],
        content["mask_titles"],
    )
    if list(model.labels) != meta["labels"]:
        raise ModelError(f"{file} tells {model.labels} apart, its meta.json says {meta['labels']}.")
    return StoredModel(model, meta)


def model_file(path: Path) -> Path:
    """The skops file of a model folder, or the file itself. Refuses pickle by name and content."""
    file = path / MODEL_FILE if path.is_dir() else path
    if not file.is_file():
        raise ModelError(f"No model at {path}: {MODEL_FILE} is missing.")
    if file.suffix != ".skops" or not zipfile.is_zipfile(file):
        raise ModelError(
            f"{file} is not a skops file. Pickle and joblib files are refused, because loading one "
            "runs whatever code it holds; train again with this version, or convert it with skops."
        )
    return file


def _load(file: Path) -> dict[str, Any]:
    strange = set(skops.io.get_untrusted_types(file=file)) - _OWN_TYPES
    if strange:
        raise ModelError(f"{file} holds types that no model of ours has: {sorted(strange)}.")
    try:
        content: dict[str, Any] = skops.io.load(file, trusted=sorted(_OWN_TYPES))
    except Exception as error:
        raise ModelError(f"{file} cannot be loaded: {type(error).__name__}: {error}") from error
    return content


def _read_meta(folder: Path) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads((folder / META_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder / META_FILE} cannot be read: {error}") from error
    if meta.get("format") != FORMAT:
        raise ModelError(
            f"{folder} has model format {meta.get('format')}, this version reads {FORMAT}: "
            "train it again."
        )
    missing = {"sha256", "labels", "versions"} - meta.keys()
    if missing:
        raise ModelError(f"{folder / META_FILE} lacks {sorted(missing)}.")
    return meta


def _slim(classifier: RoleClassifier) -> RoleClassifier:
    """A copy with weights of single precision and nothing of the training rows."""
    slim = RoleClassifier(**classifier.get_params())
    for name in ("coef_", "intercept_", "side_coef_", "side_intercept_"):
        setattr(slim, name, np.asarray(getattr(classifier, name), dtype=np.float32))
    slim.classes_ = classifier.classes_
    slim.n_features_in_ = classifier.n_features_in_
    return slim


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
