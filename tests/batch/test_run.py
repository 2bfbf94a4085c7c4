import json

import pytest

from jdparse.batch.run import run_batch
from jdparse.document import Listing
from jdparse.posting import Problem

GOOD = "What you will do\n- Train models in Python\nRequirements\n- 3+ years of experience"
LISTINGS = [
    Listing(GOOD, id="good"),
    Listing("", id="empty"),
    Listing("", id="row-3", problem=Problem("bad_row", "Line 3 is not a JSON object.")),
    Listing(GOOD, id="good again"),
]


def test_every_listing_is_a_line_in_order(tmp_path):
    seen = []
    summary = run_batch(LISTINGS, tmp_path / "new" / "out.jsonl", on_posting=seen.append)
    lines = (tmp_path / "new" / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [x.id for x in LISTINGS]
    assert [posting.id for posting in seen] == [x.id for x in LISTINGS]
    assert summary.total == 4
    assert summary.statuses["failed"] == 2
    assert [(f.id, f.problem.code) for f in summary.failures] == [
        ("empty", "empty_input"),
        ("row-3", "bad_row"),
    ]


def test_a_listing_that_breaks_the_parser_does_not_stop_the_batch(tmp_path):
    summary = run_batch([Listing(3.5, id="odd"), *LISTINGS], tmp_path / "out.jsonl")
    assert summary.total == 5
    assert summary.failures[0].id == "odd"
    assert summary.failures[0].problem.code == "unexpected"


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_writes_the_same_bytes(tmp_path, workers):
    many = [Listing(f"{GOOD}\n- Task {n}", id=str(n)) for n in range(70)]
    run_batch(many, tmp_path / "one.jsonl")
    run_batch(many, tmp_path / "several.jsonl", workers=workers)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "several.jsonl").read_bytes()


def test_an_interrupted_run_leaves_the_old_result(tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("old")

    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(LISTINGS, out, on_posting=interrupt)
    assert out.read_text() == "old"
