"""A web page to one posting: structured data first, then the node that holds the text.

1. JSON-LD and microdata give facts, and a description.
2. The main node gives the text; the description is taken instead where it says the same or more.
3. What no structured data states is taken from the page's own title and heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree

from jdparse.document import Fact, Facts
from jdparse.ingest.job_posting import JobPosting, merge_places, read_job_posting
from jdparse.ingest.json_ld import find_job_postings
from jdparse.ingest.labelled_lines import add_labelled_facts
from jdparse.ingest.lines import Line, set_lines, tidy
from jdparse.ingest.main_content import main_content
from jdparse.ingest.microdata import find_microdata_postings
from jdparse.ingest.own_posting import own_posting
from jdparse.ingest.page_company import names_in_address, page_company
from jdparse.ingest.page_facts import Beside, read_beside, read_labelled
from jdparse.ingest.page_source import MAX_PAGE, PageSource, flatten
from jdparse.ingest.page_text import page_lines
from jdparse.ingest.problems import empty_input, truncated
from jdparse.ingest.reading import Reading
from jdparse.ingest.screen import Screened, count_page, screen_page
from jdparse.ingest.titles import choose_title

_MOST_HEADINGS: Final = 20


def read_page(source: PageSource) -> Reading:
    """The lines and facts of the posting on a page; a problem where it is no single posting."""
    problems = (truncated("page", MAX_PAGE),) if source.is_cut else ()
    page = parse_page(source.html)
    body = None if page is None else page.find("body")
    postings = _structured(page, source.data)
    if page is None or body is None:
        page, body = etree.Element("html"), etree.Element("body")
        if not postings:
            return Reading(problems=(empty_input(),))
    headings, counts = _headings(page), count_page(page, source.data)
    postings = own_posting(postings, headings.main, body)
    facts, stated = _first(postings)
    beside = read_beside(page, choose_title(headings.main, headings.other, headings.page_title))
    main = main_content(body)
    lines = page_lines(main, postings[0].description if postings else "")
    found = screen_page(
        Screened(lines, main, source.length, *counts, headings.page_title), postings
    )
    facts = _with_page_facts(facts, headings, lines)
    facts = _with_stated(facts, beside, read_labelled(page, main.node))
    return Reading(tuple(lines), facts, (*([found] if found else []), *stated, *problems))


def parse_page(html: bytes) -> etree._Element | None:
    """The tree of a page; None where it holds no element.

    Entities that expand without end and external ones are not HTML's: the parser has neither. What
    nests deeper than it follows is parsed again without the tags that nest.
    """
    tree, too_deep = _parse(html)
    return _parse(flatten(html))[0] if too_deep else tree


def _parse(html: bytes) -> tuple[etree._Element | None, bool]:
    """The tree, and whether the parser gave up at its limit of depth."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(html, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        tree = None
    last = parser.error_log.last_error
    return tree, last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _structured(page: etree._Element | None, data: Sequence[str]) -> list[JobPosting]:
    found = [read_job_posting(node) for node in _distinct(find_job_postings(data))]
    if not found and page is not None:
        items = _distinct(find_microdata_postings(page))
        found = [read_job_posting(item, "microdata") for item in items]
    return found


def _distinct(nodes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The nodes, those of one posting as one that has the places of all."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for node in nodes:
        found.setdefault(f"{node.get('title')}\n{node.get('description')}", []).append(node)
    return [merge_places(same) for same in found.values()]


def _first(postings: Sequence[JobPosting]) -> tuple[Facts, tuple[Any, ...]]:
    return (postings[0].facts, postings[0].problems) if postings else (Facts(), ())


@dataclass(frozen=True, slots=True)
class _Headings:
    """What may name the job: main headings, other headings, the page's titles; the site; logos."""

    main: list[str]
    other: list[str]
    page_title: str
    tab_title: str
    site: str
    own: frozenset[str]


def _headings(page: etree._Element) -> _Headings:
    named, site, address = (
        tidy(meta.get("content") or "") if meta is not None else ""
        for meta in (
            page.find(f".//meta[@property='og:{name}']") for name in ("title", "site_name", "url")
        )
    )
    logos = (image.get("alt") or "" for image in page.iter("img"))
    tab = tidy(page.findtext(".//title") or "")
    main, second, third = (
        [tidy("".join(node.itertext())) for node in page.iterfind(f".//{tag}")][:_MOST_HEADINGS]
        for tag in ("h1", "h2", "h3")
    )
    return _Headings(
        main, second + third, named or tab, tab, site, names_in_address(address, logos)
    )


def _with_page_facts(facts: Facts, headings: _Headings, lines: list[Line]) -> Facts:
    """The facts, with the title and the employer that the page itself names."""
    if facts.title is None:
        facts = replace(facts, title=_title(headings, lines))
    if facts.company is None and facts.title is not None:
        text = "\n".join(line.text for line in lines)
        titles = tuple(dict.fromkeys(filter(None, (headings.page_title, headings.tab_title))))
        company = page_company(facts.title.value, titles, headings.site, text, headings.own)
        facts = replace(facts, company=None if company is None else Fact(company, "page"))
    return facts


def _with_stated(facts: Facts, beside: Beside, labelled: Facts) -> Facts:
    """The facts, with what the page prints beside its posting; what is there already stays."""
    for name in ("company", "employment_type", "date_posted", "valid_through"):
        if getattr(facts, name) is None:
            value = getattr(beside, name, None)
            stated: Any = {name: Fact(value, "page") if value else getattr(labelled, name)}
            facts = replace(facts, **stated)
    if not facts.locations:
        place = beside.location
        found = (Fact(place, "page"),) if place else labelled.locations
        facts = replace(facts, locations=found)
    return facts


def _title(headings: _Headings, lines: list[Line]) -> Fact | None:
    other = [*headings.other, *(_without_label(line) for line in lines[:3])]
    title = choose_title(headings.main, other, headings.page_title)
    return None if title is None else Fact(title, "page")


def _without_label(line: Line) -> str:
    """The text of a line, or the title that it states after a label ("Job title: Baker")."""
    stated = add_labelled_facts(Facts(), *set_lines([line])).title
    return line.text if stated is None else stated.value
