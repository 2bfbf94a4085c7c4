"""Writes a batch as a DuckDB database: a table a noun, and the views people ask for first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from jdparse.batch.schema import list_fields, sql_string, sql_type
from jdparse.batch.store import Store
from jdparse.posting import Posting

_VIEWS: Final = """
CREATE VIEW skills_by_role AS
SELECT role.label AS role, name AS skill, category, count(*) AS postings,
    count(*) FILTER (requirement = 'required') AS required,
    count(*) FILTER (requirement = 'preferred') AS preferred,
    round(count(*) / any_value(total), 4) AS share
FROM skills JOIN postings USING (number)
JOIN (SELECT role.label AS label, count(*) AS total FROM postings GROUP BY 1) AS totals
    ON totals.label IS NOT DISTINCT FROM role.label
GROUP BY ALL ORDER BY role, postings DESC, skill;

CREATE VIEW pay_by_role AS
SELECT role.label AS role, currency, count(DISTINCT number) AS postings,
    median(annual_min) AS median_min, median(annual_max) AS median_max,
    min(annual_min) AS lowest, max(annual_max) AS highest
FROM pay JOIN postings USING (number)
WHERE kind = 'base' AND coalesce(annual_min, annual_max) IS NOT NULL
GROUP BY ALL ORDER BY role, postings DESC, currency;

CREATE VIEW degrees_by_role AS
SELECT role.label AS role, level, requirement, count(*) AS postings
FROM degrees JOIN postings USING (number)
GROUP BY ALL ORDER BY role, postings DESC, level, requirement;

CREATE VIEW duties_by_role AS
SELECT role.label AS role, area, count(*) AS duties, count(DISTINCT number) AS postings
FROM responsibilities JOIN postings USING (number)
GROUP BY ALL ORDER BY role, duties DESC, area;

CREATE VIEW titles_that_mislead AS
SELECT number, id, title, role.title_label AS title_label, role.label AS role, company
FROM postings WHERE NOT role.title_agrees ORDER BY number;
"""


# Which records are written. One thread scans them in the order they were kept; to sort them again
# would take the memory of all.
# A cast (record::JSON::STRUCT(…)) gives the same, but reads the JSON twice.
_NESTED: Final = """
SELECT number, unnest(from_json_strict(record, {shape})), duplicate_of
FROM records LEFT JOIN duplicates USING (number) WHERE {which}
"""
# Rows of a table that are written at a time; DuckDB's 122,880 postings would be some 2 GB. There is
# no log: it would take several times the room of the file, which counts only when it is whole.
_WRITTEN: Final = "ATTACH {} AS written (ROW_GROUP_SIZE 8192, RECOVERY_MODE no_wal_writes)"


def postings_query(*, unique: bool) -> str:
    """A query for the kept records as nested SQL values, a column a key, and `duplicate_of`."""
    return f"SELECT * EXCLUDE (number) FROM ({_nested(_chosen(unique=unique))})"  # noqa: S608


def _nested(which: str) -> str:
    return _NESTED.format(shape=sql_string(json.dumps(sql_type(Posting))), which=which)


def _chosen(*, unique: bool) -> str:
    return "duplicate_of IS NULL" if unique else "true"


def write_database(store: Store, path: Path, *, unique: bool) -> None:
    """A new database: `postings`, a table for each list in a record, `failures`, and views.

    `number` joins them; it counts the listings from 0.
    """
    database = store.database
    with _attached(database, path):
        database.begin()
        # a part at a time is read as JSON, once for all tables
        _fill(database, "false", "CREATE TABLE written.{} AS")
        for start, stop in store.slices():
            part = f"{_chosen(unique=unique)} AND number >= {start} AND number < {stop}"
            _fill(database, f"{part} ORDER BY number", "INSERT INTO written.{}")
        database.execute("CREATE TABLE written.failures AS FROM failures ORDER BY number")
        database.commit()
        database.execute(f"USE written; {_VIEWS}")


def _fill(database: duckdb.DuckDBPyConnection, which: str, into: str) -> None:
    lists = list_fields()
    database.execute(f"CREATE OR REPLACE TEMP TABLE part AS {_nested(which)}")
    scalars = f"SELECT * EXCLUDE ({', '.join(lists)}) FROM part"  # noqa: S608
    database.execute(f"{into.format('postings')} {scalars}")
    for name in lists:
        values = f"SELECT number, id, unnest({name}, max_depth := 2) FROM part"  # noqa: S608
        database.execute(f"{into.format(name)} {values}")


@contextmanager
def _attached(database: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    database.execute(_WRITTEN.format(sql_string(path)))
    yield
    # detaching would write it too, but says nothing where it fails
    database.execute("USE kept; CHECKPOINT written; DETACH written")
