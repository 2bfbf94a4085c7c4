"""Required or preferred: cues, their side and how far they reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdparse.annotations import Unit
from jdparse.extract.graded_headings import graded_headings
from jdparse.extract.passages import Passage
from jdparse.extract.requirement import (
    RequirementCue,
    RequirementReader,
    is_denied,
    requirement_reader,
)
from jdparse.lexicon import read_lexicon

# text with the graded value between [ ], kind of its unit, grade
CASES = [
    ("[Python] required, Scala a plus", None, "required"),
    ("Python required, [Scala] a plus", None, "preferred"),
    ("Knowledge of [R] and SQL; familiarity with Scala is an asset", None, "required"),
    ("Knowledge of R and SQL; familiarity with [Scala] is an asset", None, "preferred"),
    ("Strong [Git] skills, experience with GitLab a plus", None, "required"),
    ("Strong Git skills, experience with [GitLab] a plus", None, "preferred"),
    ("Docker and ideally [Kubernetes]", None, "preferred"),
    ("[Docker] and ideally Kubernetes", None, "required"),
    ("Two programming languages (preferably [Go] or Rust), Linux", None, "preferred"),
    ("Two programming languages (preferably Go or Rust), [Linux]", None, "required"),
    ("Excel, Power BI (strongly preferred), [Visio] (nice to have)", None, "preferred"),
    ("[Excel], Power BI (strongly preferred), Visio (nice to have)", None, "required"),
    ("[German] (B2, nice to have), English", None, "preferred"),  # caught a bug
    ("[Python] and Go Experience with Rust preferred", None, "required"),  # caught a bug
    ("Rust preferred Strong knowledge of [Go]", None, "required"),  # caught a bug
    ("Some [Go] and Experience with Rust preferred", None, "preferred"),
    ("[Postgraduate studies] highly regarded", None, "preferred"),  # caught a bug
    ("A [diploma] is the minimum requirement", "preferred", "required"),  # caught a bug
    ("Knowledge of [Dutch] will be of advantage", None, "preferred"),  # caught a bug
    ("[Dutch] is of the essence", None, "required"),
    ("A [PhD] is nice but by no means needed", None, "preferred"),
    # caught a bug: a word alone behind a dash or in brackets
    ("Hands on with [Kubernetes]- Advantage", None, "preferred"),
    ("[Kafka] (advantage)", None, "preferred"),
    ("Years of [radar] – a major plus.", None, "preferred"),
    ("Use [Spark] to build a competitive advantage", None, "required"),
    ("[Spark] - advantage by design", None, "required"),
    ("German (B2, nice to have), [English]", None, "required"),
    ("[Python] (pandas, numpy preferred)", None, "required"),
    ("[Cloud] (AWS required, Azure, a plus)", None, "required"),
    ("Cloud experience ([AWS] preferred)", None, "preferred"),
    ("[Cloud] experience (AWS preferred)", None, "required"),
    ("Nice to have: [Rust], Zig and Elixir", "requirements", "preferred"),
    ("Required skills: [Python]. Preferred skills: Rust.", "requirements", "required"),
    ("Required skills: Python. Preferred skills: [Rust].", "requirements", "preferred"),
    ("Bonus points for [JAX]", "requirements", "preferred"),
    ("[Kafka], Flink", "preferred", "preferred"),
    ("[Kafka] is a must, Flink optional", "preferred", "required"),
    ("Improve [Kafka] pipelines as required by the team", "responsibilities", "required"),
    ("You must have [Terraform]; Pulumi is not required", None, "required"),
    ("You must have Terraform; [Pulumi] is not required", None, "preferred"),
    ("Experience with Ray is preferredStrong grasp of [SQL]", None, "required"),
    ("C++ plus [Python] in one code base", None, "required"),
    # caught a bug
    ("Knowledge of [Spark], Kafka, etc. is a plus", None, "preferred"),
    ("Knowledge of [Spark], Kafka, etc. Rust is a plus", None, "required"),
    ("Fluency in [English], German is a plus", None, "required"),
    ("Fluency in English, [German] is a plus", None, "preferred"),
    ("Strong [Python] skills, Scala would be a bonus", None, "required"),
    ("Skills in [Python] and SQL, Tableau is an asset", None, "required"),
    ("BS in [Physics] or related field, with higher degree considered an asset", None, "required"),
    ("Knowledge of [Kafka], Flink is a plus", None, "preferred"),
    ("Excellent [written], verbal skills preferred", None, "preferred"),
    ("Experience with [Kafka], Spark and Flink is a plus", None, "preferred"),
]


@pytest.mark.parametrize(("marked", "kind", "grade"), CASES)
def test_grade(marked, kind, grade):
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    assert requirement_reader().requirement_of(text, start, end, kind) == grade


DENIED = [  # caught a bug
    ("No [Kafka] experience is needed", True),
    ("No prior experience with [Kafka] required.", True),
    ("The role does not require programming in [Perl].", True),
    ("You don't need prior experience with [Kafka].", True),
    ("No Perl experience needed, but you know [SQL]", False),
    ("No less than two years of [SQL] required", False),
    ("No [Kafka] experience required, though it helps", False),
    ("We do not require sponsorship of those who know [SQL]", False),
    ("You don't need prior experience in [Perl], although it helps", False),
    ("[SQL] is not required", False),
    ("We don't care about [degrees]", True),
    ("We care about [degrees]", False),
    ("The role does not require travel. [SQL] is used daily.", False),
]


@pytest.mark.parametrize(("marked", "denied"), DENIED)
def test_a_clause_may_deny_a_demand(marked, denied):
    text = marked.replace("[", "").replace("]", "")
    assert is_denied(text, marked.index("[")) is denied


CUES = read_lexicon("requirement_cues", RequirementCue)


@pytest.mark.parametrize("name", CUES)
def test_every_cue_grades_its_own_example_and_is_told_from_the_rest(name):
    cue = CUES[name]
    at = cue.example.index("Rust")
    reader = RequirementReader({name: cue})
    other = "preferred" if cue.grade == "required" else "requirements"
    assert reader.requirement_of(cue.example, at, at + 4, other) == cue.grade
    assert any(need in cue.example.lower() for need in cue.needs)
    assert [cue.pattern for cue in CUES.values()].count(cue.pattern) == 1


@pytest.mark.parametrize(
    ("heading", "kind", "read_as"),
    [
        # developed on
        ("Required skills", "preferred", "requirements"),
        ("Minimum qualifications", "preferred", "requirements"),
        ("Qualifications (preferred)", "requirements", "preferred"),
        ("Highly desirable", "requirements", "preferred"),
        # negatives
        ("Your profile", "requirements", "requirements"),
        ("Plus-size fashion, and who we look for", "about", "about"),
        (None, "preferred", "preferred"),
        ("Any of the following is a strong plus", "requirements", "preferred"),
        ("Preferred certifications", "meta", "preferred"),
        ("Desired candidate profile", "requirements", "requirements"),
        ("What a great candidate looks like", "requirements", "requirements"),
        ("Our tech stack", "preferred", "requirements"),
        # caught a bug: the model alone said that these are preferred
        ("What we are looking for:", "preferred", "requirements"),
        ("Technical skills (you have two of these)", "preferred", "requirements"),
        ("Skills that would be a plus", "preferred", "preferred"),
        ("Perks of tea", "preferred", "preferred"),
        (
            "You'll go above and beyond our minimum qualifications if you",
            "requirements",
            "preferred",
        ),
    ],
)
def test_a_heading_says_how_far_what_stands_under_it_is_asked_for(heading, kind, read_as):
    passage = Passage("A degree in statistics", 0, kind, heading)
    assert requirement_reader().kind_of(passage) == read_as


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_never_fails(text, start, length):
    assert requirement_reader().requirement_of(text, start, start + length) in {
        "required",
        "preferred",
    }


def test_a_label_under_a_heading_leaves_its_grade():  # caught a bug
    lines = [
        ("heading", "Required qualifications:"),
        ("heading", "Education:"),
        ("requirements", "BSc in botany"),
        ("heading", "Preferred qualifications:"),
        ("heading", "Education:"),
        ("requirements", "MSc in botany"),
        ("heading", "Experience:"),
        ("requirements", "Years with bees"),
        ("heading", "Your profile"),
        ("heading", "Experience:"),
        ("requirements", "Years with wasps"),
        ("heading", "Nice to have"),
        ("preferred", "A garden"),
        ("heading", "Experience"),  # beside the list above, not under it
        ("requirements", "Years with ants"),
    ]
    text, units, heading = "", [], None
    for kind, line in lines:
        units.append(Unit(len(text), len(text) + len(line), kind, heading, 1.0))
        heading = line.rstrip(":") if kind == "heading" else heading
        text += line + "\n"
    reader = requirement_reader()
    grades = [
        reader.grade(Passage(line, unit.start, unit.kind, unit.heading), 0, 3)
        for unit, (_, line) in zip(graded_headings(text, units), lines, strict=True)
        if unit.kind != "heading"
    ]
    assert grades == ["required", "preferred", "preferred", "required", "preferred", "required"]
