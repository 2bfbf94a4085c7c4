"""What mail programs put around a text: header lines, marks of quoting, the subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jdparse.ingest.lines import split_lines
from jdparse.ingest.titles import choose_title, names_occupation

_HEADER: Final = re.compile(
    r"\s*\*?(From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments):\*?(?:\s+(.{0,400})|$)"
)
_LEAST_HEADERS: Final = 2
# Nothing is done to a text that has neither a header nor a mark of quoting.
_MARKED: Final = re.compile(r"\n[ \t]*(?:>|\*?(?:From|Subject):)")
_FORWARDED: Final = re.compile(
    r"\s*(?:-{2,}\s*(?:forwarded|original) message\s*-{2,}|begin forwarded message:)\s*",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"(?:\s?>)+(?: |$)?")
# What a list whose bullets are ">" does not have: an empty line so marked, a bullet after the mark.
_QUOTE_ONLY: Final = re.compile(r"(?:\s?>)+\s*(?:$|[-*•]\s|>)")
_WROTE: Final = re.compile(r"\s*On .{5,200} wrote:\s*")
# "Re: [Jobs] Fwd: Data Scientist"
_SUBJECT_START: Final = re.compile(
    r"(?:\s*(?:(?:re|fwd?|aw|wg)\s*:|\[[^\[\]]{0,60}\]))+", re.IGNORECASE
)
_LONGEST_TITLE: Final = 100


def subject_title(subject: str) -> str | None:
    """The job title that a mail's subject is, if it names an occupation.

    >>> subject_title("Fwd: [Jobs] Data Scientist - Crumb"), subject_title("Re: hello")
    ('Data Scientist', None)
    """
    subject = " ".join(_SUBJECT_START.sub("", subject, count=1).split())
    title = choose_title((), (), subject) if len(subject) <= _LONGEST_TITLE else None
    return title if title is not None and names_occupation(title) else None


def without_mail_marks(text: str) -> tuple[str, str | None]:
    """The text without marks of quoting and mail headers, and the title that these hold."""
    if _MARKED.search("\n" + text) is None:
        return text, None
    lines = _unquoted(split_lines(text))
    found: list[str] = []
    titles: list[str | None] = []
    at = 0
    while at < len(lines):
        headers = _headers(lines, at)
        if _is_head(headers):
            titles += map(subject_title, _values(headers, "Subject"))
        else:
            found += lines[at : at + max(1, len(headers))]
        at += max(1, len(headers))
    kept = "\n".join(line for line in found if not _FORWARDED.fullmatch(line))
    return kept, next(filter(None, titles), None)


def _unquoted(lines: Sequence[str]) -> list[str]:
    quoted = [line for line in lines if _QUOTED.match(line)]
    if len(quoted) < 2 or not any(map(_QUOTE_ONLY.match, quoted)):
        return list(lines)
    return [_QUOTED.sub("", line, count=1) if _QUOTED.match(line) else line
            for line in lines if not _WROTE.fullmatch(line)]  # fmt: skip


def _headers(lines: Sequence[str], at: int) -> list[tuple[str, str]]:
    """The header lines from one on, as names and values."""
    found: list[tuple[str, str]] = []
    while at < len(lines) and (match := _HEADER.fullmatch(lines[at])) is not None:
        found.append((match[1], match[2] or ""))
        at += 1
    return found


def _is_head(headers: Sequence[tuple[str, str]]) -> bool:
    """Whether header lines are a mail's: "From: 9 am" and "To: 5 pm" are none."""
    if len(headers) < _LEAST_HEADERS:
        return False
    names = {name for name, _ in headers}
    return ("Subject" in names and bool(names & {"From", "To", "Date", "Sent"})) or any(
        "@" in value for value in _values(headers, "From")
    )


def _values(headers: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for known, value in headers if known == name]
