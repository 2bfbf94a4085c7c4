"""Reading labelled samples."""

import json

import duckdb
import pytest

from jdparse.classify.samples import employer_key, read_samples
from jdparse.errors import TrainingError

ROWS = [
    {"id": "1", "description": "Train models", "role": "mle", "company": "Nebel GmbH"},
    {"id": "2", "description": "Count things", "role": "ds", "company": "Nebel"},
]


def write_jsonl(path, rows=ROWS):
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return path


def test_the_same_samples_from_every_kind_of_file(tmp_path):
    jsonl = write_jsonl(tmp_path / "s.jsonl")
    for name in ("s.csv", "s.parquet"):
        form = "(header true)" if name.endswith("csv") else "(format parquet)"
        duckdb.execute(f"copy (from read_json('{jsonl}')) to '{tmp_path / name}' {form}")
        assert read_samples(tmp_path / name) == read_samples(jsonl)
    first, second = read_samples(jsonl)
    assert (first.label, first.listing.content) == ("machine_learning_engineer", "Train models")
    assert first.employer == second.employer


def test_a_folder_of_samples_is_its_train_split(tmp_path):
    (tmp_path / "gold").mkdir()
    write_jsonl(tmp_path / "gold" / "train.jsonl")
    write_jsonl(tmp_path / "gold" / "test.jsonl", ROWS[:1])
    assert len(read_samples(tmp_path)) == 2


def test_samples_without_an_employer_are_their_own_group(tmp_path):
    rows = [{"id": str(n), "text": "x", "label": "y"} for n in range(2)]
    first, second = read_samples(write_jsonl(tmp_path / "s.jsonl", rows))
    assert first.employer != second.employer


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "x"}\n', "no label; looked for columns"),
        ('{"label": "x"}\n', "row 1: no text"),
        ("{broken\n", "cannot be read"),
        ("", "holds no samples"),
    ],
    ids=["no label", "no text", "broken", "empty"],
)
def test_what_is_missing_is_said(tmp_path, content, message):
    path = tmp_path / "s.jsonl"
    path.write_text(content)
    with pytest.raises(TrainingError, match=message):
        read_samples(path)


def test_other_files_are_refused(tmp_path):
    for path in (tmp_path / "s.txt", tmp_path / "absent.csv"):
        with pytest.raises(TrainingError):
            read_samples(path)


@pytest.mark.parametrize(
    ("name", "key"),
    [("The Nebel Group, Inc.", "nebel"), ("Nebel\n4.1", "nebel"), ("", ""), (None, "")],
)
def test_employer_key(name, key):
    assert employer_key(name) == key
