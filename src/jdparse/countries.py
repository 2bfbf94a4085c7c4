"""How locations name a country: the entries of `lexicons/countries.toml`."""

from __future__ import annotations

from functools import cache

from jdparse.lexicon import Entry, read_lexicon


class Country(Entry):
    """One country: see the head of `countries.toml`."""

    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()

    def has_region(self, name: str) -> bool:
        """Whether a name or a code is one of its regions'.

        >>> read_countries()["US"].has_region("TX"), read_countries()["US"].has_region("texas")
        (True, True)
        """
        return name in self.region_codes or name.lower() in self.regions


@cache
def read_countries() -> dict[str, Country]:
    """Every country of the lexicon by its ISO 3166-1 alpha-2 code."""
    return read_lexicon("countries", Country)
