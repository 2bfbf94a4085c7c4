"""From tagged words to skills: reads a posting, names and unites what the tagger found.

A skill is named once: forms of the lexicon under their canonical name, other phrases with the
same words ("data quality check", "data quality checks") under the first of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from jdparse.annotations import Unit, UnitKind
from jdparse.extract.requirement import RequirementReader
from jdparse.extract.skill_category import SOFT, SkillCategorizer
from jdparse.extract.skill_features import Words
from jdparse.extract.skill_lexicon import SkillLexicon, SkillMatcher
from jdparse.extract.skill_tagger import SkillTagger
from jdparse.posting import Mention, Requirement, Skill, SkillCategory

# Where a skill is the employer's affair, or no skill at all: never read for skills.
UNREAD: Final[frozenset[UnitKind]] = frozenset({"benefits", "legal", "apply", "pay"})
# What these say of a skill counts for its grade only where no demand or duty names it.
BACKGROUND: Final[frozenset[UnitKind]] = frozenset({"about", "meta", "heading", "other"})
_LONGEST: Final = 120  # words of a unit tagged as one; a unit is a sentence but for lost breaks


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a posting, and where each starts."""

    words: list[str]
    starts: list[int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit, or a stretch of a very long one: its words, the first of them the `first`th."""

    unit: Unit
    first: int
    words: Words


@dataclass(slots=True)
class _Found:
    name: str
    category: SkillCategory
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

    def skills(self, text: str, tokens: Tokens, units: Sequence[Unit]) -> tuple[Skill, ...]:
        """Each distinct skill once, in the order of its first mention."""
        read = list(passages(self.matcher, tokens, units))
        found: dict[str, _Found] = {}
        for span in self.tagger.tag([passage.words for passage in read]):
            passage = read[span.unit]
            start = tokens.starts[passage.first + span.start]
            last = passage.first + span.end - 1
            end = tokens.starts[last] + len(tokens.words[last])
            lower = passage.words.lower[span.start : span.end]
            mention = Mention(text[start:end], start, end)
            self._add(found, text, mention, lower, passage.unit, soft=span.label == "soft")
        return tuple(
            Skill(skill.name, skill.category, _grade(skill.grades), tuple(skill.mentions))
            for skill in found.values()
        )

    def _add(
        self,
        found: dict[str, _Found],
        text: str,
        mention: Mention,
        lower: Sequence[str],
        unit: Unit,
        *,
        soft: bool,
    ) -> None:
        known = self.lexicon.named(mention.text)
        key = known.name if known else _stems(lower)
        if key not in found:
            category = SOFT if soft else None
            if known is not None and not soft and known.category != SOFT:
                category = known.category
            if category is None:
                classes = self.tagger.model.classes
                category = self.categorizer.category(lower, classes, soft=soft)
            found[key] = _Found(known.name if known else mention.text, category)
        grade = self.requirement.requirement_of(
            text[unit.start : unit.end], mention.start - unit.start, mention.end - unit.start,
            unit.kind,
        )  # fmt: skip
        found[key].mentions.append(mention)
        found[key].grades.append((grade, unit.kind))


def passages(matcher: SkillMatcher, tokens: Tokens, units: Sequence[Unit]) -> Iterator[Passage]:
    """The units that are read for skills, with their words and the lexicon's tags."""
    for unit in units:
        if unit.kind in UNREAD:
            continue
        first, end = (bisect_left(tokens.starts, place) for place in (unit.start, unit.end))
        for at in range(first, end, _LONGEST):
            words = tokens.words[at : min(at + _LONGEST, end)]
            lower = [word.lower() for word in words]
            yield Passage(unit, at, Words(words, lower, tags_of(matcher, words, lower), unit.kind))


def tags_of(matcher: SkillMatcher, words: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The lexicon's tag of each word."""
    tags = [""] * len(words)
    for form in matcher.find(words, lower):
        tags[form.start] = f"B-{form.skill.category}"
        tags[form.start + 1 : form.end] = [f"I-{form.skill.category}"] * (form.end - form.start - 1)
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
