import gzip
import io
import json
import sqlite3

import duckdb
import pytest

from jdparse import parse_many
from jdparse.batch.columns import ColumnNames
from jdparse.batch.listings import Listings, folder_listings, other_files, read_listings
from jdparse.document import Listing
from jdparse.errors import ListingsError

ROWS = [
    {"id": "1", "title": "Data Scientist", "text": 'Duties, "quoted",\nand more; é ü 東'},
    {"id": "2", "title": "ML Engineer", "text": "We ship models."},
]


def write_csv(path, separator=","):
    cells = [[f'"{v.replace(chr(34), chr(34) * 2)}"' for v in row.values()] for row in ROWS]
    lines = [separator.join(ROWS[0]), *(separator.join(row) for row in cells)]
    path.write_bytes(("\ufeff" + "\r\n".join(lines)).encode())


def write_parquet(path):
    with duckdb.connect() as database:
        database.execute("CREATE TABLE rows (id VARCHAR, title VARCHAR, text VARCHAR)")
        database.executemany("INSERT INTO rows VALUES (?, ?, ?)", [list(r.values()) for r in ROWS])
        database.execute(f"COPY rows TO '{path}' (FORMAT parquet)")


def write_utf16(path):
    write_csv(path, "\t")
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode("utf-16"))


def write_excel_hint(path):
    write_csv(path, ";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes().removeprefix(b"\xef\xbb\xbf"))


def write_backslashes(path):
    write_csv(path)
    path.write_bytes(path.read_bytes().replace(b'""', b'\\"'))


def write_single_quotes(path):
    write_csv(path)
    text = path.read_bytes().decode("utf-8-sig").replace('""', "~").replace('"', "'")
    path.write_text(text.replace("~", '"').replace("id,title,text", "'id','title','text'"))


def write_csv_gz(path):
    write_csv(path)
    path.write_bytes(gzip.compress(path.read_bytes()))


def write_sqlite(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE jobs (id TEXT, title TEXT, text TEXT)")
        database.executemany("INSERT INTO jobs VALUES (?, ?, ?)", [tuple(r.values()) for r in ROWS])
    database.close()


def write_duckdb(path):
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE TABLE jobs (id VARCHAR, title VARCHAR, text VARCHAR)")
        database.executemany("INSERT INTO jobs VALUES (?, ?, ?)", [list(r.values()) for r in ROWS])


def write_utf16_unmarked(path):
    write_csv(path)
    path.write_bytes(path.read_text().encode("utf-16-be"))


def write_blank_lines(path):
    write_csv(path)
    path.write_bytes(b"\n\r\n" + path.read_text("utf-8-sig").encode())


def write_jsonl(path):
    path.write_text("\n".join(json.dumps(row) for row in ROWS))


def write_jsonl_gz(path):
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in ROWS).encode()))


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.jsonl", write_jsonl),
        ("a.jsonl.gz", write_jsonl_gz),
        ("a.csv", write_csv),
        ("a.tsv", lambda path: write_csv(path, "\t")),
        ("semicolons.csv", lambda path: write_csv(path, ";")),
        ("a.parquet", write_parquet),
        ("a.csv.gz", write_csv_gz),
        ("unicode.csv", write_utf16),
        ("unmarked.csv", write_utf16_unmarked),
        ("blank.csv", write_blank_lines),
        ("hint.csv", write_excel_hint),
        ("backslashes.csv", write_backslashes),
        ("single.csv", write_single_quotes),
        ("a.sqlite", write_sqlite),
        ("sqlite.db", write_sqlite),
        ("a.duckdb", write_duckdb),
        ("duckdb.db", write_duckdb),
    ],
)
def test_every_kind_of_table_gives_the_same_listings(tmp_path, name, write):
    write(tmp_path / name)
    listings = list(read_listings(tmp_path / name))
    assert [(x.id, x.title, x.content) for x in listings] == [tuple(row.values()) for row in ROWS]


