"""Pages to postings; every page here is written for the test."""

import json

import pytest

from jdparse.ingest.read import read

DUTIES = "".join(
    f"<li>{text}</li>"
    for text in (
        "Build the models that tell bakers how much bread to bake tomorrow",
        "Measure what they change in the shops, with experiments and statistics",
        "Explain your results to people who have never seen a regression",
    )
)
BODY = (
    "<p>We help four hundred bakeries in the north waste less bread than they do today.</p>"
    f"<h3>Responsibilities</h3><ul>{DUTIES}</ul><h3>Requirements</h3>"
    "<ul><li>Three years of experience with Python and SQL in a team</li><li>A degree</li></ul>"
)
AROUND = (
    "<nav><a href=/a>Home</a><a href=/b>Jobs</a><a href=/c>Bread</a><a href=/d>About</a></nav>{}"
    "<div class='similar-jobs'><h4>Similar jobs</h4><a href=/1>Pastry Analyst</a><p>Leeds, "
    "a master's degree in pastry</p></div><form><label>Name</label><input><label>Degree</label>"
    "<select>"
    "<option>PhD</option></select><input><textarea></textarea></form>"
    "<div id=cookie-banner>We use cookies to bake.</div><footer>Imprint</footer>"
)


def page(body, head=""):
    return (
        f"<!doctype html><html><head><title>Data Scientist | Crumb</title>{head}</head><body>{body}"
    )


def codes(source):
    return [problem.code for problem in read(source).problems]


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param(f"<h1>Data Scientist</h1><div class=jobDescription>{BODY}</div>", id="named"),
        pytest.param(f"<h1>Data Scientist</h1><div><div>{BODY}</div></div>", id="no names"),
        pytest.param(
            f"<form><input type=hidden><h1>Data Scientist</h1>{BODY}</form>", id="in a form"
        ),
        pytest.param(
            f"<div class=auth-modal><div id=job-description>{BODY}</div></div>", id="in a modal"
        ),
    ],
)
def test_the_posting_is_found_and_what_is_around_it_left_out(inner):
    document = read(page(AROUND.format(inner)))
    assert not document.problems
    assert "- A degree" in document.text
    assert "We help four hundred bakeries" in document.text
    for other in ("Pastry", "PhD", "cookies", "Imprint", "Home"):
        assert other not in document.text
    assert document.facts.title is not None
    assert document.facts.title.value == "Data Scientist"


def ld(value):
    return f'<script type="application/ld+json">{value}</script>'


POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Data Scientist",
    "hiringOrganization": {"@type": "Organization", "name": "Crumb Ltd"},
    "datePosted": "2024-03-01",
    "jobLocation": {"address": {"addressLocality": "Leeds", "addressCountry": "GB"}},
    "baseSalary": {
        "currency": "GBP",
        "value": {"minValue": 50000, "maxValue": 60000, "unitText": "YEAR"},
    },
    "description": BODY,
}
TEXT = json.dumps(POSTING)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(TEXT, id="plain"),
        pytest.param(f"[{TEXT}]", id="in a list"),
        pytest.param(f'{{"@graph": [{{"@type": "WebSite"}}, {TEXT}]}}', id="in @graph"),
        pytest.param(TEXT[:-1] + ",}", id="trailing comma"),
        pytest.param(TEXT.replace("</p>", "</p>\n\t"), id="raw line breaks"),
        pytest.param(TEXT.replace("<", "&lt;").replace(">", "&gt;"), id="escaped description"),
        pytest.param(f"<!-- {TEXT} -->", id="in a comment"),
    ],
)
def test_json_ld_gives_facts_and_text_of_a_page_made_by_scripts(script):
    document = read(page("<div id=root></div>", ld(script)))
    facts = document.facts
    assert not document.problems
    assert "- A degree" in document.text
    assert facts.company is not None
    assert (facts.company.value, facts.company.origin) == ("Crumb Ltd", "json_ld")
    assert facts.country == "GB"
    assert [(pay.min, pay.max, pay.origin) for pay in facts.pay] == [(50000, 60000, "json_ld")]


