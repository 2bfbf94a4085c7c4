"""A record as one flat row for a spreadsheet: what people filter and sort by, in plain columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

# A cell that begins so is a formula, or makes the next one, in Excel, LibreOffice or Sheets
# (OWASP, "CSV Injection"); the wide forms are read as their narrow ones in some locales.
# Signs that are not seen do not hide one: some readers drop them.
_RUNS: Final = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]"
)
_BETWEEN: Final = "; "

Cell = str | int | float | bool | None
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """One column: its name, what it holds, and how it is taken from a record."""

    name: str
    says: str
    value: Callable[[Record], Cell]


def to_row(record: Record) -> list[Cell]:
    """The cells of one record, in the order of `FLAT_COLUMNS`."""
    return [_defused(column.value(record)) for column in FLAT_COLUMNS]


def _defused(cell: Cell) -> Cell:
    """The cell with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if isinstance(cell, str) and _RUNS.match(cell) else cell


def _plain(name: str, says: str) -> FlatColumn:
    return FlatColumn(name, says, lambda record: record[name])


def _joined(items: Iterable[str]) -> str | None:
    return _BETWEEN.join(dict.fromkeys(items)) or None


def _skills(requirement: str) -> Callable[[Record], Cell]:
    return lambda record: _joined(
        skill["name"] for skill in record["skills"] if skill["requirement"] == requirement
    )


def _degrees(requirement: str) -> Callable[[Record], Cell]:
    return lambda record: _joined(
        degree["level"] for degree in record["degrees"] if degree["requirement"] == requirement
    )


def _years(record: Record) -> Cell:
    demands = [demand for demand in record["experience"] if demand["requirement"] == "required"]
    return max((x["min_years"] for x in demands if x["min_years"] is not None), default=None)


def _base_pay(key: str) -> Callable[[Record], Cell]:
    """Of the first base pay, as the posting states it."""
    return lambda record: next((pay[key] for pay in record["pay"] if pay["kind"] == "base"), None)


def _role(key: str) -> Callable[[Record], Cell]:
    return lambda record: None if record["role"] is None else record["role"][key]


def _probability(label: str) -> FlatColumn:
    def value(record: Record) -> Cell:
        return None if record["role"] is None else record["role"]["probabilities"][label]

    return FlatColumn(f"probability_{label}", "calibrated, 0 to 1", value)


FLAT_COLUMNS: Final = (
    _plain("id", "the listing's id"),
    _plain("status", "ok, partial or failed"),
    FlatColumn("problems", "codes of what went wrong or was left out",
               lambda record: _joined(problem["code"] for problem in record["problems"])),
    FlatColumn("uri", "where the posting came from", lambda record: record["source"]["uri"]),
    _plain("title", "as stated"),
    _plain("company", "as stated"),
    FlatColumn("locations", "all stated", lambda record: _joined(record["locations"])),
    _plain("date_posted", "ISO 8601"),
    _plain("valid_through", "ISO 8601"),
    _plain("employment_type", "full_time, part_time, contract, …"),
    _plain("work_mode", "remote, hybrid or onsite"),
    _plain("seniority", "as stated"),
    _plain("language", "ISO 639-1"),
    FlatColumn("role", "what the job is by its duties", _role("label")),
    FlatColumn("role_confident", "whether one role alone is left", _role("confident")),
    _probability("machine_learning_engineer"),
    _probability("data_scientist"),
    _probability("other"),
    FlatColumn("title_label", "what the title alone says", _role("title_label")),
    FlatColumn("title_agrees", "whether title and duties say the same", _role("title_agrees")),
    FlatColumn("skills_required", "names", _skills("required")),
    FlatColumn("skills_preferred", "names", _skills("preferred")),
    FlatColumn("degrees_required", "levels", _degrees("required")),
    FlatColumn("degrees_preferred", "levels", _degrees("preferred")),
    FlatColumn("years_required", "the most years that are required", _years),
    FlatColumn("pay_min", "base pay as stated, the first range", _base_pay("min")),
    FlatColumn("pay_max", "base pay as stated, the first range", _base_pay("max")),
    FlatColumn("pay_currency", "ISO 4217", _base_pay("currency")),
    FlatColumn("pay_period", "hour, day, week, month or year", _base_pay("period")),
    FlatColumn("pay_annual_min", "worked out to a year", _base_pay("annual_min")),
    FlatColumn("pay_annual_max", "worked out to a year", _base_pay("annual_max")),
    FlatColumn("benefits", "kinds", lambda record: _joined(b["kind"] for b in record["benefits"])),
    _plain("visa_sponsorship", "offered or refused"),
    _plain("security_clearance", "required or preferred"),
    FlatColumn("spoken_languages", "ISO 639-1",
               lambda record: _joined(x["language"] for x in record["spoken_languages"])),
    FlatColumn("duties", "how many there are", lambda record: len(record["responsibilities"])),
    FlatColumn("duplicate_of", "the id of the first posting with this text",
               lambda record: record.get("duplicate_of")),
)  # fmt: skip
