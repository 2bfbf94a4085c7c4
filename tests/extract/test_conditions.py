"""The terms of a job: what states them, and what only looks like it."""

import re

import pytest
import spacy

from jdparse.annotations import Unit, prepare, read_values
from jdparse.document import Fact, Facts
from jdparse.extract.cues import marks_of
from jdparse.extract.passages import Passages
from jdparse.extract.phrases import ConditionPhrase, PhraseReader
from jdparse.extract.title_terms import TitleTerm, title_term
from jdparse.lexicon import read_lexicon

NLP = spacy.blank("en")
NLP.add_pipe("jdparse_conditions")


def conditions(text, kind="meta", title=None, **facts):
    facts["title"] = Fact(title, "page") if title else None
    doc = prepare(NLP.make_doc(text), (), Facts(**facts))
    doc._.jdparse_units = (Unit(0, len(text), kind, None, 1.0),)
    return read_values(NLP(doc), "conditions")


CASES = [
    # developed on
    ("work_mode", "This is a fully remote role", "remote"),
    ("work_mode", "Location: Lyon (Hybrid)", "hybrid"),
    ("work_mode", "3 days a week in the office", "hybrid"),
    ("work_mode", "This is not a remote position", "onsite"),
    ("work_mode", "Must be on-site in Oslo", "onsite"),
    ("work_mode", "Work Remotely: No", "onsite"),
    ("employment_type", "Job Type: Full-time", "full_time"),
    ("employment_type", "A 6-month contract", "contract"),
    ("employment_type", "Full-time, temporary position", "temporary"),
    ("visa_sponsorship", "We are unable to sponsor visas", "refused"),
    ("visa_sponsorship", "Authorized to work without sponsorship now or in the future", "refused"),
    ("visa_sponsorship", "We sponsor visas for this role", "offered"),
    ("visa_sponsorship", "Visa sponsorship is available", "offered"),
    ("security_clearance", "Active TS/SCI clearance", "required"),
    ("security_clearance", "Ability to obtain a Secret clearance", "required"),
    ("security_clearance", "A security clearance is a plus", "preferred"),
    ("seniority", "Seniority level: Entry level", "entry"),
    ("seniority", "This is a senior-level position", "senior"),
    ("seniority", "Seniority level\nMid-Senior level", "mid"),
    ("employment_type", "Acme is a global contract research house", None),
    # caught a bug
    ("employment_type", "Schedule: Full-timeShift: Day", "full_time"),
    ("work_mode", "This position is full-time and onsite.", "onsite"),
    ("work_mode", "Work in office in Ghent, BE 3-5 days/week", "hybrid"),
    ("work_mode", "We are not accepting remote candidates", "onsite"),
    ("work_mode", "And it's REMOTE?!!", "remote"),
    ("work_mode", "Is it remote?", None),
    ("work_mode", "Ghent | 3x/week in office", "hybrid"),
    ("work_mode", "Lunch 2x/week, snacks in office", None),
    ("work_mode", "Onsite in Ghent, BE 4 days a week", "hybrid"),
    ("work_mode", "From the comfort of your home or office", None),
    ("work_mode", "From the comfort of your home", "remote"),
    ("work_mode", "Work on-site at customer locations as needed", None),
    ("work_mode", "Work on-site at our customer in Ghent", "onsite"),
    ("visa_sponsorship", "Welcome with or without visa sponsorship", None),
    (
        "security_clearance",
        "You may be subject to a security investigation and must meet eligibility requirements "
        "for access to classified information",
        "required",
    ),
    ("security_clearance", "Learn how classified adverts are ranked", None),
    (
        "seniority",
        "We seek a highly skilled Senior Sensor & Embedded System Test Engineer",
        "senior",
    ),
    ("seniority", "Looking for a kind and curious Senior Data Scientist", "senior"),
    ("seniority", "We are hiring a Senior Account Executive", "senior"),
    ("seniority", "We extend our team with a motivated junior developer", "junior"),
    ("seniority", "As a Software Engineer Intern, you bake", "intern"),
    ("seniority", "As a mentor to an intern", None),
    ("seniority", "Two summers of experience as an intern", None),
    ("seniority", "Looking for an analyst and senior engineers", None),
    ("employment_type", "Join for the joy of co-op games", None),
    ("employment_type", "This is a co-op position", "internship"),
    ("employment_type", "We are hiring partners that bring great interns", None),
    ("work_mode", "A hybrid working model", "hybrid"),
    ("work_mode", "Telecommute: No", "onsite"),
    ("visa_sponsorship", "Non-sponsorship position", "refused"),
    ("visa_sponsorship", "Sponsorship for work visas may be available", "offered"),
    ("visa_sponsorship", "Will you now, or in the future, require sponsorship?", None),
    ("security_clearance", "An active SSBI", "required"),
    ("security_clearance", "Some vacancies may require a full Security Clearance", None),
    ("seniority", "Experience level: Junior, Mid-Level, Senior", None),
    ("seniority", "Experience level: Junior", "junior"),
    ("work_mode", "Option to work in the office in Porto", None),
    ("security_clearance", "Public Trust: None", None),
    ("visa_sponsorship", "We can't offer visa sponsorship for this job", "refused"),
    ("visa_sponsorship", "This role isn’t eligible for visa sponsorship", "refused"),
    (
        "visa_sponsorship",
        "Applicants must not need employer-sponsored work authorization",
        "refused",
    ),
    ("visa_sponsorship", "We are unable to offer sponsorships", "refused"),
    ("visa_sponsorship", "We are not able to help with visas", "refused"),
    ("visa_sponsorship", "Visa sponsorship is not a problem", "offered"),
    ("visa_sponsorship", "Support with visas for those who move here", "offered"),
    ("visa_sponsorship", "H1B transfers are welcome", "offered"),
    ("visa_sponsorship", "Hopvine sponsors work visas", "offered"),
    ("visa_sponsorship", "We support H-1B transfers", "offered"),
    ("visa_sponsorship", "Hopvine is a recognised sponsor", "offered"),
    ("visa_sponsorship", "Hopvine is a sponsor of the town's choir", None),
    ("visa_sponsorship", "We are not in a position to process employment permits", "refused"),
    ("visa_sponsorship", "You do not just sponsor a stand, you build one", None),
    ("visa_sponsorship", "Cleared for export without sponsorship for an export licence", None),
    ("work_mode", "Five days a week in the office", "onsite"),
    ("work_mode", "5 days in office", "onsite"),
    ("work_mode", "This is a non-remote role", "onsite"),
    ("work_mode", "Location: Ohio - Day 1 onsite", "onsite"),
    ("work_mode", "Our teams work from the office full time", "onsite"),
    ("work_mode", "50% telecommuting permitted", "hybrid"),
    ("work_mode", "Commute 2 days/week to our labs", "hybrid"),
    ("work_mode", "Skip the bus and work from home once a week", "hybrid"),
    ("work_mode", "Freedom to work in the office and from home", "hybrid"),
    ("work_mode", "Analyst, Leeds/Remote", "remote"),
    ("work_mode", "A remote-based data engineer", "remote"),
    ("work_mode", "The job can be done from anywhere in Europe", "remote"),
    ("employment_type", "TERM: Full-time; 40 hours", "full_time"),
    ("employment_type", "Working pattern Full time", "full_time"),
    ("employment_type", "You join us as a full-time data scientist", "full_time"),
    ("employment_type", "The post is open for full-time or part-time employment", "full_time"),
    ("employment_type", "This is a 6 month contract with possible extension", "contract"),
    ("employment_type", "Duration: 12+ months", "contract"),
    ("employment_type", "Day rate, outside IR35", "contract"),
    ("employment_type", "Contractor - W2", "contract"),
    ("employment_type", "Pay contractors and W2 staff on time", None),
    ("work_mode", "Work in the office in a hybrid capacity", "hybrid"),
    ("work_mode", "Come into the Leeds office Tuesday through Thursday", "hybrid"),
    ("work_mode", "In-office Tuesdays, Wednesdays and Thursdays", "hybrid"),
    ("work_mode", "Work in the office Monday through Friday", None),
    ("work_mode", "Remote job: No", "onsite"),
    ("work_mode", "Telework eligible: No", "onsite"),
    ("employment_type", "We need a temporary data analyst", "temporary"),
    ("employment_type", "The Data Science Intern will label images", "internship"),
    ("employment_type", "Full-time salaried employees get leave", None),
    (
        "employment_type",
        "Pay depends on length of employment and seasonal or temporary status",
        None,
    ),
    (
        "security_clearance",
        "Must hold Secret or higher clearance, Top Secret preferred",
        "required",
    ),
    ("security_clearance", "You write on security clearance reform", None),
    ("security_clearance", "You need not hold a clearance", None),
    ("seniority", "We are looking for a Senior Data Scientist to join us", "senior"),
    ("seniority", "As a Lead Engineer you shape the roadmap", "lead"),
    ("seniority", "Hiring a junior to mid level data analyst", "junior"),
    ("seniority", "This is no data entry position", None),
    ("work_mode", "We are 99.9% remote", None),
    ("employment_type", "Regular full-time and permanent part-time employees get leave", None),
    ("visa_sponsorship", "Give support in work permit matters to the staff", None),
    ("seniority", "Explain it to peers as well as junior data scientists", None),
    # evaluated on
    ("work_mode", "Work from home stipend", None),
    ("work_mode", "A remote-first culture, yet based in our office in Kyiv", None),
    ("work_mode", "Hybrid, 3 days in the office; remote for exceptional people", "hybrid"),
    ("work_mode", "30 days off a year", None),
    ("employment_type", "A part-time MBA is welcome", None),
    ("employment_type", "Contract-to-hire", "contract"),
    ("employment_type", "Permanent position", None),
    ("security_clearance", "Clearance not required", None),
    ("security_clearance", "Secret clearance preferred; must like to travel", "preferred"),
    ("seniority", "You will lead a team of five", None),
    ("seniority", "Mentor junior engineers", None),
    ("seniority", "Report to the Senior Director", None),
    ("seniority", "Experience as a lead architect", None),
    ("work_mode", "Work from anywhere for up to four weeks a year", None),
    ("work_mode", "Experience with remote sensing and hybrid cloud", None),
    ("work_mode", "On-site gym and remote teams in ten time zones", None),
    ("employment_type", "Full-time employees receive dental insurance", None),
    ("employment_type", "Three years of full-time experience", None),
    ("visa_sponsorship", "Meet executive sponsors of the project", None),
    ("visa_sponsorship", "Company-sponsored health plan", None),
    ("security_clearance", "No security clearance needed", None),
    ("security_clearance", "Manage customs clearance", None),
    ("seniority", "You work with senior leaders", None),
]


