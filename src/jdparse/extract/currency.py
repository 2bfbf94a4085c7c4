"""Which currency a sign means: ISO 4217 by sign, name or code, and by the posting's country.

"$", "¥", "kr" and "Rs" are shared: the country of the posting decides, then the places it names,
and where nothing tells, the first currency of `lexicons/currencies.toml` that has the sign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from jdparse.lexicon import Entry, any_of, read_lexicon

_LEXICON: Final = "currencies"
# Where a posting says where it is: its first lines (title, company, location).
_HEAD: Final = 400


class CurrencyEntry(Entry):
    """One currency; the key is its ISO 4217 code, the file's header tells the fields."""

    signs: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    countries: tuple[str, ...]
    places: tuple[str, ...] = ()
    per_dollar: int


@dataclass(frozen=True, slots=True)
class Currencies:
    """The lexicon, compiled: look-ups by name and the patterns around a number.

    `names` maps a sign, code or lower-case word to the codes it may mean. `before` finds a sign or
    code that ends where a number starts, `after` one that starts where a number ends; `places`
    finds the names of `place_codes`. `local` signs are letters that name money in their own country
    alone. `endings` are the characters a sign or code ends with.
    """

    names: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, str]
    per_dollar: Mapping[str, int]
    before: re.Pattern[str]
    after: re.Pattern[str]
    places: re.Pattern[str]
    place_codes: Mapping[str, str]
    local: Mapping[str, str]
    endings: frozenset[str]

    def codes(self, name: str | None) -> tuple[str, ...]:
        """The codes that a sign, code or word may mean; () for None or an unknown one."""
        if name is None:
            return ()
        return (
            self.names.get(name) or self.names.get(name.upper()) or self.names.get(name.lower(), ())
        )

    def choose(self, codes: tuple[str, ...], home: str) -> str:
        """The one currency meant: that of the posting's home where the sign may mean it.

        >>> currencies = read_currencies()
        >>> currencies.choose(currencies.codes("$"), home="AUD")
        'AUD'
        >>> currencies.choose(currencies.codes("€"), home="AUD")
        'EUR'
        """
        if not codes:
            return home
        return home if home in codes else codes[0]

    def named(self, text: str) -> str | None:
        """The currency of the last place that a sentence names; None where it names none.

        >>> read_currencies().named("In Ontario, the US firm's offer for Toronto is ")
        'CAD'
        >>> read_currencies().named("a super offer: ") is None
        True
        """
        found = [place.group() for place in self.places.finditer(text)]
        proper = [place for place in found if place[0].isupper()]
        return self.place_codes[proper[-1].lower()] if proper else None

    def home(self, country: str | None, locations: Iterable[str], text: str) -> str:
        """The currency of the posting's country, by its country code, locations or first lines."""
        if country is not None and country.upper() in self.countries:
            return self.countries[country.upper()]
        for place in (*locations, text[:_HEAD]):
            found = self.places.search(place)
            if found is not None:
                return self.place_codes[found.group().lower()]
        return "USD"


def read_currencies() -> Currencies:
    """Read and compile `lexicons/currencies.toml`."""
    entries = read_lexicon(_LEXICON, CurrencyEntry)
    names: dict[str, tuple[str, ...]] = {}
    for code, entry in entries.items():
        written = [word.lower() for word in entry.words]
        for name in (code, *entry.signs, *entry.shared, *entry.local, *written):
            names[name] = (*names.get(name, ()), code)
    places = {place.lower(): code for code, entry in entries.items() for place in entry.places}
    signs = [name for e in entries.values() for name in (*e.signs, *e.shared)]
    local = {name: code for code, entry in entries.items() for name in entry.local}
    words = [word for e in entries.values() for word in e.words]
    return Currencies(
        names=names,
        countries={land: code for code, entry in entries.items() for land in entry.countries},
        per_dollar={code: entry.per_dollar for code, entry in entries.items()},
        before=_before([*entries, *signs, *local]),
        after=_after([*entries, *map(str.lower, entries), *signs], words),
        places=re.compile(
            rf"(?<!\w)(?:{any_of(name for e in entries.values() for name in e.places)})(?!\w)"
        ),
        place_codes=places,
        local=local,
        endings=frozenset(name[-1] for name in (*entries, *signs, *local, ")", ":")),
    )


def _before(names: Iterable[str]) -> re.Pattern[str]:
    # A letter sign or code starts a word ("NYC$90k" has "$"), and "San Mateo, CA$90k" is no "CA$".
    lettered = [name for name in set(names) if name[0].isalpha()]
    bare = [name for name in set(names) if not name[0].isalpha()]
    either = rf"(?<![^\W\d_])(?!(?<=,\s)CA\$)(?:{any_of(lettered)})|(?:{any_of(bare)})"
    return re.compile(rf"(?:\((?P<label>[$£€])\)\s?:?|(?P<name>{either}))\s?\Z")


def _after(names: Collection[str], words: Collection[str]) -> re.Pattern[str]:
    firsts = re.escape("".join(sorted({name[0] for name in names})))
    letters = "".join(sorted({word[0].lower() + word[0].upper() for word in words}))
    # Not the sign of the next number ("$5 $10"), nor the start of a word ("leisure").
    return re.compile(
        rf"\s?\(?(?=[{firsts}{letters}])(?P<name>(?:{any_of(names)})(?!\s?\d)(?![a-z])|(?i:{any_of(words)})(?![a-z]))"
    )