def test_a_job_posting_is_read_as_a_dict_too():
    document = read(POSTING)
    assert document.text.startswith("We help four hundred bakeries")
    assert document.source.media_type == "application/json"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param("OTHER", None, id="caught a bug: it states nothing"),
        pytest.param(["OTHER", "PART_TIME"], "part_time", id="negative: beside another"),
    ],
)
def test_a_type_of_employment_that_states_nothing(kind, expected):
    found = read({**POSTING, "employmentType": kind}).facts.employment_type
    assert (found.value if found else None) == expected


def test_caught_a_bug_a_title_in_two_cells_is_read_without_its_label():
    rows = "<tr><td>Job Title</td><td>Data Scientist</td></tr><tr><td>City</td><td>Leeds</td></tr>"
    facts = read(f"<html><body><table>{rows}</table>{BODY}</body></html>").facts
    assert facts.title is not None
    assert (facts.title.value, [place.value for place in facts.locations]) == (
        "Data Scientist",
        ["Leeds"],
    )


OTHER = {
    **POSTING,
    "title": "Baker",
    "description": "<p>Knead the dough of the night before four, and carry it to the oven.</p>" * 5,
}


@pytest.mark.parametrize(
    ("body", "postings", "expected"),
    [
        pytest.param(
            f"<h1>Data Scientist</h1><div>{BODY}</div>",
            [OTHER, POSTING],
            ("Data Scientist", []),
            id="caught a bug: a recommended posting before the page's own",
        ),
        pytest.param(
            "<h1>Data Scientist</h1><div id=root></div>",
            [OTHER, POSTING],
            ("Data Scientist", []),
            id="caught a bug: named by the heading of a page made by scripts",
        ),
        pytest.param(
            f"<h1>Data Scientist</h1><div>{BODY}</div><div>{OTHER['description']}</div>",
            [POSTING, OTHER],
            ("Data Scientist", ["several_postings"]),
            id="negative: both are shown",
        ),
        pytest.param(
            f"<h1>Data Scientist</h1><p>{'Jobs with bread. ' * 60}</p>",
            [POSTING, OTHER],
            ("Data Scientist", ["several_postings"]),
            id="negative: a list under the name of one of its postings",
        ),
    ],
)
def test_the_own_posting_of_several_in_the_data(body, postings, expected):
    document = read(page(body, "".join(ld(json.dumps(posting)) for posting in postings)))
    assert document.facts.title is not None
    found = [problem.code for problem in document.problems]
    assert (document.facts.title.value, found) == expected


def test_caught_a_bug_one_posting_in_two_blocks_has_the_places_of_both():
    york = {**POSTING, "jobLocation": {"address": {"addressLocality": "York"}}}
    document = read(page("<p></p>", ld(TEXT) + ld(json.dumps(york))))
    assert [place.value for place in document.facts.locations] == ["Leeds, GB", "York"]


def test_a_description_that_is_only_a_summary_does_not_hide_the_posting():
    words = "We help four hundred bakeries in the north waste less bread than they do today. "
    summary = {**POSTING, "description": words * 3}
    html = page(f"<main>{BODY.replace(words.strip(), words * 3)}</main>", ld(json.dumps(summary)))
    assert "- A degree" in read(html).text


def test_microdata_and_a_cycle_of_references():
    item = (
        '<div itemscope itemtype="https://schema.org/JobPosting" id=a itemref="b a">'
        f"<h2 itemprop=title>Data Scientist</h2><div itemprop=description>{BODY}</div></div>"
        "<div id=b itemref=a><span itemprop=employmentType>Full-time</span></div>"
    )
    facts = read(page(item)).facts
    assert facts.title is not None
    assert facts.title.origin == "microdata"
    assert facts.employment_type is not None
    assert facts.employment_type.value == "full_time"


def test_pay_in_the_summary_above_the_posting_is_kept():
    row = "<h1>Data Scientist</h1><dl><dt>Pay range</dt><dd>$94,000 - $141,000</dd></dl>"
    document = read(page(f"<div>{row}<div class=job-description>{BODY}</div></div>"))
    assert "$94,000 - $141,000" in document.text


