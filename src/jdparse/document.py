"""What comes in, and what ingest makes of it: clean text with its blocks, and stated facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from jdparse.posting import Origin, PayKind, PayPeriod, Problem, Source

BlockKind = Literal["heading", "paragraph", "item"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of `Document.text`: `text[start:end]`, without the line break.

    `heading` is only what the markup says (h1–h6, a lone bold line); plain text has none.
    """

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated value, where it was stated, and its offsets where that is the text itself."""

    value: str
    origin: Origin
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class StatedPay:
    """Pay from structured data, checked: at least one amount, plausible, currency ISO 4217."""

    min: float | None
    max: float | None
    currency: str
    period: PayPeriod
    origin: Origin
    kind: PayKind = "base"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the source states outside running text; None or () where it does not.

    Dates are ISO 8601 (YYYY-MM-DD); `country` is ISO 3166 alpha-2, for reading "$" and the like;
    `employment_type` is one of full_time, part_time, contract, temporary, internship, volunteer,
    per_diem, other; `work_mode` remote, hybrid or onsite.
    """

    title: Fact | None = None
    company: Fact | None = None
    locations: tuple[Fact, ...] = ()
    country: str | None = None
    date_posted: Fact | None = None
    valid_through: Fact | None = None
    employment_type: Fact | None = None
    work_mode: Fact | None = None
    pay: tuple[StatedPay, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One posting, cleaned.

    `text` is as the record says: one block a line, list items begin with "- ", NFC, no trailing
    spaces, no empty lines. `blocks` cover its lines in order. A document with no text has at least
    one problem that says why.
    """

    id: str
    source: Source
    text: str
    blocks: tuple[Block, ...] = ()
    facts: Facts = field(default_factory=Facts)
    language: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a table of postings: its content and what its other columns state.

    `content` is text, HTML, bytes or the path of a file; `id` None takes a digest of the content,
    or the file's name. A row that could not be read has the `problem` that says why, and becomes a
    failed posting.
    """

    content: str | bytes | Path
    id: str | None = None
    title: str | None = None
    company: str | None = None
    location: str | None = None
    country: str | None = None
    uri: str | None = None
    problem: Problem | None = None


Readable = str | bytes | Path | Mapping[str, Any] | list[Mapping[str, Any]] | Listing
