"""The bench: training, evaluating and comparing on small samples, from file to card."""

import json

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from jdparse import parse_many
from jdparse.classify.evaluate import Judged, compare, evaluate_role, summarize
from jdparse.classify.groups import split_groups
from jdparse.classify.metrics import calibration, calibration_error, class_figures, figure
from jdparse.classify.store import load_model
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
    assert {"parsing 20 samples", "vocabulary", "classifier"} <= set(steps)
    assert all(one.evidence for one in report.evaluation.judged)
    json.dumps(report.to_dict())
    card = (tmp_path / "m" / "1" / "README.md").read_text()
    for heading in ("# Role model m 1", "Data", "Figures", "Prediction sets", "Limits"):
        assert heading in card
    assert ("Worst errors" in card) == bool(report.evaluation.worst)
    for plot in ("confusion", "reliability", "coverage", "learning"):
        assert (tmp_path / "m" / "1" / f"{plot}.png").stat().st_size
    meta = json.loads((tmp_path / "m" / "1" / "meta.json").read_text())
    assert meta["data"]["sha256"] == report.digest
    assert meta["labels"] == ["cook", "driver"]
    assert meta["data"]["labels"] == {"cook": 10, "driver": 10}

    found = evaluate_role(tmp_path / "m" / "1", samples, parse_many=parse_many)
    assert found.figures["accuracy"].value == 1.0
    assert found.judged[0].evidence
    assert found.notes == ("It was trained on these very postings: expect less on others.",)
    again = compare(found, found)
    assert (again.both, again.only_first, again.only_second, again.p_value) == (20, 0, 0, 1.0)
    json.dumps(found.to_dict())


def test_the_same_samples_and_seed_give_the_same_model(tmp_path):
    samples = write_samples(tmp_path / "s.jsonl")
    options = TrainingOptions(folds=2, curve=False)
    folders = [tmp_path / name / "model" / "1" for name in "ab"]
    for folder in folders:
        train_role(samples, folder, parse_many=parse_many, options=options)
    names = sorted(path.name for path in folders[0].iterdir())
    assert {"model.skops", "meta.json", "README.md", "confusion.png"} <= set(names)
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


def test_too_few_samples_are_refused(tmp_path):
    samples = write_samples(tmp_path / "s.jsonl", count=3)
    with pytest.raises(TrainingError, match=r"\(4 needed\): cook \(3\), driver \(3\)\.$"):
        train_role(samples, tmp_path / "m", parse_many=unparsed)


def unparsed(_):
    raise AssertionError("labels are counted first")


def test_one_label_is_none_to_tell_apart(tmp_path):
    """Caught a bug: thousands of postings were parsed before it was said, as a Python dict."""
    samples = tmp_path / "s.jsonl"
    samples.write_text('{"text": "You cook", "label": "cook"}\n' * 5)
    with pytest.raises(TrainingError, match=r"needs two labels; the samples have cook \(5\)\.$"):
        train_role(samples, tmp_path / "m", parse_many=unparsed)


@pytest.mark.parametrize("masked", [True, False])
def test_a_card_says_only_what_is_true_of_its_model(tmp_path, masked):
    """Caught a bug: each said that its postings were American and titles were taken out."""
    samples = write_samples(tmp_path / "s.jsonl")
    options = TrainingOptions(folds=2, curve=False, plots=False, mask_titles=masked)
    train_role(samples, tmp_path / "m", parse_many=parse_many, options=options)
    card = (tmp_path / "m" / "README.md").read_text()
    assert "United States" not in card
    assert ("Role names are taken out" in card) == masked
    assert ("Titles and role names are read too" in card) != masked


def test_columns_with_the_names_of_distinctions_do_not_stop_training(tmp_path):
    """Caught a bug: of few samples, or of one value alone, nothing can be learned of a side."""
    rows = [json.loads(line) for line in write_samples(tmp_path / "s").read_text().splitlines()]
    for row in rows:
        row["focus"] = "mle"
    (tmp_path / "s.jsonl").write_text("\n".join(map(json.dumps, rows)))
    options = TrainingOptions(folds=2, curve=False, plots=False)
    report = train_role(
        tmp_path / "s.jsonl", tmp_path / "m", parse_many=parse_many, options=options
    )
    assert load_model(report.folder).model.sides == ()


def test_a_held_out_error_is_explained_by_the_model_that_made_it(tmp_path):
    """The final model has seen the posting: what it says of it explains no error."""
    rows = [json.loads(line) for line in write_samples(tmp_path / "s").read_text().splitlines()]
    rows[0]["label"] = "driver"  # a cook's text
    (tmp_path / "s.jsonl").write_text("\n".join(map(json.dumps, rows)))
    options = TrainingOptions(folds=3, curve=False, plots=False)
    report = train_role(
        tmp_path / "s.jsonl", tmp_path / "m", parse_many=parse_many, options=options
    )
    worst = report.evaluation.worst[0]
    assert (worst.id, worst.truth, worst.label) == ("cook-0", "driver", "cook")
    odds = np.log(max(worst.probabilities) / min(worst.probabilities))
    assert sum(one.weight for one in worst.evidence) == pytest.approx(odds, abs=1e-4)
    assert all(rows[0]["text"][one.start : one.end] == one.text for one in worst.evidence)


