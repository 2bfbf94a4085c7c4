"""Type of employment and work mode as structured data and labelled lines name them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import WorkMode, breadth

_A_CHOICE: Final = 3  # so many types are what one may choose from, not what the job is
_SEPARATORS: Final = re.compile(r"[\W_]+")
_MODES: Final[dict[str, WorkMode]] = {
    "remote": "remote", "telecommute": "remote", "fullyremote": "remote", "100remote": "remote",
    "workfromhome": "remote", "hybrid": "hybrid", "hybridremote": "hybrid", "onsite": "onsite",
    "inoffice": "onsite", "inperson": "onsite",
}  # fmt: skip


class EmploymentType(Entry):
    """The names of one type of employment."""

    names: tuple[str, ...]


@cache
def _types() -> dict[str, str]:
    lexicon = read_lexicon("employment_types", EmploymentType)
    return {_key(name): key for key, entry in lexicon.items() for name in entry.names}


def _key(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()


def employment_type(names: str | Iterable[str]) -> str | None:
    """The record's type of employment for a stated name; of two the narrower, of more the first.

    >>> employment_type("FULL_TIME"), employment_type("CDI"), employment_type("Full-time, Remote")
    ('full_time', None, 'full_time')
    >>> employment_type("Part-time, Internship"), employment_type("Full-time, Part-time")
    ('internship', 'full_time')
    """
    stated = [names] if isinstance(names, str) else names
    parts = (part for name in stated for part in (name, *re.split(r"[,;/|(]", name)))
    found = list(dict.fromkeys(kind for part in parts if (kind := _types().get(_key(part)))))
    return min(found if len(found) < _A_CHOICE else found[:1], key=breadth, default=None)


def work_mode(name: str) -> WorkMode | None:
    """The work mode that a field names.

    >>> work_mode("TELECOMMUTE"), work_mode("On-site"), work_mode("unspecified")
    ('remote', 'onsite', None)
    """
    return _MODES.get(_key(name))
