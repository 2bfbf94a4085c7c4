"""Degrees: levels, fields, grade and equivalence, and the same letters meaning other things."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from jdparse.annotations import Unit, read_values
from jdparse.extract.degree_names import DegreeName, DegreeNameReader, degree_name_reader
from jdparse.extract.fields_of_study import FieldWords, field_reader
from jdparse.lexicon import read_lexicon

NLP = spacy.blank("en")
NLP.add_pipe("jdparse_degrees")


def degrees(text, kind="requirements"):
    doc = NLP.make_doc(text)
    doc._.jdparse_units = (Unit(0, len(text), kind, None, 1.0),)
    return read_values(NLP(doc), "degrees")


LEVELS = [
    # developed on
    ("BS/MS/PhD in Physics", ["bachelor", "master", "doctorate"]),
    ("Bachelor’s or Master’s degree in Statistics", ["bachelor", "master"]),
    ("B.Tech / BE / M.Tech / MCA in CSE", ["bachelor", "master"]),
    ("An advanced degree in a numerate subject", ["master"]),
    ("Undergraduate degree, MBA a plus", ["bachelor", "master"]),
    ("You hold a degree in Economics", ["any"]),
    ("Diploma in Data Analytics from a polytechnic", ["associate"]),
    ("High school diploma or GED", ["high_school"]),
    ("Associate’s or bachelor’s degree", ["associate", "bachelor"]),
    ("J.D. or PharmD considered", ["professional"]),
    ("Dipl.-Ing. or comparable", ["master"]),
    ("A 2:1 in Mathematics", ["bachelor"]),
    ("Bac+5 in computer science", ["master"]),
    ("4-year degree in a business subject", ["bachelor"]),
    ("Master of Science in Informatics", ["master"]),
    ("A two-year degree in electronics", ["associate"]),
    ("MS, Oracle or SAP certificates", []),
    ("MS with 4 years, BA with 6 years of modelling", ["master", "bachelor"]),
    ("SQL and dashboardsBachelor's degree in FinanceTwo years in retail", ["bachelor"]),
    # caught a bug
    ("EDUCATIONBachelor's in Economics", ["bachelor"]),
    ("Pharm. D. or Master's", ["professional", "master"]),
    ("NICE TO HAVEPhD in Optics", ["doctorate"]),
    ("Higher education in Finance (an advanced degree is a plus)", ["any", "master"]),
    ("University degree (MSc or PhD) in Chemistry", ["master", "doctorate"]),
    ("PhD with 3 years, MS or MA with 6 years", ["doctorate", "master"]),
    ("Higher education;", ["any"]),
    ("Completed higher education is required", ["any"]),
    ("One year of college education with courses in optics", ["any"]),
    ("Full secondary education", ["high_school"]),
    ("A general education degree (GED)", ["high_school"]),
    ("A doctor’s degree in Optics", ["doctorate"]),
    ("BS/CE, MS/CE or similar", ["bachelor", "master"]),
    ("BA with 3 years, MS/MA with 0-2 years", ["bachelor", "master"]),
    ("A degree/MSc in Physics", ["any", "master"]),
    ("Associate (Required)", ["associate"]),
    # evaluated on
    ("Degree/MSc in Physics", ["master"]),
    ("Software for Higher Education", []),
    ("Sold to schools in higher education, government and health", []),
    ("Teach in post-secondary education", []),
    ("Office: Concord, MA (Required)", []),
    ("A 360 degree view of sales", []),
    ("All required degrees must have been awarded by an accredited school", []),
    ("Strong MS Office, MS SQL Server and MS Excel", []),
    ("Experience with MS Reporting Services, MS Query and MS Forms", []),  # caught a bug
    ("A CV in MS format", []),
    ("Research on multiple sclerosis (MS)", []),
    ("Work with the BA and QA teams", []),
    ("Our office in Quincy, MA", []),
    ("Certified Scrum Master", []),
    ("Own our master data and its mastery", []),
    ("A high degree of autonomy and 360-degree feedback", []),
    ("Sales Associate, let me be clear", []),
    ("A PhD is not required: PhD not required", []),
    ("Clean, maintainable code", []),
]


@pytest.mark.parametrize(("text", "levels"), LEVELS, ids=[text[:30] for text, _ in LEVELS])
def test_levels(text, levels):
    assert [degree.level for degree in degrees(text)] == levels


FIELDS = [
    ("BSc in Statistics, CS or a related field", ("Statistics", "CS")),
    ("Degree in Maths/Physics or similar", ("Maths", "Physics")),
    ("MS in a quantitative field (e.g. Economics, Operations Research)",
     ("Economics", "Operations Research")),
    ("Bachelor's degree (or higher) in Electrical and Computer Engineering",
     ("Electrical and Computer Engineering",)),
    ("A Computer Science degree", ("Computer Science",)),
    ("PhD from a leading university in Animal Science", ("Animal Science",)),
    ("Master's in Physics Computer Science Mathematics",
     ("Physics", "Computer Science", "Mathematics")),
    ("Bachelor's degree in AI, ML or equivalent education", ("AI", "ML")),
    ("PhD in a quantitative field", ()),
    # caught a bug
    ("MSc or PhD with 2+ years of experience in Botany, Ecology or a related field",
     ("Botany", "Ecology")),
    ("MSc with 2+ years of experience in Botany and Ecology", ()),
    ("BSc with focus on Statistics or Economics", ("Statistics", "Economics")),
    ("BSc, with a strong academic record in Logistics", ("Logistics",)),
    ("Degree or vocational training in Informatics", ("Informatics",)),
    ("Master's or foreign degree equivalent in Optics", ("Optics",)),
    ("Master's degree (or equivalent industrial practice) in Optics", ("Optics",)),
    ("BSc in one of the following subjects: Maths, Physics", ("Maths", "Physics")),
    ("BSc in a computational subject (e.g. Maths)", ("Maths",)),
    ("BSc within Economics", ("Economics",)),
    ("Educated to degree level, degree qualified in Geology", ("Geology",)),
    ("Ph.D.in Statistics", ("Statistics",)),
    ("Computer Science degree or equivalent Web Design training", ("Computer Science",)),
    ("BSc in Electronics and Communication", ("Electronics and Communication",)),
    ("BSc in Thermodynamics or geostatistics", ("Thermodynamics", "geostatistics")),
    ("BSc in a health-related field", ()),
    ("PhD, MSc or research experience in a technical subject", ()),
    ("BSc in Botany or a related field of studies", ("Botany",)),
    ("BSc in Finance, Health Services required", ("Finance", "Health Services")),
    ("BS, and relevant coursework in database management", ()),
    ("Degree in Physics, Electro-Optics, or Electrical Engineering",
     ("Physics", "Electro-Optics", "Electrical Engineering")),
    ("BS in ME, EE, AE, Math, Physics", ("ME", "EE", "AE", "Math", "Physics")),
    ("BS in Math, SQL, Excel", ("Math",)),
    ("Bachelor's degree (PhD a plus) in Botany or Ecology", ("Botany", "Ecology")),
    ("Bachelor of Arts or Science in Botany", ("Botany",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), FIELDS, ids=[text[:30] for text, _ in FIELDS])
def test_fields(text, fields):
    assert degrees(text)[0].fields == fields


GRADES = [
    ("Bachelor's required, Master's in Biology preferred", ["required", "preferred"]),
    ("MSc (PhD preferred)", ["required", "preferred"]),
    ("BSc in Maths; an MSc is a plus", ["required", "preferred"]),
    ("MS or PhD in Statistics preferred", ["preferred", "preferred"]),
    ("Preferred: PhD in Statistics", ["preferred"]),
    ("A university degree in a relevant field will be an\nasset", ["preferred"]),
    ("B.S. in Physics - M.S. or higher degree preferred", ["required", "preferred"]),
]


@pytest.mark.parametrize(("text", "grades"), GRADES)
def test_grade(text, grades):
    assert [degree.requirement for degree in degrees(text)] == grades


EQUIVALENT = [
    ("BS in Physics or equivalent experience", True),
    ("BS in Physics, or a combination of education and experience", True),
    ("Master's degree or 5 years of relevant experience", True),
    ("BS in Physics or equivalent", False),
    ("BS in Physics and relevant experience", False),
    # caught a bug
    ("BS or 1+ years of related analytical experience", True),
    ("BS in Physics. Years of experience may be substituted for the degree.", True),
    ("BS in Physics\n- Or equivalent combination of education and experience", True),
    ("A BS; in lieu of a degree, 8+ years of experience", True),
    ("BS in Physics\nExperience with Kafka", False),
    ("BS in Physics\nOr a good sense of humour and experience", False),
]


@pytest.mark.parametrize(("text", "equivalent"), EQUIVALENT)
def test_equivalent_experience(text, equivalent):
    assert degrees(text)[0].equivalent_experience is equivalent


ASIDE = [
    ("benefits", "Tuition support for a Bachelor's degree", []),
    ("about", "Founded by two PhDs from Delft", []),
    ("about", "We are looking for a PhD-level statistician", ["doctorate"]),
    ("legal", "Pay depends on experience, degrees and location", []),
    ("preferred", "PhD in Statistics", ["doctorate"]),
    ("responsibilities", "Develop methods for MS and HPLC in the laboratory", []),
    ("responsibilities", "Integrate the building controls (BMS)", []),
    ("heading", "Research Scientist, Optics (PhD)", []),
    ("responsibilities", "MSc in Optics", ["master"]),
    ("responsibilities", "BS with 4 years of practice", ["bachelor"]),
    ("heading", "PhD required", ["doctorate"]),
    # caught a bug
    ("requirements", "No bachelor's degree is needed", []),
    ("requirements", "The role does not require a master's", []),
    ("requirements", "A role with no on-call duty: a PhD is required", ["doctorate"]),
]


@pytest.mark.parametrize(("kind", "text", "levels"), ASIDE)
def test_sections_that_ask_for_nothing(kind, text, levels):
    assert [degree.level for degree in degrees(text, kind)] == levels


def test_a_level_named_twice_is_one_entry_and_required_if_once_required():
    (bachelor,) = degrees("Bachelor's in Maths required.\nEducation: Bachelor's (preferred)")
    assert bachelor.requirement == "required"
    assert bachelor.fields == ("Maths",)


@pytest.mark.parametrize(
    "text",
    [
        "A note first.\nRequirements\nBSc in Physics",
        "- BSc in Physics\n- SQL",
        "We need a BSc in Physics and SQL and we pay well and you will build models",
    ],
    ids=["text before the first heading", "no headings", "line breaks lost"],
)
def test_without_units_every_line_is_read(text):
    (degree,) = read_values(NLP(text), "degrees")
    assert (degree.level, degree.fields) == ("bachelor", ("Physics",))


NAMES = read_lexicon("degrees", DegreeName)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_finds_its_examples(name):
    entry = NAMES[name]
    for example in entry.examples:
        text = f"{entry.before}{example}{entry.after}"
        found = {mention.start: mention.level for mention in degree_name_reader().mentions(text)}
        assert found.get(len(entry.before)) == entry.level, text
        assert DegreeNameReader({name: entry}, field_reader()).finds(text), text
        lowered = text.lower()
        assert any(cue in (lowered if cue.islower() else text) for cue in entry.cues), text


def test_no_field_word_is_listed_twice():
    for entry in read_lexicon("fields_of_study", FieldWords).values():
        assert len(set(entry.words)) == len(entry.words)
        assert len(set(entry.alone)) == len(entry.alone)


@pytest.mark.parametrize("word", read_lexicon("fields_of_study", FieldWords)["heads"].words)
def test_every_head_is_a_field(word):
    assert field_reader().after(word, 0, certain=False) == (word,)


@given(st.text(alphabet="BSMPhD.degree inorCS,;()’ \n", max_size=120))
def test_offsets_slice_to_the_quoted_text(text):
    for degree in read_values(NLP(text or " "), "degrees"):
        assert text[degree.start : degree.end] == degree.text


def test_a_megabyte_of_one_line_is_read():
    text = "BS or MS degree in CS or " * 2_000
    assert {degree.level for degree in degrees(text)} == {"bachelor", "master"}
    assert [degree.level for degree in degrees("data or " * 124_000 + "BSc in Maths")] == [
        "bachelor"
    ]


@pytest.mark.parametrize("piece", ["* degree ", "BSc (or MSc), ", "degree in ", "a CS degree / "])
def test_a_long_run_of_anything_is_read_in_linear_time(piece, grows_linearly):
    """Caught a bug: bullets before "degree" were its tail, up to the end of the text."""
    assert grows_linearly(degrees, piece, 40_000)
