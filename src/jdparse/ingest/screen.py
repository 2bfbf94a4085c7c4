"""Whether a page is one posting, and what it is where it is not."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from jdparse.ingest.job_posting import JobPosting
from jdparse.ingest.problems import several
from jdparse.posting import Problem


def screen_page(page: HtmlElement, postings: Sequence[JobPosting]) -> Problem | None:
    """The problem of a page that is no single posting, else None."""
    titles = {posting.facts.title.value for posting in postings if posting.facts.title}
    if len(titles) > 1:
        return several(len(titles), "The page")
    return None
