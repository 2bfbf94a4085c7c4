"""Labelled samples: what a researcher trains on, from CSV, JSONL, Parquet or a samples folder."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from jdparse.classify.distinctions import DISTINCTIONS
from jdparse.document import Listing
from jdparse.errors import TrainingError

# Names under which tables keep what a sample needs, the first present is taken.
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text", "description", "content", "posting"),
    "label": ("label", "role", "category", "class"),
    "confidence": ("confidence", "role_confidence"),
    "company": ("company", "employer", "organization"),
}
_TRAIN_SPLIT: Final = Path("gold/train.jsonl")
# The short labels of annotated files and the record's own.
LONG_LABELS: Final[Mapping[str, str]] = {
    "mle": "machine_learning_engineer",
    "ds": "data_scientist",
    "neither": "other",
}
# Legal forms and the like, which tell no two employers apart.
_FORMS: Final = re.compile(
    r"\b(?:inc|incorporated|llc|llp|ltd|limited|corp|corporation|company|co|group|gmbh|ag|plc|pvt|"
    r"pte|private|the|sa|bv|nv|ab)\b|[\W_]+"
)
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
    return _FORMS.sub("", _RATING.sub("", company or "").lower())


def read_samples(path: Path) -> list[Sample]:
    """Samples of a .csv, .jsonl or .parquet file, or of the train split of a samples folder.

    A samples folder holds `gold/train.jsonl`, as this project's does. Raises `TrainingError` where
    the file cannot be read or lacks the text or the label.
    """
    table = path / _TRAIN_SPLIT if path.is_dir() else path
    samples = [_sample(row, index, table) for index, row in enumerate(read_rows(table))]
    if not samples:
        raise TrainingError(f"{path} holds no samples.")
    return samples


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a table as dicts. Raises `TrainingError` where it cannot be read."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from csv.DictReader(file)
        elif suffix in (".jsonl", ".ndjson"):
            with path.open(encoding="utf-8") as file:
                yield from (json.loads(line) for line in file if line.strip())
        elif suffix == ".parquet":
            yield from _parquet_rows(path)
        else:
            raise TrainingError(f"{path} is no .csv, .jsonl or .parquet file.")
    except (OSError, ValueError, csv.Error) as error:
        raise TrainingError(f"{path} cannot be read: {error}") from error


def _parquet_rows(path: Path) -> Iterable[dict[str, Any]]:
    try:
        import duckdb  # only this way in needs it
    except ImportError as error:
        raise TrainingError("Reading Parquet needs duckdb: pip install duckdb.") from error
    found = duckdb.execute("select * from read_parquet(?)", [str(path)])
    names = [column[0] for column in found.description or ()]
    while rows := found.fetchmany(500):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def _sample(row: Mapping[str, Any], index: int, path: Path) -> Sample:
    text, label = _value(row, "text"), _value(row, "label")
    for name, value in (("text", text), ("label", label)):
        if not value:
            raise TrainingError(
                f"{path}, row {index + 1}: no {name}; looked for columns {_COLUMNS[name]}, the "
                f"row has {sorted(row)}."
            )
    listing = Listing(
        str(text),
        id=str(row.get("id") or index),
        title=row.get("title") or None,
        company=_value(row, "company"),
        location=row.get("location") or None,
        country=row.get("country") or None,
    )
    return Sample(
        listing,
        LONG_LABELS.get(str(label), str(label)),
        source=str(row.get("source") or ""),
        clear=_value(row, "confidence") != "low",
        sides={n: LONG_LABELS.get(row[n], row[n]) for n in DISTINCTIONS if row.get(n)},
    )


def _value(row: Mapping[str, Any], name: str) -> Any:
    return next((row[column] for column in _COLUMNS[name] if row.get(column)), None)