@pytest.mark.parametrize(("noun", "text", "value"), CASES, ids=[text[:35] for _, text, _ in CASES])
def test_conditions(noun, text, value):
    term = getattr(conditions(text), noun)
    assert (term and term.value) == value
    if term is not None:
        assert text[term.start : term.end]


@pytest.mark.parametrize(  # caught a bug
    ("noun", "label", "answer", "value"),
    [
        ("visa_sponsorship", "VISA Sponsorship", "No", "refused"),
        ("visa_sponsorship", "Work visa sponsorship?", "Yes", "offered"),
        ("work_mode", "Work Remotely:", "No", "onsite"),
        ("work_mode", "Work Remotely:", "Temporarily due to the flood", None),
        ("security_clearance", "Government clearance required?", "No", None),
    ],
)
def test_a_line_may_answer_the_line_above(noun, label, answer, value):
    text = f"{label}\n{answer}"
    doc = prepare(NLP.make_doc(text), (), Facts())
    below = len(label) + 1
    doc._.jdparse_units = tuple(
        Unit(start, end, "meta", None, 1.0) for start, end in ((0, len(label)), (below, len(text)))
    )
    term = getattr(read_values(NLP(doc), "conditions"), noun)
    assert (term and term.value) == value
    assert term is None or text[term.start : term.end].startswith(label[:4])


