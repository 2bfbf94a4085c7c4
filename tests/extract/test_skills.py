"""Skills: the lexicon, what is a skill and what only looks like one, and how they are united."""

from itertools import pairwise, product

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import jdparse
from jdparse.annotations import Unit, read_values
from jdparse.errors import LexiconError
from jdparse.extract import skill_tagger
from jdparse.extract.skill_features import PARTS, REACH, Words, word_parts
from jdparse.extract.skill_lexicon import (
    FILES,
    SkillEntry,
    SkillLexicon,
    SkillMatcher,
    skill_lexicon,
    words_of,
)
from jdparse.extract.skill_tagger import (
    SkillTagger,
    TaggerWeights,
    Vectors,
    load_tagger,
    save_classes,
    save_tagger,
)
from jdparse.extract.skills import Skills, make_skill_reader
from jdparse.lexicon import read_lexicon
from jdparse.tokenizer import TOKEN

CARRIERS = ("We use {}.", "Tools ({}) and more", "We use {}/Zebra", "Okapi+{}", "a {}-based stack")
ENTRIES = [
    (name, category, entry)
    for file, category in FILES.items()
    for name, entry in read_lexicon(file, SkillEntry).items()
]


@pytest.fixture(scope="module")
def nlp():
    """The posting tokenizer, and units as the test says: no segmenter between."""
    return spacy.blank(
        "en", config={"nlp": {"tokenizer": {"@tokenizers": "jdparse.PostingTokenizer.v1"}}}
    )


@pytest.fixture(scope="module")
def component():
    return Skills(make_skill_reader())


@pytest.fixture(scope="module")
def read(nlp, component):
    def skills(text, kind="requirements"):
        doc = nlp(text)
        lines, at = [], 0
        for line in text.split("\n"):
            lines.append(Unit(at, at + len(line), kind, None, 1.0))
            at += len(line) + 1
        doc._.jdparse_units = tuple(lines)
        return read_values(component(doc), "skills")

    return skills


# --- the lexicon


def test_the_lexicon_is_as_large_as_it_says():
    lexicon = skill_lexicon()
    assert len(lexicon.skills) >= 2_500
    assert len(lexicon.forms) >= 6_000


def test_no_form_names_two_skills():
    twice = [("Alpha", "other", SkillEntry(aliases=("beta",))), ("Beta", "other", SkillEntry())]
    with pytest.raises(LexiconError, match="'Beta'"):
        SkillLexicon(twice)


def test_every_exact_spelling_is_a_form_of_its_skill():
    assert [n for n, _, e in ENTRIES if not set(e.exact) <= {n, *e.aliases}] == []


def test_every_id_is_of_a_known_vocabulary():
    wrong = [e.id for _, _, e in ENTRIES if e.id and e.id.partition(":")[0] not in {"esco", "onet"}]
    assert wrong == []


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_form_finds_itself(carrier):
    """A form is found where it stands, unless a longer form of the lexicon swallows it."""
    matcher = SkillMatcher(skill_lexicon())
    lost = []
    for name, _, entry in ENTRIES:
        for form in (name, *entry.aliases):
            words = [w for w in TOKEN.findall(carrier.format(form)) if not w.isspace()]
            found = list(matcher.find(words, [w.lower() for w in words]))
            size = len(words_of(form))
            if not any(f.end - f.start > size or (f.skill and f.skill.name == name) for f in found):
                lost.append(form)
    assert lost == []


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("sklearn", "scikit-learn"),
        ("Golang", "Go"),
        ("K8s", "Kubernetes"),
        ("Postgres", "PostgreSQL"),
        ("NLP", "natural language processing"),
        ("RAG", "retrieval-augmented generation"),
        ("Power-BI", "Power BI"),
        # caught a bug: two entries of one skill
        ("Amazon Bedrock", "AWS Bedrock"),
        ("MS Office Suite", "Microsoft Office"),
        ("Google Cloud", "Google Cloud Platform"),
        ("NVIDIA Triton", "Triton Inference Server"),
        ("VAEs", "VAE"),
        ("R Shiny", "Shiny"),
        ("time-management", "time management"),
        # caught a bug: forms that were not known
        ("Llama", "LLaMA"),
        ("SOC2", "SOC 2"),
        ("CDK", "AWS CDK"),
        ("Dev-Ops", "DevOps"),
        ("A/B", "A/B testing"),
        ("vector stores", "vector databases"),
        ("DiD", "difference-in-differences"),
    ],
)
def test_aliases_unite(form, name):
    assert skill_lexicon().named(form).name == name


