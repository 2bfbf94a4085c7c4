"""Draws the README's pictures from the samples: docs/table.svg, docs/report.png,
docs/summary.png, docs/form.png.

    python benchmarks/pictures.py

Needs Chromium for the pages.
"""

import io
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console

import jdparse
from jdparse.batch.listings import read_listings
from jdparse.batch.options import BatchOptions
from jdparse.batch.run import run_batch
from jdparse.report.form import to_form
from jdparse.report.page import to_page
from jdparse.report.table import many_postings

ROOT = Path(__file__).resolve().parents[1]
POSTINGS = ROOT / "samples" / "postings"
TABLE = (
    "stromvik-data-scientist-recommendations.txt",
    "sendbackle-ml-engineer.txt",
    "vendrosa-staff-data-scientist.html",
    "hexmoor-machine-learning-engineer.html",
    "saltmarsh-ml-engineer-cleared.txt",
    "southerly-lines-data-engineer.txt",
)
PAGE = "pantrelle-data-scientist-search.html"


def draw_table() -> None:
    console = Console(record=True, width=130, file=io.StringIO())
    console.print(many_postings([jdparse.parse(POSTINGS / name) for name in TABLE]))
    svg = console.export_svg(title="jdparse parse samples/postings", unique_id="table")
    # the default style loads a font from the network; the fallback is there anyway
    start, end = svg.index("@font-face"), svg.rindex("@font-face")
    end = svg.index("}", end) + 1
    (ROOT / "docs" / "table.svg").write_text(svg[:start] + svg[end:], encoding="utf-8")


def draw_page() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        page.write_text(to_page([jdparse.parse(POSTINGS / PAGE)]), encoding="utf-8")
        draw(page, "report.png", 1180, 1000)


def draw_summary() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "summary.html")
        options = BatchOptions(workers=-1, report=page)
        run_batch(read_listings(POSTINGS), Path(folder, "records.jsonl"), options)
        draw(page, "summary.png", 860, 1420)


def draw_form() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "form.html")
        page.write_text(to_form(), encoding="utf-8")
        draw(page, "form.png", 860, 720)


def draw(page: Path, name: str, width: int, height: int) -> None:
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
               f"--window-size={width},{height}", f"--screenshot={ROOT / 'docs' / name}",
               page.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    draw_table()
    draw_page()
    draw_summary()
    draw_form()
