"""Pay: every spelling, what is not pay, periods, kinds, places, structured pay."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from jdparse.annotations import Unit, prepare, read_values
from jdparse.document import Fact, Facts, StatedPay
from jdparse.extract.currency import CurrencyEntry
from jdparse.extract.pay import extract_pay, read_pay_reader
from jdparse.extract.pay_periods import PeriodEntry
from jdparse.extract.pay_terms import TermEntry
from jdparse.lexicon import read_lexicon, read_words

READER = read_pay_reader()


def read(text, country=None, locations=(), pay=(), units=()):
    places = tuple(Fact(place, "page") for place in locations)
    facts = Facts(country=country, locations=places, pay=tuple(pay))
    return extract_pay(text, READER, facts, units)


def short(pays):
    return [(pay.kind, pay.min, pay.max, pay.currency, pay.period) for pay in pays]


SPELLINGS = [
    ("Pay: $150-190k", 150_000, 190_000, "USD", "year"),
    ("The range is $114,400 to $145,600 annually.", 114_400, 145_600, "USD", "year"),
    ("We pay between $90,000 and $110,000.", 90_000, 110_000, "USD", "year"),
    ("Base pay lies between:\n$90,000 and $100,400", 90_000, 100_400, "USD", "year"),
    ("Salary: USD 150,000-185,000", 150_000, 185_000, "USD", "year"),
    ("Salary: $120,000+", 120_000, None, "USD", "year"),
    ("Salary: $120,000 + bonus", 120_000, 120_000, "USD", "year"),
    ("Salary up to $200,000", None, 200_000, "USD", "year"),
    ("Salary (to £80k) and benefits", None, 80_000, "GBP", "year"),
    ("Salary from NZ$115,000", 115_000, None, "NZD", "year"),
    ("£60,000 - £75,000", 60_000, 75_000, "GBP", "year"),
    ("Gehalt: €55.000 - €65.000", 55_000, 65_000, "EUR", "year"),
    ("€65.000,00 – €80.000,00 brutto/Jahr", 65_000, 80_000, "EUR", "year"),
    ("Salary 55 000 € gross per year", 55_000, 55_000, "EUR", "year"),
    ("Salary: 55\u202f000\u00a0€", 55_000, 55_000, "EUR", "year"),
    ("Salary: 42–52 k€", 42_000, 52_000, "EUR", "year"),
    ("Salary: CA$120,000 - CA$150,000", 120_000, 150_000, "CAD", "year"),
    ("Salary: C$120k", 120_000, 120_000, "CAD", "year"),
    ("Salary: $98,400 to $131,200 (CAD)", 98_400, 131_200, "CAD", "year"),
    ("Salary: A$150,000", 150_000, 150_000, "AUD", "year"),
    ("AUD 120k + super", 120_000, 120_000, "AUD", "year"),
    ("S$7,800 to S$11,500 per month", 7_800, 11_500, "SGD", "month"),
    ("Salary: US$ 90,000", 90_000, 90_000, "USD", "year"),
    ("CTC ₹12–18 LPA", 1_200_000, 1_800_000, "INR", "year"),
    ("Salary: 8 LPA - 16 LPA", 800_000, 1_600_000, "INR", "year"),
    ("Salary: 30 lakh", 3_000_000, 3_000_000, "INR", "year"),
    ("Salary: Rs. 12,00,000 CTC", 1_200_000, 1_200_000, "INR", "year"),
    ("Rs. 32,000 to Rs. 41,000 per month", 32_000, 41_000, "INR", "month"),
    ("120-150K USD", 120_000, 150_000, "USD", "year"),
    ("Compensation: 150K - 180K", 150_000, 180_000, "USD", "year"),
    ("Salary: 75,000-90,000", 75_000, 90_000, "USD", "year"),
    ("Day rate: £500/day", 500, 500, "GBP", "day"),
    ("Tagessatz 500-580 € per day", 500, 580, "EUR", "day"),
    ("$25.50/hr to $31.75/hr", 25.5, 31.75, "USD", "hour"),
    ("Pay rate: $40/hr. - $50/hr. on W2", 40, 50, "USD", "hour"),
    ("Pay: ₹9,000.00 per month", 9_000, 9_000, "INR", "month"),  # caught a bug
    ("Pay: ₹1,000 - ₹2,000 per month", 1_000, 2_000, "INR", "month"),  # caught a bug
    ("Pay: ₹50 - ₹70 per hour", 50, 70, "INR", "hour"),  # caught a bug
    ("Salary: ₹1,20,000 per year", 120_000, 120_000, "INR", "year"),  # caught a bug
    ("Salary: $22.67 - $28.26 /year", 22.67, 28.26, "USD", "hour"),
    ("Pay rate $55hr-$62hr", 55, 62, "USD", "hour"),
    ("This position pays $50 an hour.", 50, 50, "USD", "hour"),
    ("Rate: $40.01 ph", 40.01, 40.01, "USD", "hour"),
    ("Salary $73,796pa", 73_796, 73_796, "USD", "year"),
    ("$70,000 - 76,000 p/a", 70_000, 76_000, "USD", "year"),
    ("80-90k pro rata", 80_000, 90_000, "USD", "year"),
    ("Salary 4.332 and more: € 5.100 gross per month", 5_100, 5_100, "EUR", "month"),
    ("22 000 – 28 000 PLN net + VAT / month", 22_000, 28_000, "PLN", "month"),
    ("Wynagrodzenie: 15 000 zł / month", 15_000, 15_000, "PLN", "month"),
    ("Monthly salary 55 000 – 68 000 SEK", 55_000, 68_000, "SEK", "month"),
    ("CHF 120'000 – 140'000 gross per year", 120_000, 140_000, "CHF", "year"),
    ("Base ¥6.5M to ¥8.5M", 6_500_000, 8_500_000, "JPY", "year"),
    ("R$ 18.000 to R$ 24.000 per month", 18_000, 24_000, "BRL", "month"),
    ("$85,000.00/yr - $120,000.00/yr", 85_000, 120_000, "USD", "year"),
    (
        "Salary: $115,000/year in our lowest market up to $223,600/year",
        115_000,
        223_600,
        "USD",
        "year",
    ),
    (  # caught a bug
        "Pay is between USD 88,000 in the lowest region and USD 97,000 in the highest region",
        88_000,
        97_000,
        "USD",
        "year",
    ),
    ("Pay from $61,000 to a maximum of $74,000", 61_000, 74_000, "USD", "year"),
    ("Min rate($): 95.00 Max rate($): 107.80", 95, 107.8, "USD", "hour"),
    ("Pay range: $15.00 - $22.50 - $30.00", 15, 30, "USD", "hour"),
    ("Salary $140 - $160000 per annum", 140_000, 160_000, "USD", "year"),
    ("Salary: $76,900 - $92, 500", 76_900, 92_500, "USD", "year"),
    ("Salary: $49,504 \\- $91,520", 49_504, 91_520, "USD", "year"),
    ("Salary: $120,000 -\n$150,000", 120_000, 150_000, "USD", "year"),
    ("Oakland, CA$100,000-$120,000The company", 100_000, 120_000, "USD", "year"),
    ("Base Salary Range$53,700—$66,000 USDApply now", 53_700, 66_000, "USD", "year"),
    ("perksSalary: £50,000.00 to £60,000.00 /yearEducation: none", 50_000, 60_000, "GBP", "year"),
    ("Salary: $60,000.00 to $70,000.00 /hour", 60_000, 70_000, "USD", "year"),
    ("Salary\n$70,000 - $90,000", 70_000, 90_000, "USD", "year"),
    ("Pay is $87,500.", 87_500, 87_500, "USD", "year"),
    ("Salary: £140,000K", 140_000, 140_000, "GBP", "year"),
    ("Rate: $52/hr all inclusive max", None, 52, "USD", "hour"),
    ("Pay: £45k minimum", 45_000, None, "GBP", "year"),
    ("Salary: starting with 450 USD", 450, None, "USD", "month"),
    ("Wages up to $320", None, 320, "USD", "month"),
    ("Remuneration: 550-700 USD", 550, 700, "USD", "month"),
    ("Salary: 4500", 4_500, 4_500, "USD", "month"),
    ("Compensation:\n22-27/hr", 22, 27, "USD", "hour"),
    ("The pay rate range is 50 to 65+/hr to start", 50, 65, "USD", "hour"),
    ("Salary\n58k", 58_000, 58_000, "USD", "year"),
    (
        "Salaries are in the ad, for the senior chemist it is 120k-135k",
        120_000,
        135_000,
        "USD",
        "year",
    ),
    ("Chemist | Ghent or remote | 150-175k", 150_000, 175_000, "USD", "year"),
    ("Chemist | Remote | $210k + Profit Sharing | Rust", 210_000, 210_000, "USD", "year"),
    ("Chemist | NYC | $190K USD+\nWe bake.", 190_000, None, "USD", "year"),
    ("We hire.\nUp to 95K + bonus\nApply", None, 95_000, "USD", "year"),
    ("Chemist - Leeds - 52k +equity\nAre you one?", 52_000, 52_000, "USD", "year"),
    ("BAKER - LEEDS - UP TO £65K - OVENS, BREAD", None, 65_000, "GBP", "year"),
    ("Full Time, Direct Hire, 72K+ Annually", 72_000, None, "USD", "year"),
    ("Baker, Singapore (6 days | Up $8k)\nYou bake.", None, 8_000, "SGD", "month"),
    ("Shop sales, 44 hours per week $2100-$2600(basic)", 2_100, 2_600, "USD", "month"),
    (
        "The total budget for this role is within US$96,000 - $118,000",
        96_000,
        118_000,
        "USD",
        "year",
    ),
    (
        "job type: Contractsalary: $33.10 - 40.50 per hourwork hours: 9 to 6",
        33.1,
        40.5,
        "USD",
        "hour",
    ),
]


@pytest.mark.parametrize(("text", "low", "high", "currency", "period"), SPELLINGS)
def test_developed_on_spellings(text, low, high, currency, period):
    assert short(read(text)) == [("base", low, high, currency, period)]


NOT_PAY = [
    "We raised $40 million in a Series B led by two funds.",
    "Revenue grew to $5.2M last year and we serve 3,000,000 users.",
    "Tuition assistance of up to $5,250 per year.",
    "401(k) with a match of up to $6,000 per year, and 401K plans for all.",
    "Employer-paid life insurance of $50,000.",
    "A learning budget of $1,500 a year and $750 once for your home office.",
    "$200/month health and wellness stipend",
    "Refer a friend and receive ₹50,000 once they complete probation.",
    "Referral bonuses of up to $10,000 for cleared hires.",
    "You will manage a portfolio of $500,000 and budgets of $120,000 - $300,000.",
    "Deliver projects of $500k - $10 million.",
    "Cut cloud costs by $90,000 a month.",
    "The contract ($2.4M a year) runs until 2027.",
    "Members pay $60/year.",
    "Medical coverage of $400/annum",
    "We are 10,000 people in 120 offices since 1999-2004, open 24/7.",
    "Call 555 0100 200 or write to PO Box 94107-1234.",
    "Contributes up to 12.75% superannuation and a 20% bonus.",
    "Competitive salary, equity 0.5% - 1.5%.",
    "Salary: $0.00 /hour",
    "Our salary survey has 1099 contractors, R 4.2 and S3 in it.",
    "Registration number: R1764804",
    "A restaurant card (11 € per working day)",
    "Our pay does not include bonuses.",
    "Insured up to $250,000 per depositor.",
    "Attractive remuneration",
    "Workshop\n18.30 to 21.30\nRoom 5",
    "A medium-sized code base (20,000+ lines), a customer base of 50,000.",
    "Founded\n1998 - 2006\nHistory",
    "Salary 2019: see the union's table.",
    "A Baker for a bank with $500k loans and 100k users",
    "Bakers for teams of 50k-100k users and 20k+ stars",
    "Ovens | 10k-50k people | Ghent",
    "High grades: add up to $3k to the upper end",
    "We are on the Stock Exchange and have over 1.2 million users.",
    "Compensation\n20-25 bakers report to you\n401k",
    "Competitive pay. We work 38 hours a week and 15-20 per hour call us.",
    "",
]


@pytest.mark.parametrize("text", NOT_PAY)
def test_developed_on_money_that_is_no_pay(text):
    assert read(text) == ()


KINDS = [
    ("Sign-on bonus of $10,000 for new hires.", [("bonus", 10_000, 10_000, "USD", "once")]),
    ("A $7,500 signing bonus is paid.", [("bonus", 7_500, 7_500, "USD", "once")]),
    ("New hire bonus: $5,000 - $10,000", [("bonus", 5_000, 10_000, "USD", "once")]),
    ("Annual bonus of up to $12,000", [("bonus", None, 12_000, "USD", "year")]),
    ("Restricted stock worth $45,000 over four years", [("equity", 45_000, 45_000, "USD", "once")]),
    ("On-call differential: $4.25 per hour", [("other", 4.25, 4.25, "USD", "hour")]),
    ("A bonus program (up to 35k)", [("bonus", None, 35_000, "USD", "once")]),
    ("£5,500 car allowance per year", [("other", 5_500, 5_500, "GBP", "year")]),
    ("OTE: £90,000", [("total", 90_000, 90_000, "GBP", "year")]),
    ("Pay range (OTE): $49,500 - $91,500", [("total", 49_500, 91_500, "USD", "year")]),
    ("$350,000 - $750,000 total comp", [("total", 350_000, 750_000, "USD", "year")]),
    (
        "Total cash compensation, with the bonus at target, is $190,000 to $236,000.",
        [("total", 190_000, 236_000, "USD", "year")],
    ),
    ("$145k–$170k package including super", [("total", 145_000, 170_000, "AUD", "year")]),
    (
        "Base $92,000 - $108,000, on-target earnings up to $128,000. A $7,500 sign-on bonus.",
        [
            ("base", 92_000, 108_000, "USD", "year"),
            ("total", None, 128_000, "USD", "year"),
            ("bonus", 7_500, 7_500, "USD", "once"),
        ],
    ),
    (
        "$250,000 + $750K equity",
        [("base", 250_000, 250_000, "USD", "year"), ("equity", 750_000, 750_000, "USD", "once")],
    ),
    (
        "Salary $188,000 - $230,000+ bonus + equity + benefits",
        [("base", 188_000, 230_000, "USD", "year")],
    ),
    (
        "Intern pay is $56.25/hour to $173,000/year + bonus",
        [("base", 56.25, None, "USD", "hour"), ("base", None, 173_000, "USD", "year")],
    ),
    (
        "The pay range for this role is:\nMinimum: 70,000\nMaximum: 140,000",
        [("base", 70_000, None, "USD", "year"), ("base", None, 140_000, "USD", "year")],
    ),
    (
        "Title, London, Up to £70,000\nBenefits\nUp to £70,000",
        [("base", None, 70_000, "GBP", "year")],
    ),
    ("£65,000 - £80,000\nSalary: £65K - 80K", [("base", 65_000, 80_000, "GBP", "year")]),
    (
        "Target pay 45-70 per hour 90-130k annual",
        [("base", 45, 70, "USD", "hour"), ("base", 90_000, 130_000, "USD", "year")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_developed_on_kinds(text, expected):
    assert short(read(text)) == expected


COUNTRIES = [
    ("Salary: $120,000", {"country": "AU"}, "AUD"),
    ("Salary: $120,000", {"country": "CA"}, "CAD"),
    ("Salary: $120,000", {"country": "US"}, "USD"),
    ("Salary: $120,000", {"country": "DE"}, "USD"),
    ("Salary: $120,000", {"locations": ["Singapore"]}, "SGD"),
    ("Salary: $120,000", {"locations": ["Remote"]}, "USD"),
    ("Data engineer, Sydney\nSalary: $120,000", {}, "AUD"),
    ("Salary: US$120,000", {"country": "AU"}, "USD"),
    ("Salary: ¥400,000 per year", {"country": "CN"}, "CNY"),
    ("Salary: 550,000 kr per year", {"country": "NO"}, "NOK"),
    ("Salary: R 650 000 per annum", {"country": "ZA"}, "ZAR"),
    ("Salary: 120,000", {"country": "GB"}, "GBP"),
    ("Salary- 18k/Negotiable", {"country": "IN"}, "INR"),
    ("Salary: £50,000", {"country": "US"}, "GBP"),
    ("The base pay for Canada is $90,000 - $99,000", {"country": "US"}, "CAD"),
    ("The US base salary is $90,000 - $99,000", {"country": "CA"}, "USD"),
    ("In Canada we bake. Salary: $90,000", {"country": "US"}, "USD"),
    ("A super salary of $90,000", {"country": "US"}, "USD"),
    ("The salary for Toronto is £90,000", {"country": "US"}, "GBP"),
]


@pytest.mark.parametrize(("text", "known", "currency"), COUNTRIES)
def test_a_shared_sign_is_the_money_of_the_country(text, known, currency):
    assert [pay.currency for pay in read(text, **known)] == [currency]


ANNUAL = [
    ("$50 an hour", 104_000),
    ("Day rate: £500/day", 130_000),
    ("Pay: $1,266.18 per week", 65_841.36),
    ("S$7,800 per month salary", 93_600),
    ("Salary: $87,500", 87_500),
    ("OTE: £90,000", None),
    ("Sign-on bonus of $10,000", None),
]


@pytest.mark.parametrize(("text", "annual"), ANNUAL)
def test_base_pay_is_worked_out_to_a_year(text, annual):
    (pay,) = read(text)
    assert pay.annual_max == annual


PLACES = [
    ("Pay zones:\nZone A: $90,000 - $120,000\nZone B: $80,000 - $110,000", ["Zone A", "Zone B"]),
    ("Salary $90,000 - $99,000 in Ohio and $80,000 - $89,000 elsewhere", ["Ohio", "elsewhere"]),
    (
        "Salary\n£50,000 - £60,000 (York)\n£55,000 - £65,000 (London)",
        ["York", "London"],
    ),
    (
        "Base pay ranges:\nBoston, New York\n$90,000 - $99,000\nElsewhere\n$80,000 - $89,000",
        ["Boston, New York", "Elsewhere"],
    ),
    (
        "The pay range for Utah is: $90,000 - $99,000\nThe range for Ohio is: $80,000 - $89,000",
        ["Utah", "Ohio"],
    ),
    ("Salary: $90,000 - $120,000 in Ohio", [None]),
    (
        "Pay zones:\nOhio\nYou can earn $90,000 - $99,000\nUtah\n$80,000 - $89,000",
        [None, "Utah"],
    ),
    (
        "Pay: $11/hour in Texas\n$13/hour in Ohio\nTop performers: $98K annually\n"
        "Year 1 average earnings: $51,000",
        ["Texas", "Ohio", None, None],
    ),
    (  # caught a bug
        "Tier 1 Salary: $90,000 - $99,000\nTier 2 Salary Range: $80,000 - $89,000",
        ["Tier 1", "Tier 2"],
    ),
    ("Annual Salary: $90,000 - $99,000\nBase Salary: $80,000 - $89,000", [None, None]),
    ("Pay is $20 an hour in Ohio. Later the salary is $70,000 in Ohio.", [None, None]),
    # a line that begins with the place, without a colon
    (
        "Base pay\n- Region 1 $137,250 - $157,750\n- Region 2 $130,388 - $149,363",
        ["Region 1", "Region 2"],
    ),
    (
        "Base pay\nDenver; Ohio outside Athens $90k - $99k\nTexas $80k - $89k",
        ["Denver; Ohio outside Athens", "Texas"],
    ),
    # caught a bug: scraps of sentences, rows of facts and other amounts were places
    (
        "Pay\n£27,400 pro rata (that's £16,440 for the hours), local government pension",
        [None, None],
    ),
    (
        "Acme · Austin, TX · Full-time\n$90k - $99k a year\nLevel 1: $90k\nLevel 2: $99k",
        [None, "Level 1", "Level 2"],
    ),
    ("We pay $81,000 in Texas and $92,000 in Ohio", ["Texas", "Ohio"]),
    ("Salary: $90k in SQL and you will like it\nSalary: $99k for wealth", [None, None]),
    (
        "Pay is $90k - $99k in Texas and\n$80k - $89k for all cities in Ohio",
        ["Texas", "all cities in Ohio"],
    ),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_several_ranges_keep_their_place(text, places):
    assert [pay.place for pay in read(text)] == places


def test_structured_pay_that_the_text_states_is_not_repeated():
    stated = StatedPay(90_000, 120_000, "CAD", "year", "json_ld")
    (pay,) = read("Salary: $90,000 - $120,000", pay=[stated])
    assert (pay.text, pay.currency) == ("$90,000 - $120,000", "CAD")


def test_structured_pay_that_the_text_lacks_is_added_without_offsets():
    stated = StatedPay(40, None, "USD", "hour", "ats")
    (pay,) = read("Competitive pay.", pay=[stated])
    assert (pay.text, pay.start, pay.end, pay.min, pay.annual_min) == ("", None, None, 40, 83_200)


def test_a_unit_of_pay_supports_a_range_with_no_pay_word():
    text = "It is 3.800 € to 4.500 €, as agreed with the works council of all our houses."
    unit = Unit(0, len(text), "pay", None, 1.0)
    assert read(text) == ()
    assert short(read(text, units=(unit,))) == [("base", 3_800, 4_500, "EUR", "month")]


CAUGHT = [
    ("Salary up to $3300\nYearly bonus", [("base", None, 3_300, "USD", "month")]),
    ("Earn up to €2,000 per successful referral", []),
    ("Files\n1. Form.doc\n(31K)\n2. Form.doc\n(32K)", []),
    ("RSUs valued at $30,000", [("equity", 30_000, 30_000, "USD", "once")]),
    (
        "A bonus, dental, and more perks.USA Base Pay: CA, NY, WA$66,000-$88,000",
        [("base", 66_000, 88_000, "USD", "year")],
    ),
    ("Intern pay: $36 (PhD)", [("base", 36, 36, "USD", "hour")]),
    ("Minimum salary 67333.000", [("base", 67_333, None, "USD", "year")]),
    (
        "Competitive pay - base salary range $92-114K, annual performance bonus and equity plan.",
        [("base", 92_000, 114_000, "USD", "year")],
    ),
    (
        "The expected on-target compensation is between $91k-$118k.",
        [("total", 91_000, 118_000, "USD", "year")],
    ),
    ("Pay\nTop performers earn $3,100 - $4,900 a month", [("total", 3_100, 4_900, "USD", "month")]),
    (
        "Base pay $81,000 to $102,000. Performance Share Units: USD $9,000 per year",
        [("base", 81_000, 102_000, "USD", "year"), ("equity", 9_000, 9_000, "USD", "year")],
    ),
    ("Pay 26.40 p/hr excluding casual allowance", [("base", 26.40, 26.40, "USD", "hour")]),
    ("Total Targeted Cash\n$99,000 - $121,000", [("total", 99_000, 121_000, "USD", "year")]),
    ("OTE:\n$99,000 - $121,000", [("total", 99_000, 121_000, "USD", "year")]),
    ("Requisition ID\n2018-4703", []),
    ("Salary 50 000 - 80 000 Kč per month", [("base", 50_000, 80_000, "CZK", "month")]),
    ("Salary 50K-80KBonus", [("base", 50_000, 80_000, "USD", "year")]),
    ("Wellness incentives of $300", []),
    ("Salary €2,400 monthly, 14 times a year", [("base", 2_400, 2_400, "EUR", "month")]),
    ("Gehalt: monatlich € 2.400 (14x jährlich)", [("base", 2_400, 2_400, "EUR", "month")]),
    ("CAN $98,000 - $118,000 base pay", [("base", 98_000, 118_000, "CAD", "year")]),
]


@pytest.mark.parametrize(("text", "expected"), CAUGHT)
def test_caught_a_bug(text, expected):
    assert short(read(text)) == expected


def test_caught_a_bug_the_next_line_is_not_part_of_an_amount():
    text = "Salary by level\nL4: $175,000 – $215,000\nL5: $220,000 – $285,000"
    assert [pay.place for pay in read(text)] == ["L4", "L5"]


POSTINGS = [
    "Orchid Labs, Leeds\nWe grow models.\nDuties\n- Train models\nPay\n£50,000 - £60,000",
    "We grow models in Leeds. You train them. Salary £50,000 - £60,000 and lunch.",
    "Orchid Labs, LeedsWe grow models.DutiesTrain modelsSalary£50,000 - £60,000Apply now",
]


@pytest.mark.parametrize(
    "text", POSTINGS, ids=["before the first heading", "no headings", "one line"]
)
def test_pay_is_read_whatever_the_layout(text):
    assert short(read(text)) == [("base", 50_000, 60_000, "GBP", "year")]


def test_the_component_writes_values_and_spans():
    nlp = spacy.blank("en")
    nlp.add_pipe("jdparse_pay")
    doc = nlp(prepare(nlp.make_doc("Salary: €50,000 - €60,000."), (), Facts()))
    (pay,) = read_values(doc, "pay")
    assert doc.text[pay.start : pay.end] == pay.text == "€50,000 - €60,000"
    assert [span.label_ for span in doc.spans["jdparse_pay"]] == ["base"]


PIECES = st.sampled_from(
    ["$", "€", "£", "USD ", "k", "K", " - ", " to ", "up to ", "salary ", "bonus ", "/hr", "\n",
     " a year", ". ", "120,000", "55.000", "1'000", "12,00,000", "9", "75", "+", "(", ")", "%",
     " LPA", "M"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_offsets_quote_the_text_and_ranges_are_in_order(text):
    for pay in read(text):
        assert text[pay.start : pay.end] == pay.text
        assert pay.min is None or pay.max is None or pay.min <= pay.max
        assert (pay.min, pay.max) != (None, None)


@pytest.mark.parametrize(
    "piece",
    ["1", "$", "$1 ", "1,", "1 000 ", "$100,000 - ", "pay 50-60 ", "(", "min 5 max ", "100\n"],
)
def test_a_long_run_of_anything_is_read_in_linear_time(piece, grows_linearly):
    assert grows_linearly(read, piece, 300_000)
    assert len(read(piece * (300_000 // len(piece)))) <= 300


def test_every_term_finds_itself():
    for entry in read_lexicon("pay_terms", TermEntry).values():
        for term in entry.words:
            assert [cue.means for cue in READER.terms.cues(term)] == [entry.means], term


def test_no_term_is_written_twice():
    words = [w for entry in read_lexicon("pay_terms", TermEntry).values() for w in entry.words]
    assert len(words) == len(set(words)) == len(READER.terms.meanings)


def test_every_period_finds_itself():
    for name, entry in read_lexicon("pay_periods", PeriodEntry).items():
        for said in (*(f"/{unit}" for unit in entry.units), *entry.words):
            stated = READER.periods.after(f"$50 {said}", 3)
            assert stated is not None, said
            assert stated.period == name, said


def test_every_word_beside_a_place_does_what_its_list_says():
    words = read_words("place_words")

    def place(before, after=""):
        return READER.places.place_of(f"{before}$90k{after}", len(before), len(before) + 4)

    for level in words["levels"]:
        for pay in (*words["pay"], *(f"{first} pay" for first in words["before_pay"])):
            assert place(f"{level} X {pay}: ") == f"{level} X"
    assert {place("", f" ({aside} Ohio)") for aside in words["asides"]} == {None}
    assert {place("", f" in Ohio {end}") for end in words["loose_ends"]} == {"Ohio"}


def test_every_sign_finds_itself():
    for code, entry in read_lexicon("currencies", CurrencyEntry).items():
        country = entry.countries[0]
        amount = 30_000 * entry.per_dollar
        for sign in (code, *entry.signs, *entry.shared, *entry.local):
            (pay,) = read(f"Salary: {sign} {amount} per year", country)
            assert pay.currency == code, sign
        for word in entry.words:
            (pay,) = read(f"Salary: {amount} {word} per year", country)
            assert pay.currency == code, word
        for place in entry.places:
            assert READER.currencies.home(None, (), f"Analyst, {place}") == code


def test_structured_pay_that_the_text_rounds_is_not_stated_twice():  # caught a bug
    facts = Facts(pay=(StatedPay(42_924, 57_232, "EUR", "year", "json_ld"),))
    found = extract_pay("Salary: €43k - €57k", READER, facts)
    assert [(pay.min, pay.max) for pay in found] == [(43_000, 57_000)]
    other = Facts(pay=(StatedPay(52_000, 57_232, "EUR", "year", "json_ld"),))
    found = extract_pay("Salary: €43k - €57k", READER, other)  # the text counts where they differ
    assert [(pay.min, pay.max, pay.text) for pay in found] == [(43_000, 57_000, "€43k - €57k")]


def test_a_quote_has_whole_brackets():  # caught a bug
    assert [pay.text for pay in read("$140K to 150K a year ($70 to $75 per hour)")] == [
        "$140K to 150K a year",
        "$70 to $75 per hour",
    ]
