"""The project's annotations: labels that are known, and places that survive a better cleaning."""

import gzip
import importlib.util
import json
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "annotations.py"
POSTINGS = Path(__file__).parents[2] / "shared" / "corpora" / "postings.parquet"
LABELS = {
    "head",
    "about",
    "resp",
    "req",
    "pref",
    "pay",
    "benefits",
    "legal",
    "apply",
    "meta",
    "other",
}
CATEGORIES = {"lang", "math", "ml", "mlfw", "data", "viz", "cloud", "swe", "soft", "other"}


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("annotations_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def lines(tool):
    with gzip.open(tool.ANNOTATIONS, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize(
    ("old", "new", "quote", "found"),
    [
        ("- Python and\n  SQL", "Python and SQL", "SQL", "SQL"),
        # caught a bug: text that was cleaned anew lost its labels
        (
            r"cross\-functional teams",
            "cross-functional teams",
            r"cross\-functional",
            "cross-functional",
        ),
        ("machine learn-\ning in R", "machine learning in R", "R", "R"),
        ("PythonAbility to code", "PythonAbility to code", "Python", "Python"),
        ("You know Go, R", "You know Rust", "Go", None),
        ("You know Go", "", "Go", None),
    ],
)
def test_a_place_is_found_in_another_version_of_the_text(tool, old, new, quote, found):
    start = old.index(quote)
    place = tool.Alignment(old, new).span(start, start + len(quote), whole=True)
    assert (None if place is None else new[slice(*place)]) == found


def test_labels_are_known_and_hold_no_text(lines):
    assert len({line["id"] for line in lines}) == len(lines)
    for line in lines:
        assert {label for _, _, label in line["units"]} <= LABELS
        assert {skill["cat"] for skill in line["skills"]} <= CATEGORIES
        places = [unit[:2] for unit in line["units"]]
        assert all(start < end for start, end in places)
        assert places == sorted(places)
        assert all(skill["quote"][0] < skill["quote"][1] for skill in line["skills"])


@pytest.mark.skipif(not POSTINGS.exists(), reason="the annotated postings are not at hand")
def test_nearly_every_label_is_found_in_the_cleaned_text(tool, lines):
    stored = {line["id"]: line for line in lines if line["part"] == "held_out"}
    found = {row["id"]: row for row in tool.read_annotations(POSTINGS, "held_out")}
    assert found.keys() == stored.keys()
    for name in ("units", "skills", "degrees", "pay"):
        before = sum(len(row.get(name, ())) for row in stored.values())
        after = sum(len(row[name]) for row in found.values())
        assert after >= 0.99 * before, name
