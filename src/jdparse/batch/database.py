"""Writes a batch as a DuckDB database: a table a noun, and the views people ask for first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, get_type_hints

import duckdb

from jdparse.batch.schema import list_fields, sql_type
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
_CHOSEN: Final = """
SELECT number, id, record::JSON AS record, duplicate_of
FROM records LEFT JOIN duplicates USING (number)
WHERE duplicate_of IS NULL OR NOT {unique}
"""


def postings_query(*, unique: bool) -> str:
    """A query for the kept records as nested SQL values, a column a key, and `duplicate_of`."""
    chosen = _CHOSEN.format(unique=unique)
    return f"SELECT unnest(record::{sql_type(Posting)}), duplicate_of FROM ({chosen})"  # noqa: S608


def write_database(store: Store, path: Path, *, unique: bool) -> None:
    """A new database: `postings`, a table for each list in a record, `failures`, and views.

    `number` joins them; it counts the listings from 0.
    """
    chosen = _CHOSEN.format(unique=unique)
    database = store.database
    with _attached(database, path):
        lists = ", ".join(list_fields())
        database.execute(f"""CREATE TABLE out.postings AS SELECT * EXCLUDE ({lists}) FROM (
            SELECT number, unnest(record::{sql_type(Posting)}), duplicate_of
            FROM ({chosen}))""")  # noqa: S608
        for name in list_fields():
            kind = sql_type(get_type_hints(Posting)[name])
            database.execute(f"""CREATE TABLE out.{name} AS SELECT number, id,
                unnest((record -> '{name}')::{kind}, max_depth := 2) FROM ({chosen})""")  # noqa: S608
        database.execute("CREATE TABLE out.failures AS FROM failures ORDER BY number")
        database.execute(f"USE out; {_VIEWS}")


@contextmanager
def _attached(database: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    (before,) = database.execute("SELECT current_database()").fetchone() or ("memory",)
    database.execute(f"ATTACH {quoted(path)} AS out")
    try:
        yield
    finally:
        database.execute(f'USE "{before}"; DETACH out')


def quoted(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"
