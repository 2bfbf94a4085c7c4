"""Ingest beside its peers on saved pages: quality and time in one run.

    python benchmarks/ingest.py [FOLDER] [--rss]

FOLDER holds `html/` with `manifest.jsonl` and its labels (by default the environment's
JDPARSE_SHARED, else `../shared`). Each labelled page is read with its JSON-LD taken out; the score
is the F1 of the bag of words against the description that the JSON-LD states. Labels that hold only
a part of the posting are left out. Times are of one process' CPU, the tools in turn on each page.

How jdparse does on sites it was not written on is told by more rows: with every class, id and data
attribute renamed, and on the pages labelled by a selector instead of JSON-LD (three sites whose
selectors take navigation and similar jobs along, and two pages of others, are left out).

Memory is the peak of what Python allocates (tracemalloc), and, with --rss, how far the process
grows on each page in a fresh child (its high-water mark, with the parser's own memory).
"""

from __future__ import annotations

import hashlib
import html
import json
import multiprocessing
import os
import re
import statistics
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

from bs4 import BeautifulSoup

from jdparse.ingest.decoding import decode
from jdparse.ingest.read import read
from jdparse.pipeline import FATAL

WORD = re.compile(r"[^\W_]+")
JSON_LD = re.compile(rb"(?is)<script[^>]*ld\+json[^>]*>.*?</script>")
_CODE = re.compile(rb"(?is)(<script.*?</script>|<style.*?</style>)")
_TAG = re.compile(rb"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_NAMED = re.compile(
    rb"""(?is)(\s(?:class|id|for|name|data-[\w-]+)\s*=\s*)("[^"]*"|'[^']*'|[^\s>"']+)"""
)
# Labelled by a selector that takes more than the posting.
_WIDE_SITES = frozenset({"jobsik.cz", "profesia.cz", "lego.com"})
_WIDE_PAGES = frozenset({"pages/jobs.cz/015.html", "pages/linkedin.com/027.html"})
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
    saved = folder / "html"
    labels = {}
    for row in rows(saved / "jsonld_gold.jsonl"):
        if row["usable_for_text_f1"] and not row["gold_is_partial_description"]:
            labels[row["file"]] = row["description_text"]
    for row in rows(saved / "manifest.jsonl"):
        if row["format"] == "html-page":
            data = (saved / row["file"]).read_bytes()
            yield Page(row["site"], row["kind"], data, labels.get(row["file"]))


def read_selected(folder: Path) -> Iterator[Page]:
    """The pages that a selector labelled with the posting and nothing else."""
    for row in rows(folder / "html" / "selector_gold.jsonl"):
        if row["site"] not in _WIDE_SITES and row["file"] not in _WIDE_PAGES:
            data = (folder / "html" / row["file"]).read_bytes()
            yield Page(row["site"], "detail", data, row["description_text"])


def rows(path: Path) -> Iterator[dict]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def scrambled(page: Page) -> Page:
    """The page with every class, id and data attribute renamed, the same name the same way."""

    def rename(match: re.Match[bytes]) -> bytes:
        names = match[2].strip(b"\"'").split()
        new = (b"x" + hashlib.sha256(name).hexdigest()[:8].encode() for name in names)
        return match[1] + b'"' + b" ".join(new) + b'"'

    def rename_in(tag: re.Match[bytes]) -> bytes:
        return tag[0] if tag[0][:5].lower() == b"<meta" else _NAMED.sub(rename, tag[0])

    parts = _CODE.split(page.data)
    data = b"".join(part if i % 2 else _TAG.sub(rename_in, part) for i, part in enumerate(parts))
    return replace(page, data=data)


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


def measure(extractors: dict[str, Extract], pages: list[Page]) -> dict[str, Result]:
    results = {name: Result() for name in extractors}
    for page in pages:
        data = JSON_LD.sub(b"", page.data)
        for name, extract in extractors.items():
            start = time.process_time()
            try:
                text = extract(data)
            except Exception:  # a peer that breaks on a page has found nothing
                text = ""
            results[name].seconds.append(time.process_time() - start)
            if page.label is not None:
                results[name].by_site[page.site].append(f1(text, page.label))
    return results


