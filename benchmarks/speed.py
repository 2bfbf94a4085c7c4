"""Postings a second, milliseconds a stage, two source trees side by side, one worker and two.

    python benchmarks/speed.py TEXTS.jsonl [--pages FOLDER] [--against OTHER/src] [--rounds 5]

TEXTS.jsonl has a posting's `text` a line; FOLDER holds saved pages. Figures are CPU time of one
process, the median of the rounds; the two trees take turns, so that a busy machine is as busy for
one as for the other. The two workers are timed by the clock: their figure needs two idle cores.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

Figures = dict[str, float]
OWN = Path(__file__).resolve().parents[1] / "src"


def main() -> None:
    arguments = read_arguments()
    if arguments.serve:
        serve(arguments)
        return
    for name in ("texts", "pages"):
        if getattr(arguments, name):
            show(name, side_by_side(arguments, name))


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--against", type=Path, help="the src folder of another tree")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    return parser.parse_args()


def side_by_side(arguments: argparse.Namespace, name: str) -> dict[str, Figures]:
    """The median figures of each tree, whose processes take turns."""
    trees = {"this": OWN} | ({"other": arguments.against} if arguments.against else {})
    servers = {tree: start(path, arguments, name) for tree, path in trees.items()}
    rounds: dict[str, list[Figures]] = {tree: [] for tree in trees}
    for _ in range(arguments.rounds):
        for tree, server in servers.items():
            rounds[tree].append(ask(server))
    for server in servers.values():
        server.communicate("")
    return {tree: medians(figures) for tree, figures in rounds.items()}


def start(src: Path, arguments: argparse.Namespace, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, str(arguments.texts), "--serve", name]
    command += ["--workers", str(arguments.workers)]
    command += ["--pages", str(arguments.pages)] if arguments.pages else []
    environment = os.environ | {"PYTHONPATH": str(src), "OMP_NUM_THREADS": "1"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)


def ask(server: subprocess.Popen[str]) -> Figures:
    assert server.stdin
    assert server.stdout
    server.stdin.write("go\n")
    server.stdin.flush()
    figures: Figures = json.loads(server.stdout.readline())
    return figures


def medians(rounds: list[Figures]) -> Figures:
    return {stage: median(figures[stage] for figures in rounds) for stage in rounds[0]}


def serve(arguments: argparse.Namespace) -> None:
    """Measures once for each line of standard input; the first pass of all is not counted."""
    sources = read_sources(arguments)
    measure(sources, arguments.workers)
    for _ in sys.stdin:
        print(json.dumps(measure(sources, arguments.workers)), flush=True)


def read_sources(arguments: argparse.Namespace) -> list[Any]:
    from jdparse import Listing

    if arguments.serve == "pages":
        return [Listing(path.read_bytes()) for path in sorted(arguments.pages.rglob("*.html"))]
    lines = arguments.texts.read_text(encoding="utf-8").splitlines()
    return [Listing(json.loads(line)["text"]) for line in lines]


def measure(sources: list[Any], workers: int) -> Figures:
    """Milliseconds a posting: all of it, each stage by itself, and two workers by the clock."""
    import jdparse
    from jdparse.report.serialize import to_jsonl

    postings: list[Any] = []
    parse = timed(lambda: postings.extend(jdparse.parse_many(sources)), time.process_time)
    figures = {"parse": parse}
    figures["to JSON"] = timed(lambda: list(map(to_jsonl, postings)), time.process_time)
    for stage, seconds in stages(sources):
        figures[stage] = figures.get(stage, 0.0) + seconds
    if workers > 1:
        for count in (1, workers):
            list(jdparse.parse_many(sources[:64], workers=count))  # idle workers end: start them
            figures[f"workers by the clock: {count}"] = timed(
                lambda count=count: list(jdparse.parse_many(sources, workers=count)),
                time.perf_counter,
            )
    return {stage: 1000 * seconds / len(sources) for stage, seconds in figures.items()}


def timed(run: Callable[[], Any], clock: Callable[[], float]) -> float:
    started = clock()
    run()
    return clock() - started


def stages(sources: list[Any]) -> Iterator[tuple[str, float]]:
    """What each stage takes, chunk by chunk as `parse_many` goes."""
    from jdparse.classify.verdict import judge
    from jdparse.ingest.read import read
    from jdparse.pipeline import CHUNK, load, parse_chunk

    clock = time.process_time
    for at in range(0, len(sources), CHUNK):
        chunk = sources[at : at + CHUNK]
        yield "  read", timed(partial(list, map(read, chunk)), clock)
        read_well = [posting for posting in parse_chunk(chunk) if posting.status != "failed"]
        docs = [doc_of(document) for document in map(read, chunk) if document.text]
        for name, component in load().pipeline:
            pipe = getattr(component, "pipe", partial(map, component))
            yield f"  {name}", timed(partial(list, pipe(docs)), clock)
        yield "  judge", timed(partial(list, map(judge, read_well)), clock)


def doc_of(document: Any) -> Any:
    """A document as the pipeline takes it: a Doc without tokens."""
    from spacy.tokens import Doc

    from jdparse.annotations import prepare
    from jdparse.pipeline import load

    return prepare(Doc(load().vocab), document.blocks, document.facts, document.text)


def show(name: str, trees: dict[str, Figures]) -> None:
    other = trees.get("other")
    print(f"{name}: ms a posting" + (", the other tree's, other / this" if other else ""))
    for stage, spent in trees["this"].items():
        line = f"{stage:32}{spent:8.3f}"
        if other:
            line += f"{other[stage]:10.3f}{other[stage] / spent:8.2f}"
        print(line)
    print(f"a second, one core: {1000 / trees['this']['parse']:.0f}")


if __name__ == "__main__":
    main()
