"""The posting's own text with what was found in it coloured (displaCy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy import displacy

from jdparse.posting import (
    Benefit,
    Degree,
    Experience,
    Pay,
    Posting,
    Section,
    SpokenLanguage,
)

COLORS: Final = {
    "skill": "#cfe8ff",
    "preferred skill": "#e6f2fb",
    "degree": "#e5d8fa",
    "years": "#fbe3c0",
    "pay": "#c9efcf",
    "benefit": "#fbd5e0",
    "language": "#d9f0ee",
}
_TEMPLATE: Final = (
    '<mark style="background:{bg}" title="{label}">{text}<span class="tag"> {label}</span></mark>'
)


@dataclass(frozen=True, slots=True)
class _Highlight:
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedSection:
    """One section for the page: its kind, the heading it begins with, the rest as safe HTML."""

    kind: str
    heading: str | None
    html: str


def marked_sections(posting: Posting) -> tuple[MarkedSection, ...]:
    """The whole text in order, by sections; what lies between sections is "other"."""
    highlights = _highlights(posting)
    return tuple(
        _marked_section(posting.text, section, highlights)
        for section in _gapless(posting)
        if posting.text[section.start : section.end].strip()
    )


def _marked_section(text: str, section: Section, highlights: list[_Highlight]) -> MarkedSection:
    heading = section.heading
    if heading is None or not text.startswith(heading, section.start):
        return MarkedSection(
            section.kind, None, _html(text, section.start, section.end, highlights)
        )
    body = section.start + len(heading)
    return MarkedSection(section.kind, heading, _html(text, body, section.end, highlights))


def _gapless(posting: Posting) -> list[Section]:
    pieces: list[Section] = []
    at = 0
    for section in sorted(posting.sections, key=lambda section: section.start):
        if section.start > at:
            pieces.append(Section("other", None, at, section.start))
        pieces.append(section)
        at = max(at, section.end)
    if at < len(posting.text):
        pieces.append(Section("other", None, at, len(posting.text)))
    return pieces


def _highlights(posting: Posting) -> list[_Highlight]:
    """Every quoted value, longest first where two overlap, in the order of the text."""
    found = [
        _Highlight("skill" if skill.requirement == "required" else "preferred skill",
                   mention.start, mention.end)
        for skill in posting.skills
        for mention in skill.mentions
    ]  # fmt: skip
    nouns: dict[str, Sequence[Degree | Experience | Pay | Benefit | SpokenLanguage]] = {
        "degree": posting.degrees,
        "years": posting.experience,
        "pay": posting.pay,
        "benefit": posting.benefits,
        "language": posting.spoken_languages,
    }
    for label, values in nouns.items():
        found += [
            _Highlight(label, value.start, value.end)
            for value in values
            if value.start is not None and value.end is not None
        ]
    return _without_overlaps(found)


def _without_overlaps(found: list[_Highlight]) -> list[_Highlight]:
    kept: list[_Highlight] = []
    for span in sorted(found, key=lambda span: (span.start, span.start - span.end, span.label)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _html(text: str, start: int, end: int, highlights: list[_Highlight]) -> str:
    while start < end and text[start] == "\n":
        start += 1
    inside = [
        {"start": h.start - start, "end": h.end - start, "label": h.label}
        for h in highlights
        if start <= h.start and h.end <= end
    ]
    html: str = displacy.render(
        {"text": text[start:end], "ents": inside, "title": None},
        style="ent",
        manual=True,
        jupyter=False,
        options={"colors": COLORS, "template": _TEMPLATE},
    )
    return html
