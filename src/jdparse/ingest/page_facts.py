"""Facts that a page prints beside its posting: near the title, or as a label and its value.

Near the title, a short element that is named as the employer or the place states it ("org-name" in
its class), and so does a text that is a place and nothing else ("Austin, TX"). Elsewhere it takes a
label: "Employment type" in one element, "Full-time" in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Final, Literal

from lxml import etree

from jdparse.document import Fact, Facts
from jdparse.ingest.employment import employment_type
from jdparse.ingest.html_steps import is_hidden
from jdparse.ingest.labelled_lines import add_labelled_facts
from jdparse.ingest.lines import Line, set_lines, tidy
from jdparse.ingest.page_nodes import HEADINGS, NO_TEXT, names_of
from jdparse.ingest.places import country_of, is_place
from jdparse.ingest.region_words import heading_kind
from jdparse.ingest.titles import names_occupation
from jdparse.lexicon import Entry, any_of, read_lexicon

# Elements around the title that are looked at; a text longer than this ends them.
_AFTER: Final = 30
_BEFORE: Final = 12
_MOST_ELEMENTS: Final = 200
_MOST_HEADINGS: Final = 40
_MOST_PAIRS: Final = 100
_LONGEST_FACT: Final = 60
_LONGEST_LABEL: Final = 30
_LONGEST_VALUE: Final = 90
_LONGEST_TEXT: Final = 120
# Words between the title and a fact: "at Crumb", "– Leeds, UK"
_BEFORE_FACT: Final = re.compile(
    r"^[\W_]*(?:(?:at|by|in|from)\s+(?=[A-Z0-9])|(?i:company|employer|location)\s*:\s*)?"
)
_NO_NAME: Final = re.compile(
    r"^(?:view|see|visit|follow|more|about|apply|all|other|our|company|employer)\b|://|@"
    r"|\b(?:jobs|careers|reviews?|website|profile|employees|ago)$",
    re.IGNORECASE,
)
_NO_PLACE: Final = re.compile(
    r"\b(?:locations?|jobs?|map|all|apply|view|more|select|city|only|time\s?zones?)\b",
    re.IGNORECASE,
)
# "Austin, TX 78701", with nothing in brackets and no other figures
_PLACE: Final = re.compile(r"[^\W\d_][^\d_()/|:]*,[^\d_()/|:]+(?:\s\d{4,5})?")
# "Full-time"; one word ("Contract", "Type") may be a label
_TWO_WORDS: Final = re.compile(r"\w{2,12}[\s-]\w{2,12}")
_LABELS: Final = (
    "dt", "th", "td", "h3", "h4", "h5", "h6", "b", "strong", "span", "label", "div", "p",
)  # fmt: skip
Noun = Literal["company", "location"]


class FactNames(Entry):
    """How pages name the element of one fact."""

    words: tuple[str, ...]
    names: tuple[str, ...]


@cache
def _named(noun: Noun) -> re.Pattern[str]:
    entry = read_lexicon("fact_names", FactNames)[noun]
    return re.compile(rf"(?<=\|)(?:{any_of(entry.names)})(?=\|)|\b(?:{any_of(entry.words)})\b")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands near the title of a page, where it says so."""

    company: str | None = None
    location: str | None = None
    employment_type: str | None = None


@dataclass(frozen=True, slots=True)
class _Near:
    """A short text near the title, the names of its element, and whether no other is inside."""

    names: str
    text: str
    is_plain: bool


def read_beside(page: etree._Element, title: str | None) -> Beside:
    """The employer, the place and the type of a job that stand near the heading with its title."""
    headings = islice(page.iter(*HEADINGS), _MOST_HEADINGS) if title else ()
    heading = next((node for node in headings if tidy("".join(node.itertext())) == title), None)
    if heading is None:
        return Beside()
    after = list(islice(_short(_following(heading)), _AFTER))
    near = [*after, *islice(_short(_preceding(heading)), _BEFORE)]
    near = [found for found in near if found.text != title]
    named = (_as_place(found) for found in near if _named("location").search(found.names))
    bare = (_as_place(found) for found in after if _is_bare_place(found))
    companies = (_as_company(found) for found in near if _named("company").search(found.names))
    types = (employment_type(found.text) for found in after if _TWO_WORDS.fullmatch(found.text))
    return Beside(
        next(filter(None, companies), None),
        next(filter(None, (*named, *bare)), None),
        next(filter(None, types), None),
    )


