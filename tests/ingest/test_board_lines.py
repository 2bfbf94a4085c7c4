"""Postings copied from the screens of job boards: whose, what and where, from the lines above.

The screens are our own, of fictional employers, in the order in which boards print such lines.
"""

import pytest

from jdparse import parse

BODY = """
About the job
We move containers. You will train ranking models in PyTorch and deploy them with Docker.
Requirements
- 5+ years of Python
"""

CARD = """Northwind Harbor logo
Northwind Harbor
Share
Show more options
Senior Machine Learning Engineer
San Francisco, CA · 2 weeks ago · Over 100 people clicked apply
Promoted by hirer · Responses managed off the site
$150K/yr - $190K/yr
Apply
Save
"""
CARD_WITH_MODE = """Skip to main content
Data Scientist
Northwind Harbor · Austin, TX (Remote)
Easy Apply
Save
"""
OLD_CARD = """Data Scientist
Northwind Harbor · Austin, TX · Reposted 3 days ago · 27 applicants
Apply
"""
JOB_POST = """Data Scientist - job post
Northwind Harbor
4.1 out of 5 stars
Austin, TX 78701
$120,000 - $150,000 a year - Full-time
"""
RATED = """Northwind Harbor
4.1
★
Machine Learning Engineer
Boston, MA
$130K - $160K (Employer est.)
Easy Apply
"""


@pytest.mark.parametrize(
    ("head", "title", "company", "location"),
    [
        (CARD, "Senior Machine Learning Engineer", "Northwind Harbor", "San Francisco, CA"),
        (CARD_WITH_MODE, "Data Scientist", "Northwind Harbor", "Austin, TX (Remote)"),
        (OLD_CARD, "Data Scientist", "Northwind Harbor", "Austin, TX"),
        (JOB_POST, "Data Scientist", "Northwind Harbor", "Austin, TX 78701"),
        (RATED, "Machine Learning Engineer", "Northwind Harbor", "Boston, MA"),
    ],
)
def test_whose_what_and_where(head, title, company, location):
    posting = parse(head + BODY)
    assert (posting.title, posting.company, posting.locations) == (title, company, (location,))
    for name in ("title", "company", "locations"):
        where = posting.provenance[name]
        stated = location if name == "locations" else getattr(posting, name)
        assert posting.text[where.start : where.end] == stated
    assert posting.role.title_label is not None


@pytest.mark.parametrize(
    ("head", "title", "company", "location"),
    [
        # no mark of a board
        ("Northwind Harbor\nShare\nWe hire in Austin\n", None, None, ()),
        # a mark, and no title beside it
        ("Welcome\nAustin, TX · 2 weeks ago\n", None, None, ()),
        ("4.1\nAbout our team\n", None, None, ()),
        ("Similar jobs\nAcme\nData Scientist\nAustin, TX · 2 weeks ago\n", None, None, ()),
        # a title, and no name or place beside it
        (
            "Data Scientist - job post\nYou will love it here.\nApply now\n",
            "Data Scientist",
            None,
            (),
        ),
        ("Apply\nData Scientist\n$120K · 2 weeks ago\n", "Data Scientist", None, ()),
        # what is labelled, or stated beside the text, goes first
        ("Job title: Nurse\nData Scientist - job post\nAcme\n", "Nurse", None, ()),
        # a version, not a rating
        ("Release\n4.1\nfor every engineer\n", None, None, ()),
    ],
)
def test_what_no_board_printed_is_not_read(head, title, company, location):
    posting = parse(head + BODY)
    assert (posting.title, posting.company, posting.locations) == (title, company, location)


def test_a_title_given_beside_the_text_stays():
    assert parse(CARD + BODY, title="Data Scientist").title == "Data Scientist"


def test_many_lines_of_marks_cost_no_more_than_one():
    posting = parse("Acme · Austin, TX (Remote)\n" * 20_000)
    assert posting.title is None
