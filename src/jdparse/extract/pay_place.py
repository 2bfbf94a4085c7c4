"""The place or level that one of several pay ranges is for, as the posting writes it.

It stands before its range ("Zone A: $…", "For candidates in Ohio, the range is $…"), after it
("$… in Ohio", "£… (London)", "$… for Level 4") or on the line above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from jdparse.lexicon import any_of, read_words

_ROOM: Final = 300  # characters before a range that can name its place
_LONGEST: Final = 120
_WORD: Final = re.compile(r"\w*[^\W\d_]\w*")
_SENTENCE: Final = re.compile(r"[.!?;]\s+(?=[A-Z])|[.!?](?=[A-Z][a-z])|\n")
_LABEL: Final = re.compile(r"\A[\s•*·–-]*(?P<place>[^:]{2,120}?)\s*(?::|\s[-–—]|[-–—]\s)\s*\Z")
_BARE: Final = re.compile(r"\A[\s•*·–-]*(?P<place>[A-Z][^:.!?]{1,100}?)\s*\Z")
_FOR: Final = re.compile(
    r"\b(?:in|for|within|of)\s+(?:candidates\s+|applicants\s+|employees\s+)?(?:\w+\s+){0,2}?(?:(?:in|for|at)\s+)?(?:the\s+)?"
    r"(?P<place>(?:all\s+other\s|other\s|our\s)?[A-Z][^.;:\n]{1,80}?)(?=,?\s+(?:is|are|will|ranges?|the|we|it)\b|:|\s*\Z)"
)
_AFTER: Final = re.compile(
    r"\s*(?:\((?P<aside>[^()\d]{2,60})\)|,?\s*(?:in|for|within)\s+(?P<place>[^.;:(\n$£€₹]{2,100})|(?P<rest>elsewhere))",
)
_ADDRESS: Final = re.compile(r"\(?https?://\S+")
_NO_PLACE: Final = re.compile(
    r"\A[-•*·–]|[$£€₹]\s?\d|\d{2,}[.,]\d{3}|[!?]\s*\Z|[a-z]{3}\.\s|\.\s\d|:\s*[^\s/]"
)

# "for all locations outside Ohio"
_FIRST_WORDS: Final = re.compile(r"\A(?:for|in|within)\s+(?=\S)")
# A row of facts ("Acme · Austin, TX · Full-time"), or another amount, is no name.
_SEVERAL: Final = re.compile(r"\s[·|]\s|[$£€₹]\s?\d|\dk\b")


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Finds what a range is for.

    All is made of `lexicons/place_words.toml`: `plain`, `never` and `small` as they are there, and
    patterns of words of pay, of a level before them, of an aside that is no place, of words that
    end none.
    """

    plain: frozenset[str]
    never: frozenset[str]
    small: frozenset[str]
    pay: re.Pattern[str]
    graded: re.Pattern[str]
    no_aside: re.Pattern[str]
    loose_end: re.Pattern[str]

    def place_of(self, text: str, start: int, end: int) -> str | None:
        """What the range `text[start:end]` is for, or None where the text does not say.

        >>> text = "Zone A: $90,000 - $120,000. Zone B: $80,000 - $110,000 in Ohio"
        >>> read_places().place_of(text, 8, 26)
        'Zone A'
        """
        line_start = text.rfind("\n", max(0, start - _ROOM), start) + 1
        before = text[max(line_start, start - _ROOM) : start]
        sentence = _SENTENCE.split(before)[-1]
        return (
            self._labelled(sentence)
            or self._following(text[end : end + _ROOM])
            or self._named(sentence)
            or self._bare(before)
            or self._above(text, before, line_start)
            or self._rest_of_line(text, before, end)
        )

    def _labelled(self, sentence: str) -> str | None:
        """As in "Zone A: $…"."""
        label = _LABEL.match(sentence)
        if label is None:
            return None
        place = label["place"]
        if not self.pay.search(place):
            return self._place(place)
        # "Tier 1 Salary: $…"
        graded = self.graded.fullmatch(place)
        return self._place(graded["place"]) if graded else self._named(place)

    def _bare(self, before: str) -> str | None:
        """As in "Ohio $…" with which a line begins."""
        label = _BARE.match(before)
        if label is None or self.pay.search(before) or not _is_capitalized(label["place"]):
            return None
        return self._place(label["place"])

    def _following(self, after: str) -> str | None:
        """As in "$… in Ohio" and "$… (London)"."""
        found = _AFTER.match(after)
        if found is None:
            return None
        if found["aside"] is not None:
            return None if self.no_aside.match(found["aside"]) else self._place(found["aside"])
        return self._place(self.loose_end.split(found["place"] or found["rest"])[0])

    def _named(self, sentence: str) -> str | None:
        """As in "For candidates in Ohio, the range is $…"."""
        found = None
        for found in _FOR.finditer(sentence):  # noqa: B007
            pass
        return None if found is None else self._place(found["place"])

    def _above(self, text: str, before: str, line_start: int) -> str | None:
        """The line above a range with which its own line begins."""
        if line_start == 0 or self._tells(before):
            return None
        line = text[max(0, line_start - _ROOM) : line_start - 1].rstrip().rpartition("\n")[2]
        if _NO_PLACE.search(line):
            return None
        return self._named(line) if self.pay.search(line) else self._place(line)

    def _rest_of_line(self, text: str, before: str, end: int) -> str | None:
        """As in "- $40/hr Boston and Portland"."""
        rest = text[end : end + _ROOM].partition("\n")[0]
        if before.strip(" \t-•*·") or not re.match(r"\s+[A-Z]", rest) or self.pay.search(rest):
            return None
        return self._place(rest)

    def _place(self, words: str) -> str | None:
        """The words as a place; None where they only say "base pay range" or are no short name."""
        place = _ADDRESS.sub("", words).strip(" \t•*·–—-:,|.")
        if place.startswith("(") and place.endswith(")"):
            place = place[1:-1]
        if place.count(")") > place.count("("):  # the end of what stands in brackets
            place = place[: place.index(")")]
        place = _FIRST_WORDS.sub("", self.loose_end.sub("", place))
        if len(place) > _LONGEST or _SEVERAL.search(place) or not self._tells(place):
            return None
        return place if self._is_name(place) else None

    def _is_name(self, place: str) -> bool:
        words = _words(place)
        named = any(sign.isupper() or sign.isdigit() for sign in place)
        return self.never.isdisjoint(words) and (named or not self.small.isdisjoint(words))

    def _tells(self, words: str) -> bool:
        return not _words(words) <= self.plain


def _is_capitalized(text: str) -> bool:
    """Whether half of the words are, as in a name and in no sentence."""
    words = [word.group() for word in _WORD.finditer(text)]
    return 2 * sum(word[0].isupper() for word in words) >= len(words)


def _words(text: str) -> set[str]:
    return {word.group().lower() for word in _WORD.finditer(text)}


def read_places() -> PlaceReader:
    """Read `lexicons/place_words.toml`."""
    words = read_words("place_words")
    pay, levels = any_of(words["pay"]), any_of(words["levels"])
    before_pay = any_of(words["before_pay"])
    return PlaceReader(
        plain=frozenset(words["plain"]),
        never=frozenset(words["never"]),
        small=frozenset(words["small"]),
        pay=re.compile(rf"\b(?:{pay})\b", re.IGNORECASE),
        graded=re.compile(
            rf"(?P<place>(?:{levels})\s[\w-]{{1,12}})(?:\s(?:{before_pay}|{pay}))+", re.IGNORECASE
        ),
        no_aside=re.compile(rf"\s*(?:{any_of(words['asides'])})\b", re.IGNORECASE),
        loose_end=re.compile(rf",?\s+(?:{any_of(words['loose_ends'])})\s*\Z"),
    )
