"""schema.org JobPosting: what is written, that nothing else is, and that it is read back."""

import json
import re
from dataclasses import replace

import pytest

from jdparse import parse, parse_many
from jdparse.posting import (
    Benefit,
    Degree,
    Experience,
    Pay,
    Problem,
    Provenance,
    RequirementAlternative,
    Responsibility,
    Section,
    Skill,
)
from jdparse.report.job_places import postal_address
from jdparse.report.job_posting import to_job_posting, to_json_ld

CREDENTIAL = "EducationalOccupationalCredential"
NOTHING = {
    "title": None, "company": None, "locations": (), "date_posted": None, "valid_through": None,
    "employment_type": None, "work_mode": None, "text": "", "sections": (),
    "responsibilities": (), "skills": (), "degrees": (), "experience": (), "pay": (),
    "requirement_alternatives": (), "visa_sponsorship": None, "security_clearance": None,
    "benefits": (), "provenance": {},
}  # fmt: skip


@pytest.fixture
def bare(posting):
    return replace(posting, **NOTHING)


def degree(level, requirement="required", *, or_experience=False):
    return Degree(level, (), requirement, or_experience, "", 0, 0)


def years(least, requirement="required", start=0):
    return Experience(least, None, requirement, "", start, start + 1)


def way(level, least, start):
    return RequirementAlternative(level, least, "", start, start + 5)


def pay(kind="base", low=None, high=None, period="year", place=None):
    return Pay(kind, low, high, "EUR", period, place, None, None, "", None, None)


def test_what_a_full_posting_states(posting):
    data = to_job_posting(posting)
    description = data.pop("description")
    assert "<p>Tidewell is hiring &lt;b&gt;somebody&lt;/b&gt; for demand models.</p>" in description
    assert data == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Data Scientist",
        "identifier": {"@type": "PropertyValue", "name": "Tidewell", "value": "tidewell.txt"},
        "datePosted": "2026-02-03",
        "validThrough": "2026-03-31",
        "employmentType": "FULL_TIME",
        "hiringOrganization": {"@type": "Organization", "name": "Tidewell"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Utrecht",
                        "addressCountry": "Netherlands"},
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "minValue": 70000, "maxValue": 85000,
                      "unitText": "YEAR"},
        },
        "jobBenefits": "pension",
        "responsibilities": "Train and ship demand models & watch them\n"
                            "Explain forecasts to planners",
        "qualifications": "Python, BSc in physics, 3+ years\nDutch is a plus",
        "skills": ["Python", "forecasting", "communication"],
        "educationRequirements": {"@type": CREDENTIAL, "credentialCategory": "bachelor degree"},
        "experienceRequirements": {"@type": "OccupationalExperienceRequirements",
                                   "monthsOfExperience": 36},
        "experienceInPlaceOfEducation": True,
        "eligibilityToWorkRequirement": "Visa sponsorship is not available.",
        "securityClearanceRequirement": "A security clearance is required.",
    }  # fmt: skip


def test_what_is_not_stated_has_no_key(bare):
    assert to_job_posting(bare) == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "value": "tidewell.txt"},
    }


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"employment_type": "contract"}, "employmentType", "CONTRACTOR"),
        ({"employment_type": "internship"}, "employmentType", "INTERN"),
        ({"employment_type": "per_diem"}, "employmentType", "PER_DIEM"),
        ({"employment_type": "gig"}, "employmentType", None),  # none of Google's
        ({"work_mode": "remote"}, "jobLocationType", "TELECOMMUTE"),
        ({"work_mode": "hybrid"}, "jobLocationType", None),
        ({"work_mode": "onsite"}, "jobLocationType", None),
        ({"visa_sponsorship": "offered"}, "eligibilityToWorkRequirement", None),
        ({"security_clearance": "preferred"}, "securityClearanceRequirement", None),
        ({"company": None}, "hiringOrganization", None),
    ],
)
def test_values_are_in_the_words_of_the_guide(bare, fields, name, value):
    assert to_job_posting(replace(bare, **fields)).get(name) == value


