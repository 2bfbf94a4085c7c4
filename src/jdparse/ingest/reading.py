"""What one way in gives: the lines of the posting, what is stated beside them, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from jdparse.document import Facts
from jdparse.ingest.lines import Line
from jdparse.posting import Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """A posting read, not yet set as a text."""

    lines: tuple[Line, ...] = ()
    facts: Facts = field(default_factory=Facts)
    problems: tuple[Problem, ...] = ()
