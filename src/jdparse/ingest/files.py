"""Files to their content: which kind a file is, gzip, MHTML and e-mail, DOCX and PDF."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Final

from jdparse.ingest.documents import DocumentError, docx_to_html, pdf_to_text
from jdparse.ingest.problems import unreadable
from jdparse.posting import Problem

# Bytes of a file that are read, and that a packed one may unpack to.
MAX_BYTES: Final = 25_000_000
_MEDIA_TYPES: Final = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain",
    ".text": "text/plain", ".md": "text/markdown", ".json": "application/json",
    ".jsonld": "application/ld+json", ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson", ".xml": "application/xml", ".mhtml": "message/rfc822",
    ".mht": "message/rfc822", ".eml": "message/rfc822", ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gz": "application/gzip", "": "text/plain",
}  # fmt: skip
# Parts of parts in an e-mail; a saved page has one, a forwarded mail a few, and Python recurses.
_MOST_PARTS: Final = 100
_LONGEST_SUBJECT: Final = 2_000  # characters of a header as written
# Header lines and those that go on from one, up to the first empty line.
_MAIL_HEAD: Final = re.compile(
    r"\s{0,20}(?:From [^\n]{1,300}\n)?(?:[A-Za-z][\w-]{1,60}:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+"
)
_CONTENT_TYPE: Final = re.compile(r"^\s*content-type:\s*[a-z]+/", re.IGNORECASE | re.MULTILINE)
_DOCX: Final = _MEDIA_TYPES[".docx"]


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one posting and what they are; `problem` where there are none.

    `subject` is that of the mail they came in; `is_cut` says that there were more bytes.
    """

    data: bytes = b""
    media_type: str = "text/plain"
    charset: str | None = None
    subject: str = ""
    problem: Problem | None = None
    is_cut: bool = False


def read_file(path: Path) -> Content:
    """The content of a file; a problem where it does not exist or is of no kind that is read."""
    suffix = path.suffix.lower()
    try:
        if path.is_dir():
            return _no(f"{path} is a folder. Give one file, or its files one by one.")
        if path.exists() and not path.is_file():
            return _no(f"{path} is no file but a pipe or a device. Give its text, or a file.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _no(f"There is no file {path}. Give an existing path; a posting's text is a str.")
    except (OSError, ValueError) as error:
        return _no(f"The file {path} cannot be read: {error}")
    media_type = _MEDIA_TYPES.get(suffix) or sniff(data)
    if media_type is None:
        known = ", ".join(sorted(filter(None, _MEDIA_TYPES)))
        return _no(f"Files like {path.name} are not read. Give one of {known}.")
    return unpack(Content(data, media_type))


def sniff(data: bytes) -> str | None:
    """The media type that bytes show by their first signs, or None."""
    if data.startswith(b"\x1f\x8b"):
        return "application/gzip"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return _DOCX
    head = data[:2000].lstrip().lower()
    if head.startswith((b"mime-version:", b"from:", b"from ", b"received:", b"return-path:")) and (
        b"\ncontent-type:" in head or b"\nsubject:" in head
    ):
        return "message/rfc822"
    return "message/rfc822" if is_mime(head.decode("latin-1")) else None


def is_mime(text: str) -> bool:
    r"""Whether a text is a whole e-mail: header lines, the type of the content among them.

    >>> is_mime("Subject: job\nContent-Type: text/plain\n\nWe bake"), is_mime("Subject: job")
    (True, False)
    """
    head = _MAIL_HEAD.match(text)
    return head is not None and _CONTENT_TYPE.search(head[0]) is not None


def unpack(content: Content) -> Content:
    """What a packed content holds: gzip once, the HTML of an e-mail, the text of a document.

    No more than `MAX_BYTES` are read, packed and unpacked.
    """
    content = _cut(content)
    if _kind(content) == "application/gzip":
        unpacked = _cut(_gunzip(content.data))
        content = replace(unpacked, is_cut=content.is_cut or unpacked.is_cut)
    if content.problem is not None:
        return content
    return replace(_unpacked(content), is_cut=content.is_cut)


def _kind(content: Content) -> str:
    return sniff(content.data) or content.media_type


def _cut(content: Content) -> Content:
    if len(content.data) <= MAX_BYTES:
        return content
    return replace(content, data=content.data[:MAX_BYTES], is_cut=True)


def _unpacked(content: Content) -> Content:
    kind = _kind(content)
    if kind == "message/rfc822":
        return _read_mail(content.data)
    try:
        if kind == "application/pdf":
            return Content(_encode(pdf_to_text(content.data)), "text/plain", "utf-8")
        if kind == _DOCX:
            return Content(_encode(docx_to_html(content.data)), "text/html", "utf-8")
    except DocumentError as error:
        return _no(str(error))
    return content


def _encode(text: str) -> bytes:
    return text.encode("utf-8", errors="ignore")


def _gunzip(data: bytes) -> Content:
    try:
        return Content(zlib.decompressobj(wbits=31).decompress(data, MAX_BYTES + 1))
    except zlib.error as error:
        return _no(f"The gzip data is damaged: {error}")


def _read_mail(data: bytes) -> Content:
    """The largest HTML part of a saved page or e-mail, else its text."""
    if data.count(b"boundary=") > _MOST_PARTS:
        return _no("The saved page or e-mail is nested too deep.")
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
    parts: dict[str, list[Content]] = {"text/html": [], "text/plain": []}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in parts and not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                parts[kind].append(Content(payload, kind, part.get_content_charset()))
    for found in parts.values():
        if found:
            return replace(max(found, key=lambda part: len(part.data)), subject=_subject(message))
    return _no("The saved page or e-mail holds no HTML and no text.")


def _subject(message: EmailMessage) -> str:
    try:
        # as it is written: to decode thousands of words takes the square of their number
        raw = next((value for name, value in message.raw_items() if name.lower() == "subject"), "")
        if len(str(raw)) > _LONGEST_SUBJECT:
            return ""
        return str(message["Subject"] or "")
    except (ValueError, LookupError, IndexError, AttributeError):  # its parser, on damaged ones
        return ""


def _no(reason: str) -> Content:
    return Content(problem=unreadable(reason))
