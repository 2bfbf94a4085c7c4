"""Spark for real: a cluster of two executors, each a process of its own, on this machine."""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jdparse import parse_many, to_record
from jdparse.adapters.cli import app
from jdparse.adapters.spark import failures, parse_frame, spark_schema
from jdparse.adapters.spark import session as sessions
from jdparse.adapters.spark.frame import Installed, SparkListings, parse_listings
from jdparse.adapters.spark.rows import CsvRows, JsonRows
from jdparse.adapters.spark.run import SparkOptions, run_spark
from jdparse.batch.columns import ColumnNames, Columns
from jdparse.batch.run import run_batch
from jdparse.csv_dialect import Dialect
from jdparse.document import Listing
from jdparse.errors import BatchError, ListingsError

MASTER = "local-cluster[2,1,1024]"
# The Java machines live for seconds: the quick compiler and one collector thread will do.
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.extraJavaOptions": QUICK_JAVA,
    "spark.executor.extraJavaOptions": QUICK_JAVA,
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.task.maxFailures": "2",
}
GOOD = "What you will do\n- Train models in Python\nRequirements\n- 3+ years of experience"
ARTICLE = "<html><head><title>How to bake</title></head><body><p>Take flour.</p></body></html>"
BAD = {"null": None, "empty": "", "no text": "<p> </p>", "picture": "\x89PNG\r\n\x1a\n\x00\x00"}