def job_card(number):
    return (
        f"<h3><a href=/jobs/{number}>Data Scientist {number}</a></h3><p>Leeds, bread and butter</p>"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(page("".join(map(job_card, range(8)))), ["several_postings"], id="list"),
        pytest.param(page("<p></p>" + "<script>x()</script>" * 400), ["not_a_posting"], id="shell"),
        pytest.param(
            page(
                "<h1>Apply</h1><form>" + "<label>Name</label><input>" * 12 + "</form>" + " " * 9000
            ),
            ["not_a_posting"],
            id="application form",
        ),
        pytest.param(
            page("<h1>Data Scientist</h1><p>Sorry, this job is no longer available.</p>"),
            ["not_a_posting"],
            id="gone",
        ),
        pytest.param(
            page(
                f"<article><p>{'How bread was baked in the old north. ' * 30}</p></article>",
                ld('{"@type": "NewsArticle"}'),
            ),
            ["not_a_posting"],
            id="article",
        ),
        pytest.param(
            page("", ld(f"[{TEXT}, {TEXT.replace('Data Scientist', 'Baker')}]")),
            ["several_postings"],
            id="two postings in the data",
        ),
        pytest.param('<?xml version="1.0"?><rss></rss>', ["several_postings"], id="feed"),
    ],
)
def test_pages_that_are_no_single_posting_are_named(html, expected):
    assert codes(html) == expected


def test_a_megabyte_of_attribute_does_not_hide_the_posting():
    html = page(f"<div class='{'a b ' * 250_000}'>{BODY}</div>")
    assert "- A degree" in read(html).text


ROLE = f"<h1>Data Scientist</h1><div class=x1>{BODY}</div>"
SENTENCE = "We have been telling bakers of the north what tomorrow will bring since the year 1999. "


@pytest.mark.parametrize(
    ("beside", "lost"),
    [
        pytest.param(
            f"<div><h2>Similar jobs</h2><div><p>Pastry analyst. {SENTENCE}</p></div></div>",
            "Pastry",
            id="a region by its heading",
        ),
        pytest.param(
            f"<h3>Get job alerts</h3><p>Bread by mail. {SENTENCE}</p>", "mail", id="flat siblings"
        ),
        pytest.param(
            f"<h2>Job description</h2><section><h2>About the company</h2><p>{SENTENCE * 12}</p>"
            "</section>",
            "1999",
            id="the company after the posting",
        ),
        pytest.param(
            "<h3>Voluntary self-identification</h3><p>Completion of this form is entirely yours. "
            f"{SENTENCE}</p>",
            "entirely",
            id="a form on equal opportunity",
        ),
        pytest.param(
            f"<div><p>We use cookies to remember your bread and what you ate of it. {SENTENCE[:9]}"
            "</p><p>Leeds</p><p>Full time</p></div>",
            "cookies",
            id="a notice and a summary tell nothing",
        ),
    ],
)
def test_regions_are_known_by_what_they_say(beside, lost):
    text = read(page(f"<div><div>{ROLE}</div>{beside}</div>")).text
    assert "- A degree" in text
    assert "We help four hundred bakeries" in text
    assert lost not in text


