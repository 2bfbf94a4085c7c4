"""Component `jdparse_sectionizer`: what each line or sentence of a posting is, and its sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import Unit, UnitKind, batches, read_values, text_of, write_values
from jdparse.document import Block
from jdparse.lexicon import read_lexicon, read_words
from jdparse.models import model_path
from jdparse.posting import Section
from jdparse.segment.chain import ChainModel, Floats, load_chain
from jdparse.segment.features import HEADING, describe_units
from jdparse.segment.headings import HeadingEntry, Headings
from jdparse.segment.units import Piece, UnitSplitter


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Splits a posting into units and says what each is: splitter, headings and model."""

    splitter: UnitSplitter
    headings: Headings
    model: ChainModel

    def units(
        self, text: str, blocks: Sequence[Block] = (), title: str | None = None
    ) -> tuple[Unit, ...]:
        r"""The units of a text in order, each with its kind and the heading it stands under.

        >>> text = "Who we are\nWe sell tea.\nYour duties:\n- Train models\n- Deploy them"
        >>> [unit.kind for unit in make_segmenter().units(text)]
        ['heading', 'about', 'heading', 'responsibilities', 'responsibilities']
        """
        return self.units_of([(text, blocks, title)])[0]

    def units_of(
        self, postings: Sequence[tuple[str, Sequence[Block], str | None]]
    ) -> list[tuple[Unit, ...]]:
        """The same for many postings: text, blocks and title of each."""
        pieces = [self.splitter.split(text) for text, _, _ in postings]
        views = []
        for (text, blocks, title), some in zip(postings, pieces, strict=True):
            marked = frozenset(block.start for block in blocks if block.kind == "heading")
            views.append(describe_units(text, some, self.headings, marked, title))
        return [
            self._labelled(text, some, probabilities)
            for (text, _, _), some, probabilities in zip(
                postings, pieces, self.model.probabilities(views), strict=True
            )
        ]

    def _labelled(
        self, text: str, pieces: Sequence[Piece], probabilities: Floats
    ) -> tuple[Unit, ...]:
        best = probabilities.argmax(axis=1).tolist()
        sure = probabilities.max(axis=1).tolist()
        units: list[Unit] = []
        heading: str | None = None
        for piece, label, confidence in zip(pieces, best, sure, strict=True):
            kind = cast(UnitKind, self.model.labels[label])
            units.append(Unit(piece.start, piece.end, kind, heading, round(confidence, 6)))
            if kind == HEADING:
                heading = text[piece.start : piece.end].rstrip(" :")
        return tuple(units)

    def announced(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        r"""The units of a text in a language that the model has not learned.

        Only what stands under a heading that the lexicon knows is of a kind; all else is `other`.

        >>> segmenter = make_segmenter()
        >>> units = segmenter.units("Wir sind Orchidee.\nYour tasks:\n- Modelle trainieren")
        >>> [unit.kind for unit in segmenter.announced(units)]
        ['other', 'heading', 'responsibilities']
        """
        return tuple(
            unit if unit.kind == HEADING else replace(unit, kind=self._announced_by(unit.heading))
            for unit in units
        )

    def _announced_by(self, heading: str | None) -> UnitKind:
        return (heading and self.headings.kind_of(heading)) or "other"


def sections_of(units: Sequence[Unit]) -> tuple[Section, ...]:
    """Runs of units of one kind; a heading opens the section of what it introduces.

    >>> units = (Unit(0, 6, "heading", None, 1.0), Unit(7, 9, "requirements", "Needed", 1.0),
    ...          Unit(10, 12, "requirements", "Needed", 1.0), Unit(13, 15, "pay", "Needed", 1.0))
    >>> [(run.kind, run.heading, run.start, run.end) for run in sections_of(units)]
    [('requirements', 'Needed', 0, 12), ('pay', 'Needed', 13, 15)]
    """
    return tuple(_runs(units))


def _runs(units: Sequence[Unit]) -> Iterator[Section]:
    current: Section | None = None
    opening: int | None = None
    for unit in units:
        if unit.kind == HEADING:
            opening = unit.start
            continue
        if current is not None and current.kind == unit.kind and opening is None:
            current = Section(unit.kind, current.heading, current.start, unit.end)
            continue
        if current is not None:
            yield current
        start = unit.start if opening is None else opening
        current, opening = Section(unit.kind, unit.heading, start, unit.end), None
    if current is not None:
        yield current


class Sectionizer:
    """Sets `doc._.jdparse_units` and `doc._.jdparse_sections`."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter

    def __call__(self, doc: Doc) -> Doc:
        """Read the text, its blocks and its stated title; write units and sections."""
        self._read([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], **_: object) -> Iterator[Doc]:
        """The same for many Docs: some postings' worth of text at a time, which takes less time."""
        for some in batches(docs):
            self._read(some)
            yield from some

    def _read(self, docs: Sequence[Doc]) -> None:
        postings = []
        for doc in docs:
            title = read_values(doc, "facts").title
            title = None if title is None else title.value
            postings.append((text_of(doc), read_values(doc, "blocks"), title))
        for doc, found in zip(docs, self.segmenter.units_of(postings), strict=True):
            english = read_values(doc, "english")
            units = found if english else self.segmenter.announced(found)
            write_values(doc, "units", units)
            write_values(doc, "sections", sections_of(units))


def make_splitter(headings: Headings) -> UnitSplitter:
    """The splitter with the lexicons of headings and of lost line breaks."""
    words = {name: frozenset(listed) for name, listed in read_words("lost_breaks").items()}
    return UnitSplitter(
        starters=words["line_starters"],
        names=words["names"],
        openers=words["heading_openers"],
        abbreviations=words["abbreviations"],
        inline=headings.inline,
    )


def make_segmenter() -> Segmenter:
    """The segmenter with the shipped lexicons and model."""
    headings = Headings(read_lexicon("headings", HeadingEntry))
    return Segmenter(make_splitter(headings), headings, load_chain(model_path("segmenter")))


@Language.factory(
    "jdparse_sectionizer",
    assigns=["doc._.jdparse_units", "doc._.jdparse_sections"],
    requires=["doc._.jdparse_blocks", "doc._.jdparse_facts"],
)
def make_sectionizer(nlp: Language, name: str) -> Sectionizer:
    """The component, with the shipped lexicons and model."""
    return Sectionizer(make_segmenter())
