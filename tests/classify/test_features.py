"""What the model reads of a posting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import issparse
from sklearn.base import clone

from jdparse.classify.features import PostingFeatures
from jdparse.classify.reading import CUE, grams, read_text
from jdparse.posting import Section

TEXTS = [
    "We build models. We deploy models to production.",
    "You analyze data and present findings; dashboards too.",
    "No headings here\n- train models\n- deploy models",
]


@given(st.text(max_size=300))
def test_sentences_slice_to_themselves_in_order(text):
    end = 0
    for sentence in read_text(text).sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        end = sentence.end


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Text before.\nHeading\nA duty", 3),
        ("One sentence. Another one! And 3.5 years", 3),
        ("ends here.next begins", 1),
        ("", 0),
        ("— • —", 0),
    ],
    ids=["text before a heading", "one line", "lost space", "empty", "no words"],
)
def test_how_many_sentences(text, count):
    assert len(read_text(text).sentences) == count


def test_sections_weigh_and_text_outside_them_counts_fully():
    text = "Before.\nWe are great.\nYou train models."
    sections = (Section("about", None, 8, 21), Section("responsibilities", None, 22, 39))
    weights = [sentence.weight for sentence in read_text(text, sections).sentences]
    assert weights == [1.0, 0.5, 1.0]
    assert [s.weight for s in read_text(text).sentences] == [1.0, 1.0, 1.0]


def test_what_says_nothing_of_the_job_is_not_read():
    text = "You train models for rare birds.\nFree fruit."
    sections = (Section("responsibilities", None, 0, 32), Section("benefits", None, 33, 44))
    assert [s.end for s in read_text(text, sections).sentences] == [32]


def test_sections_that_leave_out_most_of_the_text_are_not_believed():
    text = "You train models for rare birds.\nFree fruit."
    sections = (Section("legal", None, 0, 32), Section("about", None, 33, 44))
    assert [s.weight for s in read_text(text, sections).sentences] == [1.0, 1.0]


def test_years_and_digits_are_no_features():
    found = list(grams(read_text("5 years in 2025").sentences[0]))
    assert found == ["years"]


def test_a_word_of_one_source_is_not_learned():
    readings = [read_text("acme models"), read_text("acme models"), read_text("models x")]
    features = PostingFeatures(min_postings=2, min_groups=2, max_share=1.0)
    assert features.fit(readings, groups=["a", "a", "b"]).words_ == ["models"]


def test_rows_have_words_of_length_one_and_cues_first():
    readings = [read_text(text) for text in TEXTS]
    features = PostingFeatures(min_postings=1, min_groups=1, max_share=1.0)
    matrix = clone(features).fit(readings).transform(readings)
    assert issparse(matrix)
    cues = sum(name.startswith(CUE) for name in clone(features).fit(readings).columns())
    assert np.allclose(np.sqrt(matrix[:, cues:].multiply(matrix[:, cues:]).sum(axis=1)), 1)


def test_reading_grows_with_length_alone():
    """One line of a megabyte is as many sentences as it has marks, and is read once."""
    reading = read_text("deploy models. Train " * 50_000)
    assert len(reading.sentences) == 50_001
    assert reading.words() == 150_000
