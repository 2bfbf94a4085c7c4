import csv
from functools import partial

import pytest

from jdparse.batch.csv_rows import LONGEST_ROW, Malformed, csv_rows
from jdparse.batch.listings import read_listings

READ = partial(csv.reader, delimiter=",")


def unclosed(line):
    return Malformed(line, "opens a quote that is never closed")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a,b\n", [["a", "b"]]),
        ("a,b", [["a", "b"]]),
        ('a,"b\nc"\n\nd,e\n', [["a", "b\nc"], [], ["d", "e"]]),
        ('a,"b""c"\n', [["a", 'b"c']]),
        ('a,5" pipe\nb,c\n', [["a", '5" pipe'], ["b", "c"]]),
        # an unbalanced quote costs its row (caught a bug: it took all rows after it)
        ('a,"b\nc,d\ne,f\n', [unclosed('a,"b\n'), ["c", "d"], ["e", "f"]]),
        ('a,"b\nc,d\ne,"f', [unclosed('a,"b\n'), ["c", "d"], unclosed('e,"f')]),
        ('a,"b\nc,"d"\ne,f\n', [unclosed('a,"b\n'), ["c", "d"], ["e", "f"]]),
        ('a,"b\n"c","d\ne"\n', [unclosed('a,"b\n'), ["c", "d\ne"]]),
        ('a,"b"c\nd,e\n', [["a", "bc"], ["d", "e"]]),
        ('"', [unclosed('"')]),
    ],
)
def test_rows(text, rows):
    assert list(csv_rows(text.splitlines(keepends=True), READ)) == rows


def test_a_row_has_an_end_in_a_long_file_too():
    lines = ['a,"b\n', *(f"{n},x\n" for n in range(3 * LONGEST_ROW))]
    first, *rest = csv_rows(lines, READ)
    assert first == unclosed('a,"b\n')
    assert rest == [[str(n), "x"] for n in range(3 * LONGEST_ROW)]


@pytest.mark.parametrize("cell", ["long " * 9, '"long\n' + "long " * 9 + '"'])
def test_a_cell_that_is_too_long_costs_its_row(cell):
    """Caught a bug: the whole file was refused."""
    limit = csv.field_size_limit(20)
    try:
        lines = f"id,text\n1,{cell}\n2,short\n".splitlines(keepends=True)
        header, long, *rest = csv_rows(lines, READ)
    finally:
        csv.field_size_limit(limit)
    assert header == ["id", "text"]
    assert long.problem == "cannot be read (field larger than field limit (20))"
    assert rest[-1] == ["2", "short"]


def test_the_row_fails_and_says_why(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text('id,text\n1,"We hire\n2,We build\n3,We plan\n')
    first, *rest = read_listings(table)
    assert (first.id, first.problem.code) == ("row-1", "bad_row")
    assert "never closed" in first.problem.message
    assert [(x.id, x.content) for x in rest] == [("2", "We build"), ("3", "We plan")]
