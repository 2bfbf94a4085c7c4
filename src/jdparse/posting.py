"""The values: what one parsed posting is.

Every value is frozen. Offsets are characters of the posting's own `text`, so that
`posting.text[value.start:value.end] == value.text` for every value that quotes.
A value that was not found is `None` or `()`; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

SCHEMA_VERSION: Final = 1

# Types of employment that say more than "full-time" beside them, the most telling first.
NARROWEST: Final = ("internship", "volunteer", "per_diem", "temporary", "contract")


def breadth(employment_type: str) -> int:
    """How little a type of employment says beside others, for sorting.

    >>> min(["full_time", "contract", "internship"], key=breadth)
    'internship'
    """
    return NARROWEST.index(employment_type) if employment_type in NARROWEST else len(NARROWEST)


Status = Literal["ok", "partial", "failed"]
SectionKind = Literal[
    "about", "responsibilities", "requirements", "preferred", "pay",
    "benefits", "legal", "apply", "meta", "other",
]  # fmt: skip
Requirement = Literal["required", "preferred"]
RoleLabel = Literal["machine_learning_engineer", "data_scientist", "other"]
DutyArea = Literal[
    "data_preparation_analysis", "model_building_optimization", "deployment_monitoring",
    "collaboration_communication", "software_engineering", "insight_reporting", "other",
]  # fmt: skip
SkillCategory = Literal[
    "programming_language", "mathematics_statistics", "machine_learning", "ml_framework",
    "data_engineering", "analysis_visualization", "cloud_mlops", "software_engineering",
    "soft_skill", "other",
]  # fmt: skip
DegreeLevel = Literal[
    "high_school", "associate", "bachelor", "master", "doctorate", "professional", "any"
]
PayKind = Literal["base", "bonus", "equity", "total", "other"]
PayPeriod = Literal["hour", "day", "week", "month", "year", "once"]
BenefitKind = Literal[
    "stock", "bonus", "insurance", "retirement", "leave", "learning", "flexibility", "other"
]
WorkMode = Literal["remote", "hybrid", "onsite"]
Origin = Literal["json_ld", "microdata", "ats", "page", "text"]

ROLE_LABELS: Final[tuple[RoleLabel, ...]] = (
    "machine_learning_engineer",
    "data_scientist",
    "other",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was left out or failed: a stable `code` and a message that helps."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the posting came from: its address or file, media type and SHA-256 (hex)."""

    uri: str | None
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Section:
    """A run of text of one kind; `start` is that of its heading where it has one."""

    kind: SectionKind
    heading: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One duty and the article's area it belongs to."""

    text: str
    start: int
    end: int
    area: DutyArea


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text where a value is named."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skill:
    """One distinct skill with every place that names it."""

    name: str
    category: SkillCategory
    requirement: Requirement
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Degree:
    """One level of degree that the posting names."""

    level: DegreeLevel
    fields: tuple[str, ...]
    requirement: Requirement
    equivalent_experience: bool
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Experience:
    """A demand in years; `max_years` is None where it is open above."""

    min_years: float | None
    max_years: float | None
    requirement: Requirement
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pay:
    """One amount of pay as stated, and base pay worked out to a year.

    A value that only structured data states has `text == ""` and offsets None.
    """

    kind: PayKind
    min: float | None
    max: float | None
    currency: str
    period: PayPeriod
    place: str | None
    annual_min: float | None
    annual_max: float | None
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class PayBenchmark:
    """Stated base pay (USD a year) beside the article's figures for a machine learning engineer."""

    annual_min: float | None
    annual_max: float | None
    average: float
    low: float
    high: float
    city: str | None
    city_average: float | None
    source: str


@dataclass(frozen=True, slots=True)
class RequirementAlternative:
    """One way to qualify, where a posting states several ("BS and 5 years, or MS and 3")."""

    degree: DegreeLevel | None
    min_years: float | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A human language asked for; `language` is ISO 639-1."""

    language: str
    requirement: Requirement
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Benefit:
    """One perk beside pay."""

    kind: BenefitKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many duties and demands fall in each of the article's areas; 0 is what is left out."""

    data_preparation_analysis: int = 0
    model_building_optimization: int = 0
    deployment_monitoring: int = 0
    collaboration_communication: int = 0
    programming_languages: int = 0
    mathematics_statistics: int = 0
    ml_frameworks: int = 0
    databases_big_data: int = 0
    education_experience: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the text and what it adds to a score, in log-odds."""

    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Distinction:
    """One of the article's differences: how far the duties speak for either side (0 to 1)."""

    name: str
    machine_learning_engineer: float
    data_scientist: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class RoleProbabilities:
    """Calibrated, summing to 1."""

    machine_learning_engineer: float
    data_scientist: float
    other: float


@dataclass(frozen=True, slots=True)
class RoleVerdict:
    """What the job is by its duties, how sure that is, and why."""

    label: RoleLabel
    confident: bool
    probabilities: RoleProbabilities
    prediction_set: tuple[RoleLabel, ...]
    title_label: RoleLabel | None
    title_agrees: bool | None
    distinctions: tuple[Distinction, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a scalar came from; offsets are None where it did not come from `text`."""

    origin: Origin
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Parser:
    """What parsed it: package version, role model and digest of the lexicons."""

    version: str
    model: str | None
    lexicon: str


@dataclass(frozen=True, slots=True)
class Posting:
    """One parsed posting: the record's keys, in the record's order."""

    schema_version: int
    id: str
    status: Status
    problems: tuple[Problem, ...]
    source: Source
    language: str | None
    title: str | None
    company: str | None
    locations: tuple[str, ...]
    date_posted: str | None
    valid_through: str | None
    employment_type: str | None
    work_mode: WorkMode | None
    text: str
    sections: tuple[Section, ...]
    responsibilities: tuple[Responsibility, ...]
    skills: tuple[Skill, ...]
    degrees: tuple[Degree, ...]
    experience: tuple[Experience, ...]
    pay: tuple[Pay, ...]
    pay_benchmark: PayBenchmark | None
    requirement_alternatives: tuple[RequirementAlternative, ...]
    seniority: str | None
    visa_sponsorship: Literal["offered", "refused"] | None
    security_clearance: Requirement | None
    spoken_languages: tuple[SpokenLanguage, ...]
    coverage: Coverage
    benefits: tuple[Benefit, ...]
    role: RoleVerdict | None
    provenance: Mapping[str, Provenance]
    parser: Parser
