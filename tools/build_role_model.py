"""Train the shipped role model: `python tools/build_role_model.py CORPORA GOLD OUT`.

CORPORA holds `postings.parquet`, GOLD `roles.jsonl` (content labels by id of the corpora) and
`train.jsonl` (annotated postings) and `dev.jsonl` (to measure on; its employers are kept out of
training). Takes some five minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import numpy as np

from jdparse import Listing, parse_many
from jdparse.classify.features import Reading, read_posting
from jdparse.classify.samples import LONG_LABELS, Sample, employer_key, read_rows, read_samples
from jdparse.classify.store import save_model
from jdparse.classify.training import Labelled, Recipe, Unlabelled, fit_role_model

# Shorter texts say too little, longer ones are no single posting.
LENGTHS = (400, 15_000)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--workers", type=int, default=1)
    given = arguments.parse_args()
    started = time.perf_counter()

    def say(step: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {step}", file=sys.stderr)

    dev = {sample.employer for sample in read_samples(given.gold / "dev.jsonl")}
    samples, rest = read_training_data(given.corpora, given.gold, dev)
    say(f"{len(samples)} labelled, {len(rest)} unlabelled postings; parsing")
    labelled = read_all(samples, given.workers)
    pool = read_all(rest, given.workers)
    say("parsed")
    trained = fit_role_model(
        labelled,
        Recipe(),
        Unlabelled(
            pool.readings, pool.groups, pool.sources, np.full(len(pool.samples), "")
        ),
        say,
    )
    meta = save_model(trained.model, given.out, {"data": {"labelled": len(labelled.samples), "unlabelled": len(pool.samples)}})
    say(f"written: {json.dumps(meta)}")


def read_training_data(
    corpora: Path, gold: Path, left_out: set[str]
) -> tuple[list[Sample], list[Sample]]:
    """Labelled and unlabelled samples, none of an employer of `left_out`."""
    roles = {row["id"]: row for row in read_rows(gold / "roles.jsonl")}
    labelled = [s for s in read_samples(gold / "train.jsonl") if s.employer not in left_out]
    rest = []
    for row in corpus_rows(corpora / "postings.parquet"):
        listing = Listing(
            row["description"], id=row["id"], title=row["title"] or None, company=row["company"]
        )
        role = roles.get(row["id"])
        if employer_key(row["company"]) in left_out:
            continue
        if role is not None:
            sides = {n: LONG_LABELS.get(role[n], role[n]) for n in ("focus", "expertise", "duty")}
            clear = role["confidence"] == "high"
            label = LONG_LABELS[role["role"]]
            labelled.append(Sample(listing, label, row["source"], clear, sides))
        elif row["lang"] == "en" and LENGTHS[0] < row["n_chars"] < LENGTHS[1]:
            rest.append(Sample(listing, "", row["source"]))
    return labelled, rest


def corpus_rows(path: Path) -> Iterator[dict[str, object]]:
    columns = "id, source, title, company, description, lang, n_chars, role_hint"
    found = duckdb.execute(f"select {columns} from read_parquet(?) order by id", [str(path)])
    names = columns.split(", ")
    yield from (dict(zip(names, row)) for row in found.fetchall())


def read_all(samples: Iterable[Sample], workers: int) -> Labelled:
    kept: list[Sample] = []
    readings: list[Reading] = []
    samples = list(samples)
    for sample, posting in zip(samples, parse_many((s.listing for s in samples), workers=workers), strict=True):
        reading = read_posting(posting)
        if reading.sentences:
            kept.append(sample)
            readings.append(reading)
    return Labelled(tuple(kept), tuple(readings), np.array([s.employer for s in kept]))


if __name__ == "__main__":
    main()
