"""The problems of ingest that more than one way in can have, in words that help."""

from __future__ import annotations

from jdparse.posting import Problem


def empty_input() -> Problem:
    """Nothing was given, or nothing but white space."""
    return Problem("empty_input", "There is no text in the input. Give the posting's text or HTML.")


def no_content(reason: str) -> Problem:
    """A page that does not hold a posting: `reason` says what it is."""
    return Problem("not_a_posting", f"This is not a job posting: {reason}.")


def several(count: int | None, what: str) -> Problem:
    """A list of postings; `count` None where it was not counted."""
    many = "several postings" if count is None else f"{count} postings"
    return Problem(
        "several_postings",
        f"{what} lists {many}. Give one posting at a time, for a list the pages it links to.",
    )


def not_english(language: str) -> Problem:
    """The posting is in another language; its rules and models are English."""
    return Problem(
        "not_english",
        f"The posting is in another language than English ({language}); little can be found in it.",
    )


def truncated(what: str, kept: int, unit: str = "characters") -> Problem:
    """More than the limit was given; its first part was kept."""
    return Problem("truncated", f"The {what} is too long; only its first {kept:,} {unit} count.")


def unreadable(reason: str) -> Problem:
    """A file or record that cannot be opened or understood."""
    return Problem("unreadable", reason)
