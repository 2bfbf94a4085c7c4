"""Labelled samples: what a researcher trains on, from CSV, JSONL, Parquet or a samples folder."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, zip_longest
from math import isnan
from pathlib import Path
from typing import Any, Final, Literal

import duckdb

from jdparse.classify.distinctions import DISTINCTIONS, SIDES
from jdparse.csv_dialect import SNIFFED, decoded, dialect_of, is_hint
from jdparse.document import Listing
from jdparse.errors import TrainingError
from jdparse.lexicon import Entry, any_of, read_lexicon, read_words

_IGNORED: Final = str.maketrans("", "", "_- ")
# The short labels of annotated files and the record's own.
LONG_LABELS: Final[Mapping[str, str]] = {
    "mle": "machine_learning_engineer",
    "ds": "data_scientist",
    "neither": "other",
}
# What a distinction's label says; other columns of these names are the user's own.
_SIDE_LABELS: Final = frozenset({*SIDES, "both", "none"})
# Job boards put a rating behind the name ("Acme\n3.9").
_RATING: Final = re.compile(r"\s*\n?\d\.\d\s*$")


@dataclass(frozen=True, slots=True)
class Sample:
    """One posting and its label.

    `sides` says, for each distinction labelled, which role it speaks for
    (`machine_learning_engineer`, `data_scientist`, `both` or `none`); `clear` is False where two
    careful readers could differ.
    """

    listing: Listing
    label: str
    source: str = ""
    clear: bool = True
    sides: Mapping[str, str] = field(default_factory=dict)

    @property
    def employer(self) -> str:
        """The employer's key, or one of the sample's own where none is named."""
        return employer_key(self.listing.company) or f"sample:{self.listing.id}"


def employer_key(company: str | None) -> str:
    r"""A name without legal form, punctuation, case or a board's rating; "" where there is none.

    >>> employer_key("The Acme Group, Inc.\n3.9") == employer_key("ACME LLC") == "acme"
    True
    """
    return _left_out().sub("", _RATING.sub("", company or "").lower())


@cache
def _left_out() -> re.Pattern[str]:
    forms = any_of(read_words("legal_forms")["left_out"])
    return re.compile(rf"\b(?:{forms})\b|[\W_]+")


def read_samples(
    path: Path,
    split: Literal["train", "test"] = "train",
    say: Callable[[str], None] = lambda _: None,
) -> list[Sample]:
    """Samples of a .csv, .tsv, .jsonl or .parquet file, or of one split of a samples folder.

    A samples folder holds `gold/train.jsonl` and `gold/test.jsonl`, as this project's does. Rows
    without a text or a label are left out, and `say` told which. An id that repeats gets its row
    behind it. Raises `TrainingError` where the file cannot be read, or has no text or no label.
    """
    table = path / "gold" / f"{split}.jsonl" if path.is_dir() else path
    samples: dict[str, Sample] = {}
    names: dict[str, None] = {}  # in the order of the file
    left_out = []
    for number, row in enumerate(read_rows(table), 1):
        names |= dict.fromkeys(row)
        sample = _sample(row, number)
        if sample is None:
            left_out.append(number)
            continue
        id_ = str(sample.listing.id)
        if id_ in samples:
            id_ = f"{id_}#{number}"
            sample = replace(sample, listing=replace(sample.listing, id=id_))
        samples[id_] = sample
    if not samples:
        raise TrainingError(_nothing(table, list(names)))
    if left_out:
        say(f"{table}: left out {len(left_out)} without a text or a label: rows {_some(left_out)}")
    return _without_strangers(list(samples.values()), table, say)


def _without_strangers(
    samples: list[Sample], table: Path, say: Callable[[str], None]
) -> list[Sample]:
    """The samples without the columns that have the name of a distinction and hold other things."""
    strange = [
        name
        for name in DISTINCTIONS
        if not _SIDE_LABELS.issuperset(s.sides[name] for s in samples if name in s.sides)
    ]
    if not strange:
        return samples
    say(f"{table}: {', '.join(strange)}: not read as the article's distinctions")
    return [
        replace(s, sides={name: side for name, side in s.sides.items() if name not in strange})
        for s in samples
    ]


def data_digest(samples: Iterable[Sample]) -> str:
    """SHA-256 of ids, labels and texts, in order."""
    digest = hashlib.sha256()
    for sample in samples:
        content = sample.listing.content
        text = content.hex() if isinstance(content, bytes) else str(content)
        digest.update(json.dumps([sample.listing.id, sample.label, text]).encode())
    return digest.hexdigest()


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a table as dicts. Raises `TrainingError` where it cannot be read."""
    suffix = path.suffix.lower()
    readers = {
        ".csv": _csv_rows,
        ".tsv": _csv_rows,
        ".jsonl": _json_rows,
        ".ndjson": _json_rows,
        ".parquet": _parquet_rows,
    }
    if suffix not in readers:
        raise TrainingError(f"{path} is no {', '.join(readers)} file.")
    try:
        yield from readers[suffix](path)
    except UnicodeDecodeError as error:
        raise TrainingError(
            f"{path} cannot be read: it is not UTF-8 (in Excel: save as 'CSV UTF-8')."
        ) from error
    except (OSError, ValueError, csv.Error, duckdb.Error) as error:
        raise TrainingError(f"{path} cannot be read: {error}") from error