def test_a_folder_of_other_things_is_not_written_over(tmp_path):
    samples = write_samples(tmp_path / "s.jsonl")
    (tmp_path / "README.md").write_text("mine")
    for out in (tmp_path, samples):
        with pytest.raises(TrainingError, match="name a new folder"):
            train_role(samples, out, parse_many=parse_many)
    assert (tmp_path / "README.md").read_text() == "mine"


def test_postings_without_words_are_counted_not_dropped(tmp_path):
    samples = write_samples(tmp_path / "s.jsonl")
    other = write_samples(tmp_path / "other.jsonl", count=4)
    options = TrainingOptions(folds=2, curve=False, plots=False)
    steps = []
    train_role(samples, tmp_path / "m", parse_many=parse_many, options=options)
    with samples.open("a") as file:
        file.write('\n{"id": "mute", "text": "* * *", "label": "cook"}')
        file.write('\n{"id": "void", "text": "", "label": "cook"}')
    found = evaluate_role(tmp_path / "m", samples, parse_many=parse_many, say=steps.append)
    assert len(found.judged) == 20
    assert found.left_out == ("mute",)
    assert not evaluate_role(tmp_path / "m", other, parse_many=parse_many).notes
    assert steps == [f"{samples}: left out 1 without a text or a label: rows 22"]


def test_labels_that_the_model_does_not_know_are_named(tmp_path):
    samples = write_samples(tmp_path / "s.jsonl")
    options = TrainingOptions(folds=2, curve=False, plots=False)
    train_role(samples, tmp_path / "m", parse_many=parse_many, options=options)
    samples.write_text('{"text": "You fly", "label": "pilot"}')
    with pytest.raises(TrainingError, match=r"does not know: pilot. It tells apart: cook, driver"):
        evaluate_role(tmp_path / "m", samples, parse_many=parse_many)


def judged(id_, truth, label):
    return Judged(id_, "s", truth, True, label, (0.9, 0.1) if label == "a" else (0.2, 0.8), ())


def test_figures_by_class_and_source_and_the_worst_first():
    cases = (judged("1", "a", "a"), judged("2", "b", "a"), judged("3", "a", "b"))
    found = summarize(cases, ("a", "b"), "m")
    assert found.confusion == ((1, 1), (1, 0))
    assert [one.id for one in found.worst] == ["2", "3"]
    assert found.sources["s"].n == 3
    assert (found.classes[0].precision.value, found.classes[1].recall.value) == (0.5, 0.0)


def test_mcnemar_counts_only_where_they_differ():
    right = tuple(judged(str(n), "a", "a") for n in range(12))
    wrong = tuple(judged(str(n), "a", "b") for n in range(10)) + right[10:]
    first, second = (summarize(cases, ("a", "b"), "m") for cases in (right, wrong))
    found = compare(first, second)
    assert (found.both, found.only_first, found.only_second) == (2, 10, 0)
    assert found.p_value == pytest.approx(2 / 2**10, abs=1e-5)
    assert "p = 0.00195 (more than chance)" in str(found)
    assert "p = 1 (chance alone may well do that)" in str(compare(first, first))
    with pytest.raises(TrainingError, match="in common"):
        compare(first, summarize((judged("x", "a", "a"),), ("a", "b"), "m"))


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


@pytest.mark.parametrize("right", [True, False])
def test_a_few_cases_all_alike_are_no_certainty(right):
    one = figure(np.array([right] * 3))
    assert one.high - one.low == pytest.approx(1 - 0.025 ** (1 / 3), abs=1e-4)


def test_calibration_error_of_the_overconfident():
    assert calibration_error(np.full(100, 0.9), np.arange(100) < 60) == pytest.approx(0.3)
    assert calibration(np.array([]), np.array([])) is None


def test_what_chance_makes_of_true_probabilities_shrinks_with_cases():
    random = np.random.default_rng(0)
    found = []
    for n in (60, 6000):
        probability = random.random(n)
        found.append(calibration(probability, random.random(n) < probability))
    few, many = found
    assert few.by_chance > 3 * many.by_chance
    assert few.value < few.by_chance
    overconfident = calibration(np.full(500, 0.9), np.arange(500) % 2 == 0)
    assert overconfident.value > 3 * overconfident.by_chance


def test_figures_by_class_are_scikit_learns():
    random = np.random.default_rng(0)
    truth, said = (random.choice(["a", "b", "c"], 200, p=[0.5, 0.3, 0.2]) for _ in range(2))
    expected = precision_recall_fscore_support(truth, said, labels=["a", "b", "c"])
    for row, p, r, f1, n in zip(
        class_figures(truth, said, ("a", "b", "c")), *expected, strict=True
    ):
        assert (row.precision.value, row.recall.value, row.f1.value, row.n) == pytest.approx(
            (p, r, f1, n), abs=1e-4
        )
        assert row.f1.low < row.f1.value < row.f1.high


def test_of_a_label_never_judged_nothing_is_said():
    first, second = class_figures(np.array(["a"]), np.array(["a"]), ("a", "b"))
    assert (first.precision.value, first.f1.value, first.n) == (1.0, 1.0, 1)
    assert (second.precision, second.recall, second.f1, second.n) == (None, None, None, 0)
    _, missed = class_figures(np.array(["a", "b"]), np.array(["a", "a"]), ("a", "b"))
    assert (missed.precision, missed.recall.value, missed.f1.value) == (None, 0.0, 0.0)