@pytest.mark.parametrize(
    ("places", "mode"),
    [
        (["Remote, US"], "remote"),
        (["Lyon, France (Hybrid)"], "hybrid"),
        (["Lyon, Nice, Remote"], None),  # one may choose
        (["Remote", "Nice"], None),
        (["Remoteville, Kent"], None),
    ],
)
def test_the_only_place_tells_the_work_mode(places, mode):
    term = conditions("We sell tea.", locations=tuple(Fact(p, "page") for p in places)).work_mode
    assert (term and term.value) == mode


def test_a_title_tells_more_than_a_labelled_line():  # caught a bug
    line = Fact("part_time", "text", 0, 9)
    said = conditions("Part-time", title="Data Internship", employment_type=line).employment_type
    assert said.value == "internship"
    assert conditions("Part-time", title="Analyst", employment_type=line).employment_type is None
    page = Fact("part_time", "json-ld")
    assert conditions("", title="Data Internship", employment_type=page).employment_type is None


def test_a_tag_counts_in_any_section_and_perks_come_last():
    assert conditions("#LI-Remote", "legal").work_mode.value == "remote"
    assert conditions("Remote work is possible", "legal").work_mode is None
    assert conditions("Full-time position with holidays", "benefits").employment_type is not None


def test_a_title_states_terms_without_offsets():
    found = conditions("We sell tea.", title="Senior Data Scientist (Remote, Contract)")
    assert [found.seniority.value, found.work_mode.value, found.employment_type.value] == [
        "senior",
        "remote",
        "contract",
    ]
    assert (found.seniority.start, found.seniority.origin) == (None, "page")


