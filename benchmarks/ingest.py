"""Ingest beside its peers on saved pages: quality and time in one run.

    python benchmarks/ingest.py [FOLDER]

FOLDER holds `html/` with `manifest.jsonl` and `jsonld_gold.jsonl` (by default the environment's
JDPARSE_SHARED, else `../shared`). Each labelled page is read with its JSON-LD taken out; the score
is the F1 of the bag of words against the description that the JSON-LD states. Labels that hold only
a part of the posting are left out. Times are of one process' CPU, all tools on the same pages.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bs4 import BeautifulSoup

from jdparse.ingest.decoding import decode
from jdparse.ingest.read import read
from jdparse.pipeline import FATAL

WORD = re.compile(r"[^\W_]+")
JSON_LD = re.compile(rb"(?is)<script[^>]*ld\+json[^>]*>.*?</script>")
Extract = Callable[[bytes], str]


@dataclass(frozen=True)
class Page:
    """One saved page, and the text of its posting where it is labelled."""

    site: str
    kind: str
    data: bytes
    label: str | None


@dataclass
class Result:
    """What one tool reached: F1 by site, seconds by page."""

    by_site: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    seconds: list[float] = field(default_factory=list)


def shared_folder(argument: str | None) -> Path:
    return Path(argument or os.environ.get("JDPARSE_SHARED", "../shared"))


def read_pages(folder: Path) -> Iterator[Page]:
    """Every HTML page of the manifest; those with a whole description carry it as the label."""
    html = folder / "html"
    labels = {}
    for line in (html / "jsonld_gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["usable_for_text_f1"] and not row["gold_is_partial_description"]:
            labels[row["file"]] = row["description_text"]
    for line in (html / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["format"] == "html-page":
            data = (html / row["file"]).read_bytes()
            yield Page(row["site"], row["kind"], data, labels.get(row["file"]))


def f1(found: str, label: str) -> float:
    a, b = (Counter(WORD.findall(text.lower())) for text in (found, label))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def tools() -> dict[str, Extract]:
    """jdparse and the peers that are installed."""
    found: dict[str, Extract] = {
        "jdparse": lambda data: read(data).text,
        "BeautifulSoup, whole page": lambda data: BeautifulSoup(data, "lxml").get_text(" "),
    }
    if find_spec("trafilatura"):
        import trafilatura

        found["trafilatura"] = lambda data: trafilatura.extract(data) or ""
    if find_spec("readability"):
        from readability import Document

        found["readability-lxml"] = lambda data: BeautifulSoup(
            Document(decode(data).text).summary(), "lxml"
        ).get_text(" ")
    if find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda data: extract_plain_text(decode(data).text, main_content=True)
    return found


def measure(extract: Extract, pages: list[Page]) -> Result:
    result = Result()
    for page in pages:
        data = JSON_LD.sub(b"", page.data)
        start = time.process_time()
        try:
            text = extract(data)
        except Exception:  # a peer that breaks on a page has found nothing
            text = ""
        result.seconds.append(time.process_time() - start)
        if page.label is not None:
            result.by_site[page.site].append(f1(text, page.label))
    return result


def print_quality(pages: list[Page]) -> dict[str, Result]:
    print(f"{'':28}{'sites':>8}{'pooled':>8}{'worst':>8}{'median ms':>11}{'mean ms':>9}")
    results = {}
    for name, extract in tools().items():
        extract(pages[0].data)  # imports and tables are not the page's
        result = results[name] = measure(extract, pages)
        scores = [score for scores in result.by_site.values() for score in scores]
        sites = statistics.mean(statistics.mean(scores) for scores in result.by_site.values())
        median, mean = (f(result.seconds) * 1e3 for f in (statistics.median, statistics.mean))
        row = (
            f"{sites:8.3f}{statistics.mean(scores):8.3f}{min(scores):8.3f}{median:11.1f}{mean:9.1f}"
        )
        print(f"{name:28}{row}")
    return results


def print_verdicts(pages: list[Page]) -> None:
    flagged: dict[str, list[bool]] = defaultdict(list)
    for page in pages:
        problems = read(page.data).problems
        flagged[page.kind].append(any(problem.code in FATAL for problem in problems))
    for kind, found in sorted(flagged.items()):
        print(f"flagged as no single posting: {kind:8} {sum(found)} of {len(found)}")


def print_memory(pages: list[Page], least: int = 50_000) -> None:
    """Peak of what Python allocates while a page is read, over the page's bytes."""
    ratios = []
    for page in pages:
        if len(page.data) >= least:
            tracemalloc.start()
            read(page.data)
            ratios.append(tracemalloc.get_traced_memory()[1] / len(page.data))
            tracemalloc.stop()
    middle = statistics.median(ratios)
    print(
        f"peak memory over page ({len(ratios)} pages): median {middle:.1f}, most {max(ratios):.1f}"
    )


def main() -> None:
    folder = shared_folder(sys.argv[1] if len(sys.argv) > 1 else None)
    if not (folder / "html" / "manifest.jsonl").exists():
        sys.exit(f"No saved pages in {folder}; give the folder as the argument.")
    pages = list(read_pages(folder))
    print(f"{len(pages)} pages, {sum(page.label is not None for page in pages)} of them labelled")
    print_quality(pages)
    print_verdicts(pages)
    print_memory(pages)


if __name__ == "__main__":
    main()
