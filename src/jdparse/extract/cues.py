"""Which of many strings a posting can hold, told before any is looked for.

Readers look for some two hundred strings, of which a posting holds a handful, and looking through
all of its text for each took longer than reading what was found. So the runs of three characters
of a posting are marked once: a string whose runs are not all marked does not stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

Array = np.ndarray[Any, Any]

_MARKS: Final = 1 << 16  # what two bytes tell apart
_RUN: Final = 3  # characters of a run
_ASKED: Final = 6  # runs of a cue that are asked for, spread over it
_FEW: Final = 8  # strings that are looked for as fast as asked for


class Cues:
    """Strings to look for: those of the given ones that find all that the others do.

    A cue in small letters is found in any case, one with a capital as it is written.
    """

    def __init__(self, cues: Iterable[str]) -> None:
        self.all = shortest(cues)
        few = len(self.all) <= _FEW
        self._always = tuple(cue for cue in self.all if few or len(cue) < _RUN)
        self._marked = tuple(cue for cue in self.all if cue not in self._always)
        self._runs = np.array([_spread(_runs(cue.lower())) for cue in self._marked]).T

    def stand_in(self, text: str) -> bool:
        """Whether a short text holds one.

        >>> Cues(["degree"]).stand_in("Degrees"), Cues(["BS"]).stand_in("jobs")
        (True, False)
        """
        either = f"{text}\n{text.lower()}"
        return any(cue in either for cue in self.all)

    def possible(self, marks: Array) -> tuple[str, ...]:
        """Those that a text can hold; `marks` are of the text in small letters.

        >>> Cues(["BS", *map(str, range(100, 200))]).possible(marks_of("in 105 days"))
        ('BS', '105')
        """
        if not self._marked:
            return self._always
        found = marks[self._runs].all(axis=0).nonzero()[0].tolist()
        return (*self._always, *(self._marked[at] for at in found))


def marks_of(text: str) -> Array:
    """For every number of a run whether the text has a run of that number."""
    marks = np.zeros(_MARKS, dtype=bool)
    marks[_runs(text)] = True
    return marks


def _runs(text: str) -> Array:
    """A number for each run of characters; seldom one for two runs."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    return np.asarray((codes[:-2] * 331 + codes[1:-1]) * 331 + codes[2:])


def _spread(runs: Array) -> Array:
    """As many of a cue's runs as are asked for."""
    return np.asarray(runs[np.linspace(0, len(runs) - 1, _ASKED).astype(int)])


def shortest(cues: Iterable[str]) -> tuple[str, ...]:
    """The cues that find all that the given ones do: none that holds another.

    >>> shortest(["B.Sc", "B.S", "degree"])
    ('B.S', 'degree')
    """
    kept: list[str] = []
    for cue in sorted(set(cues), key=lambda cue: (len(cue), not cue.islower(), cue)):
        if not any(other in (cue.lower() if other.islower() else cue) for other in kept):
            kept.append(cue)
    return tuple(sorted(kept))
