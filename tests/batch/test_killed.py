"""A batch that is killed, over and over, and a batch on a disk that is full."""

import os
import subprocess
import sys
from contextlib import contextmanager

import duckdb
import pytest

from jdparse.batch.options import BatchOptions
from jdparse.batch.run import run_batch
from jdparse.document import Listing
from jdparse.errors import BatchError

# Loads the pipeline once; each run is a fork of it, and ended by SIGKILL after a random time.
KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from jdparse.batch.run import run_batch
from jdparse.document import Listing
from jdparse.pipeline import parse

GOOD = "What you will do\\n- Train models in Python\\n- Task {0}\\nRequirements\\n- {0}+ years"
LISTINGS = [Listing(GOOD.format(n % 90) if n % 50 else "", id=str(n)) for n in range(320)]
folder, suffix, kills = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
parse(GOOD)

def started(out):
    child = os.fork()
    if child == 0:
        run_batch(LISTINGS, out)
        os._exit(0)
    return child

before = time.monotonic()
assert os.waitpid(started(folder / f"undisturbed{suffix}"), 0)[1] == 0
whole = time.monotonic() - before

random.seed(suffix)
out, killed, gone_on = folder / f"killed{suffix}", 0, 0
# until enough kills were late enough to leave a checkpoint, whatever else the machine does
for _ in range(50 * kills):
    if killed >= kills and gone_on >= kills // 3:
        break
    out.unlink(missing_ok=True)
    gone_on += (folder / f"killed{suffix}.unfinished.duckdb").exists()
    child = started(out)
    time.sleep(random.uniform(0, whole))
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
    killed += status == signal.SIGKILL
# the last kill may fall between the finished output and the end of its checkpoint: run to the end
assert os.waitpid(started(out), 0)[1] == 0
print(killed, gone_on)
"""

FULL = """
import resource, sys
from pathlib import Path
from jdparse.batch.run import run_batch
from jdparse.document import Listing
from jdparse.errors import BatchError

listings = [Listing(f"We train models in {n} towns. " * 100, id=str(n)) for n in range(200)]
folder = Path(sys.argv[1])
run_batch(listings, folder / "undisturbed.jsonl")
# what one file may grow to stands for the room on the disk
for room in (200_000, 400_000, 800_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        run_batch(listings, folder / "full.jsonl")
    except BatchError as error:
        print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
run_batch(listings, folder / "full.jsonl")
"""


def run(code, *arguments):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents(path):
    """The bytes; of a database all rows, for DuckDB gives each file a random identifier."""
    if path.suffix != ".duckdb":
        return path.read_bytes()
    with duckdb.connect(str(path), read_only=True) as database:
        names = [name for (name,) in database.execute("SHOW TABLES").fetchall()]
        return {name: database.execute(f"FROM {name}").fetchall() for name in names}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize(
    ("suffix", "kills"), [(".jsonl", 20), (".parquet", 3), (".csv", 3), (".duckdb", 3)]
)
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(tmp_path, suffix, kills):
    done = run(KILLED, tmp_path, suffix, kills)
    assert done.returncode == 0, done.stderr
    killed, gone_on = map(int, done.stdout.split())
    assert killed >= kills
    assert gone_on >= kills // 3  # it was there to go on from
    assert contents(tmp_path / f"killed{suffix}") == contents(tmp_path / f"undisturbed{suffix}")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"killed{suffix}", f"undisturbed{suffix}",
    ]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_a_full_disk_is_said_and_with_room_it_goes_on(tmp_path):
    done = run(FULL, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("room and run the same command again") >= 2
    assert (tmp_path / "full.jsonl").read_bytes() == (tmp_path / "undisturbed.jsonl").read_bytes()


SMALL, STEP, MOST = 300, 350, 12_000  # KB of a disk


@contextmanager
def disk(folder):
    """A disk of its own at this folder; gives a function that sets its size in KB."""
    folder.mkdir()

    def size(kb, more=""):
        options = f"{more}size={kb}k"
        return subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    try:
        mounted = size(SMALL)
    except OSError as error:
        pytest.skip(f"mounts a disk: {error}")
    if mounted.returncode:
        pytest.skip(f"mounts a disk: {mounted.stderr.strip()}")
    try:
        yield lambda kb: size(kb, "remount,").check_returncode()
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet", ".duckdb"])
def test_on_a_disk_that_grows_it_goes_on_to_the_same_bytes(tmp_path, suffix):
    towns = " ".join(f"We train models for town {n}." for n in range(120))
    listings = [Listing(f"{n} duties. {towns}", id=str(n)) for n in range(70)]
    whole, full = tmp_path / "whole", tmp_path / "full"
    run_batch(listings, whole / f"out{suffix}", BatchOptions(report=whole / "out.html"))
    said = []
    with disk(full) as resize:
        for kb in range(SMALL, MOST, STEP):
            resize(kb)
            try:
                run_batch(listings, full / f"out{suffix}", BatchOptions(report=full / "out.html"))
                break
            except BatchError as error:
                said.append(str(error))
            assert not [path for path in full.iterdir() if ".part" in path.name]
        assert {path.name for path in full.iterdir()} == {f"out{suffix}", "out.html"}
        assert contents(full / f"out{suffix}") == contents(whole / f"out{suffix}")
        assert (full / "out.html").read_bytes() == (whole / "out.html").read_bytes()
    assert all("the disk is full" in one and "run the same command again" in one for one in said)
    assert any("What was kept is safe" in one for one in said)
    # beside the checkpoint a CSV or Parquet file of so few takes next to nothing
    assert suffix in {".csv", ".parquet"} or any("All is parsed" in one for one in said)
