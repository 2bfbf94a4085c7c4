"""The figures of a batch's summary, counted by DuckDB over the kept records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar, cast, get_args

import duckdb

from jdparse.batch.store import Store
from jdparse.extract.benchmark import article_figures
from jdparse.posting import DegreeLevel, RoleLabel
from jdparse.report.figures import (
    LEAST_POSTINGS,
    BatchFigures,
    Benchmark,
    ByRole,
    DegreeCount,
    FailureCount,
    PaySpread,
    SkillCount,
    Titled,
)

T = TypeVar("T")

SKILLS_SHOWN: Final = 20
PLACES_SHOWN: Final = 10

# The keys that are counted, read from the records once.
_SEEN: Final = """
CREATE OR REPLACE TEMP TABLE seen AS SELECT number, unnest(from_json(record, '{
    "role": {"label": "VARCHAR", "confident": "BOOLEAN", "title_label": "VARCHAR"},
    "language": "VARCHAR", "locations": ["VARCHAR"],
    "skills": [{"name": "VARCHAR", "category": "VARCHAR"}],
    "degrees": [{"level": "VARCHAR", "requirement": "VARCHAR"}],
    "pay": [{"kind": "VARCHAR", "currency": "VARCHAR",
        "annual_min": "DOUBLE", "annual_max": "DOUBLE"}],
    "pay_benchmark": {"city": "VARCHAR"}
}')) FROM records LEFT JOIN duplicates USING (number)
WHERE role IS NOT NULL AND (duplicate_of IS NULL OR NOT $unique)
"""
# Duties and degrees are read in English alone.
_READABLE: Final = "coalesce(language, 'en') = 'en'"
_ROLES: Final = """
SELECT role.label, count(*), count(*) FILTER (role.confident) FROM seen GROUP BY 1 ORDER BY 1
"""
_TITLES: Final = f"""
SELECT role.title_label, role.label, count(*) FROM seen WHERE {_READABLE}
GROUP BY 1, 2 ORDER BY 1 NULLS LAST, 2
"""  # noqa: S608
# Skills in the order of their shares, engineers' and scientists' counting alike.
_SKILLS: Final = """
WITH asked AS (
    SELECT DISTINCT number, role.label AS role, unnest(skills).name AS skill FROM (
        SELECT number, role, [s FOR s IN skills IF s.category <> 'soft_skill'] AS skills FROM seen)
), counted AS (SELECT skill, role, count(*) AS postings FROM asked GROUP BY 1, 2
), shares AS (
    SELECT skill, postings / sum(total) AS share, postings
    FROM counted JOIN (SELECT role.label AS role, count(*) AS total FROM seen GROUP BY 1)
        USING (role)
    GROUP BY skill, role, postings
), top AS (
    SELECT skill, sum(share) AS weight FROM shares GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $most
)
SELECT skill, role, postings FROM counted JOIN top USING (skill) ORDER BY weight DESC, skill, role
"""
_MIDDLES: Final = """
CREATE OR REPLACE TEMP TABLE middles AS
SELECT number, role, currency, place, (coalesce(low, high) + coalesce(high, low)) / 2 AS middle
FROM (
    SELECT number, role.label AS role, base.currency AS currency,
        coalesce(any_value(pay_benchmark.city), any_value(locations[1])) AS place,
        min(base.annual_min) AS low, max(base.annual_max) AS high
    FROM (SELECT *, unnest([p FOR p IN pay IF p.kind = 'base']) AS base FROM seen)
    GROUP BY ALL
) WHERE coalesce(low, high) IS NOT NULL
"""
_SPREAD: Final = """
count(*) AS postings, quantile_cont(middle, 0.1), quantile_cont(middle, 0.25),
quantile_cont(middle, 0.5), quantile_cont(middle, 0.75), quantile_cont(middle, 0.9)
"""
_PAY: Final = f"""
SELECT role, currency, NULL, {_SPREAD} FROM middles GROUP BY role, currency
ORDER BY sum(count(*)) OVER (PARTITION BY currency) DESC, currency, role
"""  # noqa: S608
_PLACES: Final = f"""
WITH spreads AS (
    SELECT role, currency, place, {_SPREAD} FROM middles
    WHERE place IS NOT NULL AND currency = 'USD' AND role <> 'other'
    GROUP BY role, currency, place HAVING count(*) >= $least
), top AS (
    SELECT place, sum(postings) AS total FROM spreads GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $most
)
SELECT spreads.* FROM spreads JOIN top USING (place) ORDER BY total DESC, place, role DESC
"""  # noqa: S608
# The least of what is required; any degree is the least of all that are named.
_DEGREES: Final = f"""
SELECT least, role, count(*) FROM (
    SELECT role.label AS role, list_min([
        list_position($levels, d.level) FOR d IN degrees IF d.requirement = 'required'
    ]) AS least FROM seen WHERE {_READABLE})
GROUP BY 1, 2 ORDER BY 1 NULLS FIRST, 2
"""  # noqa: S608
_FAILURES: Final = """
SELECT code, count(*), arg_min(id, number), arg_min(message, number)
FROM failures GROUP BY 1 ORDER BY 2 DESC, 1
"""
_LEVELS: Final = ("any", *(level for level in get_args(DegreeLevel) if level != "any"))


def batch_figures(store: Store, *, unique: bool) -> BatchFigures:
    """What the summary shows of all that is kept; with `unique` without duplicates."""
    database = store.database
    database.execute(_SEEN, {"unique": unique})
    database.execute(_MIDDLES)
    roles = database.execute(_ROLES).fetchall()
    figures = article_figures()
    return BatchFigures(
        statuses=store.counts("status"),
        duplicates=store.duplicates(),
        unique=unique,
        roles={role: count for role, count, _ in roles},
        confident={role: count for role, _, count in roles},
        titles=_grouped(database, Titled, _TITLES),
        skills=_grouped(database, SkillCount, _SKILLS, most=SKILLS_SHOWN),
        pay=_spreads(database, _PAY),
        places=_spreads(database, _PLACES, most=PLACES_SHOWN, least=LEAST_POSTINGS),
        degrees=_grouped(database, _degree_count, _DEGREES, levels=_LEVELS),
        failures=tuple(FailureCount(*row) for row in database.execute(_FAILURES).fetchall()),
        benchmark=Benchmark(
            figures.source, figures.average, figures.low, figures.high, figures.cities
        ),
    )


def _grouped(
    database: duckdb.DuckDBPyConnection,
    make: Callable[[Any, ByRole], T],
    query: str,
    **values: object,
) -> tuple[T, ...]:
    """Rows of key, role and count as one value a key, in the order of the rows."""
    groups: dict[Any, dict[RoleLabel, int]] = defaultdict(dict)
    for key, role, count in _rows(database, query, values):
        groups[key][role] = count
    return tuple(make(key, roles) for key, roles in groups.items())


def _degree_count(position: int | None, roles: ByRole) -> DegreeCount:
    level = None if position is None else _LEVELS[position - 1]
    return DegreeCount(cast(DegreeLevel | None, level), roles)


def _spreads(
    database: duckdb.DuckDBPyConnection, query: str, **values: object
) -> tuple[PaySpread, ...]:
    return tuple(PaySpread(*row) for row in _rows(database, query, values))


def _rows(
    database: duckdb.DuckDBPyConnection, query: str, values: dict[str, object]
) -> Sequence[Any]:
    return cast(Sequence[Any], database.execute(query, values).fetchall())