@pytest.mark.parametrize(
    "piece", ["remote, ", "Secret clearance or ", "security clearance reform ", "we can't sponsor "]
)
def test_a_long_run_of_anything_is_read_in_linear_time(piece, grows_linearly):
    """Caught a bug: each clearance read its whole passage again."""
    assert grows_linearly(lambda text: conditions(text, kind="about"), piece)


def test_a_refusal_goes_before_an_offer():
    text = "We offer relocation support. We do not offer visa sponsorship."
    assert conditions(text).visa_sponsorship.value == "refused"


def test_a_text_that_states_nothing():
    found = conditions("Train models and drink tea.")
    assert found.work_mode is found.employment_type is found.seniority is None
    assert found.visa_sponsorship is found.security_clearance is None


PHRASES = read_lexicon("conditions", ConditionPhrase)


@pytest.mark.parametrize("name", PHRASES)
def test_every_phrase_finds_its_examples(name):
    phrase = PHRASES[name]
    probe = phrase.model_copy(update={"value": phrase.value or "look-alike"})
    for example in phrase.examples:
        units = (Unit(0, len(example), "meta", None, 1.0),)
        posting = Passages(example, example.lower(), marks_of(example.lower()), units)
        assert list(PhraseReader([probe]).statements(posting)), example


@pytest.mark.parametrize("name", PHRASES)
def test_every_pattern_is_in_small_letters(name):
    assert not re.search(r"(?<!\\)(?<!\(\?)[A-Z]", PHRASES[name].pattern)


TERMS = read_lexicon("title_terms", TitleTerm)


@pytest.mark.parametrize("name", TERMS)
def test_every_title_term_finds_its_examples(name):
    term = TERMS[name]
    for example in term.examples:
        assert title_term(term.noun, Fact(example, "page")).value == term.value


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Product Manager", None),
        ("Machine Learning Engineer", None),
        ("Member of Technical Staff", None),
        ("Associate Director, Analytics", "director"),
        ("Senior Manager, Data Science", "manager"),
        ("Lead Generation Specialist", None),
        # caught a bug
        ("Data Scientist II", "mid"),
        ("Analyst, Level 1", "entry"),
        ("Data Engineer III", "senior"),
        ("Senior Data Scientist I", "senior"),
        ("Data Scientist I/II/III", None),
        ("Data Engineer 2.0", None),
        ("Analyst 1-3 years", None),
        ("Partner to the Office of the CEO", None),
        ("Chief Accountant", None),
        ("Assistant to Managing Director", None),
        ("Research Fellow", None),
        ("Research Associate", None),
        ("Mid Market Account Manager", None),
        ("Nursing Staff Scheduler", None),
        ("Software Engineering Student", "intern"),
        # evaluated on
        ("Sr. Data Scientist", "senior"),
        ("Head of Data", "director"),
        ("Staff Engineer", "staff"),
        ("Student Success Analyst", None),
        # caught a bug: one of several levels was taken for the job's
        ("Scientist/Senior Scientist/Principal Scientist", None),
        ("Senior or Staff Data Scientist", None),
        ("Data Engineer (Junior to Senior)", None),
        ("Manager / Senior Manager, Analytics", "manager"),
        ("Senior Staff Engineer, Search/Ranking", "staff"),
        ("Senior Data Scientist/ML Engineer", "senior"),
    ],
)
def test_levels_of_titles(title, level):
    term = conditions("We sell tea.", title=title).seniority
    assert (term and term.value) == level


def test_a_megabyte_of_one_line_is_read():
    assert conditions("remote work and no visa " * 4_000).seniority is None
