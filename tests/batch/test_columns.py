import pytest

from jdparse.batch.columns import ColumnEntry, ColumnNames, find_columns
from jdparse.errors import ListingsError
from jdparse.lexicon import read_lexicon


@pytest.mark.parametrize(
    ("header", "content", "title", "id_"),
    [
        (["id", "title", "text"], "text", "title", "id"),
        (["Job ID", "Job-Title", "Job Description"], "Job Description", "Job-Title", "Job ID"),
        (["description", "description_html"], "description_html", None, None),
        (["url", "jobTitle", "body"], "body", "jobTitle", None),
    ],
)
def test_columns_are_found_by_name(header, content, title, id_):
    columns = find_columns(header, ColumnNames(), "a table")
    assert (columns.content, columns.title, columns.id) == (content, title, id_)


@pytest.mark.parametrize("blank", [None, "", "  ", float("nan"), b" "])
def test_a_row_without_a_page_has_its_text_in_another_column(blank):  # caught a bug
    columns = find_columns(["id", "description", "description_html"], ColumnNames(), "jobs.csv")
    row = {"id": 1, "description": "We train models.", "description_html": blank}
    assert columns.listing(row).content == "We train models."
    row["description_html"] = "<p>We train models.</p>"
    assert columns.listing(row).content == "<p>We train models.</p>"
    named = find_columns(list(row), ColumnNames(content="description_html"), "jobs.csv")
    assert named.listing(row | {"description_html": ""}).content == ""


def test_a_named_column_goes_before_the_found_one():
    columns = find_columns(["text", "words"], ColumnNames(content="words"), "a table")
    assert columns.content == "words"


@pytest.mark.parametrize(
    ("header", "named", "says"),
    [
        (["id", "salary"], ColumnNames(), "id, salary"),
        (["id", "text"], ColumnNames(content="ad"), "no column 'ad'"),
        ([], ColumnNames(), "no columns"),
    ],
)
def test_a_missing_column_says_what_there_is(header, named, says):
    with pytest.raises(ListingsError, match=says):
        find_columns(header, named, "jobs.csv")


def test_no_name_stands_for_two_fields():
    names = [name.replace("_", "") for e in read_lexicon("columns", ColumnEntry).values()
             for name in e.names]  # fmt: skip
    assert len(names) == len(set(names))


def test_missing_cells_are_none_and_a_row_without_id_takes_its_number():
    columns = find_columns(["title", "text", "company"], ColumnNames(), "a table")
    listing = columns.listing({"title": float("nan"), "text": "We hire.", "company": None}, "row-7")
    assert (listing.id, listing.title, listing.company) == ("row-7", None, None)
    assert listing.content == "We hire."


@pytest.mark.parametrize("cell", ["Müller".encode("cp1252"), "Müller".encode()])
def test_bytes_of_a_cell_are_text(cell):  # caught a bug: "M?ller" of a database in cp1252
    columns = find_columns(["text", "company"], ColumnNames(), "a table")
    assert columns.listing({"text": "We hire.", "company": cell}).company == "Müller"
