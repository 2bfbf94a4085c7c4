"""Word and PDF documents to HTML and text, through the libraries of `jdparse[documents]`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any, Final

# Pages of a PDF that are read, and characters of text that a document may hold.
_MOST_PAGES: Final = 50
# pypdf warns of every small fault; one handler, since a logger takes the same one only once.
_SILENT: Final = logging.NullHandler()
_NEEDS_EXTRA: Final = "need the extra: pip install 'jdparse[documents]'."


class DocumentError(Exception):
    """A document that cannot be read; the message says why, and what to do."""


def docx_to_html(data: bytes) -> str:
    """A Word document as HTML, so that headings, lists and bold lines are read in one place."""
    try:
        import docx  # an extra
    except ImportError as error:
        raise DocumentError(f"Word documents {_NEEDS_EXTRA}") from error
    try:
        return "\n".join(_paragraphs(docx.Document(BytesIO(data))))
    except Exception as error:  # the library raises whatever its zip and XML readers do
        raise DocumentError(f"The Word document is damaged: {error}") from error


def _paragraphs(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        cells = [cell for row in getattr(block, "rows", ()) for cell in row.cells]
        for paragraph in [p for cell in cells for p in cell.paragraphs] if cells else [block]:
            yield _paragraph_html(paragraph)


def _paragraph_html(paragraph: Any) -> str:
    text = escape(paragraph.text).replace("\n", "<br>")
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    properties = paragraph._p.pPr
    if style.startswith(("heading", "title")):
        return f"<h2>{text}</h2>"
    if "list" in style or (properties is not None and properties.numPr is not None):
        return f"<li>{text}</li>"
    runs = [run for run in paragraph.runs if run.text.strip()]
    return f"<p><b>{text}</b></p>" if runs and all(run.bold for run in runs) else f"<p>{text}</p>"


def pdf_to_text(data: bytes) -> str:
    """The text of a PDF, page after page."""
    try:
        import pypdf  # an extra
    except ImportError as error:
        raise DocumentError(f"PDF files {_NEEDS_EXTRA}") from error
    logging.getLogger("pypdf").addHandler(_SILENT)
    try:
        pages = pypdf.PdfReader(BytesIO(data)).pages[:_MOST_PAGES]
        text = "\n\n".join(page.extract_text() for page in pages)
    except Exception as error:  # the library raises many kinds on damaged files
        raise DocumentError(f"The PDF is damaged: {error}") from error
    if not text.strip():
        raise DocumentError("The PDF holds only pictures of text: it needs text recognition first.")
    return text