@pytest.mark.parametrize(
    ("content", "id_", "text"),
    [
        ("sep=\t\nid\ttext\n1\tWe ship, and train\n", "1", "We ship, and train"),
        ("sep=x,text\nyes,We ship\n", "row-1", "We ship"),  # a column's name, not Excel's hint
        ('id;"text";"a, b, c"\n1;"We ship, and train";2\n', "1", "We ship, and train"),
    ],
)
def test_the_separator_is_told_by_the_header(tmp_path, content, id_, text):
    """Caught a bug, each of them."""
    (tmp_path / "a.csv").write_text(content)
    (listing,) = read_listings(tmp_path / "a.csv")
    assert (listing.id, listing.content) == (id_, text)


def test_a_cell_that_ends_with_a_backslash_does_not_hide_its_quote(tmp_path):
    (tmp_path / "a.csv").write_text('id,text\n1,"in C:\\"\n2,"we ""hire"" now"\n')
    assert [x.content for x in read_listings(tmp_path / "a.csv")] == ["in C:\\", 'we "hire" now']


@pytest.mark.parametrize("write", [write_sqlite, write_duckdb])
def test_a_table_of_a_database_is_named(tmp_path, write):
    path = tmp_path / "a.db"
    write(path)
    assert [x.id for x in read_listings(f"{path}::Jobs")] == ["1", "2"]
    with pytest.raises(ListingsError, match=r"no table 'ads'\? It has: jobs"):
        list(read_listings(f"{path}::ads"))


def test_a_table_in_a_schema_is_named_with_it(tmp_path):
    """Caught a bug: it was listed without its schema and could not be read."""
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE SCHEMA raw")
        database.execute("CREATE TABLE raw.jobs AS SELECT 1 AS id, 'We hire' AS text")
        database.execute("CREATE TABLE jobs AS SELECT 2 AS id, 'We build' AS text")
    assert [x.id for x in read_listings(f"{path}::raw.jobs")] == ["1"]
    assert [x.id for x in read_listings(f"{path}::jobs")] == ["2"]


def test_a_database_with_several_tables_asks_which(tmp_path):
    path = tmp_path / "a.sqlite"
    write_sqlite(path)
    with sqlite3.connect(path) as database:
        database.execute('CREATE VIEW "odd ""name" AS SELECT * FROM jobs WHERE id = 2')
    database.close()
    with pytest.raises(ListingsError, match="which table"):
        list(read_listings(path))
    assert [x.id for x in read_listings(f'{path}::odd "name')] == ["2"]


def test_bytes_of_a_database_that_are_not_utf8_are_kept(tmp_path):
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE jobs (text TEXT)")
        database.execute("INSERT INTO jobs VALUES (CAST(x'636166e9' AS TEXT))")
    database.close()
    assert [x.content for x in read_listings(path)] == [b"caf\xe9"]


def test_several_sources_patterns_and_standard_input_are_one_sequence(tmp_path):
    for name in ("b.jsonl", "a.jsonl", "[c].jsonl"):
        (tmp_path / name).write_text('{"text": "x"}\n')
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "p.html").write_text("x")
    stdin = io.BytesIO(b'{"text": "y", "id": "given"}\n')
    names = ("[ab].jsonl", "[c].jsonl", "pages")
    listings = Listings((*(str(tmp_path / name) for name in names), "-"), stdin=stdin)
    for _ in range(2):  # may be iterated again
        *rows, page, given = listings
        assert [x.id for x in rows] == ["a.jsonl:row-1", "b.jsonl:row-1", "[c].jsonl:row-1"]
        assert page == Listing(tmp_path / "pages" / "p.html", id="p.html")
        assert (given.id, given.content) == ("given", "y")


def test_a_pattern_that_matches_nothing_says_so(tmp_path):
    with pytest.raises(ListingsError, match="no file matches"):
        list(read_listings(tmp_path / "*.csv"))


def test_what_cannot_be_written_as_utf8_is_replaced(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "\\ud800", "text": "a \\udfff b"}')
    (listing,) = read_listings(tmp_path / "a.jsonl")
    assert (listing.id, listing.content) == ("?", "a ? b")


