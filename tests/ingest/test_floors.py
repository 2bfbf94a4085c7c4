"""Floors of quality on saved pages (evaluated on), where the folder with them is at hand."""

import importlib.util
import os
import sys
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


def test_main_text_of_labelled_pages(benchmark):
    pages = [page for page in benchmark.read_pages(SHARED) if page.label is not None]
    result = benchmark.measure(benchmark.tools()["jdparse"], pages)
    scores = [score for site in result.by_site.values() for score in site]
    by_site = [sum(site) / len(site) for site in result.by_site.values()]
    assert sum(by_site) / len(by_site) >= 0.97
    assert sum(scores) / len(scores) >= 0.96
    assert min(scores) >= 0.5


def test_what_is_no_posting_is_flagged_and_what_is_one_is_not(benchmark):
    flagged = {"detail": [], "list": [], "other": []}
    for page in benchmark.read_pages(SHARED):
        codes = {problem.code for problem in benchmark.read(page.data).problems}
        flagged[page.kind].append(bool(codes & benchmark.FATAL))
    neither = flagged["list"] + flagged["other"]
    assert sum(neither) >= 0.9 * len(neither)
    assert sum(flagged["detail"]) <= 0.02 * len(flagged["detail"])