@pytest.mark.parametrize(  # caught a bug
    ("mention", "name"),
    [("JIRA", "Jira"), ("spark", "Spark"), ("Neural-Networks", "neural networks")],
)
def test_what_is_tagged_is_named_whatever_its_case(mention, name):
    assert skill_lexicon().named(mention).name == name


@pytest.mark.parametrize(
    ("form", "name"),
    [
        # caught a bug: forms of a neighbour were aliases
        ("data flow", "data flows"),
        ("self-supervised learning", "self-supervised learning"),
        ("structured data", "structured data"),
        ("Amazon EKS", "EKS"),
        ("Amazon SNS", "SNS"),
        ("CDNs", "CDN"),
        ("Nuxt.js", "Nuxt"),
        ("ANCOVA", "ANCOVA"),
        ("SSMS", "SQL Server Management Studio"),
        ("intent classification", "intent recognition"),
        ("case management", "case management"),
        ("mobile application development", "mobile development"),
        ("Guardrails AI", "Guardrails AI"),
        ("OpenAI Triton", "OpenAI Triton"),
    ],
)
def test_neighbours_are_told_apart(form, name):
    assert skill_lexicon().named(form).name == name


@pytest.mark.parametrize(
    "form",
    [
        *("go", "r", "c", "excel", "rust", "spark", "swift"),
        *("did", "owl", "arrow", "drizzle", "nix", "zephyr"),  # caught a bug: "did"
        *("Phoenix", "SAC"),  # more often a city and a security check than the product
    ],
)
def test_words_of_the_language_name_no_skill(form):
    assert not list(SkillMatcher(skill_lexicon()).find([form], [form.lower()]))


# --- what is a skill here

# text, names that must be there, names that must not
CASES = [
    pytest.param(
        "Proficient in Python, R or Scala", {"Python", "R", "Scala"}, set(), id="a list is split"
    ),
    pytest.param("Strong C/C++ and Go skills", {"C++", "Go"}, set(), id="symbols"),
    pytest.param(
        "Experience with PyTorch/TensorFlow", {"PyTorch", "TensorFlow"}, set(), id="slash"
    ),
    pytest.param(
        "Experience with Spark, Kafka and SAS", {"Spark", "Kafka", "SAS"}, set(), id="Spark"
    ),
    pytest.param("Advanced Excel and SQL", {"Excel", "SQL"}, set(), id="Excel"),
    pytest.param("You excel at storytelling", set(), {"Excel"}, id="excel at"),
    pytest.param("Own our go-to-market plans", set(), {"Go"}, id="go-to-market"),
    pytest.param("Join a team of R&D engineers", set(), {"R"}, id="R&D"),
    pytest.param("Brief C-level executives", set(), {"C"}, id="C-level"),
    pytest.param("Python 3.8 and Python required", {"Python"}, set(), id="a version"),
    pytest.param("Knowledge of sklearn and scikit-learn", {"scikit-learn"}, set(), id="aliases"),
    # caught a bug
    pytest.param(
        "Design of pipelines for extraction, transformation and loading (ETL)",
        {"ETL"},
        {"extraction, transformation and loading (ETL"},
        id="brackets",
    ),
    pytest.param("Reporting to the Chief of Staff in Rome", set(), {"reporting"}, id="a boss"),
    pytest.param("Experience with C++Experience with Go", {"C++", "Go"}, set(), id="glued"),
    pytest.param("SPC, DOE and ANOVA", {"design of experiments"}, set(), id="DOE"),
    pytest.param(
        "Python and SQL. Rate: DOE", {"Python", "SQL"}, {"design of experiments"}, id="DOE of pay"
    ),
    pytest.param(
        "Work with research customers at DoD and/or DOE",
        set(),
        {"design of experiments"},
        id="DOE of the state",
    ),
    pytest.param("Run A/B and multivariate tests", {"A/B testing"}, set(), id="A/B"),
    pytest.param(
        "B.A/B.S. in Statistics; Python", {"Python"}, {"A/B testing"}, id="A/B of degrees"
    ),
]


