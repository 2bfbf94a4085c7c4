"""Records of eight systems, each as its public API gives it; the postings are made up."""

import json
from dataclasses import fields

import pytest

from jdparse.ingest import common_record
from jdparse.ingest.read import read
from jdparse.lexicon import read_lexicon

HTML = "<p>You will bake models for our bakers.</p><ul><li>Python and SQL</li></ul>"
GREENHOUSE = {
    "absolute_url": "https://x",
    "internal_job_id": 1,
    "id": 2,
    "title": "Data Scientist",
    "company_name": "Crumb",
    "location": {"name": "Leeds, UK"},
    "first_published": "2024-03-01T10:00:00Z",
    "content": HTML.replace("<", "&lt;").replace(">", "&gt;"),
    "pay_input_ranges": [{"min_cents": 5000000, "max_cents": 6000000, "currency_type": "GBP"}],
}
LEVER = {
    "text": "Data Scientist",
    "description": HTML,
    "additional": "<p>Bread for all.</p>",
    "lists": [{"text": "Duties", "content": "<li>Bake</li><li>Explain</li>"}],
    "categories": {"commitment": "Full-time", "location": "Leeds"},
    "createdAt": 1709287200000,
    "country": "GB",
    "workplaceType": "hybrid",
    "salaryRange": {"interval": "per-year-salary", "currency": "GBP", "min": 50000, "max": 60000},
}
ASHBY = {
    "title": " Data Scientist",
    "descriptionHtml": HTML,
    "location": "Leeds",
    "employmentType": "FullTime",
    "workplaceType": "Hybrid",
    "publishedAt": "2024-03-01T10:00:00Z",
    "address": {"postalAddress": {"addressCountry": "United Kingdom"}},
    "compensation": {
        "summaryComponents": [
            {
                "compensationType": "Salary",
                "interval": "1 YEAR",
                "currencyCode": "GBP",
                "minValue": 50000,
                "maxValue": 60000,
            },
            {"compensationType": "EquityPercentage", "interval": "NONE", "minValue": None},
        ]
    },
}
WORKABLE = {
    "title": "Data Scientist",
    "shortcode": "AB1",
    "description": HTML,
    "requirements": "<p>Yeast</p>",
    "location": {"city": "Leeds", "country": "United Kingdom", "country_code": "GB"},
    "employment_type": "Full-time",
    "created_at": "2024-03-01",
    "workplace_type": "hybrid",
    "salary": {
        "salary_from": 50000,
        "salary_to": 60000,
        "salary_currency": "gbp",
        "salary_period": "year",
    },
}
SMARTRECRUITERS = {
    "name": "Data Scientist",
    "company": {"name": "Crumb"},
    "releasedDate": "2024-03-01T10:00:00Z",
    "location": {"city": "Leeds", "country": "gb", "hybrid": True},
    "typeOfEmployment": {"label": "Full-time"},
    "jobAd": {"sections": {"jobDescription": {"title": "Job Description", "text": HTML}}},
}
RECRUITEE = {
    "offer": {
        "title": "Data Scientist",
        "careers_url": "https://x",
        "description": HTML,
        "country_code": "GB",
        "requirements": "<p>Yeast</p>",
        "location": "Leeds",
        "employment_type_code": "fulltime_permanent",
        "published_at": "2024-03-01 10:00:00 UTC",
        "hybrid": True,
        "salary": {"min": "50000", "max": "60000", "period": "year", "currency": "GBP"},
    }
}
REMOTEOK = {
    "position": "Data Scientist",
    "slug": "x",
    "epoch": 1709287200,
    "company": "Crumb",
    "description": HTML,
    "location": "Leeds, UK",
    "salary_min": 50000,
    "salary_max": 60000,
}
PINPOINT = {
    "title": "Data Scientist",
    "description": HTML,
    "key_responsibilities_header": "What you bake",
    "key_responsibilities": "<ul><li>Bread</li></ul>",
    "workplace_type": "hybrid",
    "compensation_visible": True,
    "compensation_minimum": 50000,
    "compensation_maximum": 60000,
    "compensation_currency": "GBP",
    "compensation_frequency": "year",
    "location": {"name": "Leeds, UK"},
}
REMOTIVE = {
    "title": "Data Scientist",
    "company_name": "Crumb",
    "candidate_required_location": "UK",
    "publication_date": "2024-03-01T10:00:00",
    "job_type": "full_time",
    "description": HTML,
    "salary": "£50k - £60k",
}
RECORDS = {
    "greenhouse": GREENHOUSE,
    "lever": LEVER,
    "ashby": ASHBY,
    "workable": WORKABLE,
    "smartrecruiters": SMARTRECRUITERS,
    "recruitee": RECRUITEE,
    "remoteok": REMOTEOK,
    "remotive": REMOTIVE,
}
WITH_PAY = {"greenhouse", "lever", "ashby", "workable", "recruitee", "remoteok"}
WITH_MODE = RECORDS.keys() - {"greenhouse"}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_gives_its_text_and_its_facts(name):
    document = read(RECORDS[name])
    facts = document.facts
    assert not document.problems
    assert "- Python and SQL" in document.text
    assert facts.title is not None
    assert (facts.title.value, facts.title.origin) == ("Data Scientist", "ats")
    assert facts.date_posted is not None
    assert facts.date_posted.value == "2024-03-01"
    assert facts.country == "GB"
    assert bool(facts.pay) == (name in WITH_PAY)
    assert bool(facts.work_mode) == (name in WITH_MODE)


