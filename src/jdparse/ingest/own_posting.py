"""Which of several structured postings is the page's own: beside it stand those it recommends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from jdparse.ingest.job_posting import JobPosting

_WORD: Final = re.compile(r"[^\W_]+")
_TAG: Final = re.compile(r"<[^<>]*>")
# Words in a row that two postings share by chance only in phrases of the trade; share of them that
# a page shows of its own posting.
_ROW: Final = 6
_SHOWN: Final = 0.5
# Words of a page that scripts fill: its heading alone tells which posting is meant.
_EMPTY_PAGE: Final = 100


def own_posting(
    postings: list[JobPosting], headings: Sequence[str], body: etree._Element
) -> list[JobPosting]:
    """The one posting that the page shows, or that its main heading names; else all of them."""
    if len(postings) < 2:
        return postings
    words = _words(" ".join(body.itertext()))
    rows = set(_rows(words))
    own = [posting for posting in postings if _is_shown(posting.description, rows)]
    if not own and len(words) <= _EMPTY_PAGE:
        named = {heading.lower() for heading in headings}
        own = [posting for posting in postings if _title(posting) in named]
    return own if len(own) == 1 else postings


def _title(posting: JobPosting) -> str | None:
    title = posting.facts.title
    return None if title is None else title.value.lower()


def _is_shown(description: str, rows: set[tuple[str, ...]]) -> bool:
    told = list(_rows(_words(_TAG.sub(" ", description))))
    return bool(told) and sum(row in rows for row in told) >= _SHOWN * len(told)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _rows(words: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(_ROW)), strict=False)
