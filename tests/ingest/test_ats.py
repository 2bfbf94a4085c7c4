"""Records of eight systems, each as its public API gives it; the postings are made up."""

import json

import pytest

from jdparse.ingest.read import read

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