def test_a_bad_row_keeps_its_content_for_its_digest(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"te\n')
    assert [x.content for x in read_listings(tmp_path / "a.jsonl")] == ["a", b'{"te\n']


def test_a_broken_line_is_a_listing_with_a_problem(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"id": 1, "text": "a"}\n{"id": 2, "te\n\n[3]\n\xff\xfe\n{"id": 6, "text": "b"}\n'
    )
    listings = list(read_listings(path))
    assert [x.id for x in listings] == ["1", "row-2", "row-4", "row-5", "6"]
    assert [x.problem.code if x.problem else None for x in listings] == [
        None, "bad_row", "bad_row", "bad_row", None,
    ]  # fmt: skip
    assert "Line 2" in listings[1].problem.message


def test_csv_rows_that_are_wrong_cost_no_other_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,one\n2,two, and more\n3\n\n4,"caf\xe9 work"\n5,five\n')
    listings = list(read_listings(path))
    assert [x.id for x in listings] == ["1", "row-2", "3", "4", "5"]
    assert [x.content for x in listings] == ["one", "2,two, and more", "", "café work", "five"]
    assert "3 cells" in listings[1].problem.message


GERMAN = "Wir suchen für unser Büro in München eine Köchin mit Erfahrung"
RUSSIAN = "Мы ищем инженера по машинному обучению, который умеет писать код"


@pytest.mark.parametrize(
    ("charset", "title", "company", "text"),
    [
        ("cp1252", "Köchin", "Müller", GERMAN),
        ("koi8-r", "Инженер", "Яндекс", RUSSIAN),
        ("cp1252", "Chef – “cook”", "Société Générale", "We hire in Orléans, and we train you"),
    ],
)
def test_a_csv_file_in_another_charset_spoils_no_cell(tmp_path, charset, title, company, text):
    """Caught a bug: all cells but the text were read as UTF-8 ("M?ller")."""
    rows = f"id;title;company;text\n1;{title};{company};{text}\n2;Cook;Acme;{text}\n"
    (tmp_path / "a.csv").write_bytes(rows.encode(charset))
    first, second = read_listings(tmp_path / "a.csv")
    assert (first.title, first.company, first.content) == (title, company, text)
    assert (second.title, second.content) == ("Cook", text)


def test_a_column_is_named_in_the_charset_of_its_file(tmp_path):
    (tmp_path / "a.csv").write_bytes(f"id;Erläuterung\n1;{GERMAN}\n".encode("cp1252"))
    (listing,) = read_listings(tmp_path / "a.csv", ColumnNames(content="Erläuterung"))
    assert listing.content == GERMAN


def test_rows_that_are_utf8_stay_so_beside_those_that_are_not(tmp_path):
    rows = [f"{n};Müller;{GERMAN}\n".encode(("utf-8", "cp1252")[n % 2]) for n in range(4)]
    (tmp_path / "a.csv").write_bytes(b"id;company;text\n" + b"".join(rows))
    listings = list(read_listings(tmp_path / "a.csv"))
    assert {(x.company, x.content) for x in listings} == {("Müller", GERMAN)}


@pytest.mark.parametrize("first", ['{"id": 1, "te', '\ufeff {"text": "a"', "{]"])
def test_a_first_line_that_is_broken_costs_itself_alone(tmp_path, first):
    (tmp_path / "a.jsonl").write_text(f'\n{first}\n{{"text": "b"}}\n')
    broken, whole = read_listings(tmp_path / "a.jsonl")
    assert (broken.id, broken.problem.code, whole.content) == ("row-2", "bad_row", "b")


def test_a_later_row_without_text_is_an_empty_listing(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "a"}\n{"id": 2}\n{"id": 3, "description": "c"}\n')
    assert [x.content for x in read_listings(path)] == ["a", "", "c"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("absent.csv", None, "no such file"),
        ("a.xlsx", b"PK", r"workbooks are not read\. Save the sheet as CSV"),
        ("a.jsonl", b"\n[\n", r"not JSON lines.*begins with '\['"),  # failed line by line
        ("a.jsonl", b"id,text\n1,We hire\n", "not JSON lines, an object a line"),
        ("a.jsonl", '{"text": "x"}'.encode("utf-16"), "not JSON lines"),
        ("a.png", b"PNG", "listings are read from"),
        ("a.json", b'[{"text": "a"}, {"te', "cannot be read as JSON"),
        ("a.jsonl", b'{"id": 1, "salary": 2}', "no column holds the postings"),
        ("a.parquet", b"not parquet", "cannot be read as a table"),
        ("a.csv", b"id,salary\n1,2\n", "It has: id, salary"),
        ("a.csv", b"id,text,text\n1,a,b\n", "several columns named text"),  # the last was read
        ("a.csv", b'id,"text\n1,a\n', "the header opens a quote that is never closed"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "a"}' * 999)[:-9], "damaged or cut"),
        ("a.csv.gz", b"id,text\n1,2\n", "damaged or cut"),
        ("a.csv", "id,text\n1,a\n".encode("utf-16") + b"\0", "UTF-16 and is damaged or cut"),
        ("a.duckdb", b"not a database", "cannot be read as a database"),
        ("a.sqlite", b"SQLite format 3\0 and no more", "cannot be read as a database"),
    ],
)
def test_wrong_input_says_what_is_wrong(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ListingsError, match=says):
        list(read_listings(tmp_path / name))