@pytest.mark.parametrize(
    ("html", "kept", "lost"),
    [
        pytest.param(
            f"<div><h1>Data Scientist</h1><div class=x3>{SENTENCE * 2}</div>"
            f"<div class=details>{BODY}</div></div>",
            ["1999", "- A degree"],
            [],
            id="caught a bug: an introduction before the posting's node",
        ),
        pytest.param(
            "<p>This is the oldest board of bread jobs in all of the north.</p><div><h1>Data "
            "Scientist</h1><ul><li>Leeds, where it rains on bread</li></ul>"
            f"<div class=details>{BODY}<p>{SENTENCE * 9}</p></div></div>",
            ["- A degree"],
            ["oldest", "rains"],
            id="negative: what stands above the heading, and a summary in items",
        ),
        pytest.param(
            f"<h1>Data Scientist</h1><p>Crumb</p><div style='display: none'>{BODY}</div>",
            ["- A degree"],
            [],
            id="caught a bug: the posting in a tab that is not open",
        ),
        pytest.param(
            f"<h1>Data Scientist</h1><p>{SENTENCE * 9}</p><h3><button>Duties</button></h3>"
            f"<div hidden><ul>{DUTIES}</ul></div><div><h3>Requirements</h3></div>"
            f"<div style='display:none'><p>A degree. {SENTENCE}</p></div>",
            ["1999", "Duties\n- Build the models", "Requirements\nA degree"],
            [],
            id="caught a bug: folds below the headings of sections",
        ),
        pytest.param(
            f"{ROLE}<p hidden>Twenty years of COBOL. {SENTENCE}</p>"
            f"<div style='visibility: hidden'>{SENTENCE}</div>",
            ["- A degree"],
            ["COBOL", "1999"],
            id="caught a bug: text that nobody sees",
        ),
        pytest.param(
            f"{ROLE}<div style='display:none'><h2>Your data</h2><p>{SENTENCE * 30}</p></div>",
            ["- A degree"],
            ["1999"],
            id="negative: a hidden text longer than the posting",
        ),
        pytest.param(
            f"{ROLE}<dialog><h2>Share</h2><p>{SENTENCE * 30}</p></dialog>",
            ["- A degree"],
            ["1999"],
            id="caught a bug: a closed dialog longer than the posting",
        ),
    ],
)
def test_what_is_hidden_or_stands_before_the_posting(html, kept, lost):
    document = read(page(html))
    assert not document.problems
    assert [text for text in kept if text not in document.text] == []
    assert [text for text in lost if text in document.text] == []


def test_negative_sections_in_nodes_of_their_own_stay_together():
    parts = "".join(
        f"<div><h3>{heading}</h3><p>{SENTENCE * (9 - 2 * i)}{heading} end here.</p></div>"
        for i, heading in enumerate(("About us", "Responsibilities", "Requirements"))
    )
    text = read(page(f"<div>{parts}</div>")).text
    assert all(f"{heading} end here." in text for heading in ("About us", "Requirements"))


@pytest.mark.parametrize(
    ("title", "company"),
    [
        ("Data Scientist at Crumb - Bread Jobs", "Crumb"),
        ("Data Scientist in Leeds at Crumb", "Crumb"),
        ("Crumb: Data Scientist", "Crumb"),
        ("Crumb is hiring a Data Scientist | Board", "Crumb"),
        ("Data Scientist - Crumb Ltd", "Crumb Ltd"),
        ("Data Scientist | Breadboard", None),
        ("Data Scientist", None),
        ("Data Scientist - Careers", None),
    ],
)
def test_the_employer_in_the_title_of_the_page(title, company):
    html = f"<html><head><title>{title}</title></head><body><h1>Data Scientist</h1>{BODY}</body>"
    found = read(html).facts.company
    assert (found.value if found else None) == company


@pytest.mark.parametrize(
    ("address", "logo", "company"),
    [
        pytest.param("https://jobs.example/crumb-co/1", "Crumb Co logo", "Crumb Co", id="path"),
        pytest.param("https://crumbco.jobs.example/1", "Crumb Co Logo", "Crumb Co", id="host"),
        pytest.param("https://jobs.example/crumb-co/1", "A loaf", None, id="negative: no logo"),
        pytest.param(
            "https://crumbco.example/jobs/1", "Crumb Co logo", None, id="negative: a board"
        ),
    ],
)
def test_caught_a_bug_the_employer_by_its_logo_and_address(address, logo, company):
    head = f"<title>Crumb Co - Data Scientist</title><meta property=og:url content={address}>"
    html = f"<html><head>{head}</head><body><img alt='{logo}'><h1>Data Scientist</h1>{BODY}</body>"
    found = read(html).facts.company
    assert (found.value if found else None) == company


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page("<div>" * 100_000 + BODY), id="nested divs"),
        pytest.param(page("<ul><li>" * 30_000 + BODY), id="nested lists"),
        pytest.param(
            page(f"<div {' '.join(f'a{i}=1' for i in range(100_000))}>{BODY}"), id="attributes"
        ),
        pytest.param(
            page("<div " + " ".join(f'a{i}=">"' for i in range(100_000)) + f">{BODY}"),
            id="attributes with an end of tag in them",
        ),
        pytest.param(page(BODY + "<script>" * 100_000), id="scripts that never end"),
        pytest.param(page(f'<a href=x">It</a>{BODY}<a href=y">Its</a>'), id="caught a bug: quote"),
        pytest.param(
            page(f"<img src='data:image/png;base64,{'A' * 5_500_000}'>{BODY}"), id="picture"
        ),
        pytest.param(page("<h3>Similar jobs</h3>" * 5_000 + BODY), id="headings"),
    ],
)
def test_hostile_pages_keep_their_text(html):
    assert "A degree" in read(html).text