def summary(result: Result) -> tuple[float, float, float]:
    """Mean over sites, mean over pages, worst page."""
    scores = [score for scores in result.by_site.values() for score in scores]
    sites = statistics.mean(statistics.mean(scores) for scores in result.by_site.values())
    return sites, statistics.mean(scores), min(scores)


def print_quality(pages: list[Page], selected: list[Page]) -> None:
    print(f"{'':28}{'sites':>8}{'pooled':>8}{'worst':>8}{'median ms':>11}{'mean ms':>9}")
    extractors = tools()
    for extract in extractors.values():
        extract(pages[0].data)  # imports and tables are not the page's
    own = {"jdparse": extractors["jdparse"]}
    labelled = [page for page in pages if page.label is not None]
    results = {
        **measure(extractors, pages),
        "  names scrambled": measure(own, [scrambled(page) for page in labelled])["jdparse"],
        "  selector labels": measure(own, selected)["jdparse"],
        "  both": measure(own, [scrambled(page) for page in selected])["jdparse"],
    }
    for name, result in results.items():
        median, mean = (f(result.seconds) * 1e3 for f in (statistics.median, statistics.mean))
        scores = "".join(f"{score:8.3f}" for score in summary(result))
        print(f"{name:28}{scores}{median:11.1f}{mean:9.1f}")


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


def grown(data: bytes) -> float:
    """How far the resident memory of a process rises above where it stood, over the page's bytes.

    The process has read a small page before, so that the code is in its memory; Linux resets the
    high-water mark by writing 5 to clear_refs.
    """
    read(b"<h1>Data Scientist</h1><ul><li>Train models</ul>" * 20)
    Path("/proc/self/clear_refs").write_text("5")
    before = resident("VmRSS")
    read(data)
    return max(0, resident("VmHWM") - before) / len(data)


def resident(name: str) -> int:
    """Bytes by a name of /proc/self/status."""
    status = Path("/proc/self/status").read_text()
    return 1024 * next(int(x.split()[1]) for x in status.splitlines() if x.startswith(name))


def print_growth(pages: list[Page], least: int = 50_000) -> None:
    """Each page in a child of its own."""
    context = multiprocessing.get_context("fork")
    ratios = []
    for page in pages:
        if len(page.data) >= least:
            with context.Pool(1, maxtasksperchild=1) as pool:
                ratios.append(pool.apply(grown, (page.data,)))
    middle = statistics.median(ratios)
    print(f"growth of the process over page: median {middle:.1f}, most {max(ratios):.1f}")


def print_records(folder: Path) -> None:
    """Records of applicant tracking systems: the share that has each fact, F1 of the text."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(folder / "html" / "ats_gold.jsonl"):
        document = read(folder / "html" / row["file"])
        facts, scores = document.facts, found[row["ats"]]
        markup = html.unescape(" ".join((row["html"] or row["plain"] or "", *_sections(row))))
        scores["text"].append(f1(document.text, BeautifulSoup(markup, "lxml").get_text(" ")))
        for name, fact in (("title", facts.title), ("company", facts.company)):
            if row[name]:
                scores[name].append(fact is not None and fact.value == " ".join(row[name].split()))
        if row["location"]:
            places = {place.value for place in facts.locations}
            scores["location"].append(any(row["location"] in place for place in places))
        if row["pay"]:
            scores["pay"].append(bool(facts.pay))
        if row["employmentType"]:
            scores["type"].append(facts.employment_type is not None)
    for system, scores in found.items():
        values = " ".join(f"{k} {statistics.mean(v):.3f} ({len(v)})" for k, v in scores.items())
        print(f"{system:18}{values}")


def _sections(row: dict) -> Iterator[str]:
    for section in row["sections"] or ():
        yield f"{section.get('text', '')} {section.get('content', '')}"


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "--rss"]
    folder = shared_folder(arguments[0] if arguments else None)
    if not (folder / "html" / "manifest.jsonl").exists():
        sys.exit(f"No saved pages in {folder}; give the folder as the argument.")
    pages = list(read_pages(folder))
    print(f"{len(pages)} pages, {sum(page.label is not None for page in pages)} of them labelled")
    print_quality(pages, list(read_selected(folder)))
    print_verdicts(pages)
    print_memory(pages)
    if "--rss" in sys.argv:
        print_growth(pages)
    print_records(folder)


if __name__ == "__main__":
    main()