def test_a_named_column(tmp_path):
    (tmp_path / "a.csv").write_text("ad,text\nthe ad,notes\n")
    (listing,) = read_listings(tmp_path / "a.csv", ColumnNames(content="ad"))
    assert listing.content == "the ad"


def write_files(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("We hire")


def test_a_folder_is_its_postings_sorted(tmp_path):
    """Caught a bug: files of one name in two subfolders had one id."""
    write_files(tmp_path, "b.txt", "a.html", "sub/a.html", "notes.xyz")
    found = folder_listings(tmp_path)
    assert [x.id for x in found] == ["a.html", "b.txt", "sub/a.html"]
    assert [x.content for x in found] == [tmp_path / x.id for x in found]
    assert list(read_listings(tmp_path)) == found
    assert [x.id for x in parse_many(found)] == [x.id for x in found]


def test_what_a_folder_does_not_give_is_known(tmp_path):  # caught a bug: nothing named the table
    write_files(tmp_path, "a.html", "jobs.csv", ".a.html.swp", ".trash/b.html", ".c.txt")
    assert [x.id for x in folder_listings(tmp_path)] == ["a.html"]
    assert other_files(tmp_path) == [tmp_path / "jobs.csv"]
    sources = Listings((str(tmp_path), str(tmp_path / "jobs.csv")))
    assert sources.left_out() == [tmp_path / "jobs.csv"]


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("a/*.html", ["1.html", "2.html"]),
        ("*/1.html", ["a/1.html", "b/1.html"]),
        ("a/1.html", ["1.html"]),
        ("*.txt", ["note.txt"]),
    ],
)
def test_the_file_of_a_posting_is_a_listing(tmp_path, pattern, ids):  # caught a bug
    write_files(tmp_path, "a/1.html", "a/2.html", "b/1.html", "note.txt")
    found = list(read_listings(tmp_path / pattern))
    assert [x.id for x in found] == ids
    assert all(x.content.read_text() == "We hire" for x in found)


def test_a_json_array_is_a_table_and_an_object_a_posting(tmp_path):  # caught a bug
    rows = [3, {"id": 1, "text": "We \u2028hire"}, {"id": 2, "description": "2024-01-01"}]
    (tmp_path / "rows.json").write_text("\ufeff\n" + json.dumps(rows, indent=1))
    bad, first, last = read_listings(tmp_path / "rows.json")
    assert (bad.id, bad.problem.code) == ("row-1", "bad_row")
    assert (first.id, first.content) == ("1", rows[1]["text"])
    assert (last.id, last.content) == ("2", "2024-01-01")
    (tmp_path / "one.json").write_text(json.dumps(rows[1]))
    assert [x.content for x in read_listings(tmp_path / "one.json")] == [tmp_path / "one.json"]


def test_a_folder_without_postings_says_so(tmp_path):
    with pytest.raises(ListingsError, match=r"holds no postings .* Name a table by itself"):
        folder_listings(tmp_path)
