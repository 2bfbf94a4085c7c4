"""How a batch is run; light to import, as the command line names these choices in its help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Duplicates(StrEnum):
    """How postings are compared: by equal cleaned texts, nearly equal ones, or not at all."""

    EXACT = "exact"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a run may be told.

    `workers` processes share the parsing (-1: one a core); `restart` drops what a stopped run
    kept; `strict` stops at the first failure; `unique` leaves duplicates out; `report` is a page to
    write that sums the batch up.
    """

    workers: int = 1
    restart: bool = False
    strict: bool = False
    duplicates: Duplicates = Duplicates.EXACT
    unique: bool = False
    report: Path | None = None
