"""Model files: what is written is read back, and what is not a model of ours is refused."""

import hashlib
import io
import json
import pickle
import zipfile
from dataclasses import fields

import numpy as np
import pytest
import skops.io

from jdparse.classify.features import PostingFeatures
from jdparse.classify.meta import META_FILE
from jdparse.classify.reading import read_text
from jdparse.classify.role_classifier import RoleClassifier
from jdparse.classify.role_weights import WEIGHTS_DIGEST, WEIGHTS_FILE, RoleWeights
from jdparse.classify.store import MODEL_FILE, RoleModel, load_model, save_model
from jdparse.errors import ModelError
from jdparse.models import model_path

OWN_TYPES = [
    "jdparse.classify.features.PostingFeatures",
    "jdparse.classify.role_classifier.RoleClassifier",
]

TEXTS = {
    "a": ["deploy models to production", "train neural networks", "serve models at scale"],
    "b": ["analyze data for insights", "present findings", "design experiments and metrics"],
}


def small_model() -> RoleModel:
    readings = [read_text(text) for texts in TEXTS.values() for text in texts * 4]
    labels = [label for label, texts in TEXTS.items() for _ in texts * 4]
    features = PostingFeatures(min_postings=1, min_groups=1, max_share=1.0).fit(readings)
    classifier = RoleClassifier(folds=2).fit(features.transform(readings), labels)
    return RoleModel(features, classifier, (), 0.9, 0.2)


@pytest.fixture
def folder(tmp_path):
    save_model(small_model(), tmp_path, {"data": {}})
    return tmp_path


def test_the_same_model_gives_the_same_bytes(tmp_path, monkeypatch):
    keep = []  # so that nothing lies where it lay before
    for name in "ab":
        keep.append(small_model())
        monkeypatch.setattr("time.time", lambda name=name: 1e9 + 1e6 * ord(name))
        save_model(keep[-1], tmp_path / name, {"data": {}})
    for file in (MODEL_FILE, WEIGHTS_FILE, META_FILE):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_what_a_model_was_written_with_is_said_where_it_differs(folder):
    assert load_model(folder).differences() == ()
    meta = json.loads((folder / META_FILE).read_text())
    meta["versions"]["scikit-learn"] = "0.1"
    (folder / META_FILE).write_text(json.dumps(meta))
    (said,) = load_model(folder).differences()
    assert said.startswith("It was written with scikit-learn 0.1; here is ")


def test_cues_that_are_no_more_are_said(folder):
    model = small_model()
    model.features.cues_[0] = "cue:of_old"
    save_model(model, folder, {"data": {}})
    assert load_model(folder).differences() == (
        "It knows cues that this version does not find: cue:of_old.",
    )


def test_a_model_comes_back_as_it_was(folder):
    model, stored = small_model(), load_model(folder)
    rows = model.features.transform([read_text("we deploy models and analyze data")])
    assert stored.model.labels == model.labels == ("a", "b")
    assert (stored.model.coverage, stored.model.least) == (0.9, 0.2)
    assert np.allclose(
        stored.model.classifier.predict_proba(rows), model.classifier.predict_proba(rows), atol=1e-6
    )


def test_the_scorer_gives_the_estimators_probabilities(folder):
    model = load_model(folder).model
    reading = read_text("We deploy models. You analyze data, analyze metrics and deploy models!")
    scores = model.weights().scorer().score(reading)
    expected = model.classifier.decision_function(model.features.transform([reading]))
    assert scores.values()[1] - scores.values()[0] == pytest.approx(expected[0])
    assert len(scores.sentences) == len(reading.sentences) == 2


def test_an_altered_file_is_refused(folder):
    file = folder / MODEL_FILE
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(ModelError, match="altered"):
        load_model(folder)


