"""The summary of a batch: its figures, that it is safe, and that a real browser shows it whole."""

import re

import pytest

from jdparse.batch.options import BatchOptions
from jdparse.batch.run import run_batch
from jdparse.document import Listing
from jdparse.errors import ReportError
from jdparse.report import drawing

ENGINEER = """What you will do
- Train and deploy ranking models to production on Kubernetes
- Build the serving platform and monitor models for drift
- Write Python services and CI/CD pipelines
Requirements
- Master's degree in computer science
- PyTorch, Docker and Go
Location: Reno
Pay: ${0},000 to ${1},000 a year"""
SCIENTIST = """What you will do
- Analyse customer data with SQL and R and explain it to managers
- Design experiments and report insights in dashboards
Requirements
- Bachelor's degree in statistics"""
HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>$x^2$"
LISTINGS = [
    *(Listing(f"{ENGINEER.format(120 + n, 160 + n)}\nTeam {n}", id=f"e{n}", title="Data Scientist",
              location="Reno, NV") for n in range(6)),
    *(Listing(f"{SCIENTIST}\n- Team {n}", id=f"s{n}", title="Data Scientist") for n in range(4)),
    Listing(f"{SCIENTIST}\n- Team 0", id="again", title="Data Scientist"),
    Listing("", id=HOSTILE),
]  # fmt: skip


def summed_up(folder, listings, **options):
    page = folder / "summary.html"
    run_batch(listings, folder / "out.jsonl", BatchOptions(report=page, **options))
    return page


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return summed_up(tmp_path_factory.mktemp("summary"), LISTINGS)


def rows(html):
    """The cells of all tables."""
    cells = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in cells]


def test_the_figures_are_those_of_the_listings(page):
    html = page.read_text(encoding="utf-8")
    found = rows(html)
    assert ["Data scientist", "6", "5", "0"] in found  # titled so, by duties
    assert ["PyTorch", "6", "0", "0"] in found
    assert ["SQL", "0", "5", "0"] in found
    assert ["master", "6", "0", "0"] in found
    assert ["bachelor", "0", "5", "0"] in found
    # the middles are 140 to 145 thousand
    pay = next(row for row in found if row[:2] == ["Machine learning engineer", "6"] and row[4:])
    assert pay[4] == "$142,500"
    assert ["Reno", "Machine learning engineer", "6", "$142,500", "$122,320"] in found
    assert "6 of 11 titled data scientist" in html
    assert "Caltech Bootcamp" in html


def test_duplicates_are_counted_in_or_left_out(tmp_path, page):
    assert "Duplicates, counted in" in page.read_text(encoding="utf-8")
    html = summed_up(tmp_path, LISTINGS, unique=True).read_text(encoding="utf-8")
    assert "Duplicates, left out" in html
    assert ["SQL", "0", "4", "0"] in rows(html)


def test_the_same_listings_give_the_same_bytes(tmp_path, page):
    assert summed_up(tmp_path, LISTINGS, workers=2).read_bytes() == page.read_bytes()


def test_nothing_from_a_listing_is_markup_and_nothing_is_loaded(page):
    html = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    assert "&lt;img src=x" in html
    assert not re.search(r"<(?:script|img|iframe|object|image)\b", html)
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!#|data:,)", html)
    assert not re.search(r"@import|url\((?!#)", html)


@pytest.mark.parametrize(
    ("listings", "says"),
    [
        ([], "No posting could be parsed"),
        ([Listing("", id="a"), Listing("[", id="b")], "No posting could be parsed"),
        ([LISTINGS[6]], "No posting states its pay"),
        (LISTINGS[:1], "No place has enough postings with pay"),
    ],
    ids=["none", "all failed", "no pay", "one"],
)
def test_what_there_is_too_little_of_is_said(tmp_path, listings, says):
    assert says in summed_up(tmp_path, listings).read_text(encoding="utf-8")


GERMAN = """Deine Aufgaben
- Du backst jeden Morgen Brot und Kuchen für unsere Kundinnen und Kunden in der Innenstadt
- Du bedienst freundlich an der Theke und kümmerst dich um die Kasse und die Auslage"""


@pytest.mark.parametrize(
    ("listings", "says", "never"),
    [
        (LISTINGS[:1], "Too few postings state their pay in USD", "Half of"),
        (LISTINGS[:1], "1 of 1 are machine learning engineering", "100% are"),
        ([Listing(GERMAN + f" {n}", id=f"{n}") for n in range(6)], "No degree could be read",
         "requires a degree"),
        ([LISTINGS[0], LISTINGS[6], *(Listing(GERMAN + f" {n}", id=f"{n}") for n in range(6))],
         "0 of 2 require no degree", "% of postings require"),
        ([Listing(f"Duties\n- You bake bread in our kitchen {n}", id=f"{n}") for n in range(6)],
         "No posting is machine learning engineering or data science", "0% are"),
        (LISTINGS[:6], "Half of machine learning engineer postings pay", "Too few"),
    ],
    ids=["pay of one", "role of one", "not English", "some not English", "neither role", "enough"],
)  # fmt: skip
def test_nothing_is_concluded_from_almost_nothing(tmp_path, listings, says, never):
    """Caught a bug: "Half of the postings of neither role pay $50k or more", from one."""
    findings = re.findall(r"<h2[^>]*>(.*?)</h2>", summed_up(tmp_path, listings).read_text())
    assert any(says in finding for finding in findings), findings
    assert not any(never in finding for finding in findings), findings


def test_names_are_drawn_as_they_are():
    dots = drawing.dot_rows([drawing.Dots(f"{HOSTILE}\0\u6771", ((0.5, "#0b63a5"),))])
    for svg in dots:
        assert "&lt;img src=x" in svg
        assert "\0" not in svg
        assert "<script" not in svg


def test_without_matplotlib_it_says_what_to_install_before_it_parses(tmp_path, monkeypatch):
    def missing(_):
        raise ImportError

    monkeypatch.setattr(drawing, "import_module", missing)
    with pytest.raises(ReportError, match=r"jdparse\[report\]"):
        summed_up(tmp_path, LISTINGS)
    assert list(tmp_path.iterdir()) == []


def test_a_browser_shows_it_whole_and_asks_for_nothing(page, window):
    for width, drawn in ((390, ".narrow"), (1200, ".wide")):
        window.resize(width)
        window.browser.get(page.as_uri())
        for details in window.all("details"):
            window.browser.execute_script("arguments[0].open = true", details)
        assert window.beside() <= 0
        shown = [element.is_displayed() for element in window.all(drawn)]
        assert len(shown) >= 6
        assert all(shown)
    assert not window.browser.get_log("browser")
    asked = re.findall(r'"url\\*":\\*"(\w+):', str(window.browser.get_log("performance")))
    assert set(asked) <= {"file", "data", "about"}
