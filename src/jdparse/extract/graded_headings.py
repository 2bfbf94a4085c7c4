"""Headings over headings: "Preferred qualifications", and under it "Education" and "Experience"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from jdparse.annotations import Unit
from jdparse.extract.contexts import context

_GRADING: Final = ("heading_preferred", "heading_required")


def graded_headings(text: str, units: Iterable[Unit]) -> Iterator[Unit]:
    r"""The units; for those under a mere label, the heading above it that says how far they count.

    The first label stands right under that heading, the others may have units between them.

    >>> text = "Preferred:\nEducation:\nMSc"
    >>> units = [Unit(0, 10, "heading", None, 1.0), Unit(11, 21, "heading", "Preferred", 1.0),
    ...          Unit(22, 25, "requirements", "Education", 1.0)]
    >>> list(graded_headings(text, units))[2].heading
    'Preferred'
    """
    above: str | None = None
    labelled = False  # whether a label has followed the heading above
    for unit in units:
        if unit.kind == "heading":
            heading = text[unit.start : unit.end]
            if context("heading_neutral").match(heading):
                labelled = True
            else:
                grades = (context(name).match(heading) for name in _GRADING)
                above, labelled = heading.rstrip(" :") if any(grades) else None, False
        elif not labelled:
            above = None
        elif above is not None:
            yield replace(unit, heading=above)
            continue
        yield unit
