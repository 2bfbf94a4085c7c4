"""How a CSV file is written: separator, quotes, encoding, told by its beginning."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    import _csv

SNIFFED: Final = 1024 * 1024  # characters of a file its dialect is told by
_LONGEST_CELL: Final = 64 * 1024 * 1024  # characters; the csv module's own limit is 128 KiB
_QUOTED: Final = re.compile(r"""(["']).*?\1""")
_UTF16: Final = frozenset({b"\xff\xfe", b"\xfe\xff"})
_TOLD_BY: Final = 32  # bytes: a header of a few letters, of which UTF-16 makes every other byte 0

# Quotes inside a quoted cell: a backslash before them (MySQL, Spark), or doubled (all others).
_ESCAPED_QUOTE: Final = re.compile(r"\\\"(?![,;\t|\r\n]|$)")
_DOUBLED_QUOTE: Final = re.compile(r"[^,;\t|\r\n]\"\"[^,;\t|\r\n]")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written; `escape` is None where quotes are doubled."""

    delimiter: str
    quote: str
    escape: str | None

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> _csv.Reader:
        """The rows of lines, each with its line break; `strict` raises for sloppy quotes."""
        csv.field_size_limit(_LONGEST_CELL)
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            doublequote=self.escape is None,
            strict=strict,
        )


def dialect_of(sample: str) -> Dialect:
    r"""How a file that begins so is written, told by its header and what follows.

    >>> dialect_of('id;"text, as sent, with tags"\n').delimiter
    ';'
    """
    first = sample.lstrip("\r\n").split("\n", 1)[0]
    # what the header has most of, outside its quotes; a comma where it has none
    told = first.strip("\r")[-1] if is_hint(first) else None
    delimiter = told or max(",;\t|", key=_QUOTED.sub("", first).count)
    escaped = _ESCAPED_QUOTE.search(sample) and not _DOUBLED_QUOTE.search(sample)
    return Dialect(
        delimiter, "'" if first.lstrip().startswith("'") else '"', "\\" if escaped else None
    )


def is_hint(line: str) -> bool:
    """Whether a first line is no header but says the separator, as Excel writes it."""
    return line.lower().startswith("sep=") and len(line.strip("\r\n")) == len("sep=,")


def decoded(file: IO[bytes], *, errors: str = "surrogateescape") -> io.TextIOWrapper:
    """The text of a file, UTF-8 or UTF-16; other bytes are kept as surrogates."""
    start = cast(io.BufferedReader, file).peek(_TOLD_BY)[:_TOLD_BY]
    return io.TextIOWrapper(file, _encoding(start), errors=errors, newline="")


def _encoding(start: bytes) -> str:
    r"""The encoding of a file that begins so: marked as UTF-16, or told by its zeros.

    >>> _encoding("id,text".encode("utf-16-le")), _encoding(b"id,text")
    ('utf-16-le', 'utf-8-sig')
    """
    if start[:2] in _UTF16:
        return "utf-16"
    if len(start) >= 4 and 0 not in start[::2] and not any(start[1::2]):
        return "utf-16-le"
    if len(start) >= 4 and 0 not in start[1::2] and not any(start[::2]):
        return "utf-16-be"
    return "utf-8-sig"
