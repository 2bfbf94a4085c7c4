"""The employer that a posting's own words name, and names that are no employer's."""

import pytest

from jdparse import Listing, parse
from jdparse.document import Fact, Facts
from jdparse.ingest.named_company import CompanyForm, add_named_company
from jdparse.ingest.read import read
from jdparse.lexicon import read_lexicon


def company(text):
    found = add_named_company(Facts(), text).company
    assert found is None or text[found.start : found.end] == found.value
    return found and found.value


NAMED = [
    # developed on
    ("About Brightwater Mills\nBrightwater Mills grinds flour.", "Brightwater Mills"),
    ("ABOUT BRIGHTWATER MILLS\nBrightwater Mills grinds flour.", "Brightwater Mills"),
    ("Data Analyst\nAt Hopvine, we brew. Hopvine ships to nine towns.", "Hopvine"),
    ("Hopvine ships ale.\nHopvine is an equal opportunity employer.", "Hopvine"),
    ("Hopvine, Inc. is proud to be an equal opportunity employer. Hopvine, Inc. sells ale.",
     "Hopvine, Inc."),
    ("Van der Ley & Sons is looking for a baker.\nVan der Ley & Sons bakes.",
     "Van der Ley & Sons"),
    ("McTavish’s is committed to diversity. McTavish’s serves soup.", "McTavish’s"),
    ("See www.ovenly.example.\nAt Ovenly, you bake. Ovenly pays well.", "Ovenly"),
    # of two names the one that more forms name
    ("About Loom\nLoom is our brand.\nAbout Weft\nAt Weft, we weave. Weft is hiring.", "Weft"),
]  # fmt: skip

NOT_NAMED = [
    # developed on
    "About the role\nThe role is new. The role is open.",
    "About Us\nAt our office, we bake. About us: we bake.",
    "ABOUT YOU\nYou bake. ABOUT YOU matters.",
    "At Berlin, we bake. Berlin is a city.",
    "About Data Science\nData Science is a field.",
    "About Senior Engineers\nSenior Engineers build.",
    "About Hopvine\nThis name stands here once.",
    "Our client is an equal opportunity employer. Our client bakes.",
    "Hopvine is a leader in ale. Hopvine ships.",
    "Look at Hopvine we did. Hopvine ships.",
    "",
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_an_employer_is_read_where_the_posting_says_whose_it_is(text, name):
    assert company(text) == name


@pytest.mark.parametrize("text", NOT_NAMED)
def test_nothing_else_is_an_employer(text):
    assert company(text) is None


@pytest.mark.parametrize(
    "form", read_lexicon("company_forms", CompanyForm).values(), ids=lambda form: form.tail[:20]
)
def test_every_form_finds_its_example(form):
    assert company(f"{form.example}\nFlour comes from Brightwater Mills.") == "Brightwater Mills"


def test_what_is_stated_goes_before_what_the_text_names():
    text = NAMED[0][0]
    assert read(text).facts.company.value == "Brightwater Mills"
    assert read(Listing(text, company="Acme")).facts.company == Fact("Acme", "page")
    assert read(f"Company: Hopvine\n{text}").facts.company.value == "Hopvine"


def test_a_record_says_where_the_name_stands():
    posting = parse(NAMED[3][0])
    said = posting.provenance["company"]
    assert posting.company == posting.text[said.start : said.end] == "Hopvine"


@pytest.mark.parametrize(
    "piece", ["About Hopvine\n", "At Aa Bb Cc Dd, we ", "A B & C of D ", "A is an equal ", "Aa. "]
)
def test_a_long_run_of_anything_is_read_in_linear_time(piece, grows_linearly):
    assert grows_linearly(company, piece)
