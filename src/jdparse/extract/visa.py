"""Visa sponsorship: offered or refused. Most sentences that name it refuse it."""

from __future__ import annotations

from jdparse.annotations import Term
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import phrase_reader


def visa_sponsorship(posting: Passages) -> Term | None:
    """`offered` or `refused`; None where the posting does not say.

    A refusal goes before an offer in the same posting, since an offer reads into the clause that
    the refusal denies.
    """
    found = list(phrase_reader("visa_sponsorship").statements(posting))
    if not found:
        return None
    best = min(found, key=lambda statement: -statement.rank)
    return Term(best.value, best.passage.start + best.start, best.passage.start + best.end)