def test_caught_a_bug_a_preview_and_buttons_are_no_part_of_the_text():
    buttons = "<p>View full description</p><p>Updated: 1 day ago</p><p>Show map</p>"
    how = "<h3>Apply now</h3><p>Write to us about your bread.</p>"
    html = page(f"<h1>Data Scientist</h1><div>{BODY}{how}{buttons}<div>{BODY}</div></div>")
    text = read(html).text
    assert text.count("Responsibilities") == text.count("- A degree") == 1
    assert text.endswith("Apply now\nWrite to us about your bread.")


def test_negative_lines_that_return_in_another_order_or_alone_stay():
    lists = "".join(
        f"<h4>{shop}</h4><ul><li>Flour</li><li>Water</li><li>Salt</li></ul>"
        for shop in ("Leeds", "York", "Hull")
    )
    text = read(page(f"<h1>Data Scientist</h1><div>{BODY}{lists}</div>")).text
    assert text.count("- Flour\n- Water\n- Salt") == 3


CARD = "<section><h2>Data Scientist</h2><h4>{}</h4></section>" + f"<div>{BODY}</div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            CARD.format(
                "<a class=card__org-name-link>Crumb s.r.o.</a><span class=card__flavor>Leeds, UK"
                "</span><span>3 days ago</span>"
            ),
            ("Crumb s.r.o.", ["Leeds, UK"], None),
            id="caught a bug: named by its class, and a place by itself",
        ),
        pytest.param(
            CARD.format(
                "<span class=company-name>at Crumb</span><div class=location>– Brno</div><i>"
                "Full-time</i>"
            ),
            ("Crumb", ["Brno"], "full_time"),
            id="words before them",
        ),
        pytest.param(
            CARD.format("<b class=employer>Company: Crumb Baking Company</b>"),
            ("Crumb Baking Company", [], None),
            id="its label in the same element",
        ),
        pytest.param(
            CARD.format("<p>x</p>") + "<ul><li><h3>Employment type</h3><span>Contract</span></li>"
            "<li><h3>Location</h3><span>Austin, TX</span></li></ul>",
            (None, ["Austin, TX"], "contract"),
            id="caught a bug: labels and values below the posting",
        ),
        pytest.param(
            CARD.format(
                "<span class=company>View all jobs</span><span class=location>2 locations</span>"
                "<span class=company>51-200 employees</span>"
                "<span>Engineering, Data</span><b>Contract</b>"
                "<span class=job-location>Remote</span>"
            ),
            (None, [], None),
            id="negative: links, counts, a team, no place",
        ),
        pytest.param(
            "<div class=company-name>Breadboard</div><h2>Bread</h2><p>Leeds, UK</p>"
            + CARD.format("<i>New</i>")
            + "<h3>Similar jobs</h3><div class=company-name>Loaves</div><p>Oslo, Norway</p>",
            (None, [], None),
            id="negative: far from the title",
        ),
    ],
)
def test_facts_that_stand_beside_the_posting(html, expected):
    facts = read(page(html)).facts
    places = [place.value for place in facts.locations]
    company, kind = (
        fact.value if fact else None for fact in (facts.company, facts.employment_type)
    )
    assert (company, places, kind) == expected