@pytest.mark.parametrize(("text", "present", "absent"), CASES)
def test_what_is_a_skill(read, text, present, absent):
    names = [skill.name for skill in read(text)]
    assert present <= set(names)
    assert not absent & set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("phrase", skill_lexicon().traps)
def test_every_trap_holds_a_known_form_and_hides_it(phrase):
    known = [w for w in TOKEN.findall(phrase) if not w.isspace()]
    (found,) = SkillMatcher(skill_lexicon()).find(known, [w.lower() for w in known])
    assert found.skill is None


def test_the_field_of_a_degree_is_no_skill():  # caught a bug
    text = "Requirements\n- MSc in Machine Learning; Python\n"
    assert [skill.name for skill in jdparse.parse(text).skills] == ["Python"]
    text += "- Deep knowledge of machine learning\n"
    posting = jdparse.parse(text)
    assert [skill.name for skill in posting.skills] == ["Python", "machine learning"]
    assert [text[m.start :][:16] for m in posting.skills[1].mentions] == ["machine learning"]


def test_what_a_clause_denies_is_not_asked_for(read):  # caught a bug
    denied = "The role does not require programming in Python. Good SQL is asked for."
    assert [skill.name for skill in read(denied)] == ["SQL"]
    assert read("No Python experience is needed") == ()


@pytest.mark.parametrize(
    "text",
    [
        # caught a bug: what is checked of a person was asked for as a skill
        "Ability to meet customer and government security screening requirements",
        "You must pass the cloud background check",
    ],
)
def test_checks_of_a_person_are_no_skills(read, text):
    assert not {s.name for s in read(text)} & {"cloud", "security", "security screening"}
    assert not any("screening" in s.name or "check" in s.name for s in read(text))


def test_series_c_is_no_language(read):
    text = "Join us: we closed our Series C round last year."
    assert "C" not in {s.name for s in read(text, "about")}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # caught a bug: what the employer builds with, or sells, was asked for
        ("Our apps are written in Swift and Kotlin by a team down the hall.", []),
        ("We are the home of Kubernetes hosting for 2,000 banks.", []),
        ("In this role you write Kotlin.", ["Kotlin"]),
        ("We are hiring for the team that runs Kafka.", ["Kafka"]),
        ("Our stack: Python, Docker", ["Python", "Docker"]),
    ],
)
def test_a_sentence_about_the_employer_asks_only_where_it_speaks_of_the_job(read, text, names):
    assert [skill.name for skill in read(text, "about")] == names


@pytest.mark.parametrize("kind", ["legal", "benefits", "apply", "pay"])
def test_no_skills_outside_what_the_job_is_about(read, kind):
    assert read("We use Python and SQL to treat all applicants fairly.", kind) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Python, 3+ years. $150-190k", ["Python"]),  # caught a bug
        ("Engineer (SQL, Kafka) - Ghent - 60k-70k", ["SQL", "Kafka"]),
        ("SQL and Tableau; £40,000 with Python", ["SQL", "Tableau"]),
        ("The salary depends on your Python: $90,000", []),
        ("Salary $90,000. Python", []),
        ("Pay by the SQL you know.", []),
    ],
)
def test_what_stands_before_the_pay_of_one_unit_is_read(read, text, names):
    found = read(text, "pay")
    assert [skill.name for skill in found] == names
    assert {skill.requirement for skill in found} <= {"required"}


def test_mentions_are_gathered(read):
    skills = read("Build models in Python\nSQL, Python and communication skills")
    python = next(skill for skill in skills if skill.name == "Python")
    assert [(m.start, m.text) for m in python.mentions] == [(16, "Python"), (28, "Python")]
    soft = [skill.name for skill in skills if skill.category == "soft_skill"]
    assert soft == ["communication"]