@pytest.fixture(scope="module")
def cluster():
    """What real Spark needs; without it these tests are skipped, or fail where it must be there."""
    try:
        sessions.check_installed()
    except BatchError as missing:
        if os.environ.get("JDPARSE_REQUIRE_SPARK"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def session(cluster):
    with sessions.open_session(MASTER, SETTINGS) as opened:
        yield opened


@pytest.fixture(scope="module")
def listings():
    """The samples and rows that fail."""
    folder = Path(__file__).resolve().parents[2] / "samples" / "postings"
    good = [Listing(path.read_text(), id=path.name) for path in sorted(folder.iterdir())]
    return [*good, *(Listing(text or "", id=name) for name, text in BAD.items())]


@pytest.fixture(scope="module")
def one_machine(listings):
    """Canonical JSON of the records of one machine, by id."""
    return {posting.id: canonical(to_record(posting)) for posting in parse_many(listings)}


def canonical(record):
    return json.dumps(record, sort_keys=True)


def by_id(frame):
    rows = [row.asDict(recursive=True) for row in frame.collect()]
    found = {row["id"]: canonical(row) for row in rows}
    assert len(found) == len(rows)  # each once
    return found


def write_jsonl(path, listings):
    rows = [{"id": one.id, "text": BAD.get(one.id, one.content)} for one in listings]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_the_command_writes_the_records_of_one_machine(cluster, tmp_path, listings, one_machine):
    import pyarrow.parquet as pq

    source, out = tmp_path / "listings.jsonl", tmp_path / "out"
    chosen = listings[-12:]
    write_jsonl(source, chosen)
    with source.open("a") as file:
        file.write('\n{"id": "broken", \n')
    settings = [part for item in SETTINGS.items() for part in ("--conf", "=".join(item))]
    command = ["spark", str(source), str(out), "--master", "local[1]", *settings]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1, done.stderr
    assert f"{len(chosen) + 1} listings, written to {out}" in done.stderr
    assert "failed: null: empty_input: " in done.stderr

    found = {row["id"]: row for row in pq.read_table(out / "postings").to_pylist()}
    failed = {row["id"]: row for row in pq.read_table(out / "failures").to_pylist()}
    (broken,) = failed.keys() - BAD.keys()
    assert failed[broken]["code"] == "bad_row"
    assert found.pop(broken)["status"] == "failed"
    for row in found.values():  # Arrow gives a map as pairs
        row["provenance"] = dict(row["provenance"])
    expected = {one.id: one_machine[one.id] for one in chosen}
    assert {name: canonical(row) for name, row in found.items()} == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["listings.jsonl", "out"]


def test_a_frame_of_other_columns_gives_the_records_of_one_machine(session, listings, one_machine):
    rows = [(n, one.id, BAD.get(one.id, one.content)) for n, one in enumerate(listings)]
    frame = session.createDataFrame(rows, "`a.b` INT, `job id` STRING, `my text` STRING")
    postings = parse_frame(frame, ColumnNames(content="my text", id="job id"))
    assert by_id(postings.repartition(3)) == one_machine
    with pytest.raises(ListingsError, match=r"no column holds the postings. It has: a\.b, job id"):
        parse_frame(frame.drop("my text"))


def test_the_schema_is_that_of_a_batch(session, tmp_path):
    run_batch([Listing(GOOD, id="good")], tmp_path / "batch.parquet")
    batch = session.read.parquet(str(tmp_path / "batch.parquet")).drop("duplicate_of").schema
    assert spark_schema() == batch


class Breaking:
    """Rows of which the parser breaks on one."""

    def listing(self, row):
        return Listing(3.5 if row["id"] == 2 else GOOD, id=str(row["id"]))


class WorkerIds:
    """Rows whose listings have the id of the process that reads them."""

    def listing(self, row):
        return Listing(GOOD, id=str(os.getpid()))


@pytest.fixture
def own_rows(session):
    """Lets the executors have the classes of this file, which they cannot import."""
    from pyspark.cloudpickle import register_pickle_by_value, unregister_pickle_by_value

    register_pickle_by_value(sys.modules[__name__])
    yield
    unregister_pickle_by_value(sys.modules[__name__])


def test_a_core_keeps_its_worker_from_task_to_task(session, own_rows):
    tasks = SparkListings(session.range(8, numPartitions=8), WorkerIds())
    found = [row.id for row in parse_listings(tasks).collect()]
    assert len(found) == 8
    assert len(set(found)) <= 2  # the cluster has two cores


def test_a_row_that_breaks_the_parser_is_a_failure(session, own_rows):
    found = parse_listings(SparkListings(session.range(4, numPartitions=1), Breaking()))
    (failed,) = failures(found).collect()
    assert (failed.id, failed.code) == ("2", "unexpected")
    assert found.count() == 4


def test_text_that_is_no_utf8_does_not_end_the_job(session):
    frame = session.sql("SELECT 'x' AS id, CAST(unhex('4361fee9') AS STRING) AS text")
    content = f"{GOOD}\n- Café".encode("latin-1").hex()
    odd = session.sql(f"SELECT 'y' AS id, CAST(unhex('{content}') AS STRING) AS text")
    found = parse_frame(frame.union(odd)).collect()
    assert [row.id for row in found] == ["x", "y"]
    assert found[1].text.endswith("Café")


def test_csv_with_odd_rows(session, tmp_path):
    path = tmp_path / "listings.csv"
    text = GOOD.replace("\n", "\r\n")
    rows = f'1;"A ""data"" scientist";"{text}"\n2;short\n3;a;b;c\n4;Analyst;{ARTICLE}\n'
    path.write_text(f"ref;title;description\n{rows}", newline="")
    named = ColumnNames(id="ref")
    summary = run_spark(session, str(path), str(tmp_path / "out"), SparkOptions(named, 2))
    found = {row.id: row for row in session.read.parquet(str(tmp_path / "out/postings")).collect()}
    assert found["1"].title == 'A "data" scientist'
    assert found["1"].text == GOOD
    codes = {one.id: one.code for one in summary.failures}
    (ragged,) = codes.keys() - {"2", "4"}
    assert codes == {"2": "empty_input", "4": "not_a_posting", ragged: "bad_row"}
    assert (summary.total, summary.failed) == (4, 3)


def test_an_output_that_is_there_is_kept_unless_told(session, tmp_path):
    source, out = tmp_path / "in" / "a.parquet", str(tmp_path / "out")
    session.createDataFrame([(GOOD,)], "text STRING").coalesce(1).write.parquet(str(source))
    assert run_spark(session, str(source), out).statuses == {"ok": 1}
    with pytest.raises(BatchError, match="--overwrite"):
        run_spark(session, str(source), out)
    assert run_spark(session, str(source), out, SparkOptions(overwrite=True)).total == 1
    with pytest.raises(ListingsError, match="subfolders"):
        run_spark(session, str(tmp_path / "in"), str(tmp_path / "new"))
    with pytest.raises(BatchError, match="Path does not exist"):
        run_spark(session, str(tmp_path / "nowhere"), str(tmp_path / "new"))
    with pytest.raises(ListingsError, match="files of one kind"):
        run_spark(session, str(tmp_path / "in" / "*" / "_SUCCESS"), str(tmp_path / "new"))


def test_an_executor_with_another_jdparse_is_noticed(session, tmp_path, monkeypatch):
    driver = Installed("another", "models")
    monkeypatch.setattr("jdparse.adapters.spark.frame.installed", lambda: driver)
    source = tmp_path / "a.jsonl"
    write_jsonl(source, [Listing(GOOD, id="a")])
    with pytest.raises(BatchError, match="Install the same jdparse on all"):
        run_spark(session, str(source), str(tmp_path / "out"), SparkOptions(partitions=1))
    assert not (tmp_path / "out").exists()


def executors(session):
    """Process ids of this session's executors."""
    driver = session.sparkContext._gateway.proc.pid
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
        if parent == driver and b"CoarseGrainedExecutorBackend" in command:
            found.append(int(folder.name))
    return found


class Killer(threading.Thread):
    """Kills one executor once a task of a job is done and others are at work."""

    def __init__(self, session):
        super().__init__()
        self.session, self.killed, self.stage = session, None, None

    def run(self):
        tracker = self.session.sparkContext.statusTracker()
        while self.killed is None:
            stages = map(tracker.getStageInfo, tracker.getActiveStageIds())
            for stage in filter(None, stages):
                if stage.numTasks >= 10 and stage.numCompletedTasks and stage.numActiveTasks > 1:
                    self.stage = stage.stageId
                    self.killed = executors(self.session)[0]
                    os.kill(self.killed, signal.SIGKILL)
                    return
            time.sleep(0.05)

    def something_was_lost(self):
        """A task at work, or what was shuffled to the executor, so that the stage began anew."""
        stage = self.session.sparkContext.statusTracker().getStageInfo(self.stage)
        return stage.numFailedTasks > 0 or stage.currentAttemptId > 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc")
def test_a_killed_executor_loses_nothing(session, tmp_path, listings, one_machine):
    copies = [
        Listing(one.content, id=f"{one.id}#{n}")
        for n in range(6)
        for one in listings
        if one.content
    ]
    source, out = tmp_path / "listings.jsonl", tmp_path / "out"
    write_jsonl(source, copies)
    killer = Killer(session)
    killer.daemon = True
    killer.start()
    summary = run_spark(session, str(source), str(out), SparkOptions(partitions=12))
    killer.join(timeout=1)
    assert killer.killed is not None
    assert killer.something_was_lost()
    assert killer.killed not in executors(session)
    assert summary.total == len(copies)
    found = by_id(session.read.parquet(str(out / "postings")))
    assert found == {
        one.id: one_machine[one.id.partition("#")[0]].replace(
            json.dumps(one.id.partition("#")[0]), json.dumps(one.id), 1
        )
        for one in copies
    }


@pytest.mark.parametrize(
    ("version", "says"),
    [
        (None, "needs Java 17 or newer, and none was found"),
        (11, "needs Java 17 or newer, and Java 11 was found"),
    ],
)
def test_without_java_it_says_what_to_install(monkeypatch, version, says):
    monkeypatch.setattr(sessions, "find_spec", lambda name: True)
    monkeypatch.setattr(sessions, "_java_version", lambda: version)
    with pytest.raises(BatchError, match=says):
        sessions.check_installed()


@pytest.mark.parametrize(
    ("said", "version"), [('openjdk version "17.0.15" 2025', 17), ('java version "1.8.0_31"', 8)]
)
def test_the_version_of_java_is_read(monkeypatch, tmp_path, said, version):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert sessions._java_version() == version
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    assert sessions._java_version() is None


def test_without_pyspark_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sessions, "find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["spark", "in.parquet", "out"])
    assert done.exit_code == 2
    assert "pip install 'jdparse[spark]'" in done.stderr


def test_a_setting_without_a_value_is_wrong_usage():
    done = CliRunner().invoke(app, ["spark", "in.parquet", "out", "--conf", "spark.cores.max"])
    assert done.exit_code == 2
    assert "KEY=VALUE" in done.stderr


CSV = CsvRows(("id", "text"), Dialect(",", '"', None), Columns("text", id="id"))
JSON = JsonRows(ColumnNames(), Columns("text", id="id"))


@pytest.mark.parametrize(
    ("rows", "row", "content", "code"),
    [
        (JSON, {"value": '{"id": 1, "text": "a"}'}, "a", None),
        (JSON, {"value": '\ufeff{"job_id": 1, "html": "a"}'}, "a", None),
        (JSON, {"value": '{"id": 1}'}, "", None),
        (JSON, {"value": "[1]"}, b"[1]", "bad_row"),
        (JSON, {"value": b'{"text": "\xff"}'}, b'{"text": "\xff"}', "bad_row"),
        (CSV, {"id": "1", "text": "a", "_corrupt_record": None}, "a", None),
        (CSV, {"id": "1", "text": "a", "_corrupt_record": '1,"a\u2028b\nc"'}, "a\u2028b\nc", None),
        (CSV, {"id": "1", "text": "a", "_corrupt_record": "1,a,b"}, "1,a,b", "bad_row"),
    ],
)
def test_rows_become_listings(rows, row, content, code):
    listing = rows.listing(row)
    assert listing.content == content
    assert (listing.problem.code if listing.problem else None) == code


def test_an_empty_line_is_no_listing():
    assert JSON.listing({"value": "  "}) is None