@pytest.mark.parametrize("name", RECORDS)
def test_the_way_in_does_not_matter(name):
    record = RECORDS[name]
    texts = {read(form).text for form in (record, json.dumps(record), json.dumps(record).encode())}
    assert len(texts) == 1


def test_named_lists_stay_sections():
    document = read(LEVER)
    assert "Duties\n- Bake\n- Explain\nBread for all." in document.text
    heading = next(block for block in document.blocks if block.kind == "heading")
    assert document.text[heading.start : heading.end] == "Duties"


def test_a_list_of_records_is_several_postings_and_a_list_of_one_is_one():
    assert [problem.code for problem in read({"jobs": [GREENHOUSE, GREENHOUSE]}).problems] == [
        "several_postings"
    ]
    assert read({"jobs": [GREENHOUSE]}).text == read(GREENHOUSE).text


def test_pinpoint_has_no_date_and_keeps_its_sections():
    document = read(PINPOINT)
    assert "What you bake\n- Bread" in document.text
    assert document.facts.work_mode is not None
    assert [(pay.min, pay.max) for pay in document.facts.pay] == [(50_000, 60_000)]
    hidden = read({**PINPOINT, "compensation_visible": False})
    assert not hidden.facts.pay


TEXT = "You will bake models for our bakers and report to the head baker."
COMMON = {"title": "Data Scientist", "description": TEXT}


def stated(document):
    """The values of a document's facts, by name, that are not empty."""
    facts = document.facts
    found = {f.name: getattr(facts, f.name) for f in fields(facts)}
    return {
        name: [x.value for x in value] if name == "locations" else getattr(value, "value", value)
        for name, value in found.items()
        if value and name != "pay"
    }


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(
            {
                "employer_name": "Crumb",
                "job_title": "Data Scientist",
                "job_description": TEXT,
                "job_city": "Austin",
                "job_state": "TX",
                "job_country": "US",
                "job_employment_type": "FULLTIME",
                "job_posted_at": "3 days ago",
                "job_posted_at_datetime_utc": "2024-03-01T00:00:00.000Z",
                "job_is_remote": True,
            },
            {
                "title": "Data Scientist",
                "company": "Crumb",
                "locations": ["Austin, TX, US"],
                "country": "US",
                "date_posted": "2024-03-01",
                "employment_type": "full_time",
                "work_mode": "remote",
            },
            id="caught a bug: every key begins with job",
        ),
        pytest.param(
            {
                **COMMON,
                "company": {"display_name": "Crumb"},
                "location": {"display_name": "Leeds, UK", "area": ["UK", "Leeds"]},
                "created": "2024-03-01T10:00:00Z",
                "contract_time": "part_time",
                "contract_type": "permanent",
                "salary_min": 40000,
                "salary_max": 50000,
            },
            {
                "title": "Data Scientist",
                "company": "Crumb",
                "locations": ["Leeds, UK"],
                "country": "GB",
                "date_posted": "2024-03-01",
                "employment_type": "part_time",
            },
            id="caught a bug: names inside objects; pay in no currency is no pay",
        ),
        pytest.param(
            {
                "Job Title": "Data Scientist",
                "Job Description": TEXT,
                "Company Name": "Crumb\n3.4",
                "Location": "Austin, TX",
            },
            {
                "title": "Data Scientist",
                "company": "Crumb",
                "locations": ["Austin, TX"],
                "country": "US",
            },
            id="caught a bug: keys in words",
        ),
        pytest.param(
            {
                "jobPostingInfo": {
                    "title": "Data Scientist",
                    "jobDescription": f"<p>{TEXT}</p>",
                    "location": "Leeds",
                    "country": {"descriptor": "United Kingdom", "id": "7"},
                    "timeType": "Full time",
                    "remoteType": "Hybrid",
                },
                "hiringOrganization": {"name": "Crumb"},
                "similarJobs": [],
            },
            {
                "title": "Data Scientist",
                "company": "Crumb",
                "locations": ["Leeds"],
                "country": "GB",
                "employment_type": "full_time",
                "work_mode": "hybrid",
            },
            id="caught a bug: a wrapper with the company beside it",
        ),
        pytest.param(
            {"data": {"type": "jobs", "attributes": {"title": "Baker", "body": TEXT}}},
            {"title": "Baker"},
            id="a wrapper in a wrapper",
        ),
        pytest.param({"items": [COMMON]}, {"title": "Data Scientist"}, id="caught a bug: items"),
        pytest.param(
            {"title": {"rendered": "Baker"}, "content": {"rendered": f"<p>{TEXT}</p>"}},
            {"title": "Baker"},
            id="text inside objects",
        ),
        pytest.param(
            {**COMMON, "jobs": [COMMON, COMMON]},
            {"title": "Data Scientist"},
            id="negative: similar jobs beside a job",
        ),
        pytest.param(
            {**COMMON, "items": [{"text": "Bread"}], "country": "GB", "remote": False},
            {"title": "Data Scientist", "country": "GB"},
            id="negative: other things in a job; a country is no place, false no mode",
        ),
        *[
            pytest.param({key: TEXT}, {}, id=f"caught a bug: {key} alone")
            for key in ("description", "body", "content", "text", "descriptionHtml",
                        "jobDescription", "jobDescriptionText")
        ],
    ],
)  # fmt: skip
def test_a_record_of_no_known_system(record, expected):
    document = read(record)
    assert not document.problems
    assert document.text == TEXT
    assert stated(document) == expected


