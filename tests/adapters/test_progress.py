import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from jdparse.adapters import progress
from jdparse.adapters.progress import show_progress
from jdparse.batch.parsed import to_parsed


@pytest.fixture
def one(posting):
    return to_parsed(posting)


@pytest.fixture
def shown(monkeypatch):
    """What is printed, and a clock that the test sets."""
    text, clock = io.StringIO(), [0.0]
    console = Console(file=text, force_terminal=False, width=60)
    monkeypatch.setattr(progress, "Console", lambda **_: console)
    monkeypatch.setattr(progress, "monotonic", lambda: clock[0])
    return text, clock


def test_a_log_gets_a_plain_line_now_and_then(shown, one):
    text, clock = shown
    with show_progress() as watch:
        watch.begin(total=100, before={"ok": 9, "failed": 1})
        for n in range(40):
            clock[0] += 1
            watch.parsed(replace(one, status="failed" if n == 3 else "ok"))
    first, *lines = text.getvalue().splitlines()
    assert first == "going on after 10 of 100 postings"
    assert lines[1] == (
        "30 of 100 postings, 0:01:10 left, 1.0 a second, 2 failed, 20 machine learning engineer, "
        "0 data scientist, 0 neither of the two"
    )
    assert len(lines) == 4


def test_loading_is_no_rate_and_few_postings_are_no_estimate(shown, one):
    """Caught a bug: "1 of 40 postings, 0:27:22 left, 0 a second"."""
    text, clock = shown
    with show_progress() as watch:
        watch.begin(total=1_000, before={})
        clock[0] += 42
        watch.parsed(one)
        for _ in range(299):
            clock[0] += 0.05
            watch.parsed(one)
    first, later = text.getvalue().splitlines()
    assert first.startswith("1 of 1000 postings, 0 failed")
    assert re.match(r"2\d\d of 1000 postings, 0:00:\d\d left, 20 a second, 0 failed", later)


def test_a_burst_of_workers_is_no_rate(shown, one):
    text, clock = shown
    with show_progress() as watch:
        watch.begin(total=10_000, before={})
        clock[0] += 11
        for _ in range(32):
            watch.parsed(one)
        assert watch.rate() is None
    assert text.getvalue().startswith("loading the models\n1 of 10000 postings, 0 failed")


def test_a_terminal_gets_a_bar(monkeypatch, one):
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=160)
    monkeypatch.setattr(progress, "Console", lambda **_: console)
    with show_progress() as watch:
        watch.begin(total=2, before={"ok": 1})
        watch.parsed(one)
    assert "2/2" in text.getvalue()
    assert "1 machine learning engineer" in text.getvalue()


@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_narrow_terminal_shows_all_of_it(monkeypatch, one, width):
    """Caught a bug: at 40 columns there was no bar, count or time, and half of what was found."""
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=width)
    monkeypatch.setattr(progress, "Console", lambda **_: console)
    with show_progress() as watch:
        watch.begin(total=200_000, before={"ok": 100_000})
        watch.parsed(one)
        watch.step("comparing")
    shown = " ".join(text.getvalue().split())
    for wanted in ("comparing", "100001/200000", "0 failed", "neither of the two"):
        assert wanted in shown