@pytest.mark.parametrize(
    ("uri", "url"),
    [("https://example.com/1", "https://example.com/1"), ("postings/a.txt", None), (None, None),
     ("javascript:alert(1)", None)],
)  # fmt: skip
def test_an_address_alone_is_a_url(bare, uri, url):
    source = replace(bare.source, uri=uri)
    assert to_job_posting(replace(bare, source=source)).get("url") == url


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("Utrecht, Netherlands", ("Utrecht", None, "Netherlands")),
        ("Brazil", (None, None, "Brazil")),
        ("Austin, TX, US", ("Austin", "TX", "US")),
        ("Pune, Maharashtra, IN", ("Pune", "Maharashtra", "IN")),
        ("Galway, Co. Galway, IE", ("Galway, Co. Galway", None, "IE")),
        ("Berlin, DE", ("Berlin", None, "DE")),
        ("Denver, CO", ("Denver, CO", None, None)),  # Colombia too
        ("Port Ellery, CA", ("Port Ellery, CA", None, None)),  # Canada too
        ("Atlanta, Georgia", ("Atlanta, Georgia", None, None)),
        ("New York, New York, US", ("New York, New York", None, "US")),
        ("Singapore, Singapore", ("Singapore, Singapore", None, None)),
        ("Remote, US", (None, None, "US")),
        ("Remote - Lyon, FR", ("Lyon", None, "FR")),
        ("Remote", (None, None, None)),
        ("., .", (None, None, None)),
        ("Remoteville, US", ("Remoteville", None, "US")),
    ],
)
def test_only_parts_of_an_address_that_are_known_stand_apart(location, address):
    found = postal_address(location)
    parts = ("addressLocality", "addressRegion", "addressCountry")
    assert tuple(found.get(part) for part in parts) == address


def test_several_locations_are_a_list_and_none_is_no_key(bare):
    several = to_job_posting(replace(bare, locations=("Lyon, FR", "Remote", "Kraków")))
    cities = [place["address"]["addressLocality"] for place in several["jobLocation"]]
    assert cities == ["Lyon", "Kraków"]
    assert "jobLocation" not in to_job_posting(replace(bare, locations=("Remote",)))


@pytest.mark.parametrize(
    ("mode", "locations", "countries"),
    [("remote", ("Brazil",), ["Brazil"]), ("remote", ("Brazil", "Lyon, FR"), None),
     ("remote", (), None), ("hybrid", ("Brazil",), None)],
)  # fmt: skip
def test_whole_countries_of_a_remote_job_are_where_applicants_may_be(
    bare, mode, locations, countries
):
    data = to_job_posting(replace(bare, work_mode=mode, locations=locations))
    if countries is None:
        assert "applicantLocationRequirements" not in data
        assert bool(locations) == ("jobLocation" in data)
    else:
        assert data["applicantLocationRequirements"] == {"@type": "Country", "name": "Brazil"}
        assert "jobLocation" not in data


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        (pay(low=50, high=60.5, period="hour"),
         {"minValue": 50, "maxValue": 60.5, "unitText": "HOUR"}),
        (pay(high=9e4), {"maxValue": 90000, "unitText": "YEAR"}),
        (pay(low=9e4), {"minValue": 90000, "unitText": "YEAR"}),
        (pay(low=400, high=400, period="day"), {"value": 400, "unitText": "DAY"}),
        (pay(low=2000, period="week"), {"minValue": 2000, "unitText": "WEEK"}),
        (pay(low=2000, period="month"), {"minValue": 2000, "unitText": "MONTH"}),
    ],
)  # fmt: skip
def test_base_pay_with_its_unit(bare, stated, value):
    salary = to_job_posting(replace(bare, pay=(stated,)))["baseSalary"]
    assert salary["value"] == {"@type": "QuantitativeValue", **value}


@pytest.mark.parametrize(
    "stated",
    [pay("bonus", 5000, 5000), pay("total", 9e4, 9e4), pay("equity", 1, 1), pay(low=5000,
     high=5000, period="once")],
)  # fmt: skip
def test_what_is_no_base_pay_of_a_period_is_no_salary(bare, stated):
    assert "baseSalary" not in to_job_posting(replace(bare, pay=(stated,)))


def test_ranges_by_place_are_a_list_with_their_places(bare):
    ranges = (pay(low=1, high=2, place="New York"), pay(low=1, high=2, place="elsewhere"))
    salaries = to_job_posting(replace(bare, pay=ranges))["baseSalary"]
    assert [salary["name"] for salary in salaries] == ["New York", "elsewhere"]


