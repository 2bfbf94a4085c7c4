"""The words around an amount: its sentence, the rest of its line and the line above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from jdparse.extract.pay_ranges import Range

_BEFORE: Final = 160  # characters of the sentence before an amount that are read
_AFTER: Final = 90
_LINE: Final = 400  # characters of its line, on either side
_ABOVE: Final = 200  # characters of the line above
_TITLE: Final = 120  # characters beside an amount in a first line that is a title
_SEPARATOR: Final = re.compile(r"[|•]|,\s|\s[-–—]\s")
_SENTENCE_END: Final = re.compile(
    r"[.!?;](?:\s+(?=[A-Z\"'(•])|(?=[A-Z][a-z]))|\n|[•|]"  # also glued on: "role.This"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around one range.

    `before` and `after` are its sentence up to the amounts on either side, `line_rest` its line
    without it, `heading` the line above. `lead` and `rest` are the parts of the line's segment
    before and after it: what lies between "|", bullets, commas and spaced dashes. `opening` is True
    in a first line that is a title.
    """

    before: str
    after: str
    line_rest: str
    heading: str
    lead: str
    rest: str
    opening: bool


def read_context(text: str, stated: Range, previous: Range | None) -> Context:
    """The words around a range; `previous` is the amount before it, if any."""
    begin = max(0, stated.start - _BEFORE, previous.end if previous is not None else 0)
    for end in _SENTENCE_END.finditer(text, begin, stated.start):
        begin = end.end()
    after = text[stated.end : stated.end + _AFTER]
    stop = _SENTENCE_END.search(after)
    line_start = text.rfind("\n", max(0, stated.start - _LINE), stated.start) + 1
    rest = text[stated.end : stated.end + _LINE].partition("\n")[0]
    above = text[max(0, line_start - _ABOVE) : max(0, line_start - 1)]
    lead = text[max(line_start, stated.start - _LINE) : stated.start]
    return Context(
        before=text[begin : stated.start],
        after=after if stop is None else after[: stop.start()],
        line_rest=lead + rest,
        heading=above.rstrip().rpartition("\n")[2],
        lead=_SEPARATOR.split(lead)[-1],
        rest=_SEPARATOR.split(rest, maxsplit=1)[0],
        opening=line_start == 0 and len(lead + rest) < _TITLE and not rest.rstrip().endswith("."),
    )
