"""The bench: training, evaluating and comparing on small samples, from file to card."""

import json

import numpy as np
import pytest

from jdparse import parse_many
from jdparse.classify.evaluate import Judged, compare, evaluate_role, summarize
from jdparse.classify.groups import split_groups
from jdparse.classify.metrics import calibration_error, class_figures, figure
from jdparse.classify.train import TrainingOptions, train_role
from jdparse.errors import TrainingError

PIECES = {
    "cook": ["You cook soups and sauces", "You keep the kitchen clean", "You order vegetables"],
    "driver": ["You drive the night bus", "You check tyres and brakes", "You sell tickets"],
}


def write_samples(path, count=10):
    rows = [
        {
            "id": f"{label}-{n}",
            "label": label,
            "company": f"Firm {n}",
            "text": ". ".join(pieces[(n + k) % 3] + " " + "abcdefghij"[n] * 3 for k in range(2)),
        }
        for label, pieces in PIECES.items()
        for n in range(count)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_any_label_set_from_samples_to_model_card_and_figures(tmp_path):
    steps = []
    samples = write_samples(tmp_path / "s.jsonl")
    options = TrainingOptions(folds=3)
    report = train_role(
        samples, tmp_path / "m" / "1", parse_many=parse_many, options=options, progress=steps.append
    )
    assert report.labels == {"cook": 10, "driver": 10}
    assert report.evaluation.figures["accuracy"].value > 0.9
    assert {"parsing", "vocabulary", "classifier"} <= set(steps)
    json.dumps(report.to_dict())
    card = (tmp_path / "m" / "1" / "README.md").read_text()
    for heading in ("# Role model m 1", "Data", "Figures", "Prediction sets", "Limits"):
        assert heading in card
    for plot in ("confusion", "reliability", "coverage", "learning"):
        assert (tmp_path / "m" / "1" / f"{plot}.png").stat().st_size
    meta = json.loads((tmp_path / "m" / "1" / "meta.json").read_text())
    assert meta["data"]["sha256"] == report.digest
    assert meta["labels"] == ["cook", "driver"]

    found = evaluate_role(tmp_path / "m" / "1", samples, parse_many=parse_many)
    assert found.figures["accuracy"].value == 1.0
    assert found.judged[0].evidence
    again = compare(found, found)
    assert (again.both, again.only_first, again.only_second, again.p_value) == (20, 0, 0, 1.0)
    json.dumps(found.to_dict())


def test_the_same_samples_and_seed_give_the_same_model(tmp_path):
    samples = write_samples(tmp_path / "s.jsonl")
    options = TrainingOptions(folds=2, curve=False, plots=False)
    figures = [
        train_role(samples, tmp_path / name, parse_many=parse_many, options=options).to_dict()
        for name in "ab"
    ]
    assert figures[0]["evaluation"]["figures"] == figures[1]["evaluation"]["figures"]
    assert figures[0]["digest"] == figures[1]["digest"]


def test_too_few_samples_are_refused(tmp_path):
    samples = write_samples(tmp_path / "s.jsonl", count=3)
    with pytest.raises(TrainingError, match="Too few samples"):
        train_role(samples, tmp_path / "m", parse_many=parse_many)


def judged(id_, truth, label):
    return Judged(id_, "s", truth, True, label, (0.9, 0.1) if label == "a" else (0.2, 0.8), ())


def test_figures_by_class_and_source_and_the_worst_first():
    cases = (judged("1", "a", "a"), judged("2", "b", "a"), judged("3", "a", "b"))
    found = summarize(cases, ("a", "b"), "m", 0)
    assert found.confusion == ((1, 1), (1, 0))
    assert [one.id for one in found.worst] == ["2", "3"]
    assert found.sources["s"].n == 3
    assert (found.classes[0].precision, found.classes[1].recall) == (0.5, 0.0)


def test_mcnemar_counts_only_where_they_differ():
    right = tuple(judged(str(n), "a", "a") for n in range(12))
    wrong = tuple(judged(str(n), "a", "b") for n in range(10)) + right[10:]
    first, second = (summarize(cases, ("a", "b"), "m", 0) for cases in (right, wrong))
    found = compare(first, second)
    assert (found.both, found.only_first, found.only_second) == (2, 10, 0)
    assert found.p_value == pytest.approx(2 / 2**10, abs=1e-5)
    with pytest.raises(TrainingError, match="in common"):
        compare(first, summarize((judged("x", "a", "a"),), ("a", "b"), "m", 0))


def test_near_duplicates_and_employers_share_a_group():
    words = [f"word{n}" for n in range(200)]
    texts = [" ".join(words), " ".join([*words[:-3], "x", "y"]), "quite another text of its own"]
    assert split_groups(texts, ["a", "b", "c"]).tolist() == ["0", "0", "2"]
    assert split_groups(texts, ["a", "b", "a"]).tolist() == ["0", "0", "0"]


def test_intervals_hold_the_mean_and_shrink_with_cases():
    few, many = (figure(np.arange(n) % 4 > 0) for n in (20, 2000))
    for one in (few, many):
        assert one.low <= one.value <= one.high
    assert many.high - many.low < few.high - few.low
    assert figure(np.array([])) is None


def test_calibration_error_of_the_overconfident():
    assert calibration_error(np.full(100, 0.9), np.arange(100) < 60) == pytest.approx(0.3)
    assert calibration_error(np.array([]), np.array([])) is None


def test_a_label_never_judged_has_precision_zero():
    rows = class_figures(np.array(["a"]), np.array(["a"]), ("a", "b"))
    assert [(row.precision, row.n) for row in rows] == [(1.0, 1), (0.0, 0)]
