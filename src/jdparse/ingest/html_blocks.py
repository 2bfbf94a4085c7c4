"""HTML to lines: one block a line, list items, headings by tag or by a lone bold line."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

from jdparse.document import BlockKind
from jdparse.ingest.html_steps import Step, soup_steps
from jdparse.ingest.lines import Line, make_line, tidy
from jdparse.ingest.markup import has_text_breaks
from jdparse.ingest.plain_text import read_text
from jdparse.ingest.region_words import heading_kind

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr",
        "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "tfoot", "thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
    }
)  # fmt: skip
# A lone bold line longer than this is emphasis, not a heading.
_LONGEST_HEADING: Final = 100
# Tags whose neighbours stand apart on the screen though no space stands between them.
_APART: Final = frozenset({"a", "button", "label", "td", "th"})
_TEXT_MARK: Final = re.compile(r"[*_#\\•●▪■➢➤✔✓◦\uf0b7\uf0a7]")
_MAY_HIDE: Final = re.compile(
    r"\shidden(?=[\s=>/])|visibility\s*:\s*hidden|display\s*:\s*none", re.IGNORECASE
)
# Where less than this is shown, what is hidden are folds of the posting.
_SHOWN_SHARE: Final = 0.5
# Tags that no sentence speaks of: breaks, and those that close something
_LEFT_TAG: Final = re.compile(
    r"<br\s?/?>|</(?:b|div|em|h[1-6]|i|li|ol|p|span|strong|u|ul)>", re.IGNORECASE
)
_CELLS: Final = frozenset({"td", "th"})
_ROWS: Final = frozenset({"tr", "dl"})
_TERMS: Final = frozenset({"dt", "dd"})
# What stands in the first of two cells is a label, and in the second its value, up to this length.
_LABEL: Final = re.compile(r"[^\W\d_][^:]*[^:.,;]\s?:?")
_LONGEST_LABEL: Final = 40
_LONGEST_VALUE: Final = 90
# Halves of surrogate pairs, of a cut emoji in JSON: no parser of HTML takes them.
_HALVES: Final = re.compile("[\ud800-\udfff]")
# Rows inside rows that are read; layouts have three.
_DEEPEST_ROW: Final = 8


def read_html(html: str) -> list[Line]:
    """The lines of an HTML fragment, in reading order.

    Line breaks of the source count where it is a text with a few tags in it.

    >>> read_html("<b>Duties</b><ul><li>Train<br>models</ul>")[0]
    Line(text='Duties', kind='heading')
    >>> [line.text for line in read_html("<p>Python</p>SQL<ul><li>R<ul><li>dplyr</ul></ul>")]
    ['Python', 'SQL', 'R', 'dplyr']
    """
    html = _HALVES.sub("", html)
    soup = _soup(html)
    keep_breaks = has_text_breaks(html)
    lines = read_steps(soup_steps(soup), keep_breaks)
    if _MAY_HIDE.search(html):
        shown = read_steps(soup_steps(soup, with_hidden=False), keep_breaks)
        if _length(shown) >= _SHOWN_SHARE * _length(lines):
            return shown
    return lines


def _soup(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, "lxml")


def _length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def read_steps(steps: Iterable[Step], keep_breaks: bool = False) -> list[Line]:
    """The lines of a tree of HTML, given as the steps of a walk through it."""
    lines = _Lines(keep_breaks).of(steps)
    return [part for line in lines for one in _read_tags(line) for part in _read_marks(one)]


def _read_tags(line: Line) -> list[Line]:
    """The lines of a line in which tags are left, as they are where they were escaped twice."""
    if _LEFT_TAG.search(line.text) is None:
        return [line]
    parts = _Lines(keep_breaks=False).of(soup_steps(_soup(line.text)))
    if parts and parts[0].kind == "paragraph":
        parts[0] = replace(parts[0], kind=line.kind)
    return parts


def _read_marks(line: Line) -> list[Line]:
    r"""The lines of a line that holds marks of plain text: Markdown, bullets, "\n" as two signs."""
    if _TEXT_MARK.search(line.text) is None:
        return [line]
    parts = read_text(line.text)
    if parts and parts[0].kind == "paragraph":
        parts[0] = replace(parts[0], kind=line.kind)
    return parts


@dataclass(slots=True)
class _Row:
    """A row of a table, or a term and what it says: where its cells begin among the lines."""

    tag: str
    cells: list[tuple[str, int]] = field(default_factory=list)
    has_blocks: bool = False

    def read(self, lines: list[Line]) -> list[Line]:
        """The lines of the row: a label and its value, a heading and what it heads, or one line."""
        starts = [start - self.cells[0][1] for _, start in self.cells]
        is_pair = self.tag == "dl" or (len(starts) == 2 and self.cells[1][0] == "td")
        if is_pair and starts[1:2] == [1] and len(lines) > 1 and _is_label(lines[0].text):
            return _labelled(lines[0], lines[1:])
        if self.tag == "dl" or self.has_blocks or len(lines) > len(starts) or not lines:
            return lines
        kinds = {line.kind for line in lines}
        text = " ".join(line.text for line in lines)
        return [Line(text, kinds.pop() if len(kinds) == 1 else "paragraph")]


def _is_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and _LABEL.fullmatch(text) is not None


def _labelled(label: Line, said: list[Line]) -> list[Line]:
    """One line for a label and a short value, else a heading above what is said."""
    value = said[0]
    if value.text.startswith(label.text.rstrip(" :")):
        return said
    is_value = len(said) == 1 and value.kind != "item" and len(value.text) <= _LONGEST_VALUE
    if is_value and heading_kind(label.text) != "section":
        return [Line(f"{label.text.rstrip(' :')}: {value.text}")]
    return [Line(label.text, "heading"), *said]


class _Lines:
    """Collects the pieces of the current line and closes it at each block."""

    def __init__(self, keep_breaks: bool) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.bold_length = 0
        self.length = 0
        self.bold = 0
        self.heading = 0
        self.pre = int(keep_breaks)
        self.item_open = False
        self.tag_before: str | None = None
        self.rows: list[_Row] = []

    def of(self, steps: Iterable[Step]) -> list[Line]:
        """The lines of a whole walk."""
        for step in steps:
            if step.kind == "text":
                self._add(step.value)
            elif step.kind == "enter":
                self._enter(step)
            else:
                self._leave(step)
        self._close()
        return self.lines

    def _enter(self, step: Step) -> None:
        name = step.value
        if name == "br":
            self._close()
        elif name in _BLOCKS:
            self._close()
            self._enter_row(name)
            if name == "li":
                self.item_open = True
            self.heading += name in _HEADINGS
            self.pre += name == "pre"
        elif name in _APART:
            self.tag_before = name
            if name in _CELLS and self.rows:
                self._close()
                self.rows[-1].cells.append((name, len(self.lines)))
        else:
            self.tag_before = self.tag_before or ""
        self.bold += step.bold

    def _leave(self, step: Step) -> None:
        name = step.value
        self.bold -= step.bold
        if name in _BLOCKS:
            self._close()
            if self.rows and name == self.rows[-1].tag:
                self._close_row()
            if name == "li":
                self.item_open = False
            self.heading -= name in _HEADINGS
            self.pre -= name == "pre"
        elif name in _APART:
            self.tag_before = name
        else:
            self.tag_before = self.tag_before or ""

    def _enter_row(self, name: str) -> None:
        """Opens a row of a table or a list of terms; the next term of a list begins a new one."""
        if name in _ROWS:
            self.rows.append(_Row(name))
        elif self.rows and name in _TERMS and self.rows[-1].tag == "dl":
            if name == "dt":
                self._close_row()
                self.rows.append(_Row("dl"))
            self.rows[-1].cells.append((name, len(self.lines)))
        elif self.rows:
            self.rows[-1].has_blocks = True

    def _close_row(self) -> None:
        row = self.rows.pop()
        if row.cells and len(self.rows) < _DEEPEST_ROW:
            start = row.cells[0][1]
            self.lines[start:] = row.read(self.lines[start:])

    def _add(self, text: str) -> None:
        if self.pre and "\n" in text:
            first, *rest = text.split("\n")
            self._add_run(first)
            for line in rest:
                self._close()
                self._add_run(line)
            return
        self._add_run(text)

    def _add_run(self, text: str) -> None:
        if not text:
            return
        before = self.tag_before
        if (
            self.pieces
            and before is not None
            and _stand_apart(self.pieces[-1][-1], text[0], before)
        ):
            self.pieces.append(" ")
        self.pieces.append(text)
        self.tag_before = None
        length = len(text.strip())
        self.length += length
        self.bold_length += length if self.bold else 0

    def _close(self) -> None:
        if not self.pieces:
            return
        text = "".join(self.pieces)
        if self.length:
            line = make_line(text, self._kind(text))
            if line is not None:
                self.lines.append(line)
                self.item_open = False
        self.pieces.clear()
        self.length = self.bold_length = 0
        self.tag_before = None

    def _kind(self, text: str) -> BlockKind:
        if self.heading:
            return "heading"
        if self.item_open:
            return "item"
        lone_bold = self.bold_length == self.length and self.length <= _LONGEST_HEADING
        if lone_bold and not tidy(text).endswith((".", ",", ";")):
            return "heading"
        return "paragraph"


def _stand_apart(before: str, after: str, tag: str) -> bool:
    """Whether two runs that touch across a tag are two words.

    "Python" and "SQL" in two links are; the halves of "Mach<b>ine</b>" are not; "team" and "We"
    are, since no word has a capital inside often enough to matter.
    """
    if before.isspace() or after.isspace():
        return False
    if tag in _CELLS:
        return True
    if tag in _APART:
        return before.isalnum() and after.isalnum()
    return (before.islower() or before in ".!?:;)") and after.isupper()
