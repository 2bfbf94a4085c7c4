"""Train the shipped role model: `python tools/build_role_model.py CORPORA GOLD OUT`.

CORPORA holds `postings.parquet`; GOLD holds `roles.jsonl` (content labels by id of the corpora),
`train.jsonl` (annotated postings) and `dev.jsonl` (only its employers are read, to keep them out of
training). The roles of `annotations.jsonl.gz` are content labels too. Takes some ten minutes on one
core, most of it to parse the corpora.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from annotations import annotated_roles
from role_validation import (
    ablations,
    cleaned_titles,
    leave_source_out,
    side_agreement,
    source_folds,
)

from jdparse import Listing, parse_many
from jdparse.annotations import prepare, read_values
from jdparse.classify.card import markdown_table, write_card
from jdparse.classify.conformal import coverage_curve, threshold
from jdparse.classify.distinctions import DISTINCTIONS
from jdparse.classify.evaluate import Evaluation, evaluate
from jdparse.classify.metrics import Figure, figures_of
from jdparse.classify.pool import Array
from jdparse.classify.reading import Reading, read_text
from jdparse.classify.rows import HeldOut
from jdparse.classify.samples import LONG_LABELS, Sample, employer_key, read_rows, read_samples
from jdparse.classify.store import save_model
from jdparse.classify.title import title_label
from jdparse.classify.train import (
    COVERAGES,
    TrainingOptions,
    TrainingReport,
    held_out_evaluation,
    report_of,
)
from jdparse.classify.training import Labelled, Recipe, Trained, Unlabelled, fit_role_model
from jdparse.ingest.read import read
from jdparse.pipeline import load

# Shorter texts say too little, longer ones are no single posting.
LENGTHS = (400, 15_000)
Say = Callable[[str], None]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    for name in ("corpora", "gold", "out"):
        arguments.add_argument(name, type=Path)
    given = arguments.parse_args()
    started = time.perf_counter()

    def say(step: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {step}", file=sys.stderr, flush=True)

    build(given.corpora, given.gold, given.out, say)


def build(corpora: Path, gold: Path, out: Path, say: Say) -> None:
    dev = read_samples(gold / "dev.jsonl")
    samples, rest = read_training_data(corpora, gold, {sample.employer for sample in dev})
    say(f"{len(samples)} labelled and {len(rest)} unlabelled postings")
    labelled, pool = read_all(samples), read_all(rest)
    said = np.array([title_label(sample.listing.title) or "" for sample in pool.samples])
    unlabelled = Unlabelled(pool.readings, pool.groups, pool.sources, said)
    prior = drawn_shares(labelled)
    trained = fit_role_model(labelled, Recipe(prior=prior), unlabelled, say)
    held_out = trained.held_out
    if held_out is None:
        raise SystemExit("too few employers to hold any out: nothing could be judged")
    say("leave one source out")
    model, matrices = trained.model, trained.matrices
    by_source = leave_source_out(labelled, model.classifier, matrices)
    truth = np.searchsorted(np.array(model.labels), labelled.labels)
    # The threshold of the sets is that of unseen sources: what a user brings is one.
    model = replace(model, least=threshold(by_source.classes, truth, model.coverage))
    trained = replace(trained, model=model)
    report = report_of(labelled, trained, out, TrainingOptions(), say)
    folds = source_folds(labelled.sources)
    points = coverage_curve(by_source.classes, truth, folds, COVERAGES)
    report = replace(report, coverage=points)
    sources = held_out_evaluation(labelled, model, by_source, "by source")
    say("ablations")
    extra = {
        "Other sources": other_sources(labelled, sources),
        "Distinctions": distinctions(labelled, held_out.sides, by_source.sides),
        "Ablation": ablation(labelled, trained, held_out),
        "Titles": titles(labelled, trained),
        "Shares": shares_text(prior),
    }
    measured = evaluate(model, dev, parse_many=parse_many, name="dev")
    extra["Gold postings of other employers"] = figures_table(measured)
    write(out, trained, report, measured, sources, extra, (len(rest), corpora, gold))
    say("written")


def write(
    out: Path,
    trained: Trained,
    report: TrainingReport,
    measured: Evaluation,
    sources: Evaluation,
    extra: dict[str, str],
    data: tuple[int, Path, Path],
) -> None:
    unlabelled, corpora, gold = data
    meta = {
        "data": {
            "labelled": sum(report.labels.values()),
            "unlabelled": unlabelled,
            "labels": report.labels,
            "sha256": report.digest,
        },
        "split": f"{trained.model.classifier.folds} folds by employer, seed 0; no employer of dev",
        "coverage": trained.model.coverage,
        "mask_titles": trained.model.mask_titles,
        "least": trained.model.least,
        "figures": {
            "cross-validation": plain(report.evaluation),
            "leave one source out": plain(sources),
            "dev": plain(measured),
        },
    }
    extra["Where the postings come from"] = origins(corpora, gold)
    full = save_model(trained.model, out, meta)
    write_card(out, full, report, plots=True, extra=extra)


def read_training_data(
    corpora: Path, gold: Path, left_out: set[str]
) -> tuple[list[Sample], list[Sample]]:
    """Labelled and unlabelled samples, none of an employer of `left_out`."""
    roles = {row["id"]: row for row in read_rows(gold / "roles.jsonl")}
    roles = {row["id"]: row for row in annotated_roles()} | roles
    labelled = [s for s in read_samples(gold / "train.jsonl") if s.employer not in left_out]
    rest = []
    for row in corpus_rows(corpora / "postings.parquet"):
        if employer_key(row["company"]) in left_out:
            continue
        listing = Listing(
            row["description"], id=row["id"], title=row["title"] or None, company=row["company"]
        )
        role = roles.get(row["id"])
        if role is not None:
            sides: dict[str, str] = {
                n: LONG_LABELS.get(role[n], role[n]) for n in DISTINCTIONS if role.get(n)
            }
            label, clear = LONG_LABELS[role["role"]], role["confidence"] == "high"
            labelled.append(Sample(listing, label, row["source"], clear, sides))
        elif row["lang"] == "en" and LENGTHS[0] < row["n_chars"] < LENGTHS[1]:
            rest.append(Sample(listing, "", row["source"]))
    return labelled, rest


def corpus_rows(path: Path) -> Iterator[dict[str, Any]]:
    names = ("id", "source", "title", "company", "description", "lang", "n_chars")
    query = f"select {', '.join(names)} from read_parquet(?) order by id"  # noqa: S608
    for row in duckdb.execute(query, [str(path)]).fetchall():
        yield dict(zip(names, row, strict=True))


def read_all(samples: Iterable[Sample]) -> Labelled:
    """Readings, grouped by employer; the corpora hold one posting of each set of duplicates."""
    read_ = [(sample, *read_listing(sample.listing)) for sample in samples]
    kept = [one for one in read_ if one[1].sentences]
    return Labelled(
        tuple(sample for sample, _, _ in kept),
        tuple(reading for _, reading, _ in kept),
        np.array([sample.employer for sample, _, _ in kept]),
        tuple(text for _, _, text in kept),
    )


def drawn_shares(labelled: Labelled) -> dict[str, float]:
    """The share of each label, as it is trusted, where no label had a say in what was drawn.

    This project chose what it annotated by title, to hold more neighbours of the two roles.
    """
    chosen = {row["id"] for row in annotated_roles()}
    drawn = np.array([sample.listing.id not in chosen for sample in labelled.samples])
    trust = labelled.trust() * drawn
    found = {
        str(label): trust[labelled.labels == label].sum() / trust.sum()
        for label in np.unique(labelled.labels)
    }
    return {label: round(float(share), 3) for label, share in found.items()}


def shares_text(prior: dict[str, float]) -> str:
    rows = [[label, share] for label, share in prior.items()]
    return (
        "Some of the postings were chosen to hold more neighbours of the two roles. In the "
        "calibration each label counts as much as among the others.\n\n"
        + markdown_table(["label", "share"], rows)
    )


def read_listing(listing: Listing) -> tuple[Reading, str]:
    """What the model would read of a posting, and of which text; only what that needs is run."""
    document = read(listing)
    nlp = load()
    doc = prepare(nlp.make_doc(document.text), document.blocks, document.facts)
    sections = read_values(nlp.get_pipe("jdparse_sectionizer")(doc), "sections")
    return read_text(document.text, sections, listing.title), document.text


def figures_table(evaluation: Evaluation) -> str:
    rows = [[name, value] for name, value in evaluation.figures.items()]
    return markdown_table(["figure", "value"], rows)


def other_sources(labelled: Labelled, evaluation: Evaluation) -> str:
    """Overall, then MLE or DS on the clear cases of each source."""
    folds = source_folds(labelled.sources)
    rows = []
    for name, count in Counter(folds.tolist()).most_common():
        own = [one for one, fold in zip(evaluation.judged, folds, strict=True) if fold == name]
        found = figures_of(
            np.array([one.truth for one in own]),
            np.array([one.clear for one in own]),
            evaluation.labels,
            np.array([one.probabilities for one in own]),
        )
        rows.append([name, count, found["MLE or DS, clear cases"], found["accuracy"]])
    table = markdown_table(["source", "postings", "MLE or DS, clear cases", "three labels"], rows)
    return (
        "Each source judged by models that saw neither it nor its employers.\n\n"
        f"{figures_table(evaluation)}\n\n{table}"
    )


def distinctions(labelled: Labelled, by_employer: Array, by_source: Array) -> str:
    rows = []
    for name, sides in (("employers", by_employer), ("sources", by_source)):
        for distinction, (higher, exact) in side_agreement(labelled, sides).items():
            rows.append([distinction, f"other {name}", higher, exact])
    head = ["distinction", "held out", "labelled side scores higher", "both sides as labelled"]
    return f"Agreement with the labels of clear cases.\n\n{markdown_table(head, rows)}"


def ablation(labelled: Labelled, trained: Trained, held_out: HeldOut) -> str:
    model = trained.model
    found = ablations(labelled, model.classifier, trained.matrices, len(model.features.cues_))
    found["words and distinctions (this model)"] = held_out.classes
    clear = np.array([sample.clear for sample in labelled.samples])
    names = ("MLE or DS, clear cases", "MLE or DS", "accuracy, clear cases", "accuracy")
    rows = []
    for name, probabilities in found.items():
        figures = figures_of(labelled.labels, clear, model.labels, probabilities)
        shares = (figures[each] for each in names)
        rows.append([name, *(each.value for each in shares if isinstance(each, Figure))])
    return "Held-out employers.\n\n" + markdown_table(["features", *names], rows)


def titles(labelled: Labelled, trained: Trained) -> str:
    audit = cleaned_titles(trained.model.classifier, labelled, trained.matrices)
    changed, of, pool_changed, pool_of = audit.changed()
    rows = [
        [a, b, audit.labelled.get((a, b), 0), audit.pool.get((a, b), 0)]
        for a, b in sorted(audit.labelled | audit.pool)
    ]
    head = ["the title says", "the content says", "labelled", "unlabelled, by the model"]
    return (
        "Titles are weak labels: a posting without a content label teaches only what the model "
        "that learned the content labels makes of it, knowing how often such a title is right. "
        f"Of {of} labelled postings whose title says something, the content label changed "
        f"{changed}; of {pool_of} unlabelled ones cleaning changed {pool_changed}, because their "
        f"duties speak for another role than their title.\n\n{markdown_table(head, rows)}"
    )


def origins(corpora: Path, gold: Path) -> str:
    """Repositories, commits and counts of the corpora."""
    query = (
        "select source_repo, source_commit, count(*) from read_parquet(?) group by all order by all"
    )
    rows = duckdb.execute(query, [str(corpora / "postings.parquet")]).fetchall()
    table = markdown_table(["repository", "commit", "postings"], rows)
    count = sum(1 for _ in read_rows(gold / "roles.jsonl"))
    more = sum(1 for _ in annotated_roles())
    return (
        f"Content labels of {count} postings of these, read with the title hidden, of {more} more, "
        f"read with the title shown, and annotated postings of the same kinds. The texts are their "
        f"employers' and are not part of this project. Most are from the United States: others are "
        f"less well known.\n\n{table}"
    )


def plain(evaluation: Evaluation | None) -> dict[str, Any]:
    return {} if evaluation is None else evaluation.to_dict()["figures"]


if __name__ == "__main__":
    main()
