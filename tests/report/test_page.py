"""The page: what it says, that it is safe, and that a real browser shows it whole."""

import re
import subprocess
from dataclasses import replace

import pytest

from jdparse.posting import Problem
from jdparse.report import wording
from jdparse.report.page import to_page
from jdparse.report.spans import marked_sections


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def test_marks_stand_on_what_was_found(posting):
    marked = re.findall(r"<mark[^>]*>([^<]*)<span", to_page([posting]))
    assert {"Python", "BSc", "3+ years", "Dutch", "pension"} <= set(marked)


def test_the_text_is_all_there_in_order(posting):
    shown = "".join(f"{part.heading or ''}{part.html}" for part in marked_sections(posting))
    shown = re.sub(r'<span class="tag">[^<]*</span>', "", shown)
    shown = words(shown.replace("<br>", " ")).replace("&lt;", "<").replace("&gt;", ">")
    assert shown.replace("&amp;", "&").replace(" ", "") == re.sub(r"\s", "", posting.text)


def test_overlapping_values_are_marked_once(posting):
    twice = replace(posting, skills=posting.skills * 2)
    assert to_page([twice]).count(">Python<span") == 1


@pytest.mark.parametrize("field", ["title", "company", "employment_type", "text", "id"])
def test_nothing_from_a_posting_is_markup(posting, field):
    hostile = '<img src=x onerror="alert(1)"><script>alert(1)</script>'
    page = to_page([replace(posting, **{field: hostile}, sections=()), posting])
    assert "<img" not in page
    assert "<script" not in page


def test_the_page_loads_nothing(posting):
    page = to_page([posting])
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!#)", page)


def test_a_failed_posting_says_why(posting):
    failed = replace(posting, status="failed", role=None,
                     problems=(Problem("empty_input", "There is no text."),))  # fmt: skip
    assert "There is no text." in to_page([failed])


@pytest.mark.parametrize("width", [360, 1200])
def test_a_browser_shows_it_without_sideways_scrolling(posting, tmp_path, width, window):
    page = tmp_path / "report.html"
    page.write_text(to_page([posting, replace(posting, text="x" * 4000, sections=())]))
    window.resize(width)
    window.browser.get(page.as_uri())
    assert len(window.all("article mark")) > 4
    assert window.beside() <= 0
    assert not [x for x in window.browser.get_log("browser") if x["level"] == "SEVERE"]


def test_a_printed_report_begins_with_its_posting_and_each_other_on_a_page_of_its_own(
    posting, tmp_path, chromium
):
    """Caught a bug: the first page was empty, and the text a narrow column beside its values."""
    pypdf = pytest.importorskip("pypdf")
    page, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(to_page([posting, replace(posting, company="Second")]))
    command = [*chromium, f"--print-to-pdf={printed}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    first, *more = (sheet.extract_text() for sheet in pypdf.PdfReader(printed).pages)
    assert first.index("2 job postings") < first.index("Asked for".upper())
    assert any(sheet.startswith("Data Scientist\nSecond") for sheet in more)
    whole = "\n".join([first, *more])
    assert whole.index("Asked for".upper()) < whole.index("What you bring")
    assert "Tidewell is hiring <b>somebody</b> for demand models." in whole


def test_codes_and_signs_are_said_in_words(posting):
    """Caught a bug: "nl (preferred)", "+1.20 - Train", "engineer 90 : 10 scientist" unexplained."""
    evidence = (replace(posting.role.evidence[0], text="- Train and ship"),)
    role = replace(posting.role, evidence=evidence)
    shown = words(to_page([replace(posting, role=role)]))
    for wanted in ("Dutch (preferred)", "full-time", "+1.20 Train", wording.WEIGHTS,
                   wording.DISTINCTIONS):  # fmt: skip
        assert wanted in shown
    assert "full_time" not in shown
