"""A batch as a whole: throughput with one and two workers, memory, and the time of each output.

    python benchmarks/batch.py POSTINGS.parquet [--postings 200000] [--folder out/batch]
        [--workers 1 2] [--no-outputs]

POSTINGS.parquet has `id`, `title`, `company`, `location`, `country` and `description`; it is
repeated with changed ids until there are as many as asked for. Memory is that of all processes of
the batch together: resident (RSS), sampled twice a second, and proportional (PSS, where a page that
two processes share counts once), every ten seconds: to add it up holds a process back some 20
milliseconds. Throughput is postings a second of wall time from the first chunk to the last: the
workers' start is told apart, as is the other work. Run it on an idle machine.
"""

import argparse
import json
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

OUTPUTS = (".jsonl", ".csv", ".parquet", ".duckdb")
_RUN = """
import json, sys, time
from pathlib import Path
from jdparse.batch import run
from jdparse.batch.listings import read_listings
from jdparse.batch.options import BatchOptions
from jdparse.pipeline import CHUNK

times = {}
def timed(name):
    work = getattr(run, name)
    def measured(*given, **named):
        started = time.perf_counter()
        try:
            return work(*given, **named)
        finally:
            times[name] = times.get(name, 0) + time.perf_counter() - started
    setattr(run, name, measured)

for name in ("_survey", "mark", "write_whole"):
    timed(name)
source, out, workers, report = sys.argv[1:]
options = BatchOptions(workers=int(workers), restart=True, report=Path(report) if report else None)
class Rate(run.Watch):
    def begin(self, total, before):
        # each worker's first chunk is parsed with what it takes to start and to fill its tables
        self.first = min(int(workers) * CHUNK, total // 2)
        self.seen, self.began = 0, time.perf_counter()
    def parsed(self, one):
        self.seen, self.last = self.seen + 1, time.perf_counter()
        if self.seen == self.first:
            self.start = self.last
rate = Rate()
total = run.run_batch(read_listings(source), Path(out), options, rate).total
times["start"] = rate.start - rate.began
times["rate"] = (total - rate.first) / (rate.last - rate.start)
print(json.dumps({"total": total, **times}))
"""
_WRITE = """
import sys, time
from pathlib import Path
from jdparse.batch.store import Store, _opened
from jdparse.batch.writers import write_summary, write_whole, writer_for

with _opened(Path(sys.argv[1])) as database:
    for out in map(Path, sys.argv[2:]):
        writer = write_summary if out.suffix == ".html" else writer_for(out)
        started = time.process_time(), time.perf_counter()
        write_whole(writer, Store(database), out, unique=False)
        took = time.process_time() - started[0], time.perf_counter() - started[1]
        print(f"{out.suffix} {took[1]:.1f} s ({took[0]:.1f} s of a core, "
              f"{out.stat().st_size / 1e6:.0f} MB)", flush=True)
"""


PAGE = resource.getpagesize() / 1e6
PROPORTIONAL_EVERY = 20  # samples


@dataclass
class Memory:
    """Samples of all processes of one batch: seconds and RSS in MB; and the largest PSS seen."""

    process: subprocess.Popen
    samples: list[tuple[float, float]] = field(default_factory=list)
    proportional: float = 0.0

    def watch(self) -> None:
        started = time.monotonic()
        while self.process.poll() is None:
            pids = family(self.process.pid)
            self.samples.append((time.monotonic() - started, sum(map(resident, pids))))
            if len(self.samples) % PROPORTIONAL_EVERY == 0:
                self.proportional = max(self.proportional, sum(map(proportional, pids)))
            time.sleep(0.5)

    def curve(self, points: int = 12) -> str:
        step = max(len(self.samples) // points, 1)
        return " ".join(f"{at:.0f}s:{rss:.0f}" for at, rss in self.samples[::step])


def family(pid: int) -> list[int]:
    found = [pid]
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return found
    return found + [one for child in children for one in family(int(child))]


def resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except OSError:  # it has just ended
        return 0.0


def proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:"))


def repeated(source: Path, postings: int, folder: Path) -> Path:
    target = folder / "listings.parquet"
    (there,) = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [str(source)]).fetchone()
    # a word of each posting changes with its repetition, so that none is another's duplicate
    duckdb.execute(
        f"""COPY (SELECT id || '-' || round AS id, title, company, location, country,
            description || ' Reference ' || round || '.' AS description
            FROM range({-(-postings // there)}) AS rounds(round), read_parquet('{source}')
            LIMIT {postings})
        TO '{target}' (FORMAT parquet)"""  # noqa: S608
    )
    return target


def batch(listings: Path, out: Path, workers: int, report: str) -> tuple[dict, Memory]:
    command = [sys.executable, "-c", _RUN, str(listings), str(out), str(workers), report]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    memory = Memory(process)
    watcher = threading.Thread(target=memory.watch)
    watcher.start()
    printed = process.communicate()[0]
    watcher.join()
    if process.returncode:
        sys.exit(f"the batch ended with {process.returncode}")
    return json.loads(printed.splitlines()[-1]), memory


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("postings_file", type=Path)
    parser.add_argument("--postings", type=int, default=4_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--folder", type=Path, default=Path("out/batch"))
    parser.add_argument("--no-outputs", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    listings = repeated(given.postings_file, given.postings, given.folder)
    out, rates = given.folder / "out.jsonl", []
    for workers in given.workers:
        times, memory = batch(listings, out, workers, str(given.folder / "summary.html"))
        rates.append(times["rate"])
        print(f"{workers} workers: {rates[-1]:.1f} postings a second ({times['total']:,}); "
              f"the first chunks after {times['start']:.1f} s, "
              f"reading first {times['_survey']:.1f} s, duplicates {times['mark']:.1f} s, "
              f"JSONL and summary {times['write_whole']:.1f} s")  # fmt: skip
        peak = max(rss for _, rss in memory.samples)
        print(f"  peak of all processes: RSS {peak:.0f} MB, PSS {memory.proportional:.0f} MB")
        print(f"  RSS over time: {memory.curve()}", flush=True)
    if len(rates) > 1:
        print(
            f"{given.workers[-1]} to {given.workers[0]} workers: {rates[-1] / rates[0]:.2f} times"
        )
    if not given.no_outputs:
        time_outputs(listings, given.folder)


def time_outputs(listings: Path, folder: Path) -> None:
    """Stops a batch when all is parsed, and writes its checkpoint in every form."""
    stopped = folder / "stopped.jsonl"
    stopped.unlink(missing_ok=True)
    stopped.mkdir()  # so that it cannot be written, and its checkpoint stays
    command = [sys.executable, "-c", _RUN, str(listings), str(stopped), "2", ""]
    subprocess.run(command, capture_output=True, check=False)
    stopped.rmdir()
    kept = folder / "stopped.jsonl.unfinished.duckdb"
    outs = [folder / f"written{suffix}" for suffix in (*OUTPUTS, ".html")]
    subprocess.run([sys.executable, "-c", _WRITE, str(kept), *map(str, outs)], check=True)


if __name__ == "__main__":
    main()
