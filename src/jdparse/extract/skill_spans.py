"""From tagged words to skills: reads a posting, names and unites what the tagger found.

A skill is named once: forms of the lexicon under their canonical name, other phrases with the
same words ("data quality check", "data quality checks") under the first of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from jdparse.annotations import Unit, UnitKind
from jdparse.extract.amounts import find_amounts
from jdparse.extract.brackets import closed
from jdparse.extract.contexts import context
from jdparse.extract.currency import Currencies
from jdparse.extract.graded_headings import graded_headings
from jdparse.extract.passages import Passage
from jdparse.extract.requirement import RequirementReader, is_denied
from jdparse.extract.skill_category import SOFT, SkillCategorizer
from jdparse.extract.skill_features import Words
from jdparse.extract.skill_lexicon import KnownSkill, SkillLexicon, SkillMatcher
from jdparse.extract.skill_tagger import SkillTagger, TaggedSpan
from jdparse.posting import Mention, Requirement, Skill, SkillCategory

# Where a skill is the employer's affair, or no skill at all: never read for skills, but for what
# stands before the pay in one unit with it ("Python, 3+ years. $150-190k").
UNREAD: Final[frozenset[UnitKind]] = frozenset({"benefits", "legal", "apply", "pay"})
# What these say of a skill counts for its grade only where no demand or duty names it.
BACKGROUND: Final[frozenset[UnitKind]] = frozenset({"about", "meta", "heading", "other"})
_BESIDE_PAY: Final[UnitKind] = "requirements"  # what one unit states beside its pay
TRAP: Final = "trap"  # the category of phrases that hold a skill's name and are none
_CLAUSE_END: Final = re.compile(r"[.;|–—-](?=\s)")
_LONGEST: Final = 120  # words of a unit tagged as one; a unit is a sentence but for lost breaks


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a posting, as they are and in small letters, and where each starts."""

    words: list[str]
    lower: list[str]
    starts: list[int]


@dataclass(frozen=True, slots=True)
class TaggedUnit:
    """A unit, or a stretch of a very long one: its words with the lexicon's tags.

    The first of them is the `first`th of the posting.
    """

    unit: Unit
    first: int
    words: Words


