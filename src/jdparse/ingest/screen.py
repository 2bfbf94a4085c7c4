"""Whether a page is one posting, and what it is where it is not: a list, a shell, a form, gone.

Thresholds were set on 221 saved pages of 24 sites; each says what it keeps apart. A page whose
structured data holds one posting with its description is believed to be one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from lxml import etree

from jdparse.ingest.job_posting import JobPosting
from jdparse.ingest.lines import Line
from jdparse.ingest.main_content import MainContent
from jdparse.ingest.problems import no_content, several
from jdparse.ingest.titles import ends_in_occupation, names_occupation
from jdparse.lexicon import any_of, read_words
from jdparse.posting import Problem

# A posting has no headings that link elsewhere; a list links each of its titles.
_LINKED_HEADINGS: Final = 4
# Links in the text of a posting are few (13 at most of 190); a list has one an entry.
_MANY_LINKS: Final = 16
_TEXT_PER_LINK: Final = 300
# Lines that are job titles and nothing else; distinct words of the vocabulary of a posting.
_JOB_LINES: Final = 6
_FEW_SIGNS: Final = 4
_GENDERED: Final = re.compile(r"\([mwfdhx](?:\s?[/|,*]\s?[mwfdhxi]){1,3}\)\s*$", re.IGNORECASE)
# Sections that a posting has once stand in a page of several again and again.
_REPEATED_SECTIONS: Final = 4
# Less text than this is no posting by itself, and up to the second not without any of its words.
_LEAST_TEXT: Final = 160
_LITTLE_TEXT: Final = 600
# Share of short lines with no vocabulary of postings that only menus and lists have.
_SHORT_LINE: Final = 60
_SHORT_SHARE: Final = 0.6
_MANY_LINES: Final = 12
# Text that says that a posting is gone is short; a posting may say so of another.
_LONGEST_NOTICE: Final = 1000
# Text of a page written by hand is this much of its source.
_BARE_SHARE: Final = 0.1
# Links around next to no text: the page of a list that scripts fill.
_LIST_PAGE_LINKS: Final = 40
# Controls of an application form; share of the source that text has in a page made by scripts.
_FORM_CONTROLS: Final = 8
_SHELL_SHARE: Final = 0.005
_ARTICLE: Final = re.compile(r'"@type"\s*:\s*"(?:News|Blog)?(?:Article|Posting)"')


@dataclass(frozen=True, slots=True)
class Screened:
    """What is judged: counts over the whole page, and the lines and node of its main content."""

    lines: Sequence[Line]
    main: MainContent
    source_length: int
    page_links: int
    page_controls: int
    is_article: bool
    title: str = ""


@cache
def _signs(kind: str) -> re.Pattern[str]:
    """Words that show what a page is."""
    pattern = any_of(read_words("posting_signs")[kind]).replace(r"\*", r"\w*")
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def count_page(page: etree._Element, data: Sequence[str]) -> tuple[int, int, bool]:
    """Links, visible controls, and whether its data calls a page an article; taken first."""
    links = sum(1 for _ in page.iter("a"))
    controls = sum(
        element.get("type") != "hidden" for element in page.iter("input", "select", "textarea")
    )
    return links, controls, any(_ARTICLE.search(script) for script in data)


def screen_page(screened: Screened, postings: Sequence[JobPosting]) -> Problem | None:
    """The problem of a page that is no single posting, else None."""
    titles = {posting.facts.title.value for posting in postings if posting.facts.title}
    if len(titles) > 1:
        return several(len(titles), "The page")
    if any(len(posting.description) >= _LEAST_TEXT for posting in postings):
        return None
    text = "\n".join(line.text for line in screened.lines)
    lower = text.lower()
    signs = len(set(_signs("posting").findall(lower)))
    return (
        _notice(lower)
        or _list(screened, text, signs)
        or _too_little(screened, text, signs)
        or _article(screened, lower)
    )


def _notice(lower: str) -> Problem | None:
    if len(lower) <= _LONGEST_NOTICE and (found := _signs("expired").search(lower)) is not None:
        return no_content(f'the page says that the posting is gone ("{found[0]}")')
    return None


def _list(screened: Screened, text: str, signs: int) -> Problem | None:
    entries = max(
        _linked_headings(screened.main.node),
        _repeated_sections(screened.lines),
        _job_lines(screened.lines),
    )
    if entries:
        return several(entries, "The page")
    links = sum(1 for _ in screened.main.node.iter("a"))
    if links >= _MANY_LINKS and links * _TEXT_PER_LINK > len(text):
        return several(None, "The page")
    named = signs < _FEW_SIGNS and _signs("list").match(screened.title.lower()) is not None
    return several(None, "The page") if named or _is_menu(screened.lines, signs) else None


def _linked_headings(node: etree._Element) -> int:
    found = 0
    for heading in node.iter("h2", "h3", "h4", "h5"):
        parent = heading.getparent()
        found += heading.find(".//a") is not None or (parent is not None and parent.tag == "a")
    return found if found >= _LINKED_HEADINGS else 0


def _repeated_sections(lines: Sequence[Line]) -> int:
    short = (line.text.lower() for line in lines if len(line.text) <= _SHORT_LINE)
    sections = Counter(line for line in short if _signs("posting").search(line))
    most = max(sections.values(), default=0)
    return most if most >= _REPEATED_SECTIONS else 0


def _job_lines(lines: Sequence[Line]) -> int:
    found = sum(len(line.text) <= _SHORT_LINE and _is_job(line.text) for line in lines)
    return found if found >= _JOB_LINES else 0


def _is_job(line: str) -> bool:
    return _GENDERED.search(line) is not None or (line[0].isupper() and ends_in_occupation(line))


def _is_menu(lines: Sequence[Line], signs: int) -> bool:
    short = sum(len(x.text) for x in lines if len(x.text) < _SHORT_LINE and x.kind != "item")
    whole = sum(len(line.text) for line in lines)
    return len(lines) >= _MANY_LINES and short > _SHORT_SHARE * whole and signs < 2


def _too_little(screened: Screened, text: str, signs: int) -> Problem | None:
    hires = signs or names_occupation(text) or _signs("apply").search(text.lower()) is not None
    by_hand = hires and len(text) > _BARE_SHARE * screened.source_length
    if by_hand or len(text) >= _LITTLE_TEXT or (len(text) >= _LEAST_TEXT and signs):
        return None
    if screened.page_controls >= _FORM_CONTROLS:
        return no_content("it is an application form without the posting. Give the page before it")
    if len(text) < _SHELL_SHARE * screened.source_length:
        return no_content(
            "the page is made by scripts and shows nothing without them. Save it from a browser, "
            "or give the posting's text"
        )
    if len(text) < _LEAST_TEXT:
        return no_content("the page has next to no text of its own")
    asks = _signs("apply").search(text.lower()) is not None
    many = screened.page_links >= _LIST_PAGE_LINKS and not asks
    return several(None, "The page") if many else None


def _article(screened: Screened, lower: str) -> Problem | None:
    if screened.is_article and not _signs("apply").search(lower):
        return no_content("its data calls it an article, and nothing in it asks to apply")
    return None
