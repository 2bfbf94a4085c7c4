import csv
import json

import duckdb
import pytest

from jdparse.batch.flat import FLAT_COLUMNS, to_row
from jdparse.batch.options import BatchOptions
from jdparse.batch.run import run_batch
from jdparse.batch.schema import list_fields, sql_type
from jdparse.document import Listing
from jdparse.posting import Posting
from jdparse.record import to_record

TEXT = """We are Tidewell.
What you will do
- Train models in Python
Requirements
- BSc in physics or MSc in statistics, 3+ years of experience
Pay: $150,000 to $190,000 a year"""
LISTINGS = [
    Listing(TEXT, id="a", title="=HYPERLINK(1)", location="Zürich, 東京"),
    Listing(TEXT, id="b", title="Nul \0 and 'quote'; DROP TABLE postings", company="@acme"),
    Listing("", id="empty"),
    *(Listing(f"{TEXT}\n- Task {n}", id=f"n{n}") for n in range(600)),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A batch in each form, and its records."""
    folder = tmp_path_factory.mktemp("it's")
    for name in ("a.jsonl", "a.csv", "a.parquet", "a.duckdb"):
        run_batch(LISTINGS, folder / name)
    records = [json.loads(line) for line in (folder / "a.jsonl").read_text().splitlines()]
    return folder, records


def query(folder, sql):
    with duckdb.connect(str(folder / "a.duckdb"), read_only=True) as database:
        found = database.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_parquet_holds_the_records_nested_and_in_order(written):
    folder, records = written
    rows = duckdb.sql(f"FROM read_parquet('{str(folder).replace(chr(39), chr(39) * 2)}/a.parquet')")
    found = [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]
    assert [row.pop("duplicate_of") for row in found] == [None, "a"] + [None] * 601
    assert found == records


def test_a_full_record_fits_the_schema(posting):
    record = to_record(posting)
    (value,) = duckdb.execute(
        f"SELECT $1::JSON::{sql_type(Posting)}", [json.dumps(record)]
    ).fetchone()
    assert value == record


def test_the_database_has_a_table_a_noun(written):
    folder, records = written
    tables = {row["name"] for row in query(folder, "SHOW TABLES")}
    assert {"postings", "skills", "degrees", "pay", "responsibilities", "failures"} <= tables
    for name in list_fields():
        rows = query(folder, f"FROM {name}")
        assert [row.pop("number") for row in rows] == [
            number for number, record in enumerate(records) for _ in record[name]
        ]
        assert [row.pop("id") for row in rows] == [r["id"] for r in records for _ in r[name]]
        assert rows == [item for record in records for item in record[name]]
    postings = query(folder, "FROM postings")
    assert [row["number"] for row in postings] == list(range(len(LISTINGS)))
    assert [row["duplicate_of"] for row in postings[:3]] == [None, "a", None]
    assert all(row["text"] == record["text"] for row, record in zip(postings, records, strict=True))


@pytest.mark.parametrize("name", ["out", "kept", "written", "memory", "temp", "a b'c"])
def test_a_database_of_any_name_is_written(tmp_path, name):
    # caught a bug: DuckDB calls a file by its name, and two of one name were open
    run_batch(LISTINGS[:3], tmp_path / f"{name}.duckdb")
    with duckdb.connect(str(tmp_path / f"{name}.duckdb"), read_only=True) as database:
        assert database.execute("SELECT count(*) FROM postings").fetchone() == (3,)
        database.execute("FROM skills_by_role")


def test_a_database_without_duplicates_has_none_in_any_table(tmp_path):
    out = tmp_path / "unique.duckdb"
    run_batch(LISTINGS[:3], out, BatchOptions(unique=True))
    with duckdb.connect(str(out), read_only=True) as database:
        for table in ("postings", "skills", "degrees"):
            numbers = database.execute(f"SELECT DISTINCT number FROM {table}").fetchall()  # noqa: S608
            assert (1,) not in numbers
            assert (0,) in numbers


def test_failures_have_their_own_table(written):
    folder, _ = written
    (failure,) = query(folder, "FROM failures")
    assert (failure["number"], failure["id"], failure["code"]) == (2, "empty", "empty_input")
    assert len(failure["digest"]) == 64


def test_the_views_answer(written):
    folder, records = written
    (pay,) = query(folder, "FROM pay_by_role")
    assert (pay["currency"], pay["median_min"], pay["highest"]) == ("USD", 150000, 190000)
    assert pay["postings"] == len(records) - 1
    degrees = query(folder, "SELECT level, postings FROM degrees_by_role")
    assert {"level": "bachelor", "postings": len(records) - 1} in degrees
    for view in ("skills_by_role", "duties_by_role", "titles_that_mislead"):
        query(folder, f"FROM {view}")


def test_csv_is_a_row_a_posting_and_runs_no_formula(written):
    folder, records = written
    with (folder / "a.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[1]["company"] == "'@acme"
    assert rows[1]["duplicate_of"] == "a"
    assert rows[2]["problems"] == "empty_input"
    assert (rows[0]["pay_annual_min"], rows[0]["locations"]) == ("150000.0", "Zürich, 東京")
    assert (rows[0]["degrees_required"], rows[0]["years_required"]) == ("bachelor; master", "3.0")


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "\u200b=", "\x00=", "\xa0-"]
)
def test_a_cell_that_would_run_is_defused(posting, start):
    record = {**to_record(posting), "title": f"{start}1+1", "id": f"a{start}1"}
    row = dict(zip((column.name for column in FLAT_COLUMNS), to_row(record), strict=True))
    assert row["title"] == f"'{start}1+1"
    assert row["id"] == f"a{start}1"


def test_a_full_record_is_flat(posting):
    row = dict(zip((c.name for c in FLAT_COLUMNS), to_row(to_record(posting)), strict=True))
    assert all(value is None or isinstance(value, str | int | float) for value in row.values())
    assert (row["role"], row["title_agrees"], row["duties"]) == (
        "machine_learning_engineer", False, 2,
    )  # fmt: skip
    assert (row["skills_required"], row["pay_currency"]) == ("Python; communication", "EUR")
    assert (row["probability_data_scientist"], row["spoken_languages"]) == (0.15, "nl")


def test_columns_have_names_of_their_own_and_say_what_they_hold():
    names = [column.name for column in FLAT_COLUMNS]
    assert len(names) == len(set(names))
    assert all(column.says for column in FLAT_COLUMNS)