def test_grade_of_the_clause_and_of_the_section(read):
    grades = {s.name: s.requirement for s in read("Python required, Scala a plus")}
    assert grades == {"Python": "required", "Scala": "preferred"}
    assert {s.requirement for s in read("Kafka, Airflow", "preferred")} == {"preferred"}


def test_required_anywhere_is_required(read):
    grades = {s.name: s.requirement for s in read("Ideally Kafka\nDeep knowledge of Kafka")}
    assert grades == {"Kafka": "required"}


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("SAS", "programming_language"),
        ("Databricks", "data_engineering"),
        ("Tableau", "analysis_visualization"),
        ("CUDA", "software_engineering"),
        ("Jira", "other"),
        ("feature stores", "cloud_mlops"),
        ("regression", "mathematics_statistics"),
        ("LangChain", "ml_framework"),
        ("large language models", "machine_learning"),
        # caught a bug: set apart from the others of their kind
        ("Dagster", "cloud_mlops"),
        ("DeepSpeed", "ml_framework"),
        ("RAGAS", "ml_framework"),
        ("Promptfoo", "ml_framework"),
        ("FAISS", "data_engineering"),
        ("ScaNN", "data_engineering"),
        ("Mistral", "machine_learning"),
        ("H100", "software_engineering"),
        ("TPUs", "software_engineering"),
        ("Triton Inference Server", "cloud_mlops"),
    ],
)
def test_settled_categories(name, category):
    assert skill_lexicon().named(name).category == category


# --- the tagger


SIZES = {"word": 3, "shape": 2, "ending": 2, "start": 2, "tag": 2}
HIDDEN = 4


@pytest.fixture(scope="module")
def tagger():
    """A small model of random weights."""
    generator = np.random.default_rng(0)

    def normal(*shape):
        return generator.normal(size=shape).astype(np.float32)

    values = {
        "word": ["kafka", "apache", "and"],
        "shape": ["xxx", "Xxxx"],
        "ending": ["fka"],
        "start": ["kaf", ","],
        "tag": ["", "B-other"],
    }
    parts = tuple(
        Vectors({v: row for row, v in enumerate(values[part], 1)},
                normal(len(values[part]) + 1, SIZES[part]))
        for part in PARTS
    )  # fmt: skip
    kernel = normal(2 * REACH + 1, sum(SIZES.values()), HIDDEN)
    kinds = Vectors({"requirements": 1}, normal(2, HIDDEN))
    labels = ("O", "B-hard", "I-hard")
    output, transition = normal(HIDDEN + 1, 3), normal(3, 3)
    return SkillTagger(TaggerWeights(labels, parts, kernel, kinds, output, transition, {}))


WORDS = st.lists(
    st.sampled_from(["Apache", "Kafka", "kafka", "and", ",", "Edge", "data"]), max_size=9
)
KINDS = st.sampled_from(["requirements", "about"])


def plain_scores(model, unit):
    """The scores of one unit as the network is defined, a word and an offset at a time."""
    vectors = [
        np.concatenate([
            part.table[part.rows.get(value, 0)]
            for part, value in zip(model.parts, word_parts(word, tag), strict=True)
        ])
        for word, tag in zip(unit.words, unit.tags, strict=True)
    ]  # fmt: skip
    for at in range(len(vectors)):
        hidden = model.kinds.table[model.kinds.rows.get(unit.kind, 0)].copy()
        for offset in range(-REACH, REACH + 1):
            if 0 <= at + offset < len(vectors):
                hidden += vectors[at + offset] @ model.kernel[offset + REACH]
        yield np.maximum(hidden, 0) @ model.output[:-1] + model.output[-1]