def _csv_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a CSV file of any dialect; where a row is malformed no sample is to be trusted.

    Raises ValueError for a row that is not UTF-8 or has more cells than the header, and `csv.Error`
    for quotes that do not close.
    """
    with path.open("rb") as file:
        dialect = dialect_of(decoded(file).read(SNIFFED))
    with path.open("rb") as file:
        lines = decoded(file, errors="strict")
        first = lines.readline()
        kept = lines if is_hint(first) else chain([first], lines)
        rows = filter(None, dialect.reader(kept, strict=True))  # without blank lines
        header = next(rows, [])
        for number, row in enumerate(rows, 1):
            if len(row) > len(header):
                raise ValueError(
                    f"row {number} has more cells than the header; put cells that hold the "
                    "separator in double quotes"
                )
            yield dict(zip_longest(header, row))


def _json_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            row = json.loads(line) if line.strip() else {}
            if not isinstance(row, dict):
                raise ValueError(f"line {number} is not a JSON object")
            if row:
                yield row


def _parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    with duckdb.connect() as database:
        # where Python is interactive it would go to standard output
        database.execute("SET enable_progress_bar = false")
        found = database.execute("select * from read_parquet(?)", [str(path)])
        names = [column[0] for column in found.description or ()]
        while rows := found.fetchmany(500):
            yield from (dict(zip(names, row, strict=True)) for row in rows)


class _ColumnEntry(Entry):
    names: tuple[str, ...]


@cache
def _columns() -> dict[str, _ColumnEntry]:
    return read_lexicon("columns", _ColumnEntry)


def _sample(row: Mapping[str, Any], number: int) -> Sample | None:
    cells = {str(name).lower().translate(_IGNORED): value for name, value in row.items()}

    def found(field_: str) -> Iterator[Any]:
        keys = (name.translate(_IGNORED) for name in _columns()[field_].names)
        return (cells[key] for key in keys if key in cells and _text(cells[key]))

    def given(field_: str) -> str | None:
        return next(map(_text, found(field_)), None)

    content, label = next(found("content"), None), given("label")
    if content is None or label is None:
        return None
    listing = Listing(
        content if isinstance(content, bytes) else str(_text(content)),  # bytes tell their charset
        id=given("id") or str(number),
        title=given("title"),
        company=given("company"),
        location=given("location"),
        country=given("country"),
    )
    return Sample(
        listing,
        LONG_LABELS.get(label, label),
        source=given("source") or "",
        clear=given("confidence") != "low",
        sides={n: LONG_LABELS.get(s, s) for n in DISTINCTIONS if (s := _text(row.get(n)))},
    )


def _text(value: Any) -> str | None:
    """The text of a cell; None where it has none, as NaN where a number is missing."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return None
    text = value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)
    return text.strip() or None


def _nothing(table: Path, names: list[str]) -> str:
    if not names:
        return f"{table} holds no samples."
    keys = {str(name).lower().translate(_IGNORED) for name in names}
    wanted = {"text": _columns()["content"].names, "label": _columns()["label"].names}
    missing = [
        noun
        for noun, known in wanted.items()
        if keys.isdisjoint(name.translate(_IGNORED) for name in known)
    ]
    what = "no row has both a text and a label"
    if missing:
        what = f"no column has a {' and none a '.join(missing)}"
    looked = (f"A {noun} is looked for in {', '.join(wanted[noun])}." for noun in missing or wanted)
    return f"{table}: {what}; it has the columns {', '.join(names)}. {' '.join(looked)}"


def _some(rows: list[int], most: int = 10) -> str:
    more = f" and {len(rows) - most} more" if len(rows) > most else ""
    return ", ".join(map(str, rows[:most])) + more
