"""The samples' gold holds its own rules: quotes stand in the text, splits do not mix employers."""

import json
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "samples"
SPLITS = ("train", "dev", "test")
GOLD = {
    split: [
        json.loads(line) for line in (FOLDER / "gold" / f"{split}.jsonl").open(encoding="utf-8")
    ]
    for split in SPLITS
}
ROWS = [row for split in SPLITS for row in GOLD[split]]
LABELS = frozenset({
    "head", "about", "resp", "req", "pref", "pay", "benefits", "legal", "apply", "meta", "other",
})  # fmt: skip
CATEGORIES = frozenset({
    "lang", "math", "ml", "mlfw", "data", "viz", "cloud", "swe", "soft", "other",
})  # fmt: skip


def test_every_posting_has_gold_once():
    assert sorted(row["id"] for row in ROWS) == sorted(
        path.name for path in (FOLDER / "postings").iterdir()
    )


def test_a_corpus_worth_training_on():
    roles = Counter(row["role"] for row in ROWS)
    assert roles["mle"] >= 50
    assert roles["ds"] >= 50
    assert roles["neither"] >= 20
    html = sum(row["id"].endswith(".html") for row in ROWS)
    assert abs(html / len(ROWS) - 0.5) < 0.05


def test_no_employer_is_in_two_splits():
    employers = {s: {row["company"] for row in GOLD[s] if row["company"]} for s in SPLITS}
    assert not employers["train"] & (employers["dev"] | employers["test"])
    assert not employers["dev"] & employers["test"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_quotes_its_text(row):
    for kind in ("skills", "degrees", "experience", "pay"):
        for value in row[kind]:
            assert value["quote"] in row["text"]
    quotes = [skill["quote"].lower() for skill in row["skills"]]
    assert len(quotes) == len(set(quotes))
    assert {skill["cat"] for skill in row["skills"]} <= CATEGORIES
    assert row["role"] in ("mle", "ds", "neither")
    ends = [0]
    for unit in row["units"]:
        assert unit["label"] in LABELS
        assert ends[-1] <= unit["start"] < unit["end"] <= len(row["text"])
        ends.append(unit["end"])
    for low, high in [(x["min"], x["max"]) for x in row["experience"] + row["pay"]]:
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
