from dataclasses import replace

import pytest

from jdparse.posting import Problem
from jdparse.report.table import to_table


@pytest.mark.parametrize(
    "shown",
    ["Data Scientist", "Tidewell", "Utrecht", "hybrid", "€70,000 to €85,000 a year", "Python",
     "forecasting", "bachelor in physics", "3+ years", "retirement", "truncated", "Titled data",
     "full-time", "A weight above 0"],
)  # fmt: skip
def test_one_posting_shows_every_field(posting, shown):
    assert shown in to_table([posting], width=100)


def test_several_postings_are_a_row_each_and_failures_say_why(posting):
    failed = replace(posting, id="x", title=None, status="failed", role=None,
                     problems=(Problem("empty_input", "There is no text."),))  # fmt: skip
    table = to_table([posting, failed], width=160)
    assert "2 postings" in table
    assert "ML engineer 80%" in table
    assert "title differs" in table
    assert "empty_input" in table
    assert "There is no text." not in table  # caught a bug: it filled a narrow column


def test_a_message_with_a_semicolon_is_one_problem(posting):  # caught a bug
    problems = (Problem("not_english", "In another language (de); little can be found."),
                Problem("truncated", "Only the first part was read."))  # fmt: skip
    lines = to_table([replace(posting, problems=problems)], width=100).splitlines()
    shown = [line.strip("│ ") for line in lines if "little can" in line or "truncated" in line]
    assert shown == [f"{problem.code}: {problem.message}" for problem in problems]


def test_what_a_posting_says_is_not_read_as_console_markup(posting):
    assert "[red]alert[/red]" in to_table([replace(posting, title="[red]alert[/red]")], width=100)


def test_no_color_codes_unless_asked_for(posting):
    assert "\x1b[" not in to_table([posting], width=100)
    assert "\x1b[" in to_table([posting], width=100, color=True)


def test_a_posting_with_nothing_found(posting):
    bare = replace(posting, title=None, company=None, locations=(), skills=(), degrees=(), pay=(),
                   responsibilities=(), pay_benchmark=None, experience=(), benefits=(), role=None,
                   problems=())  # fmt: skip
    assert "not stated" in to_table([bare], width=100)
