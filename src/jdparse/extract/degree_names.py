"""Where a text names a degree: the mentions, told from the same letters meaning other things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from jdparse.extract.contexts import context
from jdparse.extract.cues import Cues
from jdparse.extract.fields_of_study import FieldReader, field_reader
from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import DegreeLevel

_LIST: Final = re.compile(r"\s*(?:degree )?(?:in\b|,|:|–|-|\(|/)")
_WAIVED: Final = re.compile(r"\s+(?:is |are )?not (?:required|needed|necessary)", re.IGNORECASE)
_NEXT: Final = 20  # characters after a weak name within which a field of study must begin


class DegreeName(Entry):
    """One entry of `lexicons/degrees.toml`.

    `before` and `after` are what an example needs around it to count (the tests use them).
    """

    level: DegreeLevel
    cues: tuple[str, ...]
    pattern: str
    examples: tuple[str, ...]
    weak: bool = False
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class DegreeMention:
    """One name of a degree in a text, by its offsets there."""

    level: DegreeLevel
    start: int
    end: int
    weak: bool = False


class DegreeNameReader:
    """Finds names of degrees; made once by `degree_name_reader()`."""

    def __init__(self, names: dict[str, DegreeName], fields: FieldReader) -> None:
        self._names = names
        self._fields = fields
        # One of these stands in every text with a name.
        self.cues = Cues(cue for entry in names.values() for cue in entry.cues)
        # The group that tells a name is empty and behind it: one in front of the alternatives would
        # keep the engine from passing over those with another first letter.
        pieces = "|".join(f"(?:{entry.pattern})(?P<{name}>)" for name, entry in names.items())
        # After a lost line break a name may follow a small letter ("RequirementsBachelor").
        self._pattern = re.compile(
            r"(?:(?<![A-Za-z0-9&.+@-])|(?<=[a-z.)])(?=[A-Z][a-zA-Z.])|(?<=\.)(?=[A-Z])|(?<=[ ,]-)"
            rf"|(?=Ph\.?D|Bachelor|Master))(?:{pieces})"
        )

    def finds(self, text: str) -> bool:
        """Whether a name matches at all, before weak ones are told from the rest."""
        return self._pattern.search(text) is not None

    def mentions(self, text: str) -> tuple[DegreeMention, ...]:
        """The names of degrees in a text, in order.

        >>> [m.level for m in degree_name_reader().mentions("BS/MS in CS, not MS Excel")]
        ['bachelor', 'master']
        """
        found = [
            self._mention(match)
            for match in self._pattern.finditer(text)
            if not _WAIVED.match(text, match.end())
        ]
        kept = [m for m in found if not m.weak or self._introduces_fields(text, m)]
        if len(kept) < len(found):
            kept = _with_neighbours(text, found, kept)
        return tuple(kept)

    def _mention(self, match: re.Match[str]) -> DegreeMention:
        entry = self._names[match.lastgroup or ""]
        return DegreeMention(entry.level, match.start(), match.end(), entry.weak)

    def _introduces_fields(self, text: str, mention: DegreeMention) -> bool:
        if context("degree_named").match(text, mention.end):
            return True
        follows = _LIST.match(text, mention.end)
        if follows is None:
            return False
        window = text[follows.end() : follows.end() + _NEXT * 3]
        if "in" in follows.group() or follows.group() == "/":
            return bool(self._fields.after(window, 0, certain=False)) or (
                window.lower().startswith((" a ", " any "))
            )
        return False


def _with_neighbours(
    text: str, found: Sequence[DegreeMention], kept: Sequence[DegreeMention]
) -> list[DegreeMention]:
    """Weak names count too where they are linked to one that counts."""
    counts = {mention.start for mention in kept}
    for order in (found, tuple(reversed(found))):
        for one, other in pairwise(order):
            if one.start in counts and are_linked(text, *sorted((one, other), key=_start)):
                counts.add(other.start)
    return [mention for mention in found if mention.start in counts]


def are_linked(text: str, one: DegreeMention, other: DegreeMention) -> bool:
    """Whether two names, in order, belong to one list of degrees ("BS, MS or PhD").

    >>> reader = degree_name_reader()
    >>> text = "MSc or PhD in Physics"
    >>> are_linked(text, *reader.mentions(text))
    True
    """
    link = context("degree_link").match(text, one.end, other.start)
    return link is not None and link.end() == other.start


def _start(mention: DegreeMention) -> int:
    return mention.start


@cache
def degree_name_reader() -> DegreeNameReader:
    """The reader of the shipped names."""
    return DegreeNameReader(read_lexicon("degrees", DegreeName), field_reader())