def _following(node: etree._Element | None) -> Iterator[etree._Element]:
    """The elements after a node, in the order of the page, none read before it is asked for."""
    while node is not None:
        for sibling in node.itersiblings(etree.Element):
            yield from sibling.iter(etree.Element)
        node = node.getparent()


def _preceding(node: etree._Element | None) -> Iterator[etree._Element]:
    while node is not None:
        for sibling in node.itersiblings(etree.Element, preceding=True):
            inside = list(islice(sibling.iter(etree.Element), _BEFORE + 1))
            if len(inside) > _BEFORE:
                return
            yield from reversed(inside)
        node = node.getparent()


def _short(elements: Iterable[etree._Element]) -> Iterator[_Near]:
    """The short texts of elements, up to the next heading or the first sentence."""
    for element in islice(elements, _MOST_ELEMENTS):
        if _ends(element):
            return
        if element.tag in NO_TEXT or is_hidden(element.get("hidden"), element.get("style")):
            continue
        text = _text(element) or tidy(element.tail or "")
        if 1 < len(text) <= _LONGEST_FACT:
            yield _Near(names_of(element), text, len(element) == 0)


def _ends(element: etree._Element) -> bool:
    """Whether an element begins something else than the lines at the title."""
    if element.tag in {"h1", "h2"} or len(tidy(element.text or "")) > _LONGEST_VALUE:
        return True
    return element.tag in HEADINGS and heading_kind(_text(element)) != ""


def _text(element: etree._Element) -> str:
    """The text of an element, as far as it can be a fact."""
    texts: list[str] = []
    size = 0
    for text in islice(element.itertext(), _MOST_ELEMENTS):
        texts.append(text)
        size += len(text.strip())
        if size > _LONGEST_TEXT:
            break
    return tidy(" ".join(texts))


def _as_place(found: _Near) -> str | None:
    text = _BEFORE_FACT.sub("", found.text)
    is_name = text[:1].isalpha() and is_place(text) and not names_occupation(text)
    return text if is_name and _NO_PLACE.search(text) is None else None


def _is_bare_place(found: _Near) -> bool:
    """Whether a text is a place by itself, without a name that says so: "Austin, TX"."""
    text = _BEFORE_FACT.sub("", found.text)
    written = found.is_plain and _PLACE.fullmatch(text) is not None
    return written and country_of(text) is not None


def _as_company(found: _Near) -> str | None:
    text = _BEFORE_FACT.sub("", found.text).strip(" :-–|")
    is_name = len(text) > 1 and (text[0].isupper() or text[0].isdigit() or text.islower())
    return text if is_name and _NO_NAME.search(text) is None else None


def read_labelled(page: etree._Element, posting: etree._Element) -> Facts:
    """The facts in labels and their values outside of the posting's node."""
    pairs = islice(_pairs(page, posting), _MOST_PAIRS)
    text, blocks = set_lines(Line(f"{label}: {value}") for label, value in pairs)
    found = add_labelled_facts(Facts(), text, blocks)
    stated: Any = {
        name: Fact(fact.value, "page")
        for name in ("company", "date_posted", "valid_through", "employment_type")
        if (fact := getattr(found, name)) is not None
    }
    places = tuple(Fact(place.value, "page") for place in found.locations)
    return Facts(locations=places, **stated)


def _pairs(page: etree._Element, posting: etree._Element) -> Iterator[tuple[str, str]]:
    inside = set(posting.iter(etree.Element))
    for element in page.iter(*_LABELS):
        label = tidy(element.text or "").rstrip(" :")
        if element in inside or len(element) or not 1 < len(label) <= _LONGEST_LABEL:
            continue
        holder = element
        while (value := next(holder.itersiblings(etree.Element), None)) is None:
            parent = holder.getparent()
            if parent is None or len(parent) > 1:
                break
            holder = parent
        text = tidy(element.tail or "") or ("" if value is None else _text(value))
        if 1 < len(text) <= _LONGEST_VALUE:
            yield label, text
