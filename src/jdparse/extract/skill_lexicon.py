"""The lexicon of skills: canonical names, their other forms, and finding them in a posting.

One file a category (`lexicons/skills_<category>.toml`), one line a skill. Forms are matched
without regard to case, except those listed under `exact` ("Go", "R", "Excel"), and the longest
form wins. A form found is not yet a skill of the posting: the tagger decides by what stands
around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from jdparse.errors import LexiconError
from jdparse.lexicon import Entry, read_lexicon
from jdparse.posting import SkillCategory
from jdparse.tokenizer import TOKEN

FILES: Final[dict[str, SkillCategory]] = {
    "skills_programming_language": "programming_language",
    "skills_mathematics_statistics": "mathematics_statistics",
    "skills_machine_learning": "machine_learning",
    "skills_ml_framework": "ml_framework",
    "skills_data_engineering": "data_engineering",
    "skills_analysis_visualization": "analysis_visualization",
    "skills_cloud_mlops": "cloud_mlops",
    "skills_software_engineering": "software_engineering",
    "skills_soft_skill": "soft_skill",
    "skills_other": "other",
}


class TrapEntry(Entry):
    """Phrases that hold a skill's name and are none ("C-level"); `exact`: in their own case."""

    phrases: tuple[str, ...]
    exact: bool = False


class SkillEntry(Entry):
    """One skill: other forms, which of all its forms need their case, and its public id.

    `id` is `esco:<uuid>` (ESCO skill) or `onet:<commodity code>` (O*NET technology skill).
    """

    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class KnownSkill:
    """A canonical skill of the lexicon."""

    name: str
    category: SkillCategory
    id: str | None


@dataclass(frozen=True, slots=True)
class FoundForm:
    """Words `start` to `end` (exclusive) that name a known skill, or a trap (None)."""

    start: int
    end: int
    skill: KnownSkill | None


@dataclass(slots=True)
class _Node:
    """A word of the forms' tree: what may follow, and the skill named if the form ends here."""

    following: dict[str, _Node]
    ends: bool = False
    skill: KnownSkill | None = None  # None at the end of a trap
    exact: frozenset[str] | None = None  # the spellings that count, where case matters


class SkillLexicon:
    """All known skills by form."""

    def __init__(
        self,
        entries: Sequence[tuple[str, SkillCategory, SkillEntry]],
        traps: Iterable[TrapEntry] = (),
    ) -> None:
        self.skills: list[KnownSkill] = []
        self.traps = {phrase: trap.exact for trap in traps for phrase in trap.phrases}
        self._by_form: dict[str, KnownSkill] = {}
        self._exact: dict[str, set[str]] = {}
        for name, category, entry in entries:
            skill = KnownSkill(name, category, entry.id)
            self.skills.append(skill)
            for form in (name, *entry.aliases):
                self._add(form, skill, exact=form in entry.exact)

    def _add(self, form: str, skill: KnownSkill, *, exact: bool) -> None:
        key = normal(form)
        if key in self._by_form:
            other = self._by_form[key].name
            raise LexiconError(f"skill form {form!r} of {skill.name!r} is also one of {other!r}")
        self._by_form[key] = skill
        if exact:
            self._exact.setdefault(key, set()).add(form)

    def spellings(self, form: str) -> frozenset[str] | None:
        """The spellings of a form that count, as words joined by a space; None for any case."""
        exact = self._exact.get(form)
        return None if exact is None else frozenset(_joined(spelling) for spelling in exact)

    @property
    def forms(self) -> dict[str, KnownSkill]:
        """Every form in lower case and the skill it names."""
        return self._by_form

    def named(self, text: str) -> KnownSkill | None:
        """The skill that a text names as a whole, if the lexicon knows it.

        Where case matters ("Spark", not "spark") a text in one case names it too: that it is a
        skill here is known. A hyphen may stand for a space.

        >>> lexicon = skill_lexicon()
        >>> [lexicon.named(text).name for text in ("sklearn", "JIRA", "Neural-Networks")]
        ['scikit-learn', 'Jira', 'neural networks']
        """
        key = normal(text)
        if key not in self._by_form:
            key = key.replace("-", " ")
        in_one_case = text.isupper() or text.islower() or text.istitle()
        if key in self._exact and text not in self._exact[key] and not in_one_case:
            return None
        return self._by_form.get(key)


class SkillMatcher:
    """Finds the lexicon's forms in a list of words: a tree of words, longest form first."""

    def __init__(self, lexicon: SkillLexicon) -> None:
        self._root: dict[str, _Node] = {}
        for form, skill in lexicon.forms.items():
            self._add(form, skill, lexicon.spellings(form))
        for phrase, exact in lexicon.traps.items():
            self._add(phrase, None, frozenset({_joined(phrase)}) if exact else None)

    def _add(self, form: str, skill: KnownSkill | None, exact: frozenset[str] | None) -> None:
        following, node = self._root, None
        for word in words_of(form):
            node = following.setdefault(word, _Node({}))
            following = node.following
        if node is not None:
            node.ends, node.skill, node.exact = True, skill, exact

    def find(self, words: Sequence[str], lower: Sequence[str]) -> Iterator[FoundForm]:
        """The forms found, in order, none overlapping; `lower` is the words in lower case.

        >>> matcher = SkillMatcher(skill_lexicon())
        >>> words = "Python and Excel , so you excel".split()
        >>> [found.skill.name for found in matcher.find(words, [w.lower() for w in words])]
        ['Python', 'Excel']
        """
        reached = 0
        for at, node in enumerate(map(self._root.get, lower)):
            if node is None or at < reached:
                continue
            found = _longest(node, words, lower, at)
            if found is not None:
                reached = found.end
                yield found


def _longest(
    node: _Node, words: Sequence[str], lower: Sequence[str], start: int
) -> FoundForm | None:
    found, end = None, start + 1
    while True:
        if node.ends and _spelled(node.exact, words[start:end]):
            found = FoundForm(start, end, node.skill)
        following = node.following.get(lower[end]) if end < len(lower) else None
        if following is None:
            return found
        node, end = following, end + 1


def _spelled(exact: frozenset[str] | None, words: Sequence[str]) -> bool:
    return exact is None or " ".join(words) in exact


def words_of(form: str) -> list[str]:
    """The words of a form as the posting tokenizer cuts them, in lower case."""
    return [word.lower() for word in TOKEN.findall(form) if not word.isspace()]


def _joined(form: str) -> str:
    return " ".join(word for word in TOKEN.findall(form) if not word.isspace())


def normal(form: str) -> str:
    """How forms are compared: lower case, single spaces."""
    return " ".join(form.lower().split())


@cache
def skill_lexicon() -> SkillLexicon:
    """The shipped lexicon."""
    entries = [
        (name, category, entry)
        for file, category in FILES.items()
        for name, entry in read_lexicon(file, SkillEntry).items()
    ]
    return SkillLexicon(entries, read_lexicon("skill_traps", TrapEntry).values())