@pytest.mark.parametrize(
    ("degrees", "credentials"),
    [
        ([degree("bachelor")], ["bachelor degree"]),
        ([degree("doctorate"), degree("master")], ["postgraduate degree"]),
        ([degree("master"), degree("high_school"), degree("associate")],
         ["high school", "associate degree", "postgraduate degree"]),
        ([degree("bachelor"), degree("master", "preferred")], ["bachelor degree"]),
        ([degree("master", "preferred")], []),
        ([degree("any"), degree("professional")], []),  # none of Google's
    ],
)  # fmt: skip
def test_degrees_that_are_required(bare, degrees, credentials):
    found = to_job_posting(replace(bare, degrees=tuple(degrees))).get("educationRequirements", [])
    found = [found] if isinstance(found, dict) else found
    assert [one["credentialCategory"] for one in found] == credentials


@pytest.mark.parametrize(
    ("experience", "ways", "months"),
    [
        ([years(3)], [], 36),
        ([years(1.5)], [], 18),
        ([years(6), years(2)], [], 72),  # "6 years, 2 of them in Spark"
        ([years(3, "preferred")], [], None),
        ([years(None)], [], None),  # "up to 3 years"
        ([years(0)], [], None),
        ([years(6, start=1), years(4, start=11)],
         [way("bachelor", 6, 0), way("master", 4, 10)], 48),
        ([years(4, start=11)], [way("master", None, 0), way("bachelor", 4, 10)], None),
        ([years(4, start=11), years(2, start=90)],
         [way("master", None, 0), way("bachelor", 4, 10)], 24),
        ([years(4, start=11), years(1, start=90)],
         [way("bachelor", None, 0), way(None, 4, 10)], 48),  # "a bachelor's, or 4 years"
    ],
)  # fmt: skip
def test_the_least_experience_that_is_required(bare, experience, ways, months):
    changed = replace(bare, experience=tuple(experience), requirement_alternatives=tuple(ways))
    found = to_job_posting(changed).get("experienceRequirements", {})
    assert found.get("monthsOfExperience") == months


@pytest.mark.parametrize(
    ("degrees", "experience", "ways", "stated"),
    [
        ([degree("bachelor", or_experience=True)], [years(3)], [], True),
        ([degree("bachelor")], [years(4)], [way("bachelor", None, 0), way(None, 4, 10)], True),
        ([degree("bachelor")], [years(3)], [], False),
        ([degree("bachelor", "preferred", or_experience=True)], [years(3)], [], False),
        ([degree("bachelor", or_experience=True)], [], [], False),  # Google wants both beside it
        ([degree("any", or_experience=True)], [years(3)], [], False),
    ],
)
def test_experience_in_place_of_a_degree_is_true_or_not_stated(
    bare, degrees, experience, ways, stated
):
    data = to_job_posting(
        replace(bare, degrees=tuple(degrees), experience=tuple(experience),
                requirement_alternatives=tuple(ways))
    )  # fmt: skip
    assert data.get("experienceInPlaceOfEducation") == (True if stated else None)


TERMS = """Terms
- Base pay and a yearly bonus of 10%. Lunch is free.
Dental; stock options; a bicycle.
We are in the U.S. Must be allowed to work there; no sponsorship. Health cover, Rs. 500 a month.
Secret clearance required; polygraph preferred"""


def spans(*quotes):
    return [(quote, TERMS.index(quote), TERMS.index(quote) + len(quote)) for quote in quotes]


def test_terms_are_said_in_the_posting_s_sentences(bare):
    bonus, stock, *perks = spans("bonus", "stock", "Lunch", "Dental", "bicycle", "Health")
    benefits = (Benefit("bonus", *bonus), Benefit("stock", *stock),
                *(Benefit("other", *perk) for perk in perks))  # fmt: skip
    refused, secret = spans("no sponsorship", "Secret clearance")
    data = to_job_posting(
        replace(bare, text=TERMS, benefits=benefits, visa_sponsorship="refused",
                security_clearance="required",
                provenance={"visa_sponsorship": Provenance("text", *refused[1:]),
                            "security_clearance": Provenance("text", *secret[1:])})
    )  # fmt: skip
    assert data["incentiveCompensation"] == ("Base pay and a yearly bonus of 10%.\nstock options")
    assert data["jobBenefits"].split("\n") == [
        "Lunch is free.", "Dental", "a bicycle.", "Health cover, Rs. 500 a month.",
    ]  # fmt: skip
    assert data["eligibilityToWorkRequirement"] == (
        "We are in the U.S. Must be allowed to work there; no sponsorship."
    )
    assert data["securityClearanceRequirement"] == "Secret clearance required; polygraph preferred"


