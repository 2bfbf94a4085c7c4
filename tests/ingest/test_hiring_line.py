"""First lines of "Who is hiring?" postings: what each cell is, and lines that are none."""

import pytest

from jdparse.document import Block, Fact, Facts
from jdparse.ingest.hiring_line import add_hiring_line
from jdparse.ingest.read import read


def told(line):
    found = add_hiring_line(Facts(), line, (Block(0, len(line), "paragraph"),))
    facts = (found.company, found.title, *found.locations)
    assert all(line[f.start : f.end] == f.value for f in facts if f is not None)
    place = found.locations[0].value if found.locations else None
    return found.company and found.company.value, found.title and found.title.value, place


LINES = [
    # developed on
    ("Hopvine (YC W31) | Data Scientist | Leeds, UK | Hybrid | £50-60k",
     ("Hopvine", "Data Scientist", "Leeds, UK")),
    ("Hopvine | Remote (US) | Full-time | Senior ML Engineer | https://hopvine.example",
     ("Hopvine", "Senior ML Engineer", "Remote (US)")),
    ("Hopvine Inc. | ONSITE | Oslo, Norway | Full Time", ("Hopvine Inc.", None, "Oslo, Norway")),
    ("Hopvine.ai | ML Engineers, Data Scientists | REMOTE",
     ("Hopvine.ai", "ML Engineers, Data Scientists", None)),
    ("Hopvine | https://hopvine.example/jobs | Multiple roles in Germany - remote | Full-time",
     ("Hopvine", None, None)),
    ("Leeds Dynamics (Oslo) | Data Scientist | Remote", ("Leeds Dynamics", "Data Scientist", None)),
    # what is no such line
    ("Home | Data Scientist | Leeds | Login", (None, None, None)),
    ("Careers | Data Scientist | London, UK | Full-time", (None, None, None)),
    ("Data Scientist | NLP | Remote, US", (None, None, None)),
    ("Paris, France | Data Scientist | Remote", (None, None, None)),
    ("Hopvine | Data Scientist", (None, None, None)),
    ("Hopvine | brewing | ale | Leeds", (None, None, None)),
    ("What we do | Data Scientist | Remote", (None, None, None)),
    ("We brew! Join us | Data Scientist | Remote", (None, None, None)),
    ("Hopvine | " + "Data Scientist, " * 20 + "| Remote", (None, None, None)),
    ("", (None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_cells_are_told_by_what_they_hold(line, expected):
    assert told(line) == expected


def test_what_is_known_stays():
    known = Facts(title=Fact("Baker", "page"))
    line = LINES[0][0]
    assert add_hiring_line(known, line, (Block(0, len(line), "paragraph"),)).title.value == "Baker"


def test_a_posting_of_a_thread_is_read():
    facts = read(f"{LINES[0][0]}\n\nWe forecast how much ale a town drinks.").facts
    assert (facts.company.value, facts.title.value, facts.country) == (
        "Hopvine",
        "Data Scientist",
        "GB",
    )


@pytest.mark.parametrize("piece", ["a | ", "| ", "$1 | ", "a.b"])
def test_a_long_run_of_anything_is_read_in_linear_time(piece, grows_linearly):
    assert grows_linearly(told, piece)
