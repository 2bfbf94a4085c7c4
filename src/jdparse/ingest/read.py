"""Step one of five: whatever comes in, to clean text with its blocks and stated facts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from jdparse.document import Block, Document, Fact, Facts, Listing, Readable
from jdparse.ingest.board_lines import add_board_facts
from jdparse.ingest.decoding import Decoded, decode, mend
from jdparse.ingest.feed import feed_records, is_feed
from jdparse.ingest.files import MAX_BYTES, Content, is_mime, read_file, unpack
from jdparse.ingest.hiring_line import add_hiring_line
from jdparse.ingest.html_blocks import read_html
from jdparse.ingest.job_posting import unescape_html
from jdparse.ingest.json_record import load_json, read_json_value
from jdparse.ingest.labelled_lines import add_labelled_facts, add_title_line
from jdparse.ingest.language import identify_language
from jdparse.ingest.lines import set_lines
from jdparse.ingest.mail import subject_title, without_mail_marks
from jdparse.ingest.markup import is_markup, is_page
from jdparse.ingest.named_company import add_named_company
from jdparse.ingest.named_title import add_named_title
from jdparse.ingest.page import read_page
from jdparse.ingest.page_source import read_source
from jdparse.ingest.places import country_code, country_of
from jdparse.ingest.plain_text import read_text
from jdparse.ingest.problems import empty_input, not_english, several, truncated, unreadable
from jdparse.ingest.reading import Reading
from jdparse.posting import Problem, Source

# Characters of a posting that are kept; the longest of 22,573 real ones has 24,184.
MAX_TEXT: Final = 100_000
# Characters of a plain text that are read at all.
MAX_INPUT: Final = 400_000

_JSON: Final = re.compile(r"[\ufeff\s]*(?:\{|\[\s*\{)")
_RTF: Final = re.compile(r"\s*\{\\rtf")
_NO_RTF: Final = "Rich text (RTF) is not read. Save it as .docx, .html or .txt, or give its text."


def read(source: Readable, *, id: str | None = None, title: str | None = None) -> Document:  # noqa: A002
    r"""The clean document of one posting; what stands against it is among its `problems`.

    A `str` is text, HTML or JSON; a `Path` a file; a mapping a schema.org JobPosting or a record
    of an applicant tracking system or board, as is a list of one; a `Listing` any of the first with
    what its columns state. `id` and `title`, where not empty, go before what the source states.

    >>> document = read("<h1>Data Scientist</h1><ul><li>Train models<li>Explain them</ul>")
    >>> document.text
    'Data Scientist\n- Train models\n- Explain them'
    >>> read("  ").problems[0].code
    'empty_input'
    """
    return _named(_read(source), id, title)


def unread(source: Readable, problem: Problem, id: str | None = None) -> Document:  # noqa: A002
    """The document of a source that is not read: which one it is, and the problem that says why.

    >>> unread({"id": 7, "text": []}, Problem("unexpected", "The parser broke.")).id
    '7'
    """
    stated, uri, data = _identity(source)
    digest = hashlib.sha256(data).hexdigest() if data else ""
    name = id or stated or digest[:16] or "unknown"
    return Document(name, Source(uri, "unknown", digest), "", problems=(problem,))


def _identity(source: Readable) -> tuple[str | None, str | None, bytes]:
    """The id and address that a source has, and its bytes; those of a file are not at hand."""
    if isinstance(source, Path):
        return source.name, str(source), b""
    if isinstance(source, Mapping | list):
        return _stated_id(source), None, _dumped(source)
    if isinstance(source, Listing):
        return source.id, source.uri, _bytes(source.content)
    return None, None, _bytes(source)


def _bytes(content: Any) -> bytes:
    if isinstance(content, str):
        return content.encode(errors="replace")
    return content if isinstance(content, bytes) else b""  # what is neither breaks the parser


def _named(document: Document, name: str | None, title: str | None) -> Document:
    """The document with the id and the title given beside it, and all that is known from outside.

    Only then is the text asked for the employer and the title: most listings of a batch name them.
    """
    facts = replace(document.facts, title=_column(title) or document.facts.title)
    facts = add_named_title(add_named_company(facts, document.text), document.text)
    return replace(document, id=name or document.id, facts=facts)


def _read(source: Readable) -> Document:
    if isinstance(source, Path):
        return _read_path(source)
    if isinstance(source, Mapping | list):
        return _read_value(source)
    if isinstance(source, Listing):
        return _read_listing(source)
    return _read_one(source)


def _read_path(path: Path) -> Document:
    content = read_file(path)
    document = _document(_read_content(content), content.media_type, content.data, str(path))
    return replace(document, id=path.name)


def _read_one(content: str | bytes, uri: str | None = None) -> Document:
    if isinstance(content, bytes):
        unpacked = unpack(Content(content))
        reading, media_type = _read_content(unpacked), unpacked.media_type
        return _document(reading, media_type, content, uri)
    data = content.encode(errors="replace")
    if is_mime(content):
        return _document(_read_content(unpack(Content(data))), "message/rfc822", data, uri)
    return _document(_read_decoded(Decoded(content)), _media_type(content), data, uri)


def _read_value(source: Mapping[str, Any] | list[Mapping[str, Any]]) -> Document:
    try:
        data = _dumped(source)
    except (TypeError, ValueError, RecursionError) as error:
        problem = unreadable(f"The mapping is no JSON object: {error}")
        return _document(Reading(problems=(problem,)), "application/json", b"", None)
    document = _document(read_json_value(source), "application/json", data, None)
    return replace(document, id=_stated_id(source) or document.id)


def _dumped(source: Mapping[str, Any] | list[Mapping[str, Any]]) -> bytes:
    return json.dumps(source, sort_keys=True, default=str).encode()


def _stated_id(source: Mapping[str, Any] | list[Mapping[str, Any]]) -> str | None:
    record = source[0] if isinstance(source, list) and len(source) == 1 else source
    if not isinstance(record, Mapping):
        return None
    name = record.get("id") or record.get("identifier") or record.get("shortcode")
    return str(name) if isinstance(name, str | int) else None


def _read_listing(listing: Listing) -> Document:
    if listing.problem is not None:
        return unread(listing, listing.problem)
    if isinstance(listing.content, Path):
        document = _read_path(listing.content)
    else:
        document = _read_one(listing.content, listing.uri)
    facts = document.facts
    location = (listing.location or "").strip()
    country = country_code(listing.country or "") or (country_of(location) if location else None)
    facts = replace(
        facts,
        title=_column(listing.title) or facts.title,
        company=_column(listing.company) or facts.company,
        locations=(Fact(location, "page"),) if location else facts.locations,
        country=country or facts.country,
    )
    return replace(document, id=listing.id or document.id, facts=facts)


def _column(value: str | None) -> Fact | None:
    text = (value or "").strip()
    return Fact(text, "page") if text else None


def _read_content(content: Content) -> Reading:
    reading = _read_bytes(content)
    if not content.is_cut:
        return reading
    return replace(reading, problems=(truncated("file", MAX_BYTES, "bytes"), *reading.problems))


def _read_bytes(content: Content) -> Reading:
    if content.problem is not None:
        return Reading(problems=(content.problem,))
    reading = _read_decoded(decode(content.data, content.charset))
    title = subject_title(content.subject)
    if title is None or reading.facts.title is not None:
        return reading
    return replace(reading, facts=replace(reading.facts, title=Fact(title, "page")))


def _read_decoded(decoded: Decoded) -> Reading:
    """What a text holds.

    It is let go of as soon as a page's source is split: with one sign beyond Latin-1 a string
    takes two or four times its page.
    """
    if decoded.problem is not None:
        return Reading(problems=(decoded.problem,))
    text = mend(decoded.text.replace("\x00", ""))
    del decoded
    if (reading := _read_data(text)) is not None:
        return reading
    text = unescape_html(text)
    if not is_markup(text):
        return _read_plain(text)
    if not is_page(text):
        return Reading(tuple(read_html(text)))
    source = read_source(text)
    del text
    return read_page(source)


def _read_plain(text: str) -> Reading:
    problems = (truncated("text", MAX_INPUT),) if len(text) > MAX_INPUT else ()
    text, title = without_mail_marks(text[:MAX_INPUT])
    facts = Facts(title=None if title is None else Fact(title, "page"))
    return Reading(tuple(read_text(text)), facts, problems)


def _read_data(text: str) -> Reading | None:
    """What a text holds that is no posting's own text or HTML: JSON, a feed, RTF; else None."""
    if _RTF.match(text):
        return Reading(problems=(unreadable(_NO_RTF),))
    if is_feed(text):
        records = feed_records(text)
        if len(records) != 1:
            return Reading(problems=(several(len(records) or None, "The XML feed"),))
        return read_json_value(records[0])
    value = load_json(text) if _media_type(text) == "application/json" else None
    return None if value is None else read_json_value(value)


