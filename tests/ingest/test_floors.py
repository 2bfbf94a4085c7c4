"""Floors of quality on saved pages (evaluated on), where the folder with them is at hand."""

import importlib.util
import os
import sys
import tracemalloc
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("JDPARSE_SHARED", Path(__file__).parents[3] / "shared"))
pytestmark = pytest.mark.skipif(
    not (SHARED / "html" / "manifest.jsonl").exists(), reason="no saved pages: set JDPARSE_SHARED"
)


@pytest.fixture(scope="module")
def benchmark():
    path = Path(__file__).parents[2] / "benchmarks" / "ingest.py"
    spec = importlib.util.spec_from_file_location("ingest_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["ingest_benchmark"] = module
    spec.loader.exec_module(module)
    return module


def score(benchmark, pages):
    return benchmark.summary(benchmark.measure(benchmark.tools(), pages)["jdparse"])


@pytest.fixture(scope="module")
def labelled(benchmark):
    benchmark.tools = lambda: {"jdparse": lambda data: benchmark.read(data).text}
    return [page for page in benchmark.read_pages(SHARED) if page.label is not None]


def test_main_text_of_labelled_pages(benchmark, labelled):
    sites, pooled, worst = score(benchmark, labelled)
    assert sites >= 0.97
    assert pooled >= 0.965
    assert worst >= 0.8


def test_main_text_does_not_hang_on_the_names_of_classes(benchmark, labelled):
    sites, pooled, worst = score(benchmark, [benchmark.scrambled(page) for page in labelled])
    assert sites >= 0.965
    assert pooled >= 0.96
    assert worst >= 0.8


def test_main_text_of_pages_labelled_by_selectors(benchmark, labelled):
    sites, pooled, worst = score(benchmark, list(benchmark.read_selected(SHARED)))
    assert sites >= 0.98
    assert pooled >= 0.98
    assert worst >= 0.8


def test_peak_memory_stays_under_twelve_times_a_page(benchmark):
    data = max((page.data for page in benchmark.read_pages(SHARED)), key=len)
    benchmark.read(data)
    tracemalloc.start()
    benchmark.read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * len(data)


def test_what_is_no_posting_is_flagged_and_what_is_one_is_not(benchmark):
    flagged = {"detail": [], "list": [], "other": []}
    for page in benchmark.read_pages(SHARED):
        codes = {problem.code for problem in benchmark.read(page.data).problems}
        flagged[page.kind].append(bool(codes & benchmark.FATAL))
    neither = flagged["list"] + flagged["other"]
    assert sum(neither) >= 0.9 * len(neither)
    assert sum(flagged["detail"]) <= 0.02 * len(flagged["detail"])
