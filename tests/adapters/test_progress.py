import io
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
    assert lines[0] == (
        "20 of 100 postings, 0:01:20 left, 1 a second, 2 failed, 10 machine learning engineer, "
        "0 data scientist, 0 neither of the two"
    )
    assert len(lines) == 4


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
