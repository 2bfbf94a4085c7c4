"""Values in plain words: what the table and the page both say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import (
    Degree,
    DutyArea,
    Experience,
    Pay,
    PayBenchmark,
    Posting,
    RoleLabel,
    RoleVerdict,
    Skill,
    SkillCategory,
)

ROLE_NAMES: Final[dict[RoleLabel, str]] = {
    "machine_learning_engineer": "Machine learning engineer",
    "data_scientist": "Data scientist",
    "other": "Neither of the two",
}
AREA_NAMES: Final[dict[DutyArea, str]] = {
    "data_preparation_analysis": "data preparation and analysis",
    "model_building_optimization": "model building and optimization",
    "deployment_monitoring": "deployment and monitoring",
    "collaboration_communication": "collaboration and communication",
    "software_engineering": "software engineering",
    "insight_reporting": "insight and reporting",
    "other": "other",
}
# Codes of the record that are no words; the others are shown as they are, "_" as a space.
_WORDS: Final = {
    "full_time": "full-time",
    "part_time": "part-time",
    "onsite": "on site",
    "any": "any degree",
}
SECTION_NAMES: Final = {"meta": "key facts", "other": "other text", "apply": "how to apply"}
WEIGHTS: Final = (
    "A weight above 0 speaks for the role, one below 0 against it; 0.7 doubles or halves the odds."
)
DISTINCTIONS: Final = (
    "How far the duties speak for each side, from 0 to 100; the sides are judged one by one and "
    "need not add up to 100."
)
# The signs of list items, several where one was copied into another.
_BULLETS: Final = re.compile(r"(?:[-–—•*·▪◦‣●]\s+)+")
# The article's machine learning engineer builds, ships and programs; its data scientist
# analyses and reports. Preparing data and working with others belong to both.
ENGINEERING: Final[frozenset[DutyArea]] = frozenset(
    {"model_building_optimization", "deployment_monitoring", "software_engineering"}
)
# What tells one job's tools from another's comes before subjects and phrases.
_FOREMOST: Final[tuple[SkillCategory, ...]] = (
    "programming_language", "ml_framework", "data_engineering", "cloud_mlops",
    "analysis_visualization", "software_engineering", "machine_learning", "mathematics_statistics",
    "other", "soft_skill",
)  # fmt: skip
_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}
_PERIODS: Final = {"hour": "an hour", "day": "a day", "week": "a week", "month": "a month",
                   "year": "a year", "once": "once"}  # fmt: skip


class _LanguageNames(Entry):
    """One entry of `lexicons/languages.toml`, by ISO 639-1."""

    names: tuple[str, ...]


def words(code: str) -> str:
    """A code of the record as a reader would say it.

    >>> words("full_time"), words("high_school"), words("hybrid")
    ('full-time', 'high school', 'hybrid')
    """
    return _WORDS.get(code, code.replace("_", " "))


def language_words(language: str) -> str:
    """The English name of a language by its ISO 639-1 code.

    >>> language_words("nl"), language_words("xx")
    ('Dutch', 'xx')
    """
    entry = _languages().get(language)
    return language if entry is None else entry.names[0]


@cache
def _languages() -> dict[str, _LanguageNames]:
    return read_lexicon("languages", _LanguageNames)


def benefit_words(posting: Posting) -> list[str]:
    """The kinds of benefits, those of no kind last."""
    kinds = {benefit.kind for benefit in posting.benefits}
    return sorted(kinds - {"other"}) + (["others"] if "other" in kinds else [])


def quoted(text: str) -> str:
    """A quote without the sign of its list item, which reads as a minus beside a weight.

    >>> quoted("- run analyses"), quoted("-5 to 40 °C"), quoted("• - bake")
    ('run analyses', '-5 to 40 °C', 'bake')
    """
    return _BULLETS.sub("", text, count=1) if _BULLETS.match(text) else text


def plural(count: int, noun: str) -> str:
    """A count and its noun.

    >>> plural(1, "posting"), plural(2, "posting")
    ('1 posting', '2 postings')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def percent(share: float) -> str:
    """A probability as a share; a model is never certain, so there is no "100%".

    >>> percent(0.876), percent(0.9993)
    ('88%', 'over 99%')
    """
    return f"{share:.0%}" if share < 0.995 else "over 99%"


def money(amount: float, currency: str) -> str:
    """An amount with its currency.

    >>> money(150000, "USD"), money(35.5, "GBP"), money(8000, "SGD")
    ('$150,000', '£35.50', 'SGD 8,000')
    """
    digits = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    return f"{_SYMBOLS[currency]}{digits}" if currency in _SYMBOLS else f"{currency} {digits}"


def pay_words(pay: Pay) -> str:
    """One amount of pay as a reader would say it.

    >>> pay_words(Pay("base", None, 90000, "EUR", "year", None, None, 90000, "90k", 5, 8))
    'up to €90,000 a year'

    What only structured data states has no place in the text.

    >>> pay_words(Pay("base", None, 90000, "EUR", "year", None, None, 90000, "", None, None))
    "up to €90,000 a year, from the page's data"
    """
    words = f"{_range_words(pay.min, pay.max, pay.currency)} {_PERIODS[pay.period]}"
    words += "" if pay.kind == "base" else f" ({pay.kind})"
    words += f", {pay.place}" if pay.place else ""
    return words if pay.start is not None else f"{words}, from the page's data"


