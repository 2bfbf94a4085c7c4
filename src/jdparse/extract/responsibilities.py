"""Component `jdparse_responsibilities`: what the person will do, one entry a duty, with its area.

The areas are the article's four (Caltech Bootcamp, "Machine Learning Engineer Job Description") and
three more for what these postings also ask; `lexicons/duty_areas.toml` has their terms. The terms
of a duty add their weights to their areas; the heaviest area wins of those that reach their least.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import Unit, text_of, write_values
from jdparse.extract.passages import passages
from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import DutyArea, Responsibility

_WORD: Final = re.compile(r"[^\W_]+")
_ENDINGS: Final = ("ing", "ed", "es", "s", "e")
_MIN_STEM: Final = 3
_MAX_TERM: Final = 3
_REMEMBERED: Final = 20_000  # words whose stems are kept
# What the duty begins with is what it mostly is; terms after these words count half.
_OPENING: Final = 10
_LATE: Final = 0.5


class AreaEntry(Entry):
    """The terms of one area, in any inflection, of one to three words; weights 4, 2 and 1.

    `least` is the weight from which a duty belongs to the area: more where its single words are
    those of other trades too ("maintain", "model", "operational").
    """

    area: DutyArea
    least: int = 2
    strong: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class DutyAreas:
    """Says to which area a duty belongs."""

    def __init__(self, entries: Mapping[str, AreaEntry]) -> None:
        self.weights: dict[tuple[str, ...], tuple[DutyArea, int]] = {}
        self.firsts: set[str] = set()  # most words begin no term
        self.least = {entry.area: entry.least for entry in entries.values()}
        for entry in entries.values():
            for terms, weight in ((entry.strong, 4), (entry.medium, 2), (entry.weak, 1)):
                for stems in map(_stems, terms):
                    self.weights[stems] = (entry.area, weight)
                    self.firsts.add(stems[0])

    def area_of(self, duty: str) -> DutyArea:
        """The area with the heaviest terms, the longest at each place; the first of equals.

        >>> areas = DutyAreas({"x": AreaEntry(area="deployment_monitoring", strong=("deploy",))})
        >>> areas.area_of("Deploying services"), areas.area_of("Selling tea")
        ('deployment_monitoring', 'other')
        """
        stems = _stems(duty)
        scores: dict[DutyArea, float] = {}
        done = 0
        for at, stem in enumerate(stems):
            if stem not in self.firsts or at < done:
                continue
            length, found = self._longest_at(stems, at)
            if found is not None:
                area, weight = found
                scores[area] = scores.get(area, 0.0) + weight * (1.0 if at < _OPENING else _LATE)
            done = at + length
        enough = [area for area, score in scores.items() if score >= self.least[area]]
        return max(enough, key=lambda area: scores[area], default="other")

    def _longest_at(
        self, stems: tuple[str, ...], at: int
    ) -> tuple[int, tuple[DutyArea, int] | None]:
        for length in range(_MAX_TERM, 0, -1):
            found = self.weights.get(stems[at : at + length])
            if found is not None:
                return length, found
        return 1, None


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(_stem, _WORD.findall(text.lower())))


@lru_cache(maxsize=_REMEMBERED)
def _stem(word: str) -> str:
    """The word without its inflection: "deploys", "deployed" and "deploying" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)]
    return word


def extract_responsibilities(
    text: str, units: Sequence[Unit], areas: DutyAreas
) -> tuple[Responsibility, ...]:
    """One duty for each unit that is one, in the order of the text.

    A duty over several wrapped lines is one: `units` are those of `passages`.
    """
    return tuple(
        Responsibility(duty, unit.start, unit.end, areas.area_of(duty))
        for unit in units
        if unit.kind == "responsibilities" and (duty := text[unit.start : unit.end])
    )


class Responsibilities:
    """Sets `doc._.jdparse_responsibilities`."""

    def __init__(self, areas: DutyAreas) -> None:
        self.areas = areas

    def __call__(self, doc: Doc) -> Doc:
        """Read the units, write the duties."""
        duties = extract_responsibilities(text_of(doc), passages(doc).units, self.areas)
        write_values(doc, "responsibilities", duties)
        return doc


@Language.factory(
    "jdparse_responsibilities",
    assigns=["doc._.jdparse_responsibilities"],
    requires=["doc._.jdparse_units"],
)
def make_responsibilities(nlp: Language, name: str) -> Responsibilities:
    """The component, with the shipped lexicon of areas."""
    return Responsibilities(DutyAreas(read_lexicon("duty_areas", AreaEntry)))
