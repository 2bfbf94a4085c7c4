"""The terms of a job: where, how much, for how long, at what level, for whom it is open."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import Conditions, read_values, write_values
from jdparse.document import Facts
from jdparse.extract.clearance import security_clearance
from jdparse.extract.employment import employment_type
from jdparse.extract.passages import passages
from jdparse.extract.seniority import seniority
from jdparse.extract.visa import visa_sponsorship
from jdparse.extract.work_mode import work_mode


class ConditionsComponent:
    """Sets `doc._.jdparse_conditions`."""

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with the terms that its text or title adds to the stated facts."""
        posting = passages(doc)
        facts: Facts = read_values(doc, "facts")
        conditions = Conditions(
            work_mode=work_mode(posting, facts),
            employment_type=employment_type(posting, facts),
            seniority=seniority(posting, facts.title),
            visa_sponsorship=visa_sponsorship(posting),
            security_clearance=security_clearance(posting),
        )
        write_values(doc, "conditions", conditions)
        return doc


@Language.factory(
    "jdparse_conditions",
    assigns=["doc._.jdparse_conditions"],
    requires=["doc._.jdparse_units", "doc._.jdparse_facts"],
)
def make_conditions(nlp: Language, name: str) -> ConditionsComponent:
    """The component of the shipped lexicon."""
    return ConditionsComponent()
