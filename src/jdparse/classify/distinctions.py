"""The article's distinctions between the two roles, as named features of a text.

Source: the Caltech Bootcamp blog, "Machine Learning Engineer Job Description". It tells the roles
apart by focus, expertise and duty; `lexicons/distinctions.toml` lists what speaks for either side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import Field

from jdparse.classify.masking import Clause
from jdparse.lexicon import Entry, read_lexicon

DistinctionName = Literal["focus", "expertise", "duty"]
Side = Literal["machine_learning_engineer", "data_scientist"]

DISTINCTIONS: Final[tuple[DistinctionName, ...]] = ("focus", "expertise", "duty")
SIDES: Final[tuple[Side, ...]] = ("machine_learning_engineer", "data_scientist")

# Words that may stand between two neighbours of a cue ("deploy" our large "models").
GAP: Final = 3
# Words remembered before memory is emptied: more than any language's common ones.
_MOST_KNOWN: Final = 50_000


class CueEntry(Entry):
    """One entry of `lexicons/distinctions.toml`: what speaks for one side of one distinction."""

    distinction: DistinctionName
    side: Side
    cues: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Cue:
    """Ids of the words before a cue's last, from the last on, and the name of its feature."""

    before: tuple[int, ...]
    feature: str


@dataclass(slots=True)
class CueMatcher:
    """Finds the cues of every entry in clauses; made by `make_cue_matcher`.

    `stems` maps a cue word without its "*" to its id, `exact` a whole one; `by_last` the id of a
    cue's last word to the cues that end in it. `_known` remembers words already looked up.
    """

    features: tuple[str, ...]
    stems: Mapping[str, int]
    exact: Mapping[str, int]
    by_last: Mapping[int, tuple[Cue, ...]]
    _known: dict[str, tuple[tuple[int, ...], tuple[Cue, ...]]] = field(default_factory=dict)

    def find(self, clause: Clause) -> list[str]:
        """The features of a clause, once for each place where a cue ends.

        >>> make_cue_matcher().find(("deploy", "our", "new", "models"))
        ['deploying_models']
        """
        found: list[str] = []
        places: dict[int, int] = {}
        known = self._known
        for at, word in enumerate(clause):
            ids, ending = known.get(word) or self._remembered(word)
            if not ids:
                continue
            here = len(found)
            for cue in ending:
                if cue.before and cue.before[0] not in places:
                    continue
                if _is_near(cue.before, places, at) and cue.feature not in found[here:]:
                    found.append(cue.feature)
            for id_ in ids:
                places[id_] = at
        return found

    def _remembered(self, word: str) -> tuple[tuple[int, ...], tuple[Cue, ...]]:
        """Ids of the word, and the cues that it can end."""
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        ids = self._ids(word)
        ending = tuple(cue for id_ in ids for cue in self.by_last.get(id_, ()))
        return self._known.setdefault(word, (ids, ending))

    def _ids(self, word: str) -> tuple[int, ...]:
        prefixes = (word[:length] for length in range(1, len(word) + 1))
        found = [self.stems[prefix] for prefix in prefixes if prefix in self.stems]
        return (*found, self.exact[word]) if word in self.exact else tuple(found)


def _is_near(words: tuple[int, ...], places: Mapping[int, int], end: int) -> bool:
    """Whether words stand before `end`, the nearest first, each near enough to the next."""
    after = end
    for id_ in words:
        at = places.get(id_)
        if at is None or not 0 < after - at <= GAP + 1:
            return False
        after = at
    return True


def make_cue_matcher() -> CueMatcher:
    """The matcher of `lexicons/distinctions.toml`."""
    entries = read_lexicon("distinctions", CueEntry)
    ids: dict[str, int] = {}
    by_last: dict[int, list[Cue]] = {}
    for name, entry in entries.items():
        for cue in entry.cues:
            numbers = tuple(ids.setdefault(word, len(ids)) for word in cue.split())
            by_last.setdefault(numbers[-1], []).append(Cue(numbers[-2::-1], name))
    return CueMatcher(
        features=tuple(entries),
        stems={word.removesuffix("*"): id_ for word, id_ in ids.items() if word.endswith("*")},
        exact={word: id_ for word, id_ in ids.items() if not word.endswith("*")},
        by_last={id_: tuple(cues) for id_, cues in by_last.items()},
    )
