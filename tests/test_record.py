"""The record: one shape, there and back."""

import json
from dataclasses import replace

import pytest

from jdparse import JdparseError, from_record, to_record
from jdparse.posting import Coverage

KEYS = [
    "schema_version",
    "id",
    "status",
    "problems",
    "source",
    "language",
    "title",
    "company",
    "locations",
    "date_posted",
    "valid_through",
    "employment_type",
    "work_mode",
    "text",
    "sections",
    "responsibilities",
    "skills",
    "degrees",
    "experience",
    "pay",
    "pay_benchmark",
    "requirement_alternatives",
    "seniority",
    "visa_sponsorship",
    "security_clearance",
    "spoken_languages",
    "coverage",
    "benefits",
    "role",
    "provenance",
    "parser",
]


def test_keys_are_those_of_the_record_in_its_order(posting):
    assert list(to_record(posting)) == KEYS


def test_a_record_survives_json(posting):
    assert from_record(json.loads(json.dumps(to_record(posting)))) == posting


def test_a_record_with_nothing_found_survives_json(posting):
    empty = replace(
        posting, title=None, skills=(), pay=(), pay_benchmark=None, role=None, coverage=Coverage()
    )
    assert from_record(json.loads(json.dumps(to_record(empty)))) == empty


def without(record, *path):
    *above, last = path
    for key in above:
        record = record[key]
    del record[last]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (["pay"], r"no pay\."),
        (["schema_version"], r"no schema_version\."),
        (["pay", 0, "currency"], r"no pay\[0\]\.currency\."),
        (["role", "probabilities", "other"], r"no role\.probabilities\.other\."),
        (["provenance", "title", "origin"], r"no provenance\.title\.origin\."),
    ],
)
def test_a_missing_key_is_named(posting, path, named):
    """Caught a bug: it was a KeyError, no error of ours, and named the last key only."""
    record = to_record(posting)
    without(record, *path)
    with pytest.raises(JdparseError, match=named):
        from_record(record)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"schema_version": 99}, "schema_version 99, this jdparse reads 1"),  # caught a bug
        ({"schema_version": "1"}, "schema_version '1'"),
        ({"skills": None}, "The record's skills is no list: None"),
        ({"skills": ["Python"]}, r"The record's skills\[0\] is no object: 'Python'"),
        ({"source": "a.html"}, "The record's source is no object"),
        ({"provenance": []}, "The record's provenance is no object"),
    ],
)
def test_a_record_of_another_shape_is_refused(posting, changed, message):
    with pytest.raises(JdparseError, match=message):
        from_record(to_record(posting) | changed)


def test_what_is_no_record_is_refused():
    with pytest.raises(JdparseError, match="The record is no object"):
        from_record([])
