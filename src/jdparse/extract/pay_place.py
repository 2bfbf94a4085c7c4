"""The place or level that one of several pay ranges is for, as the posting writes it.

It stands before its range ("Zone A: $…", "For candidates in Ohio, the range is $…"), after it
("$… in Ohio", "£… (London)", "$… for Level 4") or on the line above.
"""

from __future__ import annotations

import re
from typing import Final

_ROOM: Final = 300  # characters before a range that can name its place
_LONGEST: Final = 120
# Words that name no place: a label of nothing but these is only "Base pay range".
_PLAIN: Final = re.compile(
    r"\b(?:the|our|a|an|annual|annually|base|basic|total|cash|pay|paid|payrate|salary|salaries|wage|hourly|daily|monthly"
    r"|yearly|day|rate|rates|range|ranges|scale|band|compensation|comp|remuneration|earnings|ote|package"
    r"|target|targeted|starting|start|hiring|expected|anticipated|estimated|estimate|typical|current|approximate|posted"
    r"|minimum|maximum|min|max|is|are|be|will|would|between|from|to|up|of|for|in|and|or|as|at|this|that|role|position|job"
    r"|roles|positions|opportunity|jobs|details|description|reasonable|currently|usd|us|gross|net|full|time|part|per|year|hour|month"
    r"|annum|on|w2|c2c|budget|money|deal|offer|benefits|perks|what|we|you|get|it|s|depending|experience|based|doe|new|hires)\b",
    re.IGNORECASE,
)
_PAY: Final = re.compile(r"\b(?:range|salary|pay|compensation|rate)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.!?;]\s+(?=[A-Z])|[.!?](?=[A-Z][a-z])|\n")
_LABEL: Final = re.compile(r"\A[\s•*·–-]*(?P<place>[^:]{2,120}?)\s*(?::|\s[-–—]|[-–—]\s)\s*\Z")
_FOR: Final = re.compile(
    r"\b(?:in|for|within|of)\s+(?:candidates\s+|applicants\s+|employees\s+)?(?:\w+\s+){0,2}?(?:(?:in|for|at)\s+)?(?:the\s+)?"
    r"(?P<place>(?:all\s+other\s|other\s|our\s)?[A-Z][^.;:\n]{1,80}?)(?=,?\s+(?:is|are|will|ranges?|the|we|it)\b|:|\s*\Z)"
)
_AFTER: Final = re.compile(
    r"\s*(?:\((?P<aside>[^()\d]{2,60})\)|,?\s*(?:in|for|within)\s+(?P<place>[^.;:(\n$£€₹]{2,100})|(?P<rest>elsewhere))",
)
_NO_PLACE: Final = re.compile(r"\A[-•*·–]|[$£€₹]\s?\d|\d{2,}[.,]\d{3}|[!?]\s*\Z|:\s*[^\s/]")
_NO_ASIDE: Final = re.compile(
    r"\s*(?:based|depending|gross|doe|ote|plus|base|annual|pro|per|before)\b", re.IGNORECASE
)


def place_of(text: str, start: int, end: int) -> str | None:
    """What the range `text[start:end]` is for, or None where the text does not say.

    >>> text = "Zone A: $90,000 - $120,000. Zone B: $80,000 - $110,000 in Ohio"
    >>> place_of(text, 8, 26)
    'Zone A'
    """
    line_start = text.rfind("\n", max(0, start - _ROOM), start) + 1
    before = text[max(line_start, start - _ROOM) : start]
    sentence = _SENTENCE.split(before)[-1]
    return (
        _labelled(sentence)
        or _following(text[end : end + _ROOM])
        or _named(sentence)
        or _above(text, before, line_start)
        or _rest_of_line(text, before, end)
    )


def _labelled(sentence: str) -> str | None:
    label = _LABEL.match(sentence)
    if label is None:
        return None
    return _named(label["place"]) if _PAY.search(label["place"]) else _place(label["place"])


def _following(after: str) -> str | None:
    found = _AFTER.match(after)
    if found is None:
        return None
    if found["aside"] is not None:
        return None if _NO_ASIDE.match(found["aside"]) else _place(found["aside"])
    return _place(
        re.split(
            r",?\s+(?:and|or|plus|with|depending|based)\s*\Z", found["place"] or found["rest"]
        )[0]
    )


def _named(sentence: str) -> str | None:
    found = None
    for found in _FOR.finditer(sentence):  # noqa: B007
        pass
    return None if found is None else _place(found["place"])


def _above(text: str, before: str, line_start: int) -> str | None:
    if line_start == 0 or _PLAIN.sub("", before).strip(" \t-–—:•*()"):
        return None
    line = text[max(0, line_start - _ROOM) : line_start - 1].rstrip().rpartition("\n")[2]
    if _NO_PLACE.search(line):
        return None
    return _named(line) if _PAY.search(line) else _place(line)


def _rest_of_line(text: str, before: str, end: int) -> str | None:
    """The name that follows a range with which its line begins ("- $40/hr Boston and Portland")."""
    rest = text[end : end + _ROOM].partition("\n")[0]
    if before.strip(" \t-•*·") or not re.match(r"\s+[A-Z]", rest) or _PAY.search(rest):
        return None
    return _place(rest)


def _place(words: str) -> str | None:
    """The words as a place, or None where they only say "base pay range" or are no short name."""
    place = words.strip(" \t•*·–—-:,|.")
    if place.startswith("(") and place.endswith(")"):
        place = place[1:-1]
    if len(place) > _LONGEST or not re.search(r"[^\W\d_]", _PLAIN.sub("", place)):
        return None
    return place
