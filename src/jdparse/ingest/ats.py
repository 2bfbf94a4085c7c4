"""Records of applicant tracking systems and job boards to lines and facts.

Named sections stay sections with a heading; pay, work mode and dates come from their fields.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Final

from jdparse.document import Fact, Facts, StatedPay
from jdparse.ingest.ats_forms import Form, Part, Raw
from jdparse.ingest.dates import read_date
from jdparse.ingest.employment import employment_type, work_mode
from jdparse.ingest.html_blocks import read_html
from jdparse.ingest.job_posting import unescape_html
from jdparse.ingest.lines import Line, tidy
from jdparse.ingest.markup import is_markup
from jdparse.ingest.places import country_code, country_of, is_place
from jdparse.ingest.plain_text import read_text
from jdparse.ingest.reading import Reading
from jdparse.ingest.stated_pay import RawPay, check_pay
from jdparse.posting import Origin, Problem

# Lines of a field that is a section, and signs of the text before it that they are looked for in.
_MOST_LINES: Final = 300
_MOST_COMPARED: Final = 100_000
# "c++" and "c#" are other words than "c"
_WORD: Final = re.compile(r"[^\W_]+[+#]*")


def read_record(raw: Raw, form: Form) -> Reading:
    """The lines and facts of a record."""
    record = form.read(raw)
    pay, problems = _check_pays(record.pay)
    company = _text(record.company)
    places = [place for value in record.locations if (place := _text(value)) and is_place(place)]
    country = country_code(_text(record.country) or "")
    employment = record.employment
    names = [
        _text(name) or "" for name in (employment if isinstance(employment, list) else [employment])
    ]
    facts = Facts(
        title=_fact(_text(record.title)),
        company=_fact(company),
        locations=tuple(Fact(place, "ats") for place in dict.fromkeys(places)),
        country=country or (country_of(places[0]) if places else None),
        date_posted=_fact(read_date(record.posted)),
        valid_through=_fact(read_date(record.closes)),
        employment_type=_fact(employment_type(names)),
        work_mode=_fact(work_mode(_text(record.mode) or "")),
        pay=pay,
    )
    return Reading(tuple(_lines(record.parts)), facts, problems)


def read_content(content: str) -> list[Line]:
    """The lines of a field that may be HTML, escaped HTML or text."""
    content = unescape_html(content)
    return read_html(content) if is_markup(content) else read_text(content)


def _lines(parts: Iterable[Part]) -> list[Line]:
    found: list[Line] = []
    for part in parts:
        if not isinstance(part.content, str) or not part.content.strip():
            continue
        lines = read_content(part.content)
        if part.if_new:
            held = _words(line.text for line in found)[:_MOST_COMPARED]
            lines = [x for x in lines[:_MOST_LINES] if _words([x.text]) not in held]
        heading = tidy(part.heading) if isinstance(part.heading, str) else ""
        if heading and lines:
            found.append(Line(heading, "heading"))
        found.extend(lines)
    return found


def _words(texts: Iterable[str]) -> str:
    """The words of texts, each between spaces: "r" is in none but "r"."""
    return f" {' '.join(_WORD.findall(' '.join(texts).lower()))} "


def _check_pays(pays: Iterable[RawPay]) -> tuple[tuple[StatedPay, ...], tuple[Problem, ...]]:
    origin: Origin = "ats"
    checked = [check_pay(raw, origin) for raw in pays]
    return (
        tuple(dict.fromkeys(pay for pay in checked if isinstance(pay, StatedPay))),
        tuple(pay for pay in checked if isinstance(pay, Problem)),
    )


def _text(value: object) -> str | None:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("label")
    return (tidy(html.unescape(value)) or None) if isinstance(value, str) else None


def _fact(value: str | None) -> Fact | None:
    return None if value is None else Fact(value, "ats")