def test_a_line_without_sentences_is_not_quoted_whole(bare):
    text = f"{'word ' * 90}pension {'word ' * 90}".strip()
    start = text.index("pension")
    long = replace(bare, text=text, benefits=(Benefit("retirement", "pension", start, start + 7),))
    assert to_job_posting(long)["jobBenefits"] == "pension"


def test_the_description_is_paragraphs_lists_and_headings(bare):
    text = "Intro & more\nDuties:\n- Bake\n- Sell\nPerks: cake\nFood\n- Bread"
    sections = (Section("responsibilities", "Duties", 13, 34),
                Section("benefits", "Perks", 35, 46))  # fmt: skip
    assert to_job_posting(replace(bare, text=text, sections=sections))["description"] == (
        "<p>Intro &amp; more</p>\n<p><strong>Duties:</strong></p>\n"
        "<ul>\n<li>Bake</li>\n<li>Sell</li>\n</ul>\n"
        "<p>Perks: cake</p>\n<p>Food</p>\n<ul>\n<li>Bread</li>\n</ul>"
    )


HOSTILE = '</script><!--<SCRIPT>alert("1")//<img src=x onerror=alert(1)>'


def test_hostile_text_ends_no_script_and_is_no_markup(posting):
    hostile = replace(
        posting, title=HOSTILE, company=HOSTILE, id=HOSTILE, locations=(HOSTILE,), text=HOSTILE,
        sections=(), benefits=(), responsibilities=(Responsibility(HOSTILE, 0, 9, "other"),),
        skills=(Skill(HOSTILE, "other", "required", ()),),
        pay=(replace(posting.pay[0], place=HOSTILE),),
    )  # fmt: skip
    text = to_json_ld([hostile])
    assert not re.search(r"</|<!--|<script", text, re.IGNORECASE)
    assert json.loads(text) == to_job_posting(hostile)
    tags = set(re.findall(r"<[^>]*>", json.loads(text)["description"]))
    assert tags == {"<p>", "</p>"}


def test_one_posting_is_an_object_and_several_are_an_array(posting):
    failed = replace(posting, status="failed", problems=(Problem("empty_input", ""),))
    data = to_job_posting(posting)
    assert json.loads(to_json_ld([posting])) == data
    assert json.loads(to_json_ld([posting, posting])) == [data, data]
    assert json.loads(to_json_ld([posting, failed], array=True)) == [data]
    assert json.loads(to_json_ld([failed])) == []
    assert to_json_ld([posting]) == to_json_ld([replace(posting)])


FACTS = ("title", "company", "locations", "date_posted", "valid_through", "employment_type",
         "work_mode", "text", "visa_sponsorship", "security_clearance")  # fmt: skip


def facts(posting):
    base = [(p.min, p.max, p.currency, p.period) for p in posting.pay if p.kind == "base"]
    return {"pay": base} | {name: getattr(posting, name) for name in FACTS}


@pytest.fixture(scope="module")
def postings(request):
    folder = request.config.rootpath / "samples" / "postings"
    return list(parse_many(sorted(path for path in folder.iterdir() if path.is_file())))


def test_every_sample_is_read_back_as_it_was(postings):
    assert len(postings) > 100
    back = parse_many([to_job_posting(posting) for posting in postings])
    for was, found in zip(postings, back, strict=True):
        assert facts(found) == facts(was), was.id


def test_a_page_that_holds_it_is_read_back(postings):
    stated = [p for p in postings if p.title and p.company and p.id.endswith(".html")]
    for was in stated[:8]:
        description = to_job_posting(was)["description"]
        script = f'<script type="application/ld+json">{to_json_ld([was])}</script>'
        page = f"<html><head>{script}</head><body><h1>Jobs</h1>{description}</body></html>"
        assert facts(parse(page)) == facts(was), was.id


@pytest.mark.parametrize(
    ("fields", "back"),
    [
        # what Google's values cannot say, and the text does not say either
        ({"work_mode": "hybrid"}, {"work_mode": None}),
        ({"employment_type": "other"}, {"employment_type": None}),
        # remote is said by the type of the location
        ({"locations": ("Remote, US",), "work_mode": "remote"}, {"locations": ("US",)}),
    ],
)
def test_what_is_not_read_back(bare, fields, back):
    was = replace(bare, text="You will train models in Python every day.", **fields)
    found = parse(to_job_posting(was))
    assert {name: getattr(found, name) for name in back} == back
