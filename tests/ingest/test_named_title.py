"""The job title that a posting's own sentences name, and occupations that are not the job's."""

import pytest

from jdparse import Listing, parse
from jdparse.document import Facts
from jdparse.ingest.named_title import TitleForm, add_named_title
from jdparse.ingest.read import read
from jdparse.lexicon import read_lexicon


def title(text):
    found = add_named_title(Facts(), text).title
    assert found is None or text[found.start : found.end] == found.value
    return found and found.value


NAMED = [
    # developed on
    ("Hopvine is looking for a keen Senior Data Scientist to join us.", "Senior Data Scientist"),
    ("We are seeking an experienced, hands-on ML Engineer III.", "ML Engineer III"),
    ("Now hiring a Sr. Data Analyst. The pay is good.", "Sr. Data Analyst"),
    ("We bake.\nAs the Head of Data Science at Hopvine, you brew.", "Head of Data Science"),
    ("The Data & AI Engineer reports to the brewer.", "Data & AI Engineer"),
    ("As a Data Engineer, you brew. We are hiring a Machine Learning Engineer.", "Data Engineer"),
]
NOT_NAMED = [
    # developed on
    "You work with a Senior Data Scientist and report to a Lead Engineer.",
    "looking for a data scientist to join us",
    "We are looking for an Analyst.",
    "Working as a Senior Data Scientist, you brew.",
    "The Hiring Manager is responsible for all.",
    "The Senior Data Scientist sits beside you.",
    "We are looking for a Brewery Near You",
    "",
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_sentence_that_says_which_job_it_is_names_the_title(text, expected):
    assert title(text) == expected


@pytest.mark.parametrize("text", NOT_NAMED)
def test_other_occupations_are_no_title(text):
    assert title(text) is None


@pytest.mark.parametrize("name", read_lexicon("title_forms", TitleForm))
def test_every_form_finds_its_example(name):
    form = read_lexicon("title_forms", TitleForm)[name]
    assert title(form.example) == "Senior Data Scientist"
    assert any(cue in form.example for cue in form.cues)


def test_what_is_stated_goes_before_what_a_sentence_names():
    text = NAMED[0][0]
    assert read(text).facts.title.value == "Senior Data Scientist"
    assert read(Listing(text, title="Brewer")).facts.title.value == "Brewer"
    assert read(f"Job title: Data Engineer\n{text}").facts.title.value == "Data Engineer"


def test_the_level_of_a_named_title_has_its_place():
    posting = parse(f"{NAMED[0][0]}\nYou train models and explain them to brewers.")
    said = posting.provenance["seniority"]
    assert (posting.seniority, posting.text[said.start : said.end]) == ("senior", "Senior")


@pytest.mark.parametrize(
    "piece",
    ["As a ", "looking for a ", "looking for a Aa ", "The Aa Bb Cc ", "As a Data Engineer at a "],
)
def test_a_long_run_of_anything_is_read_in_linear_time(piece, grows_linearly):
    assert grows_linearly(title, piece)
