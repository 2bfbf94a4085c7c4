"""Structured values, checked: pay, dates, places, employment."""

import pytest

from jdparse.document import StatedPay
from jdparse.ingest.dates import read_date
from jdparse.ingest.employment import employment_type, work_mode
from jdparse.ingest.job_posting import read_job_posting
from jdparse.ingest.places import country_code, country_of, is_place
from jdparse.ingest.stated_pay import RawPay, check_pay
from jdparse.posting import Problem


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(
            RawPay(50000, 60000, "EUR", "YEAR"), (50000, 60000, "EUR", "year"), id="plain"
        ),
        pytest.param(
            RawPay("€65.000", None, "EUR", "year"), (65000, None, "EUR", "year"), id="German"
        ),
        pytest.param(
            RawPay("1,250.50", None, "USD", "MONTH"), (1250.5, None, "USD", "month"), id="cents"
        ),
        pytest.param(RawPay(0, 40, "USD", "HOUR"), (None, 40, "USD", "hour"), id="up to"),
        pytest.param(RawPay("150k", "190k", "usd", None), (150000, 190000, "USD", "year"), id="k"),
    ],
)
def test_pay_that_is_believed(raw, expected):
    pay = check_pay(raw, "json_ld")
    assert isinstance(pay, StatedPay)
    assert (pay.min, pay.max, pay.currency, pay.period) == expected


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(RawPay(0, 0, "USD", "YEAR"), id="nothing at all"),
        pytest.param(RawPay(90, 50, "USD", "HOUR"), id="upside down"),
        pytest.param(RawPay(50, 90, "USD", "YEAR"), id="a year for 50 dollars"),
        pytest.param(RawPay(50000, 60000, "", "YEAR"), id="no currency"),
        pytest.param(RawPay(50, 60, "USD", None), id="no period"),
    ],
)
def test_pay_that_cannot_be_true_is_a_problem(raw):
    assert isinstance(check_pay(raw, "json_ld"), Problem)


def test_pay_that_is_not_stated_is_nothing():
    assert check_pay(RawPay(None, "", "USD", "YEAR"), "ats") is None


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2021-7-3", "2021-07-03"),
        ("2021-06-17 01:03:43 UTC", "2021-06-17"),
        ("28 July 2021", "2021-07-28"),
        ("8.7.2021", "2021-07-08"),
        ("7/28/2021", "2021-07-28"),
        (1779223091, "2026-05-19"),
        ("1970-01-01", None),
        ("2021-02-30", None),
        ("07/08/2021", None),
        ("soon", None),
        (True, None),
        (None, None),
        (10**30, None),
    ],
)
def test_dates(stated, expected):
    assert read_date(stated) == expected


@pytest.mark.parametrize(
    ("location", "country"),
    [
        ("Austin, TX", "US"),
        ("Austin, TX 78701", "US"),
        ("Toronto, CA", "CA"),
        ("San Jose, CA", "US"),
        ("Berlin, DE", "DE"),
        ("Newcastle, New South Wales", "AU"),
        ("US Remote", "US"),
        ("New York, NY (Little Italy area)", "US"),
        ("Remote (Germany)", "DE"),
        ("Springfield", None),
        ("London or Paris", None),
        ("", None),
    ],
)
def test_countries(location, country):
    assert country_of(location) == country


def test_country_fields():
    fields = ["gb", "UK", "Czechia", "xyz", ""]
    assert [country_code(field) for field in fields] == ["GB", "GB", "CZ", None, None]


@pytest.mark.parametrize(
    "text", ["Anywhere", "Remote", "-", "N/A", "Worldwide", "Multiple Locations"]
)
def test_what_is_no_place(text):
    assert not is_place(text)
    assert is_place(f"{text}, Poland")


def test_employment_and_work_mode():
    names = ["FULL_TIME", "Part-time", "CONTRACTOR", "plný úvazek", "Permanent"]
    assert [employment_type(name) for name in names] == [
        "full_time",
        "part_time",
        "contract",
        "full_time",
        None,
    ]
    lists = ["Part-time, Internship", "Full-time, Part-time, Contract"]  # caught a bug
    assert [employment_type(names) for names in lists] == ["internship", "full_time"]
    assert [work_mode(name) for name in ("TELECOMMUTE", "OnSite", "moon")] == [
        "remote",
        "onsite",
        None,
    ]


def test_a_job_posting_drops_what_cannot_be_true():
    posting = read_job_posting(
        {
            "title": "Data &amp; AI Lead",
            "hiringOrganization": {"name": "acme01P2"},
            "datePosted": "2024-03-01",
            "validThrough": "1970-01-01T00:00:00Z",
            "jobLocation": {"address": {"addressLocality": "Anywhere"}},
            "baseSalary": {
                "currency": "USD",
                "value": {"minValue": 0, "maxValue": 0, "unitText": "YEAR"},
            },
        }
    )
    facts = posting.facts
    assert facts.title is not None
    assert facts.title.value == "Data & AI Lead"
    assert (facts.company, facts.valid_through, facts.locations, facts.pay) == (None, None, (), ())
    assert [problem.code for problem in posting.problems] == ["implausible"] * 4


@pytest.mark.parametrize("name", ["1904labs", "N26", "3IT", "Acme 21", "7-Eleven"])
def test_companies_with_numbers_are_no_codes(name):
    facts = read_job_posting({"title": "x", "hiringOrganization": {"name": name}}).facts
    assert facts.company is not None


def test_places_of_a_job_posting():
    address = {"addressLocality": "Graz", "addressRegion": "-", "addressCountry": "AT"}
    facts = read_job_posting({"jobLocation": [{"address": address}, {"address": "Wien"}]}).facts
    assert [place.value for place in facts.locations] == ["Graz, AT", "Wien"]
    assert facts.country == "AT"
