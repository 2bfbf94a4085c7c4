"""Visa sponsorship: offered or refused. Most sentences that name it refuse it."""

from __future__ import annotations

from jdparse.annotations import Term
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import phrase_reader


def visa_sponsorship(posting: Passages) -> Term | None:
    """`offered` or `refused`; None where the posting does not say.

    A refusal goes before an offer in the same posting (their ranks in the lexicon), since the
    pattern of an offer also matches inside the clause that denies it.
    """
    found = list(phrase_reader("visa_sponsorship").statements(posting))
    return min(found, key=lambda statement: -statement.rank).term() if found else None
