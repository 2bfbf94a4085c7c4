import json
import os
from dataclasses import replace

import pytest

from jdparse.batch import run
from jdparse.batch.duplicates import NEAR
from jdparse.batch.options import BatchOptions, Duplicates
from jdparse.batch.run import StrictFailure, Watch, run_batch
from jdparse.document import Listing
from jdparse.errors import BatchError
from jdparse.posting import Problem
from jdparse.processes import map_chunks

GOOD = "What you will do\n- Train models in Python\nRequirements\n- 3+ years of experience"
LISTINGS = [
    Listing(GOOD, id="good"),
    Listing("", id="empty"),
    Listing("[3]", id="row-3", problem=Problem("bad_row", "Line 3 is not a JSON object.")),
    Listing(f"{GOOD}\n- Explain them", id="another"),
]
MANY = [Listing(f"{GOOD}\n- Task {n}", id=str(n)) for n in range(100)]


class Seen(Watch):
    """What a watch was told; stops the run after `most` postings."""

    def __init__(self, most=10_000):
        self.most, self.ids = most, []

    def begin(self, total, before):
        self.total, self.done = total, sum(before.get(s, 0) for s in ("ok", "partial", "failed"))

    def parsed(self, one):
        self.ids.append(one.id)
        if len(self.ids) == self.most:
            raise KeyboardInterrupt


def ids(path):
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


def test_every_listing_is_a_line_in_order(tmp_path):
    seen, out = Seen(), tmp_path / "new" / "out.jsonl"
    summary = run_batch(LISTINGS, out, watch=seen)
    assert ids(out) == seen.ids == [x.id for x in LISTINGS]
    assert (seen.total, seen.done) == (4, 0)
    assert (summary.total, summary.failed, summary.duplicates) == (4, 2, 0)
    assert [(f.number, f.id, f.code) for f in summary.failures] == [
        (1, "empty", "empty_input"),
        (2, "row-3", "bad_row"),
    ]
    assert len(summary.failures[1].digest) == 64
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]


def test_a_listing_that_breaks_the_parser_does_not_stop_the_batch(tmp_path):
    summary = run_batch([Listing(3.5, id="odd"), *LISTINGS], tmp_path / "out.jsonl")
    assert summary.total == 5
    assert summary.failures[0].id == "odd"
    assert summary.failures[0].code == "unexpected"


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_writes_the_same_bytes(tmp_path, workers):
    run_batch(MANY, tmp_path / "one.jsonl")
    run_batch(MANY, tmp_path / "several.jsonl", BatchOptions(workers=workers))
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "several.jsonl").read_bytes()


def test_no_worker_is_left_when_the_results_are_written(tmp_path):
    """Caught a bug: a summary was drawn beside workers that held their memory and did nothing."""
    left = set(map_chunks(lambda _: [os.getpid()] * 4, range(64), size=4, workers=2))

    class Workers(Watch):
        def step(self, what):
            left.intersection_update(filter(is_alive, left))

    assert left
    assert all(map(is_alive, left))
    run_batch(MANY, tmp_path / "out.jsonl", BatchOptions(workers=2), Workers())
    assert not left


def is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def stop(out, after=70, listings=MANY):
    with pytest.raises(KeyboardInterrupt):
        run_batch(listings, out, watch=Seen(after))


