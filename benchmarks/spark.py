"""What a cluster costs: speed, memory and size under Spark beside one machine, and the plan.

    python benchmarks/spark.py LISTINGS.parquet [--rows 1000] [--rounds 3]
    python benchmarks/spark.py --plan [--postings 100e6] [--rate 40] [--price 0.05] …

The first form parses the first rows of LISTINGS in turns with `jdparse batch`'s own run on one
worker and on a Spark cluster of one executor with one core, and prints what the plan needs. Time
is processor time (user and system), so that other work on the machine does not count; of Spark it
is that of the executor's Python worker, and of its Java, which takes records in and out without a
parse. The first turn of each loads the models and is left out. The second form works a plan out;
`Plan` has the formulae and `docs/spark.md` says them.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from math import ceil
from pathlib import Path

import pyarrow.parquet as pq

MASTER = "local-cluster[1,1,1024]"
JAVA_RECORDS = 20_000
TICKS = 100  # of /proc/PID/stat, a second
START = """
import time, jdparse
jdparse.parse("You will train models in Python.")
print(time.process_time())
"""


@dataclass(frozen=True)
class Plan:
    """A cluster for so many postings. Defaults are the figures measured in docs/spark.md."""

    postings: float = 100e6
    rate: float = 60.0  # postings a second of one core, on one machine: measure yours
    spark: float = 0.9  # share of that rate that is left under Spark, with a reserve
    cores: int = 64
    cores_a_machine: int = 16
    price: float = 0.05  # of a core and an hour, in your currency
    task_minutes: float = 5.0  # what a killed task costs, and how far cores may end apart
    start: float = 4.0  # seconds until a Python worker has loaded its pipeline
    worker_mb: float = 450.0  # peak of a Python worker, with a reserve
    heap_mb: float = 1024.0  # of Java, a core
    input_bytes: float = 1500.0  # a posting in the listings' Parquet
    output_bytes: float = 5000.0  # a record in Parquet
    file_mb: float = 256.0  # a good size of a Parquet file

    def lines(self) -> Iterator[tuple[str, str]]:
        rate = self.rate * self.spark
        core_hours = self.postings / rate / 3600
        a_task = rate * self.task_minutes * 60
        partitions = ceil(self.postings / a_task)
        yield "postings a second and core", f"{rate:.0f}"
        yield "core hours", f"{core_hours:,.0f}"
        yield f"hours on {self.cores} cores", f"{core_hours / self.cores:.1f}"
        yield "cost", f"{core_hours * self.price:,.2f}"
        yield "loading pipelines, share of it", f"{self.start / 3600 * self.cores / core_hours:.2%}"
        yield "postings a task", f"{a_task:,.0f}"
        yield "partitions", f"{max(partitions, 3 * self.cores):,}"
        yield "spark.executor.memory", f"{self.heap_mb * self.cores_a_machine:,.0f}m"
        overhead = 1.25 * self.worker_mb * self.cores_a_machine
        yield "spark.executor.memoryOverhead", f"{overhead:,.0f}m"
        yield "listings", f"{self.postings * self.input_bytes / 1e9:,.0f} GB"
        yield "records", f"{self.postings * self.output_bytes / 1e9:,.0f} GB"
        yield "a task writes", f"{a_task * self.output_bytes / 1e6:,.0f} MB"
        files = ceil(self.postings * self.output_bytes / self.file_mb / 1e6)
        yield f"files of {self.file_mb:.0f} MB", f"{files:,}"


@dataclass(frozen=True)
class Turn:
    """Processor seconds of the same postings, a batch's and Spark's, and a worker's peak in MB."""

    batch: float
    python: float
    worker_mb: float


def processor_seconds(pid: int) -> float:
    values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / TICKS


def tree(pid: int) -> list[int]:
    """A process and all under it; children of any of its threads count."""
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended
            for child in (thread / "children").read_text().split():
                found += tree(int(child))
    return found


def executor(session) -> int:
    driver = session.sparkContext._gateway.proc.pid
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in tree(driver)}
    return next(pid for pid, said in commands.items() if b"CoarseGrained" in said)


def on_one_machine(source: Path, folder: Path) -> float:
    from jdparse.batch.listings import read_listings
    from jdparse.batch.run import run_batch

    started = time.process_time()
    run_batch(read_listings(source), folder / "one.parquet")
    return time.process_time() - started


