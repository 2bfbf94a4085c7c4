"""Pay beside other people's cases: python benchmarks/pay.py --cases DIR --corpus postings.parquet

Cases are JSONL ({"input", "expected": {min, max, period} or {min_annual, max_annual}}); a corpus is
a table with `description`, `country`, `pay_in_text` and the structured `salary_*` columns, measured
on the two thirds of its rows that nothing was tuned on (`--tuned` shows the third that was).
JobSpy's reader runs beside ours on the cases where python-jobspy is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from jdparse.document import Fact, Facts
from jdparse.extract.pay import PayReader, extract_pay, read_pay_reader
from jdparse.posting import Pay

Figures = tuple[set[float], str | None]
_COUNTRY = {"edwardjross_au": "AU"}


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    arguments.add_argument("--cases", type=Path, help="folder with *.jsonl of pay cases")
    arguments.add_argument("--corpus", type=Path, help="Parquet table of postings with stated pay")
    arguments.add_argument("--tuned", action="store_true", help="the third of the corpus tuned on")
    arguments.add_argument("--misses", action="store_true", help="print what was missed")
    given = arguments.parse_args()
    reader = read_pay_reader()
    if given.cases:
        for file in sorted(given.cases.glob("*.jsonl")):
            _cases(file, reader, misses=given.misses)
    if given.corpus:
        _corpus(given.corpus, reader, tuned=given.tuned, misses=given.misses)


def _cases(file: Path, reader: PayReader, *, misses: bool) -> None:
    cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    country = _COUNTRY.get(file.stem, "US")
    right = 0
    for case in cases:
        found = _main_pay(extract_pay(case["input"], reader, Facts(country=country)))
        good = _agrees(case["expected"], found)
        right += good
        if misses and not good:
            print("   ", case["input"], "|", case["expected"], "|", found)
    print(f"{file.stem:28} {right}/{len(cases)}{_jobspy(cases)}")


def _main_pay(found: tuple[Pay, ...]) -> Pay | None:
    """The base pay where there is one, as a field of one range holds."""
    return next((pay for pay in found if pay.kind == "base"), found[0] if found else None)


def _agrees(expected: dict, found: Pay | None) -> bool:
    """Same figures, whichever bound a single figure is written as, and the same period if given."""
    if "min_annual" in expected:
        wanted = {expected["min_annual"], expected["max_annual"]} - {None}
        return wanted == ({found.annual_min, found.annual_max} - {None} if found else set())
    wanted = {expected["min"], expected["max"]} - {None}
    if found is None:
        return not wanted
    return wanted == {found.min, found.max} - {None} and expected["period"] in {None, found.period}


def _jobspy(cases: list[dict]) -> str:
    try:
        from jobspy.linkedin import LinkedIn
    except ImportError:
        return ""
    guess: Callable = LinkedIn._guess_salary
    right = 0
    for case in cases:
        said = guess(case["input"])
        figures = {said.min_amount, said.max_amount} if said else set()
        wanted = {
            case["expected"].get(key) for key in ("min", "max", "min_annual", "max_annual")
        } - {None}
        right += {float(x) for x in figures if x} == {float(x) for x in wanted}
    return f"   JobSpy {right}/{len(cases)}"


def tuned_on(posting_id: str) -> bool:
    """The third of the corpus that was looked at, by a digest of the id."""
    return int(hashlib.sha256(posting_id.encode()).hexdigest(), 16) % 3 == 0


def _corpus(file: Path, reader: PayReader, *, tuned: bool, misses: bool) -> None:
    right = total = 0
    for row in _rows(file):
        if tuned_on(row["id"]) is not tuned:
            continue
        total += 1
        place = row["location"]
        facts = Facts(country=row["country"], locations=(Fact(place, "page"),) if place else ())
        found = extract_pay(row["description"], reader, facts)
        wanted = {row["salary_min"], row["salary_max"]} - {None}
        good = any(wanted == {pay.min, pay.max} - {None} for pay in found)
        right += good
        if misses and not good:
            print(
                "   ", row["id"], wanted, [(pay.kind, pay.min, pay.max, pay.text) for pay in found]
            )
    part = "corpus, tuned on" if tuned else "corpus, not looked at"
    print(f"{part:28} {right}/{total} = {right / total:.3f}")


def _rows(file: Path) -> Iterator[dict]:
    import duckdb

    table = duckdb.read_parquet(str(file)).filter("pay_in_text").order("id")
    table = table.project("id, country, location, description, salary_min, salary_max")
    names = table.columns
    for row in table.fetchall():
        yield dict(zip(names, row, strict=True))


if __name__ == "__main__":
    main()