def _range_words(low: float | None, high: float | None, currency: str) -> str:
    if low is not None and high is not None:
        if low == high:
            return money(low, currency)
        return f"{money(low, currency)} to {money(high, currency)}"
    if high is not None:
        return f"up to {money(high, currency)}"
    return f"from {money(low, currency)}" if low is not None else currency


def beside_words(posting: Posting) -> str | None:
    """The stated pay beside the article's, which has figures for one of the two roles alone."""
    if posting.pay_benchmark is None or posting.role is None:
        return None
    if posting.role.label == "data_scientist":
        return f"No figure for data scientists in the article ({posting.pay_benchmark.source})."
    return None if posting.role.label == "other" else benchmark_words(posting.pay_benchmark)


def benchmark_words(benchmark: PayBenchmark) -> str:
    """The stated base pay beside the article's figures, as one sentence."""
    stated = _range_words(benchmark.annual_min, benchmark.annual_max, "USD")
    words = (
        f"{stated} a year beside an average of {money(benchmark.average, 'USD')} for machine "
        f"learning engineers in the US ({money(benchmark.low, 'USD')} to "
        f"{money(benchmark.high, 'USD')})"
    )
    if benchmark.city and benchmark.city_average:
        words += f", {money(benchmark.city_average, 'USD')} in {benchmark.city}"
    return f"{words}. Source: {benchmark.source}."


def degree_words(degree: Degree) -> str:
    """A degree, its fields and whether experience will do instead."""
    words = "degree" if degree.level == "any" else degree.level.replace("_", " ")
    words += f" in {', '.join(degree.fields)}" if degree.fields else ""
    words += ", or experience" if degree.equivalent_experience else ""
    return words if degree.requirement == "required" else f"{words} (preferred)"


def experience_words(experience: Experience) -> str:
    """A demand in years, with the words that state it."""
    low, high = experience.min_years, experience.max_years
    if low is not None and high is not None:
        years = f"{low:g} years" if low == high else f"{low:g} to {high:g} years"
    else:
        years = f"{low:g}+ years" if low is not None else f"up to {high:g} years"
    return years if experience.requirement == "required" else f"{years} (preferred)"


def skills_of(posting: Posting, requirement: str, *, soft: bool = False) -> tuple[Skill, ...]:
    """The posting's skills of one requirement, hard or soft, in the order of the text."""
    return tuple(
        skill
        for skill in posting.skills
        if skill.requirement == requirement and (skill.category == "soft_skill") is soft
    )


def foremost(skills: Sequence[Skill]) -> list[Skill]:
    """The skills for a short list: languages and tools first, else in the order of the text."""
    return sorted(skills, key=lambda skill: _FOREMOST.index(skill.category))


def areas(posting: Posting) -> dict[DutyArea, int]:
    """How many duties fall in each area, the areas in the article's order."""
    found = [duty.area for duty in posting.responsibilities]
    return {area: found.count(area) for area in AREA_NAMES if area in found}


def role_sentence(posting: Posting) -> str:
    """What the job is, how sure that is, and title against content, in one plain line."""
    role = posting.role
    if role is None:
        return "No role: there was nothing to read it from."
    return f"{_certainty(role)}{_title_against_duties(posting, role)}"


def _certainty(role: RoleVerdict) -> str:
    share = getattr(role.probabilities, role.label)
    if role.confident:
        return f"{ROLE_NAMES[role.label]} ({percent(share)})."
    others = [ROLE_NAMES[label].lower() for label in role.prediction_set if label != role.label]
    doubt = f"; could also be: {', '.join(others)}" if others else ""
    return f"Leans to {ROLE_NAMES[role.label].lower()} ({percent(share)}){doubt}."


def _title_against_duties(posting: Posting, role: RoleVerdict) -> str:
    parts = [*_titled(posting, role), *_engineering(posting)]
    return f" {'; '.join(parts)}." if parts else ""


def _titled(posting: Posting, role: RoleVerdict) -> Iterator[str]:
    """What the title says; one of neither role is worth a word only where the duties differ."""
    if role.title_label not in (None, "other"):
        yield f"Titled {ROLE_NAMES[role.title_label].lower()}"
    elif role.title_label is not None and not role.title_agrees:
        yield f"Titled {posting.title}"


def _engineering(posting: Posting) -> Iterator[str]:
    duties = len(posting.responsibilities)
    if duties:
        engineering = sum(duty.area in ENGINEERING for duty in posting.responsibilities)
        noun, verb = ("duty", "is") if duties == 1 else ("duties", "are")
        yield f"{engineering} of {duties} {noun} {verb} engineering"


def join(parts: Sequence[str], none: str = "not stated") -> str:
    """Parts in one line, or the words for none of them."""
    return "; ".join(parts) if parts else none