@given(units=st.lists(st.tuples(WORDS, KINDS), max_size=4))
@settings(max_examples=60, deadline=None)
def test_folded_scores_are_those_of_the_network(tagger, units):
    """What is summed once a word and kept is what training saw: the two cannot drift apart."""
    read = [
        Words(w, [x.lower() for x in w], ["B-other" if x == "Kafka" else "" for x in w], kind)
        for w, kind in units
        if w
    ]
    if read:
        plain = [row for unit in read for row in plain_scores(tagger.model, unit)]
        assert tagger.scores(read) == pytest.approx(np.array(plain), abs=1e-4)


def test_a_stored_tagger_says_the_same(tagger, tmp_path):
    save_tagger(tagger.model, tmp_path)
    save_classes({"kafka": (1, 2)}, tmp_path)
    unit = Words(["Apache", "Kafka", "data"], ["apache", "kafka", "data"], ["", "B-other", ""], "")
    stored = load_tagger(tmp_path)
    assert stored.scores([unit]) == pytest.approx(tagger.scores([unit]), abs=0.3)
    assert stored.model.classes == {"kafka": (1, 2)}
    assert [dict(part.rows) for part in stored.model.parts] == [
        dict(part.rows) for part in tagger.model.parts
    ]


def best_path(model, scores):
    """The labels with the highest sum, found by trying them all."""

    def total(path):
        steps = sum(model.transition[a, b] for a, b in pairwise(path))
        return steps + sum(row[label] for row, label in zip(scores, path, strict=True))

    return max(product(range(len(model.labels)), repeat=len(scores)), key=total)


@given(words=WORDS.filter(bool))
@settings(max_examples=60, deadline=None)
def test_words_that_are_surely_outside_are_so_on_the_best_path(tagger, words):
    """The bound on what transitions can gain is no guess: no path is lost."""
    words = words[:6]
    unit = Words(words, [word.lower() for word in words], ["" for _ in words], "about")
    path = best_path(tagger.model, tagger.scores([unit]))
    named = [at for at, label in enumerate(path) if label]
    found = [at for span in tagger.tag([unit]) for at in range(span.start, span.end)]
    assert found == named


@given(units=st.lists(WORDS, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_tags_of_a_unit_do_not_depend_on_its_neighbours(tagger, units):
    read = [Words(w, [x.lower() for x in w], ["" for _ in w], "requirements") for w in units]
    together = [(s.unit, s.start, s.end, s.label) for s in tagger.tag(read)]
    alone = [
        (at, s.start, s.end, s.label) for at, unit in enumerate(read) for s in tagger.tag([unit])
    ]
    assert together == alone


@given(postings=st.lists(st.lists(WORDS, max_size=3), max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_tags_of_a_posting_do_not_depend_on_those_read_with_it(tagger, postings):
    read = [
        [Words(w, [x.lower() for x in w], ["" for _ in w], "about") for w in units]
        for units in postings
    ]
    assert tagger.tag_all(read) == [tagger.tag(units) for units in read]


def test_a_tagger_that_forgets_words_tags_as_before(tagger, monkeypatch):
    monkeypatch.setattr(skill_tagger, "_REMEMBERED", 2)
    words = ["Apache", "Kafka", "and", "Edge", "data", ",", "Kafka"]
    unit = Words(words, [word.lower() for word in words], ["" for _ in words], "about")
    first = tagger.scores([unit])
    assert [(tagger.scores([unit]) == first).all() for _ in range(3)] == [True] * 3


# --- invariants


@given(text=st.text(alphabet="Pythn SQLC+#/.,-&\n é", max_size=80))
@settings(max_examples=60, deadline=None)
def test_mentions_quote_the_text_and_names_are_distinct(read, text):
    skills = read(text)
    for skill in skills:
        assert skill.mentions
        for mention in skill.mentions:
            assert text[mention.start : mention.end] == mention.text
    assert len({skill.name for skill in skills}) == len(skills)


def test_the_same_text_gives_the_same_skills(read):
    text = "Python, SQL and dashboards; data modeling, mentoring"
    assert read(text) == read(text)


def test_one_line_of_a_hundred_thousand_words(read):
    (python,) = [s for s in read("Python, " * 50_000) if s.name == "Python"]
    assert len(python.mentions) > 49_000