def _media_type(text: str) -> str:
    start = text[:200]
    if _JSON.match(start) and '"' in start:
        return "application/json"
    return "text/html" if is_markup(text) else "text/plain"


def _document(reading: Reading, media_type: str, data: bytes, uri: str | None) -> Document:
    text, blocks = set_lines(reading.lines)
    problems: dict[str, Problem] = {}
    for problem in reading.problems:
        key = problem.message if problem.code == "implausible" else problem.code
        problems.setdefault(key, problem)
    if len(text) > MAX_TEXT:
        text, blocks = _cut(text, blocks)
        problems.setdefault("truncated", truncated("posting", MAX_TEXT))
    if not text and not problems.keys() - {"truncated"}:
        problems["empty_input"] = empty_input()
    language = identify_language(text) if text else None
    if language not in {None, "en"}:
        problems["not_english"] = not_english(str(language))
    digest = hashlib.sha256(data).hexdigest()
    facts = add_labelled_facts(reading.facts, text, blocks)
    if media_type == "text/plain":
        facts = add_board_facts(facts, text, blocks)
        facts = add_hiring_line(facts, text, blocks)
    return Document(
        id=digest[:16],
        source=Source(uri, media_type, digest),
        text=text,
        blocks=blocks,
        facts=add_title_line(facts, text, blocks),
        language=language,
        problems=tuple(problems.values()),
    )


def _cut(text: str, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The whole lines that fit; of a first line that alone is too long, what fits of it."""
    kept = [block for block in blocks if block.end <= MAX_TEXT]
    if not kept:
        end = text.rfind(" ", 0, MAX_TEXT)
        end = end if end > 0 else MAX_TEXT
        kept = [replace(blocks[0], end=end)]
    return text[: kept[-1].end], tuple(kept)