@dataclass(slots=True)
class _Found:
    name: str = ""
    category: SkillCategory = "other"
    mentions: list[Mention] = field(default_factory=list)
    grades: list[tuple[Requirement, UnitKind]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SkillReader:
    """Reads the skills of a posting."""

    lexicon: SkillLexicon
    matcher: SkillMatcher
    tagger: SkillTagger
    categorizer: SkillCategorizer
    requirement: RequirementReader
    currencies: Currencies

    def read(self, text: str, tokens: Tokens, units: Sequence[Unit]) -> list[TaggedUnit]:
        """The units of a posting that can ask for skills, for the tagger."""
        graded = graded_headings(text, units)
        told = (_before_pay(text, u, self.currencies) if u.kind == "pay" else u for u in graded)
        asked = (unit for unit in told if _may_ask(text, unit))
        return list(tagged_units(self.matcher, tokens, asked))

    def skills(
        self,
        text: str,
        tokens: Tokens,
        read: Sequence[TaggedUnit],
        spans: Iterable[TaggedSpan],
    ) -> tuple[Skill, ...]:
        """Each distinct skill of the tagged spans once, in the order of its first mention."""
        found: dict[str, _Found] = {}
        passage: Passage | None = None
        for span in spans:
            tagged = read[span.unit]
            if all(tag.endswith(TRAP) for tag in tagged.words.tags[span.start : span.end]):
                continue
            start = tokens.starts[tagged.first + span.start]
            if is_denied(text, start):
                continue
            last = tagged.first + span.end - 1
            end = closed(text, start, tokens.starts[last] + len(tokens.words[last]))
            lower = tagged.words.lower[span.start : span.end]
            mention = Mention(text[start:end], start, end)
            known = self._known(mention.text)
            skill = found.setdefault(known.name if known else _stems(lower), _Found())
            if not skill.mentions:
                skill.name = known.name if known else mention.text
                skill.category = self._category(lower, known, soft=span.label == "soft")
            skill.mentions.append(mention)
            if passage is None or passage.start != tagged.unit.start:
                passage = _passage(text, tagged.unit)
            grade = self.requirement.grade(passage, start - passage.start, end - passage.start)
            skill.grades.append((grade, passage.kind))
        return tuple(
            Skill(skill.name, skill.category, _grade(skill.grades), tuple(skill.mentions))
            for skill in found.values()
        )

    def _known(self, text: str) -> KnownSkill | None:
        """The skill that a mention names, as a whole or by one of two names: "extraction (ETL)"."""
        if (known := self.lexicon.named(text)) is not None or not text.endswith(")"):
            return known
        name, _, other = text[:-1].partition("(")
        return self.lexicon.named(other) or self.lexicon.named(name)

    def _category(
        self, lower: Sequence[str], known: KnownSkill | None, *, soft: bool
    ) -> SkillCategory:
        if known is not None and not soft and known.category != SOFT:
            return known.category
        return self.categorizer.category(lower, self.tagger.model.classes, soft=soft)


def _passage(text: str, unit: Unit) -> Passage:
    return Passage(text[unit.start : unit.end], unit.start, unit.kind, unit.heading)


def tagged_units(
    matcher: SkillMatcher, tokens: Tokens, units: Iterable[Unit]
) -> Iterator[TaggedUnit]:
    """The units that are read for skills, with their words and the lexicon's tags."""
    for unit in units:
        if unit.kind in UNREAD:
            continue
        first, end = (bisect_left(tokens.starts, place) for place in (unit.start, unit.end))
        for at in range(first, end, _LONGEST):
            part = slice(at, min(at + _LONGEST, end))
            words, lower = tokens.words[part], tokens.lower[part]
            yield TaggedUnit(
                unit, at, Words(words, lower, tags_of(matcher, words, lower), unit.kind)
            )


def _may_ask(text: str, unit: Unit) -> bool:
    """Whether what a unit names can be asked for, and is not what the employer alone deals with.

    Of the skills in sentences about the employer that do not speak of the job, one in five is the
    gold's ("Our apps are written in Swift by a team down the hall"); of the others three in five.
    """
    if unit.kind != "about":
        return True
    return context("job_spoken_of").search(text, unit.start, unit.end) is not None


def _before_pay(text: str, unit: Unit, currencies: Currencies) -> Unit:
    """What a unit of pay says before the clause with its first money, as a demand."""
    said = text[unit.start : unit.end]
    amounts = find_amounts(said, currencies)
    money = next((a.start for a in amounts if a.currency_name or a.factor > 1), 0)
    ends = [match.end() for match in _CLAUSE_END.finditer(said, 0, money)]
    return replace(unit, end=unit.start + (ends[-1] if ends else 0), kind=_BESIDE_PAY)


def tags_of(matcher: SkillMatcher, words: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The lexicon's tag of each word."""
    tags = [""] * len(words)
    for form in matcher.find(words, lower):
        category = form.skill.category if form.skill else TRAP
        tags[form.start] = f"B-{category}"
        tags[form.start + 1 : form.end] = [f"I-{category}"] * (form.end - form.start - 1)
    return tags


def _grade(grades: Iterable[tuple[Requirement, UnitKind]]) -> Requirement:
    """Required where any demand or duty asks for it without reserve."""
    every = list(grades)
    asked = [grade for grade, kind in every if kind not in BACKGROUND]
    return "required" if "required" in (asked or [grade for grade, _ in every]) else "preferred"


def _stems(lower: Sequence[str]) -> str:
    """What phrases of the same words have in common: words without endings, in their order."""
    return " ".join(_stem(word) for word in lower if word[0].isalnum())


def _stem(word: str) -> str:
    for ending in ("ing", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word
