"""A web page to one posting: structured data first, then the node that holds the text.

1. JSON-LD and microdata give facts, and a description.
2. The main node gives the text; the description is taken instead where it says the same or more.
3. What no structured data states is taken from the page's own title and heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from jdparse.document import Fact, Facts
from jdparse.ingest.html_blocks import read_html
from jdparse.ingest.job_posting import JobPosting, read_job_posting
from jdparse.ingest.json_ld import find_job_postings
from jdparse.ingest.lines import Line, tidy
from jdparse.ingest.main_content import main_content
from jdparse.ingest.microdata import find_microdata_postings
from jdparse.ingest.plain_text import read_text
from jdparse.ingest.problems import empty_input, truncated
from jdparse.ingest.reading import Reading
from jdparse.ingest.screen import screen_page

# Characters of a page that are parsed; real ones hold a tenth.
MAX_PAGE: Final = 5_000_000
# A description shorter than this is a summary beside the text, not the posting.
_LEAST_DESCRIPTION: Final = 200
_SAME: Final = 0.75
_WORD: Final = re.compile(r"[^\W_]+")
_TITLE_END: Final = re.compile(r"\s+(?:[|–—·•:»]|-|at|in|@)\s+.*$|\s*\(.*\)$")


def read_page(html: str) -> Reading:
    """The lines and facts of the posting on a page."""
    problems = (truncated("page", MAX_PAGE),) if len(html) > MAX_PAGE else ()
    page = parse_page(html[:MAX_PAGE])
    if page is None:
        return Reading(problems=(empty_input(),))
    postings = _structured(page)
    facts, stated = _first(postings)
    screened = screen_page(page, postings)
    if screened is not None:
        return Reading(facts=facts, problems=(screened, *problems))
    lines = _lines(page, postings[0].description if postings else "")
    title = facts.title or _page_title(page)
    return Reading(tuple(lines), replace(facts, title=title), (*stated, *problems), page.get("lang"))


def parse_page(html: str) -> HtmlElement | None:
    """The tree of a page; None where it holds no element.

    Entities that expand without end and external ones are not HTML's: the parser has neither.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = html.replace("\x00", "").encode("utf-8", errors="ignore")
    try:
        return document_fromstring(data, parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _structured(page: HtmlElement) -> list[JobPosting]:
    scripts = [script.text or "" for script in page.iterfind(".//script[@type]")
               if "ld+json" in script.get("type", "").lower()]  # fmt: skip
    found = [read_job_posting(node) for node in _distinct(find_job_postings(scripts))]
    if not found:
        items = _distinct(find_microdata_postings(page))
        found = [read_job_posting(item, "microdata") for item in items]
    return found


def _distinct(nodes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for node in nodes:
        found.setdefault(f"{node.get('title')}\n{node.get('description')}", node)
    return list(found.values())


def _first(postings: Sequence[JobPosting]) -> tuple[Facts, tuple[Any, ...]]:
    return (postings[0].facts, postings[0].problems) if postings else (Facts(), ())


def _lines(page: HtmlElement, description: str) -> list[Line]:
    """The lines of the main node or of the structured description, whichever says more."""
    node = main_content(page.body)
    shown = read_html(etree.tostring(node, encoding="unicode", method="html", with_tail=False))
    stated = read_html(description) if "<" in description else read_text(description)
    if sum(len(line.text) for line in stated) < _LEAST_DESCRIPTION:
        return shown or stated
    in_shown, in_stated = _words(shown), _words(stated)
    common = (in_shown & in_stated).total()
    says_all = common >= _SAME * in_shown.total()
    is_flat = len(stated) * 2 < len(shown) and common >= _SAME * in_stated.total()
    if says_all:
        return shown if is_flat else stated
    # the page shows more: more of the posting where it holds the description, else other things
    return shown if common >= 0.9 * in_stated.total() and common * 3 > in_shown.total() else stated


def _words(lines: Iterable[Line]) -> Counter[str]:
    return Counter(word for line in lines for word in _WORD.findall(line.text.lower()))


def _page_title(page: HtmlElement) -> Fact | None:
    """The one main heading that the page's own title repeats, else the title without its end."""
    title = page.findtext(".//title") or ""
    named = page.find(".//meta[@property='og:title']")
    og_title = named.get("content", "") if named is not None else ""
    known = f"{title} {og_title}".lower()
    headings = [tidy(heading.text_content()) for heading in page.iterfind(".//h1")][:10]
    headings = [heading for heading in headings if 2 < len(heading) <= 150]
    repeated = [heading for heading in headings if heading.lower() in " ".join(known.split())]
    for heading in (*repeated, *headings[:1] * (len(headings) == 1)):
        return Fact(heading, "page")
    short = _TITLE_END.sub("", tidy(og_title or title))
    return Fact(short, "page") if 2 < len(short) <= 150 else None