@pytest.mark.parametrize(
    ("record", "code"),
    [
        pytest.param(
            {"title": "Careers", "description": "Join us", "jobs": [COMMON, COMMON]},
            "several_postings",
            id="caught a bug: a list with a title",
        ),
        pytest.param([COMMON, COMMON], "several_postings", id="caught a bug: a list raised"),
        pytest.param([], "unreadable", id="nothing in a list"),
        pytest.param(
            {"@type": "Person", "name": "A. Nother", "description": "Bakes"},
            "not_a_posting",
            id="negative: another kind of data",
        ),
        pytest.param({"title": "Baker", "location": "Leeds"}, "unreadable", id="negative: no text"),
    ],
)
def test_what_is_no_single_record(record, code):
    assert [problem.code for problem in read(record).problems] == [code]


def test_fields_of_a_record_become_sections_where_the_description_does_not_hold_them():
    """Caught a bug: only the description was kept."""
    document = read(
        {
            **COMMON,
            "description": f"{TEXT} You know R.",
            "responsibilities": ["Train models", "Report to the head baker"],
            "jobRequirements": "<ul><li>Three years of SQL</li></ul>",
            "required_skills": ["R", "C++", "C"],
            "job_highlights": {"Benefits": ["Free bread"], "Qualifications": ["bake models"]},
            "salary": "£40k to £50k",
        }
    )
    assert document.text.split("\n")[1:] == [
        "Responsibilities",
        "- Train models",
        "Requirements",
        "- Three years of SQL",
        "Skills",
        "- C++",
        "- C",
        "Benefits",
        "- Free bread",
        "Salary",
        "£40k to £50k",
    ]


def test_pay_of_a_record_needs_its_currency():
    pay = {"min": 40_000, "max": 50_000, "currency": "GBP", "unit": "year"}
    for record in (
        {**COMMON, "salary": pay},
        {**COMMON, **{f"salary_{name}": value for name, value in pay.items()}},
    ):
        assert [(p.min, p.max, p.currency) for p in read(record).facts.pay] == [
            (40_000, 50_000, "GBP")
        ]
    assert read({**COMMON, "salary_min": 40_000}).facts.pay == ()


def test_every_name_of_a_field_is_found():
    named = read_lexicon("columns", common_record.Field) | read_lexicon(
        "record_fields", common_record.Field
    )
    for field, entry in named.items():
        assert all(common_record.values_of({name: "x"}, field) == ["x"] for name in entry.names)


FEED = (
    "<offer><position><![CDATA[Data Scientist]]></position><startup>Crumb</startup>"
    "<cities><city>Brno, Czechia</city></cities><jobtypes><jobtype>Part-time</jobtype></jobtypes>"
    f"<description><![CDATA[<p>{TEXT}</p><ul><li>SQL</li></ul>]]></description></offer>"
)


@pytest.mark.parametrize(
    "feed",
    [
        pytest.param(
            f'<?xml version="1.0"?>\n<offers>{FEED}</offers>', id="caught a bug: one offer"
        ),
        pytest.param(FEED, id="the offer alone"),
        pytest.param(f'<offers xmlns="urn:x">{FEED}</offers>', id="a namespace"),
    ],
)
def test_a_feed_of_one_posting_is_that_posting(feed):
    document = read(feed)
    assert not document.problems
    assert document.text == f"{TEXT}\n- SQL"
    assert stated(document) == {
        "title": "Data Scientist",
        "company": "Crumb",
        "locations": ["Brno, Czechia"],
        "country": "CZ",
        "employment_type": "part_time",
    }


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        (f"<offers>{FEED}{FEED}</offers>", "lists 2 postings"),
        ("<?xml version='1.0'?><urlset><url/></urlset>", "lists several postings"),
        ("<rss><channel><item><title>A</title></item><item><title>B</title>", "lists 2 postings"),
    ],
    ids=["two", "a site map", "cut"],
)
def test_negative_a_feed_of_several(feed, message):
    (problem,) = read(feed).problems
    assert problem.code == "several_postings"
    assert message in problem.message
