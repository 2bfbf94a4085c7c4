"""The record: one shape, there and back."""

import json
from dataclasses import replace

import pytest

from jdparse import from_record, to_record
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


def test_a_missing_key_is_an_error(posting):
    record = to_record(posting)
    del record["pay"]
    with pytest.raises(KeyError, match="pay"):
        from_record(record)
