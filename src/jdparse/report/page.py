"""One self-contained HTML page: each posting's text with its spans, the values beside it.

The page loads nothing and runs nothing: no script, no address but the posting's own, and a content
security policy that says so. All that comes from a posting is escaped (Jinja autoescape, displaCy).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from jdparse.posting import Posting
from jdparse.report import wording
from jdparse.report.rendering import environment
from jdparse.report.spans import COLORS, MarkedSection, marked_sections


def to_page(postings: Sequence[Posting], *, again: str | None = None) -> str:
    """The report as one HTML document, the same bytes for the same postings.

    `again` is the address at which another posting can be read, where there is one.
    """
    return _template().render(postings=postings, colors=COLORS, again=again)


@cache
def _template() -> Template:
    made = environment()
    made.globals |= {"wording": wording, "marked_sections": marked_sections, "marked": _marked}
    for filter_ in (wording.pay_words, wording.degree_words, wording.experience_words):
        made.filters[filter_.__name__] = filter_
    return made.get_template("page.html")


def _marked(section: MarkedSection) -> Markup:
    # displaCy has escaped the text; only its own marks are markup
    return Markup(section.html)  # noqa: S704
