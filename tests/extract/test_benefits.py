"""Benefits: perks as phrases with their kind, and words that only look like perks."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from jdparse.annotations import Unit, read_values, write_values
from jdparse.extract.benefits import (
    BenefitEntry,
    extract_benefits,
    read_benefit_terms,
)
from jdparse.extract.passages import passages_of
from jdparse.lexicon import read_lexicon, read_words

TERMS = read_benefit_terms()


def read(text, kind="benefits"):
    units = []
    at = 0
    for line in text.split("\n"):
        units.append(Unit(at, at + len(line), kind, None, 1.0))
        at += len(line) + 1
    return extract_benefits(passages_of(text, tuple(units)), TERMS)


def short(benefits):
    return [(benefit.kind, benefit.text) for benefit in benefits]


PERKS = [
    ("Stock options and RSUs", [("stock", "Stock options"), ("stock", "RSUs")]),
    ("Generous equity package", [("stock", "Generous equity package")]),
    ("An annual performance bonus of 10%", [("bonus", "annual performance bonus")]),
    (
        "Medical, dental, and vision insurance",
        [("insurance", "Medical, dental, and vision insurance")],
    ),
    (
        "Life insurance, disability insurance and a pension scheme",
        [
            ("insurance", "Life insurance"),
            ("insurance", "disability insurance"),
            ("retirement", "pension scheme"),
        ],
    ),
    ("401(k) with 4% match", [("retirement", "401(k) with 4% match")]),
    ("A 401K", [("retirement", "401K")]),
    ("Twenty days of paid vacation", [("leave", "Twenty days of paid vacation")]),
    ("28 days' holiday", [("leave", "28 days' holiday")]),
    ("Unlimited PTO", [("leave", "Unlimited PTO")]),
    ("16 weeks of paid parental leave", [("leave", "16 weeks of paid parental leave")]),
    ("A €1,000 learning budget", [("learning", "€1,000 learning budget")]),
    ("Tuition reimbursement", [("learning", "Tuition reimbursement")]),
    ("Flexible working hours", [("flexibility", "Flexible working hours")]),
    ("Remote work and a home office", [("flexibility", "Remote work")]),
    ("Free lunch, snacks and drinks", [("other", "Free lunch, snacks and drinks")]),
    ("Relocation assistance", [("other", "Relocation assistance")]),
    # a stipend with the words that say what for
    ("Quarterly travel stipend, a choir", [("other", "Quarterly travel stipend")]),
    ("A bus pass and a weekly laundry allowance", [("other", "weekly laundry allowance")]),
    ("Perks - Gym reimbursement", [("other", "Gym reimbursement")]),
    (
        "Fitness stipend and free lunch",
        [("other", "Fitness stipend"), ("other", "free lunch")],
    ),
    (
        "Work from home equipment stipend",
        [("flexibility", "Work from home"), ("other", "equipment stipend")],
    ),
    ("Flexible time off", [("leave", "Flexible time off")]),
    (
        "A full range of medical, financial, and/or other benefits",
        [("insurance", "medical, financial, and/or other benefits")],
    ),
    ("Retirement: we offer a 401k plan", [("retirement", "401k plan")]),
    ("parental leaveUnlimited PTO", [("leave", "parental leave"), ("leave", "Unlimited PTO")]),
    (
        "Not limited to: health insurance",
        [("insurance", "health insurance")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PERKS)
def test_developed_on_perks(text, expected):
    found = short(read(text))
    assert found[: len(expected)] == expected


BESIDE = [
    # caught a bug: words of two lines
    ("Paid HolidaysVacation", [("leave", "Paid Holidays"), ("leave", "Vacation")]),
    ("See life at the docks", []),
    ("Dental and/or vision", [("insurance", "Dental and/or vision")]),
    # caught a bug: a word across a comma or a bracket hid the perk
    ("Healthcare, dental, vision", [("insurance", "Healthcare, dental, vision")]),
    ("Good pay + equity (you own a part)", [("stock", "equity")]),
    ("A rest day, personal days, a choir", [("leave", "personal days")]),
    # caught a bug: a long name is that whatever follows
    ("Nine company paid holidays", [("leave", "paid holidays")]),
    ("Two weeks paid time off the first year",
     [("leave", "Two weeks paid time off")]),
    ("A company health savings account", [("insurance", "health savings account")]),
    ("Lunch & learns on Fridays", [("learning", "Lunch & learns")]),
    ("Equity in the company", [("stock", "Equity in the company")]),
    ("Travel ticket, referral rewards",
     [("other", "Travel ticket"), ("bonus", "referral rewards")]),
    ("Financial planning, team building",
     [("other", "Financial planning, team building")]),
    # caught a bug: the same words of something else
    ("A team for Financial Planning & Analysis", []),
    ("One of the top Healthcare Analytics companies", []),
    ("Work/life harmony", []),
    ("Internal peer equity decides", []),
    ("A wide choice of options", []),
    ("Financial health for all", []),
    ("A health club in the house", []),
    ("Balance between work and home life", []),
    ("Here at AWS it is day one", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BESIDE, ids=[text for text, _ in BESIDE])
def test_words_beside_a_perk(text, expected):
    found = short(read(text))
    assert [kind for kind, _ in found] == [kind for kind, _ in expected]
    assert all(words in text_ for (_, words), (_, text_) in zip(expected, found, strict=True))


NO_PERKS = [
    "Our clients are insurance companies and an insurance company is our parent.",
    "We leave no stone unturned.",
    "Experience in equity research or private equity.",
    "We learn from each other and use machine learning every day.",
    "We stand for diversity, equity and inclusion.",
    "Kubernetes is a bonus; bonus points for Rust.",
    "Remote sensing data of the health care industry",
    "Work with public health data and health records.",
    "This role does not include a bonus or equity.",
    "",
]


@pytest.mark.parametrize("text", NO_PERKS)
@pytest.mark.parametrize("kind", ["benefits", "about", "requirements"])
def test_developed_on_words_that_only_look_like_perks(text, kind):
    assert read(text, kind) == ()


OUTSIDE = [
    ("We offer health insurance and unlimited PTO.", "about", 2),
    ("You will administer 401(k) plans and health insurance.", "responsibilities", 0),
    ("We offer a team, training and coffee.", "about", 0),
    ("Knowledge of pension plans and stock options is required.", "requirements", 0),
    ("Salary $90,000 plus equity and bonus", "pay", 2),
    ("Pay depends on training and certifications", "pay", 0),
    ("Health insurance", "heading", 0),
    # caught a bug
    ("We offer a job in Financial Planning and Analysis.", "about", 0),
    ("You will receive training in team building.", "requirements", 0),
]


@pytest.mark.parametrize(("text", "kind", "count"), OUTSIDE)
def test_outside_a_unit_of_benefits_only_clear_offers_count(text, kind, count):
    assert len(read(text, kind)) == count


POSTINGS = [
    "Orchid Labs, Leeds\nWe grow models.\nBenefits\nPrivate health insurance\n25 days holiday",
    "We grow models. We offer private health insurance and 25 days holiday.",
    "We grow models.BenefitsPrivate health insurance25 days holidayApply now",
]


@pytest.mark.parametrize(
    "text", POSTINGS, ids=["before the first heading", "no headings", "one line"]
)
def test_perks_are_read_whatever_the_layout(text):
    assert {perk.kind for perk in read(text)} == {"insurance", "leave"}


def test_the_same_words_count_once():
    assert len(read("Unlimited PTO\nunlimited PTO")) == 1


def test_the_component_reads_units_and_writes_values():
    nlp = spacy.blank("en")
    nlp.add_pipe("jdparse_benefits")
    doc = nlp.make_doc("Dental insurance")
    write_values(doc, "units", (Unit(0, 16, "benefits", None, 1.0),))
    (perk,) = read_values(nlp.get_pipe("jdparse_benefits")(doc), "benefits")
    assert (perk.kind, perk.text) == ("insurance", "Dental insurance")


WORDS = st.sampled_from(
    ["401(k)", "medical", "dental,", "insurance", "days", "20", "of", "leave", "(", ")", "with",
     "match", "we offer", "not", "equity", "bonus:", "PTO", "paid", "\n", "$", "and", "plan",
     "leaveUnlimited"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_offsets_quote_the_text_and_never_overlap(text):
    end = 0
    for perk in sorted(read(text), key=lambda perk: perk.start):
        assert text[perk.start : perk.end] == perk.text
        assert perk.start >= end
        end = perk.end


@pytest.mark.parametrize("piece", ["medical, ", "401(k) ", "days of ", "(", "1 ", "no bonus "])
def test_a_long_run_of_anything_is_read_in_linear_time(piece, grows_linearly):
    assert grows_linearly(read, piece)


@pytest.mark.parametrize(
    "family", read_lexicon("benefits", BenefitEntry).items(), ids=lambda pair: pair[0]
)
def test_every_term_finds_itself(family):
    _, entry = family
    for term in (*entry.terms, *entry.weak):
        assert [perk.kind for perk in read(term)] == [entry.kind], term


def test_no_term_is_written_twice():
    families = read_lexicon("benefits", BenefitEntry).values()
    terms = [term for family in families for term in (*family.terms, *family.weak)]
    assert sorted(term for term in terms if terms.count(term) > 1) == []
    assert len(terms) == len(TERMS.terms)


def test_the_words_beside_a_perk_are_all_used():
    assert set(read_words("benefit_words")) == {
        "lead",
        "tail",
        "complete",
        "inner",
        "head",
        "stop",
    }
