"""Input made to harm: what hangs a parser, breaks a file, commands a terminal. All caught bugs."""

import json
import os

import pytest

from jdparse import Listing, parse
from jdparse.batch.run import run_batch
from jdparse.ingest.printable import printable
from jdparse.record import to_record

TEXT = "Duties: train models in Python. Requirements: 3+ years of SQL. Apply now."
HALF, ESCAPE = "\ud800", "\x1b]0;owned\x07"


def page(script):
    return (
        f"<html><body><h1>Data Scientist</h1><p>{TEXT}</p>"
        f'<script type="application/ld+json">{script}</script></body></html>'
    )


@pytest.mark.parametrize(
    ("make", "piece"),
    [
        (lambda run: page('{"@type":"JobPosting"' + run + "x"), "\n"),
        (lambda run: {"@type": "JobPosting", "title": "A", "description": TEXT,
                      "hiringOrganization": run + " a"}, "_"),
        (lambda run: "Content-Type: text/plain\nSubject: " + run + "\n\n" + TEXT, "=?utf-8?q?a?= "),
        (lambda run: run, "visa "),
        (lambda run: run, "USD"),
    ],
    ids=["newlines in a script", "a company of underscores", "subject", "visa", "one word"],
)  # fmt: skip
def test_a_long_run_is_read_in_linear_time(make, piece, grows_linearly):
    assert grows_linearly(lambda run: parse(make(run)), piece, 60_000)


HOSTILE = [
    Listing('{"@type":"\\ud800","x":1}'),
    Listing('{"\\ud800":1}'),
    Listing(page('{"@type":"JobPosting","title":"A","datePosted":"\\ud800"}')),
    Listing(TEXT, id=HALF, title=HALF, company=HALF, location=HALF, uri=HALF),
    Listing(f"<p>{TEXT} {HALF}</p>"),
    Listing(TEXT, id=ESCAPE, title=f"A{ESCAPE}", company="\u202eowned"),
    Listing(json.dumps({"@type": ESCAPE, "a": 1})),
]


@pytest.mark.parametrize("listing", HOSTILE)
def test_nothing_beside_the_text_is_unprintable(listing):
    record = to_record(parse(listing))
    written = json.dumps({key: value for key, value in record.items() if key != "text"})
    assert printable(json.loads(f"{json.dumps(written)}")) == written
    assert "\\ud8" not in written
    assert "\\u001b" not in written
    assert "\\u202e" not in written


def test_no_listing_stops_a_batch(tmp_path):
    done = run_batch([Listing(TEXT, id="good"), *HOSTILE], tmp_path / "o.jsonl")
    assert done.total == 1 + len(HOSTILE)
    assert len((tmp_path / "o.jsonl").read_text("utf-8").splitlines()) == done.total


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert parse(tmp_path / "pipe").problems[0].code == "unreadable"


def test_what_is_printable_stays():
    assert printable("Müller & Söhne, 東京 (m/w/d)\tTeam\n\U0001f600") == (
        "Müller & Söhne, 東京 (m/w/d)\tTeam\n\U0001f600"
    )
