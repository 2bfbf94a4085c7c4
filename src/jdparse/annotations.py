"""The Doc schema: which values each component writes, under which names.

A component writes frozen values to `doc._.jdparse_<noun>` and, for those with offsets, spans of
the same name to `doc.spans["jdparse_<noun>"]` (displaCy draws these). Offsets are characters.
No component reads a token, so a posting that only becomes a record is a Doc without any, and has
no spans either: together they would take as long as finding the degrees and the pay.
Nothing else in the package names an extension or a span key.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

from spacy.tokens import Doc, Span

from jdparse.document import Block, Facts
from jdparse.posting import Origin, SectionKind

PREFIX: Final = "jdparse_"
UnitKind = Literal[SectionKind, "heading"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of the posting, or one sentence of it, and what it is.

    `kind` is a section kind or "heading"; `heading` the text of the heading it stands under;
    `confidence` the probability of `kind`, 0 to 1.
    """

    start: int
    end: int
    kind: UnitKind
    heading: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Term:
    """A value that a posting states once, and where.

    Offsets are None where it is not the text that states it but, say, the title beside it;
    `origin` is then that of the title.
    """

    value: str
    start: int | None
    end: int | None
    origin: Origin = "text"


@dataclass(frozen=True, slots=True)
class Conditions:
    """Terms of the job; None where the text does not state them."""

    work_mode: Term | None = None
    employment_type: Term | None = None
    seniority: Term | None = None
    visa_sponsorship: Term | None = None
    security_clearance: Term | None = None


# Characters of the postings that are read at once, most often a chunk; one may have 100,000 itself.
_TOGETHER: Final = 150_000
_NOTHING: Final = ()
_TEXT: Final = PREFIX + "text"

# Extension name (without prefix) -> what it holds before a component has run.
_EXTENSIONS: Final[dict[str, object]] = {
    "blocks": _NOTHING,  # tuple[Block, ...], set before the pipeline runs
    "facts": Facts(),  # set before the pipeline runs
    "english": True,  # whether the models know the language; set before the pipeline runs
    "units": _NOTHING,  # tuple[Unit, ...], jdparse_sectionizer
    "sections": _NOTHING,  # tuple[Section, ...], jdparse_sectionizer
    "responsibilities": _NOTHING,
    "skills": _NOTHING,
    "degrees": _NOTHING,
    "alternatives": _NOTHING,  # jdparse_degrees, completed by jdparse_experience
    "experience": _NOTHING,
    "pay": _NOTHING,
    "benefits": _NOTHING,
    "languages": _NOTHING,
    "conditions": Conditions(),
}


def read_values(doc: Doc, noun: str) -> Any:
    """The values a component wrote: `read_values(doc, "pay")`."""
    return doc.user_data.get(PREFIX + noun, _EXTENSIONS[noun])


def write_values(doc: Doc, noun: str, values: Any) -> None:
    """Store values; those that quote a text of tokens become spans too, one a mention."""
    _store(doc, values, noun)
    if isinstance(values, tuple):
        doc.spans[PREFIX + noun] = list(_spans(doc, noun, values)) if len(doc) else []


def _store(doc: Doc, values: Any, noun: str) -> None:
    doc.user_data[PREFIX + noun] = values


# `doc._` takes 3 µs to find a value, so that it is the way in for others only.
for _name in _EXTENSIONS:
    if not Doc.has_extension(PREFIX + _name):
        Doc.set_extension(
            PREFIX + _name,
            getter=partial(read_values, noun=_name),
            setter=partial(_store, noun=_name),
        )


def _spans(doc: Doc, noun: str, values: Iterable[Any]) -> Iterable[Span]:
    for value in values:
        label = getattr(value, "kind", None) or getattr(value, "category", None) or noun
        for quoted in getattr(value, "mentions", (value,)):
            if quoted.start is None:
                continue
            span = doc.char_span(quoted.start, quoted.end, label=label, alignment_mode="expand")
            if span is not None:
                yield span


def text_of(doc: Doc) -> str:
    """The Doc's text, put together once: spaCy's own `doc.text` joins all tokens at every call."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def prepare(
    doc: Doc,
    blocks: Sequence[Block],
    facts: Facts,
    text: str | None = None,
    *,
    english: bool = True,
) -> Doc:
    """Give a fresh Doc what ingest knows; returns the same Doc.

    `text` is that of the Doc, where the caller has it at hand, or of a Doc that has no tokens;
    `english` tells whether it is in the language that the models have learned.
    """
    if text is not None:
        doc.user_data[_TEXT] = text
    _store(doc, tuple(blocks), "blocks")
    _store(doc, facts, "facts")
    _store(doc, english, "english")
    return doc


def batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Docs that a component reads at once: no more than memory should hold."""
    batch: list[Doc] = []
    size = 0
    for doc in docs:
        size += len(text_of(doc))
        if batch and size > _TOGETHER:
            yield batch
            batch, size = [], len(text_of(doc))
        batch.append(doc)
    if batch:
        yield batch


def unit_at(units: Sequence[Unit], offset: int) -> Unit | None:
    """The unit that holds a character, by binary search; None between units.

    >>> units = (Unit(0, 4, "about", None, 1.0), Unit(5, 9, "requirements", None, 1.0))
    >>> unit_at(units, 6).kind
    'requirements'
    >>> unit_at(units, 4) is None
    True
    """
    at = bisect_right(units, offset, key=lambda unit: unit.start) - 1
    return units[at] if at >= 0 and offset < units[at].end else None
