import csv
from functools import partial

import pytest

from jdparse.batch.csv_rows import LONGEST_ROW, Unclosed, csv_rows
from jdparse.batch.listings import read_listings

READ = partial(csv.reader, delimiter=",")


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
        ('a,"b\nc,d\ne,f\n', [Unclosed('a,"b\n'), ["c", "d"], ["e", "f"]]),
        ('a,"b\nc,d\ne,"f', [Unclosed('a,"b\n'), ["c", "d"], Unclosed('e,"f')]),
        ('a,"b\nc,"d"\ne,f\n', [Unclosed('a,"b\n'), ["c", "d"], ["e", "f"]]),
        ('a,"b\n"c","d\ne"\n', [Unclosed('a,"b\n'), ["c", "d\ne"]]),
        ('a,"b"c\nd,e\n', [["a", "bc"], ["d", "e"]]),
        ('"', [Unclosed('"')]),
    ],
)
def test_rows(text, rows):
    assert list(csv_rows(text.splitlines(keepends=True), READ)) == rows


def test_a_row_has_an_end_in_a_long_file_too():
    lines = ['a,"b\n', *(f"{n},x\n" for n in range(3 * LONGEST_ROW))]
    first, *rest = csv_rows(lines, READ)
    assert first == Unclosed('a,"b\n')
    assert rest == [[str(n), "x"] for n in range(3 * LONGEST_ROW)]


def test_the_row_fails_and_says_why(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text('id,text\n1,"We hire\n2,We build\n3,We plan\n')
    first, *rest = read_listings(table)
    assert (first.id, first.problem.code) == ("row-1", "bad_row")
    assert "never closed" in first.problem.message
    assert [(x.id, x.content) for x in rest] == [("2", "We build"), ("3", "We plan")]
