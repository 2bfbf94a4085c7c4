"""train and evaluate, as a researcher types them, on few samples so that it is quick."""

import json

import pytest
from typer.testing import CliRunner

from jdparse.adapters.cli import app

DUTIES = {
    "machine_learning_engineer": "Deploy ranking models to production and monitor them",
    "data_scientist": "Analyse experiments with statistics and present insights to the business",
}


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(app, [*map(str, arguments), "--workers", "1"])


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.jsonl"
    rows = [
        {"id": f"{label}-{n}", "label": label, "company": f"Employer {label} {n}",
         "text": f"What you will do\n- {duty} for team {n}\n- Project {n} of {n + 3} in Python"}
        for label, duty in DUTIES.items()
        for n in range(12)
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_a_model_is_trained_evaluated_and_compared(run, samples, tmp_path):
    model = tmp_path / "model"
    trained = run("train", samples, "-o", model, "--no-plots", "--folds", 3)
    assert trained.exit_code == 0, trained.stderr
    assert {"model.skops", "meta.json", "README.md"} <= {path.name for path in model.iterdir()}
    found = tmp_path / "found.json"
    evaluated = run("evaluate", model, samples, "--against", model, "-o", found)
    assert evaluated.exit_code == 0, evaluated.stderr
    assert "accuracy" in evaluated.stdout
    figures = json.loads(found.read_text())
    assert figures["figures"]["accuracy"]["value"] > 0.9
    assert figures["comparison"]["n"] == 24


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "holds no samples"),
        ('{"id": 1, "text": "Train models"}\n', "label"),
        ("{", "cannot be read"),
    ],
)
def test_samples_that_will_not_do_are_wrong_usage(run, tmp_path, content, says):
    path = tmp_path / "samples.jsonl"
    path.write_text(content)
    result = run("train", path, "-o", tmp_path / "model")
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_pickle_is_refused_with_the_reason(run, samples, tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.skops").write_bytes(
        b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00."
    )
    result = run("evaluate", tmp_path / "model", samples)
    assert result.exit_code == 2
    assert "pickle" in result.stderr.lower() or "skops" in result.stderr.lower()