def on_spark(session, source: Path) -> tuple[float, float]:
    """Of a Python worker of Spark's, once its pipeline is loaded, and its peak memory in MB."""
    from jdparse.adapters.spark.frame import installed, parse_batches, table_listings
    from jdparse.batch.columns import ColumnNames

    listings = table_listings(session.read.parquet(str(source)), ColumnNames(), str(source))
    rows, driver = listings.rows, installed()

    def timed(batches):
        import resource
        import time

        import pyarrow as pa

        kept = list(batches)
        for _ in parse_batches(iter(kept), rows, driver):  # loads, and fills what it keeps
            pass
        started = time.process_time()
        for _ in parse_batches(iter(kept), rows, driver):
            pass
        spent = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield pa.RecordBatch.from_pydict({"seconds": [spent], "peak": [peak]})

    shape = "seconds DOUBLE, peak DOUBLE"
    (found,) = listings.frame.repartition(1).mapInArrow(timed, shape).collect()
    return found.seconds, found.peak


def java_seconds(session, folder: Path) -> float:
    """Java's, a record: it reads records, hands them to Python and back, and writes them.

    It reads whole records where a run reads listings, so it is an upper bound. The first time
    Java compiles itself and is left out.
    """
    records = session.read.parquet(str(folder / "many" / "postings"))
    copies = session.range(ceil(JAVA_RECORDS / records.count())).toDF("copy")
    copied = records.crossJoin(copies).drop("copy")
    for _ in range(2):
        before = processor_seconds(executor(session))
        same = copied.mapInArrow(lambda batches: batches, copied.schema)
        same.write.mode("overwrite").parquet(str(folder / "same"))
        spent = processor_seconds(executor(session)) - before
    return spent / copied.count()


def start_seconds() -> float:
    """Of a new Python until its first posting is parsed."""
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    return float(done.stdout)


def size(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern))


def measure(listings: Path, rows: int, rounds: int) -> None:
    from jdparse.adapters.spark.run import run_spark
    from jdparse.adapters.spark.session import open_session

    with tempfile.TemporaryDirectory() as name, open_session(MASTER, {}) as session:
        folder = Path(name)
        source = folder / "listings.parquet"
        table = pq.read_table(listings).slice(0, rows)
        pq.write_table(table, source, compression="zstd")
        run_spark(session, str(source), str(folder / "many"))
        turns = [turn(session, source, folder) for _ in range(rounds + 1)]
        report(session, folder, table.num_rows, turns[1:])


def turn(session, source: Path, folder: Path) -> Turn:
    one = Turn(on_one_machine(source, folder), *on_spark(session, source))
    told = f"batch {one.batch:.1f} s, Spark's Python {one.python:.1f} s, {one.worker_mb:.0f} MB"
    print(told, flush=True)
    return one


def report(session, folder: Path, rows: int, turns: list[Turn]) -> None:
    middle = statistics.median
    batch, java = middle(t.batch for t in turns) / rows, java_seconds(session, folder)
    python = batch / middle(t.batch / t.python for t in turns)
    found = {
        "rate (one machine, postings a second)": f"{1 / batch:.1f}",
        "spark (share of it left)": f"{batch / (python + java):.2f}",
        "Spark's Python beside a batch": f"{python / batch:.2f}",
        "Spark's Java beside a batch": f"{java / batch:.3f}",
        "worker_mb (peak)": f"{max(t.worker_mb for t in turns):.0f}",
        "start (processor seconds)": f"{middle(start_seconds() for _ in range(3)):.1f}",
        "input_bytes": f"{size(folder, 'listings.parquet') / rows:.0f}",
        "output_bytes": f"{size(folder / 'many' / 'postings', '*.parquet') / rows:.0f}",
        "output_bytes, batch": f"{size(folder, 'one.parquet') / rows:.0f}",
    }
    print("\n".join(f"{name}: {value}" for name, value in found.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("listings", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plan", action="store_true")
    for field in fields(Plan):
        option = f"--{field.name.replace('_', '-')}"
        parser.add_argument(option, type=type(field.default), default=field.default)
    chosen = vars(parser.parse_args())
    if chosen["plan"]:
        plan = Plan(**{field.name: chosen[field.name] for field in fields(Plan)})
        print("\n".join(f"{name}: {value}" for name, value in plan.lines()))
    else:
        measure(chosen["listings"], chosen["rows"], chosen["rounds"])


if __name__ == "__main__":
    main()