@pytest.mark.parametrize("name", ["model.pkl", "model.joblib", "model.skops"])
def test_pickle_is_refused_with_the_reason(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(ModelError, match="runs whatever code it holds"):
        load_model(file)


def test_a_folder_with_a_pickle_alone_is_refused_with_the_reason(tmp_path):
    (tmp_path / "model.joblib").write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(ModelError, match=r"model.joblib is not a skops file"):
        load_model(tmp_path)


def archive(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            file.writestr(f"{name}.json", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (lambda whole: whole[: len(whole) // 2], "is not a skops file"),
        (lambda whole: whole[:200] + b"\0" * 200 + whole[400:], "is damaged"),
        (lambda _: archive(other="{}"), "is damaged"),
        (lambda _: archive(schema="{"), "is damaged"),
        (lambda _: skops.io.dumps([1, 2]), "holds no role model"),
        (lambda _: skops.io.dumps({"features": 1, "classifier": 2}), "holds no role model"),
    ],
    ids=["cut", "overwritten", "no schema", "broken schema", "a list", "other parts"],
)
def test_damaged_and_foreign_files_are_refused(folder, content, message):
    file = folder / MODEL_FILE
    file.write_bytes(content(file.read_bytes()))
    _sign(folder)
    with pytest.raises(ModelError, match=message):
        load_model(folder)


def test_features_of_another_model_are_refused(folder):
    content = skops.io.load(folder / MODEL_FILE, trusted=OWN_TYPES)
    content["features"].keep(np.arange(len(content["features"].cues_) + 1))
    skops.io.dump(content, folder / MODEL_FILE)
    _sign(folder)
    with pytest.raises(ModelError, match="do not fit"):
        load_model(folder)


def test_the_weights_are_those_of_the_estimators(folder):
    assert_alike(RoleWeights.load(folder), load_model(folder).model.weights())


def test_the_shipped_weights_are_those_of_the_shipped_estimators():
    folder = model_path("role")
    assert_alike(RoleWeights.load(folder), load_model(folder).model.weights())


def test_altered_weights_are_refused(folder):
    file = folder / WEIGHTS_FILE
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(ModelError, match=r"weights.npz is not the file .* altered"):
        RoleWeights.load(folder)


def test_missing_weights_are_named(folder):
    (folder / WEIGHTS_FILE).unlink()
    with pytest.raises(ModelError, match=r"weights.npz is missing"):
        RoleWeights.load(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda arrays: arrays | {"coef": arrays["coef"][:, 1:]},
        lambda arrays: arrays | {"idf": arrays["idf"][1:]},
        lambda arrays: {name: arrays[name] for name in arrays if name != "cues"},
        lambda arrays: arrays | {"coef": np.array([print])},
        lambda arrays: arrays | {"names": np.array([255, 254], np.uint8)},
    ],
    ids=["a weight less", "a word less", "a part missing", "objects", "no text"],
)
def test_weights_that_are_damaged_are_refused(folder, change):
    with np.load(folder / WEIGHTS_FILE) as stored:
        arrays = change(dict(stored))
    np.savez(folder / WEIGHTS_FILE, **arrays)
    _sign(folder)
    with pytest.raises(ModelError, match=r"weights.npz is damaged"):
        RoleWeights.load(folder)


def test_weights_that_do_not_fit_the_meta_are_refused(folder):
    meta = json.loads((folder / META_FILE).read_text())
    (folder / META_FILE).write_text(json.dumps(meta | {"labels": ["x", "y"]}))
    with pytest.raises(ModelError, match="tells"):
        RoleWeights.load(folder)


@pytest.mark.parametrize("meta", ["[]", "{", '{"format": 1}'])
def test_a_meta_that_is_none_is_refused(folder, meta):
    (folder / META_FILE).write_text(meta)
    with pytest.raises(ModelError, match=META_FILE):
        load_model(folder)


def test_strange_types_are_refused(folder):
    skops.io.dump({"features": Exception("no"), "at": pytest.approx}, folder / MODEL_FILE)
    _sign(folder)
    with pytest.raises(ModelError, match="holds types that no model of ours has"):
        load_model(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": ["x", "y"]}, "tells"),
        ({"format": 99}, "train it again"),
        ({"sha256": None}, "was altered"),
    ],
)
def test_meta_that_does_not_fit_is_refused(folder, change, message):
    meta = json.loads((folder / META_FILE).read_text())
    (folder / META_FILE).write_text(json.dumps(meta | change))
    with pytest.raises(ModelError, match=message):
        load_model(folder)


def test_missing_files_are_named(tmp_path):
    with pytest.raises(ModelError, match=r"model.skops is missing"):
        load_model(tmp_path)


def _sign(folder):
    meta = json.loads((folder / META_FILE).read_text())
    for key, name in (("sha256", MODEL_FILE), (WEIGHTS_DIGEST, WEIGHTS_FILE)):
        meta[key] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / META_FILE).write_text(json.dumps(meta))


def assert_alike(weights, others):
    for field in fields(RoleWeights):
        one, other = getattr(weights, field.name), getattr(others, field.name)
        if field.name == "weighting":
            assert (one.cues, one.cue_weight) == (other.cues, other.cue_weight)
            one, other = one.idf, other.idf
        assert np.array_equal(one, other), field.name
