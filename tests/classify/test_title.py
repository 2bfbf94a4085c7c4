"""What a title alone says."""

import pytest

from jdparse.classify.title import TitleEntry, title_label
from jdparse.lexicon import read_lexicon

MLE, DS, OTHER = "machine_learning_engineer", "data_scientist", "other"
CASES = [
    ("Machine Learning Engineer", MLE),
    ("Sr. ML Engineer II", MLE),
    ("Software Engineer, Machine Learning", MLE),
    ("MLOps Specialist", MLE),
    ("AI/ML Engineer (m/w/d)", MLE),
    ("Data Scientist", DS),
    ("Lead Data-Scientist - Pricing", DS),
    ("Manager, Data Science", DS),
    ("Data Scientist / Machine Learning Engineer", MLE),
    ("Data Engineer", OTHER),
    ("Registered Nurse", OTHER),
    ("Technical Recruiter, Machine Learning Engineers", OTHER),
    ("Applied Scientist", None),
    ("Member of Technical Staff", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("title", "label"), CASES, ids=lambda value: f"developed on: {value}")
def test_title_label(title, label):
    assert title_label(title) == label


def test_every_label_phrase_decides_when_it_is_the_title():
    for name, entry in read_lexicon("titles", TitleEntry).items():
        if entry.part == "label":
            wrong = [phrase for phrase in entry.phrases if title_label(phrase) != entry.label]
            assert not wrong, name
