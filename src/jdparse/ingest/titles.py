"""Which line or heading is the job title: it names an occupation and is no sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from jdparse.lexicon import Entry, any_of, read_lexicon, read_words

_LONGEST: Final = 120
# What page titles put after the job: " | Company", " - Careers", " at Company"
_PAGE_TITLE_END: Final = re.compile(r"\s+(?:[|·•»]|–|—|-|at|@)\s+[^|·•»–—]*$")

_OF_SITE: Final = re.compile(r"\b(?:jobs?|careers?|vacanc\w+|openings?|welcome|search)\b")


class Occupation(Entry):
    """Nouns that a job title ends in or is built around."""

    nouns: tuple[str, ...]


@cache
def _occupation() -> re.Pattern[str]:
    nouns = [n for entry in read_lexicon("occupations", Occupation).values() for n in entry.nouns]
    return re.compile(rf"(?<!\w)(?:{any_of(nouns)})s?(?!\w)", re.IGNORECASE)


def names_occupation(text: str) -> bool:
    """Whether a text names an occupation.

    >>> names_occupation("Senior Data Scientist (m/f/d)"), names_occupation("About us")
    (True, False)
    """
    return _occupation().search(text) is not None


def ends_in_occupation(text: str) -> bool:
    """Whether a short text is a job title: a few words, the last of them an occupation.

    >>> ends_in_occupation("Senior Data Scientist"), ends_in_occupation("Work as an engineer.")
    (True, False)
    """
    found = occupation_ends(text)
    return bool(found) and found[-1] == len(text) and text.count(" ") < 6


def occupation_ends(text: str) -> list[int]:
    """Where the occupations that a text names end.

    >>> occupation_ends("Data Scientist or Analyst")
    [14, 25]
    """
    return [match.end() for match in _occupation().finditer(text)]


def is_heading(line: str) -> bool:
    """Whether a line that names an occupation is a heading or a call, no title.

    >>> is_heading("About Data Engineers"), is_heading("Lead Data Engineer")
    (True, False)
    """
    return any(_words()[kind].search(line) for kind in ("begins", "holds"))


def is_beside(title: str) -> bool:
    """Whether a title is that of somebody whom a posting names beside the job.

    >>> is_beside("Hiring Manager"), is_beside("Data Manager")
    (True, False)
    """
    return _words()["beside"].match(title) is not None


@cache
def _words() -> dict[str, re.Pattern[str]]:
    starts = {"begins": "^", "holds": r"(?<!\w)", "beside": "^"}
    return {
        kind: re.compile(
            rf"{starts[kind]}(?:{any_of(words)})(?!\w)".replace(r"\*", r"\w*"), re.IGNORECASE
        )
        for kind, words in read_words("title_words").items()
    }


def choose_title(main: Iterable[str], other: Iterable[str], page_title: str) -> str | None:
    """The job title of a page, from its main headings, its other headings and its own title.

    >>> choose_title(["Acme"], ["Data Scientist"], "Data Scientist | Acme")
    'Data Scientist'
    """
    main = [heading for heading in main if 2 < len(heading) <= _LONGEST]
    others = [heading for heading in other if 2 < len(heading) <= _LONGEST]
    short = _PAGE_TITLE_END.sub("", page_title)
    known = page_title.lower()
    jobs = [heading for heading in (*main, *others) if names_occupation(heading)]
    ranked = (
        *(heading for heading in jobs if heading.lower() in known),
        *(heading for heading in main if " " in heading and _begins(known, heading.lower())),
        *(heading for heading in jobs[:1] if heading in main[:1]),
        *([short] if names_occupation(short) and len(short) <= _LONGEST else ()),
        *jobs,
        *(heading for heading in main if heading.lower() in known),
        *(main if len(main) == 1 else ()),
        *([short] if 2 < len(short) <= _LONGEST else ()),
    )
    return ranked[0] if ranked else None


def _begins(page_title: str, heading: str) -> bool:
    """Whether a page's title begins with a heading that is not of the site."""
    return page_title.startswith(heading) and _OF_SITE.search(heading) is None