def test_a_stopped_run_leaves_the_old_result_and_goes_on(tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    stop(out)
    assert out.read_text() == "old"
    seen = Seen()
    run_batch(MANY, out, watch=seen)
    assert (seen.total, seen.done) == (100, 64)
    assert seen.ids == [str(n) for n in range(64, 100)]
    assert ids(out) == [str(n) for n in range(100)]


@pytest.mark.parametrize(
    "changed",
    [MANY[:-1], [*MANY, MANY[0]], [Listing(GOOD, id="0"), *MANY[1:]], MANY[::-1]],
    ids=["fewer", "more", "another text", "another order"],
)
def test_changed_listings_are_noticed_and_not_mixed(tmp_path, changed):
    out = tmp_path / "out.jsonl"
    stop(out)
    with pytest.raises(BatchError, match=r"other listings.*--restart"):
        run_batch(changed, out)
    run_batch(changed, out, BatchOptions(restart=True))
    assert ids(out) == [x.id for x in changed]


@pytest.mark.parametrize(
    ("what", "new"),
    [
        ("model", lambda key: replace(key, model="another")),
        ("version", lambda key: replace(key, version="99")),
        ("lexicon", lambda key: replace(key, lexicon="another")),
    ],
)
def test_a_changed_model_version_or_lexicon_is_noticed(tmp_path, monkeypatch, what, new):
    out = tmp_path / "out.jsonl"
    stop(out)
    key = run._run_key
    monkeypatch.setattr(run, "_run_key", lambda digest: new(key(digest)))
    with pytest.raises(BatchError, match=f"other {what}"):
        run_batch(MANY, out)


def test_a_changed_file_of_a_folder_is_noticed(tmp_path):
    paths = [tmp_path / f"{n}.txt" for n in range(40)]
    for path in paths:
        path.write_text(GOOD)
    stop(tmp_path / "out.jsonl", 35, paths)
    paths[39].write_text("other")
    with pytest.raises(BatchError, match="other listings"):
        run_batch(paths, tmp_path / "out.jsonl")


def test_a_file_that_is_no_checkpoint_is_not_written_over(tmp_path):
    out = tmp_path / "out.jsonl"
    stop(out)
    (tmp_path / "out.jsonl.unfinished.duckdb").write_bytes(b"not a database")
    with pytest.raises(BatchError, match="--restart"):
        run_batch(MANY, out)


def test_a_result_that_cannot_be_written_costs_no_parsing(tmp_path):
    out = tmp_path / "out.jsonl"
    out.mkdir()
    with pytest.raises(BatchError, match="All is parsed and kept"):
        run_batch(MANY, out)
    out.rmdir()
    seen = Seen()
    run_batch(MANY, out, watch=seen)
    assert seen.ids == []
    assert len(ids(out)) == 100


def test_strict_stops_at_the_first_failure_and_keeps_what_came_before(tmp_path):
    listings = [*MANY[:40], Listing("", id="empty"), *MANY[40:]]
    out = tmp_path / "out.jsonl"
    strict = BatchOptions(strict=True)
    for _ in range(2):
        with pytest.raises(StrictFailure, match="listing 41, empty: empty_input"):
            run_batch(listings, out, strict)
    assert not out.exists()
    seen = Seen()
    run_batch(listings, out, watch=seen)
    assert seen.done == 40
    assert len(ids(out)) == 101


def test_strict_names_a_failure_that_an_earlier_run_kept(tmp_path):
    listings = [Listing("", id="empty"), *MANY]
    stop(tmp_path / "out.jsonl", 70, listings)
    with pytest.raises(StrictFailure, match="listing 1, empty"):
        run_batch(listings, tmp_path / "out.jsonl", BatchOptions(strict=True))


def test_no_listings_are_an_empty_file(tmp_path):
    for name in ("a.jsonl", "a.csv", "a.parquet", "a.duckdb"):
        assert run_batch([], tmp_path / name).total == 0
    assert (tmp_path / "a.jsonl").read_bytes() == b""


def test_an_unknown_suffix_says_which_there_are(tmp_path):
    with pytest.raises(BatchError, match=r"\.parquet"):
        run_batch(MANY, tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


LONG = " ".join(f"word{n} and another{n}" for n in range(60))
SIMILAR = [
    Listing(LONG, id="first"),
    Listing(f"<p>{LONG}</p>", id="marked up"),
    Listing(f"{LONG} in Leeds", id="another city"),
    Listing(" ".join(LONG.split()[:100]), id="half"),
    Listing("", id="empty"),
    Listing("", id="empty too"),
]


@pytest.mark.parametrize(
    ("how", "left"),
    [
        (Duplicates.NONE, ["first", "marked up", "another city", "half", "empty", "empty too"]),
        (Duplicates.EXACT, ["first", "another city", "half", "empty", "empty too"]),
        (Duplicates.NEAR, ["first", "half", "empty", "empty too"]),
    ],
)
def test_duplicates_are_counted_and_can_be_left_out(tmp_path, how, left):
    assert NEAR > 100 / 180  # half is not near
    summary = run_batch(SIMILAR, tmp_path / "all.jsonl", BatchOptions(duplicates=how))
    assert ids(tmp_path / "all.jsonl") == [x.id for x in SIMILAR]
    assert summary.duplicates == len(SIMILAR) - len(left)
    run_batch(SIMILAR, tmp_path / "one.jsonl", BatchOptions(duplicates=how, unique=True))
    assert ids(tmp_path / "one.jsonl") == left


def test_near_duplicates_without_datasketch_say_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("jdparse.batch.duplicates.find_spec", lambda _: None)
    with pytest.raises(BatchError, match=r"jdparse\[dedupe\]"):
        run_batch(SIMILAR, tmp_path / "a.jsonl", BatchOptions(duplicates=Duplicates.NEAR))


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_comparing_again_changes_no_byte(tmp_path, monkeypatch, suffix):
    """Caught a bug: a run killed while it wrote compared anew, and its Parquet was another."""
    good = "Duties\n- Train models in Python\n- Task {0}\nRequirements\n- {0}+ years"
    listings = [Listing(good.format(n % 20), id=str(n)) for n in range(80)]
    run_batch(listings, tmp_path / f"once{suffix}")
    mark = run.mark

    def often(store, how):
        for _ in range(3):
            mark(store, how)

    monkeypatch.setattr(run, "mark", often)
    run_batch(listings, tmp_path / f"often{suffix}")
    once, again = (tmp_path / f"{name}{suffix}" for name in ("once", "often"))
    assert once.read_bytes() == again.read_bytes()
