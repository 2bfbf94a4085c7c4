"""Locations as schema.org places, with no part that the posting does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from jdparse.countries import Country, read_countries
from jdparse.posting import Posting

# A place of work is where somebody reports to; that the job is remote is said elsewhere.
_REMOTE: Final = re.compile(r"remote(?:\s*[-–—,:|/]\s*|\s*$)", re.IGNORECASE)


def job_locations(posting: Posting) -> Iterator[dict[str, Any]]:
    """A Place for each location; none where a remote job names whole countries alone."""
    if not any(applicant_countries(posting)):
        for location in posting.locations:
            address = postal_address(location)
            if address:
                yield {"@type": "Place", "address": {"@type": "PostalAddress", **address}}


def applicant_countries(posting: Posting) -> Iterator[dict[str, str]]:
    """The countries from which a remote job is done, where it names nothing else."""
    addresses = [postal_address(location) for location in posting.locations]
    if posting.work_mode == "remote" and all(a.keys() == {"addressCountry"} for a in addresses):
        for address in addresses:
            yield {"@type": "Country", "name": address["addressCountry"]}


def postal_address(location: str) -> dict[str, str]:
    """The country and region that a location names for certain; all else is its locality.

    >>> postal_address("Montréal, QC, CA")
    {'addressLocality': 'Montréal', 'addressRegion': 'QC', 'addressCountry': 'CA'}

    CA is California as well, so that it stays where it is.

    >>> postal_address("Port Ellery, CA"), postal_address("Remote")
    ({'addressLocality': 'Port Ellery, CA'}, {})
    """
    rest = _REMOTE.sub("", location, count=1).split(", ")
    address: dict[str, str] = {}
    country = _country_of(rest)
    if country is not None:
        address["addressCountry"] = rest.pop()
        # a name that stands twice, "New York, New York", is a whole
        if len(rest) > 1 and country.has_region(rest[-1]) and rest[-1] not in rest[:-1]:
            address["addressRegion"] = rest.pop()
    locality = ", ".join(rest)
    if any(sign.isalpha() for sign in locality):
        address["addressLocality"] = locality
    return dict(reversed(address.items()))


def _country_of(parts: list[str]) -> Country | None:
    """The country that the last part names, unless it may be a region's code or stands twice."""
    *before, last = parts
    country = _countries().get(last) or _countries().get(last.lower())
    if country is None or last in before:
        return None
    if not any(last in other.region_codes for other in _countries().values()):
        return country
    is_its_own = any(country.has_region(part) or part.lower() in country.cities for part in before)
    return country if is_its_own else None


@cache
def _countries() -> dict[str, Country]:
    """Every country by its codes, in capitals, and its names, in lower case."""
    entries = read_countries()
    return {
        name: entry
        for code, entry in entries.items()
        for name in (code, *entry.codes, *entry.names)
    }
