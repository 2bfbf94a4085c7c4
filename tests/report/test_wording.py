from dataclasses import replace
from typing import get_args

import pytest

from jdparse.posting import Degree, Experience, Pay, Skill, SkillCategory
from jdparse.report import wording


def pay(low, high, currency="USD", period="year", *, kind="base", place=None):
    return Pay(kind, low, high, currency, period, place, None, None, "", 0, 0)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (pay(150000, 190000), "$150,000 to $190,000 a year"),
        (pay(90000, 90000), "$90,000 a year"),
        (pay(None, 55.5, "GBP", "hour"), "up to £55.50 an hour"),
        (pay(8000, None, "SGD", "month"), "from SGD 8,000 a month"),
        (pay(5000, 5000, period="once", kind="bonus"), "$5,000 once (bonus)"),
        (pay(1, 2, "CHF", place="Zürich"), "CHF 1 to CHF 2 a year, Zürich"),
    ],
)
def test_pay(value, words):
    assert wording.pay_words(value) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(3, None, "3+ years"), (3, 5, "3 to 5 years"), (2, 2, "2 years"), (None, 4, "up to 4 years"),
     (0.5, 1, "0.5 to 1 years")],
)  # fmt: skip
def test_experience(low, high, words):
    assert wording.experience_words(Experience(low, high, "required", "", 0, 0)) == words


def test_codes_are_said_in_words(posting):
    """Caught a bug: "full_time", "Languages en (required)", degree "any"."""
    assert [wording.words(code) for code in ("full_time", "any", "onsite", "contract")] == [
        "full-time", "any degree", "on site", "contract",
    ]  # fmt: skip
    other = replace(posting.benefits[0], kind="other")
    several = replace(posting, benefits=(other, *posting.benefits))
    assert wording.benefit_words(several) == ["retirement", "others"]
    assert wording.language_words("en") == "English"


@pytest.mark.parametrize(
    ("label", "says"),
    [("machine_learning_engineer", "$150,186"), ("data_scientist", "No figure"), ("other", None)],
)
def test_the_article_has_pay_for_one_role_alone(posting, label, says):
    """Caught a bug: a data scientist's pay stood beside the average of the other role."""
    found = wording.beside_words(replace(posting, role=replace(posting.role, label=label)))
    assert found is None if says is None else says in found


def test_degree_says_field_equivalence_and_grade():
    degree = Degree("any", ("physics", "statistics"), "preferred", True, "", 0, 0)
    words = wording.degree_words(degree)
    assert words == "degree in physics, statistics, or experience (preferred)"


def test_the_role_sentence_sets_the_title_against_the_duties(posting):
    expected = (
        "Machine learning engineer (80%). Titled data scientist; 1 of 2 duties are engineering."
    )
    assert wording.role_sentence(posting) == expected


@pytest.mark.parametrize(
    ("said", "agrees", "duties", "words"),
    [
        ("other", False, 2, "Titled Some Title; 1 of 2 duties are engineering."),
        ("other", True, 1, "1 of 1 duty is engineering."),
        ("data_scientist", False, 0, "Titled data scientist."),
        ("data_scientist", True, 0, "Titled data scientist."),
        (None, None, 0, ""),
    ],
)
def test_what_the_title_says_is_set_against_the_duties_there_are(
    posting, said, agrees, duties, words
):
    role = replace(posting.role, title_label=said, title_agrees=agrees)
    order = sorted(posting.responsibilities, key=lambda d: d.area not in wording.ENGINEERING)
    one = replace(posting, title="Some Title", role=role, responsibilities=tuple(order[:duties]))
    assert wording.role_sentence(one) == f"Machine learning engineer (80%). {words}".strip()


def test_a_doubtful_role_names_what_else_it_could_be(posting):
    doubtful = replace(
        posting.role,
        confident=False,
        prediction_set=("machine_learning_engineer", "data_scientist"),
        title_label=None,
    )
    sentence = wording.role_sentence(replace(posting, role=doubtful))
    lean = "Leans to machine learning engineer (80%); could also be: data scientist."
    assert sentence == f"{lean} 1 of 2 duties are engineering."


def test_no_role(posting):
    assert wording.role_sentence(replace(posting, role=None)).startswith("No role")


def test_a_short_list_of_skills_begins_with_tools_and_keeps_the_order_of_the_text():
    named = {
        "protocols": "other",
        "statistics": "mathematics_statistics",
        "Spark": "data_engineering",
        "Python": "programming_language",
        "Kafka": "data_engineering",
    }
    skills = [Skill(name, category, "required", ()) for name, category in named.items()]
    found = [skill.name for skill in wording.foremost(skills)]
    assert found == ["Python", "Spark", "Kafka", "statistics", "protocols"]
    assert len(wording._FOREMOST) == len(get_args(SkillCategory))
