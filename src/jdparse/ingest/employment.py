"""Type of employment and work mode as structured data and labelled lines name them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import WorkMode

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
    """The record's type of employment for a stated name, or for the first known of several.

    >>> employment_type("FULL_TIME"), employment_type("CDI"), employment_type("Full-time, Remote")
    ('full_time', None, 'full_time')
    """
    for name in [names] if isinstance(names, str) else names:
        for part in (name, *re.split(r"[,;/|(]", name)):
            if found := _types().get(_key(part)):
                return found
    return None


def work_mode(name: str) -> WorkMode | None:
    """The work mode that a field names.

    >>> work_mode("TELECOMMUTE"), work_mode("On-site"), work_mode("unspecified")
    ('remote', 'onsite', None)
    """
    return _MODES.get(_key(name))
