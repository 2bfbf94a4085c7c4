"""Benefits: the perks a posting offers beside pay, one entry a perk phrase as stated.

Every term of `lexicons/benefits.toml` counts in units of benefits; elsewhere only clear ones, and
only where the unit offers something ("we offer …", "benefits include …"). A phrase takes in the
words that belong to it ("20 days of paid vacation", "401(k) plan with company match") and the list
that shares its last word ("medical, dental and vision insurance").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import Unit, UnitKind, write_values
from jdparse.extract.brackets import closed
from jdparse.extract.contexts import context, lower_context
from jdparse.extract.passages import Passages, passages
from jdparse.lexicon import Entry, read_lexicon, read_words
from jdparse.posting import Benefit, BenefitKind

# Words, apart also where lost line breaks glued them ("leaveUnlimited PTO").
_WORD: Final = re.compile(
    r"\d++(?:[.,]\d++){0,15}%?|[A-Z]{2,}s(?![a-z])|[A-ZÀ-Þ]?[a-zß-ÿąćęłńóśźż]+|[A-ZÀ-Þ]+(?![a-z])"
)
# Kinds whose short names ("equity", "bonus") tell a perk also beside the salary.
_BESIDE_SALARY: Final = frozenset({"stock", "bonus"})
_DEMANDS: Final = frozenset({"responsibilities", "requirements", "preferred"})
# Between items of one list.
_LISTED: Final = re.compile(r"[\s,/&+()-]+(?:(?:and|or)[\s,/&+()-]+){0,2}")
_NEAR: Final = 2  # words beside a term that can make it something else
_NAMED_BY: Final = 3  # words that say what a stipend is for
_MOST_WORDS: Final = 4_000  # of one unit; more is no list of perks


class BenefitEntry(Entry):
    """One family of perks; the file's header tells the fields."""

    kind: BenefitKind
    terms: tuple[str, ...]
    weak: tuple[str, ...] = ()
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PerkTerm:
    """One term of the lexicon: its family, and whether it needs a unit of benefits."""

    family: BenefitEntry
    weak: bool


@dataclass(frozen=True, slots=True)
class BenefitTerms:
    """The lexicons, by words; `longest` is the most words of a term by its first word.

    `lead`, `tail`, `complete`, `inner`, `head` and `stop` are the tables of
    `lexicons/benefit_words.toml`.
    """

    terms: Mapping[tuple[str, ...], PerkTerm]
    longest: Mapping[str, int]
    lead: frozenset[str]
    tail: frozenset[str]
    complete: frozenset[str]
    inner: frozenset[str]
    head: frozenset[str]
    stop: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a unit, in lower case, with offsets in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words `first` to `last` of a unit that name a perk."""

    kind: BenefitKind
    first: int
    last: int


def read_benefit_terms() -> BenefitTerms:
    """Read `lexicons/benefits.toml` and `lexicons/benefit_words.toml`."""
    families = read_lexicon("benefits", BenefitEntry).values()
    beside = {name: frozenset(words) for name, words in read_words("benefit_words").items()}
    terms: dict[tuple[str, ...], PerkTerm] = {}
    for family in families:
        for weak, names in ((True, family.weak), (False, family.terms)):
            terms.update({_words_of(name): PerkTerm(family, weak) for name in names})
    longest: dict[str, int] = {}
    for words in terms:
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return BenefitTerms(terms, longest, **beside)


def extract_benefits(posting: Passages, terms: BenefitTerms) -> tuple[Benefit, ...]:
    """Every perk of a posting, in order; the same words twice count once.

    >>> from jdparse.extract.passages import passages_of
    >>> text = "Medical, dental and vision insurance, 20 days of PTO and 401(k) with company match."
    >>> posting = passages_of(text, (Unit(0, len(text), "benefits", None, 1.0),))
    >>> [(perk.kind, perk.text) for perk in extract_benefits(posting, read_benefit_terms())]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('insurance', 'Medical, dental and vision insurance'), ('leave', '20 days of PTO'),
     ('retirement', '401(k) with company match')]
    """
    found: dict[tuple[str, str], Benefit] = {}
    for unit in posting.source:
        offered = unit.kind in {"benefits", "pay"} or (
            unit.kind != "heading" and _offers(posting.lowered, unit)
        )
        if not offered:
            continue
        for benefit in _in_unit(posting.text, unit, terms):
            found.setdefault((benefit.kind, benefit.text.lower()), benefit)
    return tuple(found.values())


def _offers(lowered: str, unit: Unit) -> bool:
    offer = lower_context("perks_offered_outright" if unit.kind in _DEMANDS else "perks_offered")
    return offer.search(lowered, unit.start, unit.end) is not None


def _in_unit(text: str, unit: Unit, terms: BenefitTerms) -> Iterator[Benefit]:
    words = [
        _Word(word.group().lower(), word.start(), word.end())
        for word in _WORD.finditer(text, unit.start, unit.end)
    ]
    phrases = list(_phrases(text, words[:_MOST_WORDS], terms, unit.kind))
    phrases = _joined(text, words, phrases, terms.complete)
    done = unit.start
    for index, phrase in enumerate(phrases):
        start, end = _widened(text, words, phrase, terms)
        others = (*phrases[:index], *phrases[index + 1 :])
        label = text[end : end + 1] == ":" and any(other.kind == phrase.kind for other in others)
        denied = context("perk_denied").search(text, max(unit.start, start - 60), start)
        if words[phrase.first].start >= done and not label and denied is None:
            if start < done:  # its first words belong to the perk before
                start = next(word.start for word in words if word.start >= done)
            yield Benefit(phrase.kind, text[start:end], start, end)
            done = end


def _phrases(
    text: str, words: Sequence[_Word], terms: BenefitTerms, unit: UnitKind
) -> Iterator[_Phrase]:
    """The terms in a unit, the longest at each place."""
    at = 0
    while at < len(words):
        size = _size(words, at, terms)
        if size == 0:
            at += 1
            continue
        term = terms.terms[tuple(word.text for word in words[at : at + size])]
        known = (
            not term.weak
            or unit == "benefits"
            or (unit == "pay" and term.family.kind in _BESIDE_SALARY)
        )
        if known and not _something_else(text, words, at, size, term):
            yield _Phrase(term.family.kind, at, at + size - 1)
        at += size


def _size(words: Sequence[_Word], at: int, terms: BenefitTerms) -> int:
    """How many words the longest term that starts here has; 0 where none does."""
    for size in range(min(terms.longest.get(words[at].text, 0), len(words) - at), 0, -1):
        if tuple(word.text for word in words[at : at + size]) in terms.terms:
            return size
    return 0


def _something_else(text: str, words: Sequence[_Word], at: int, size: int, term: PerkTerm) -> bool:
    """Whether the words beside a term make it something else.

    A word tells so only where no comma or bracket parts the two ("healthcare, dental" is a list),
    and only of a short name: "paid time off" is that whatever follows.
    """
    beside = {word.text for word in words[max(0, at - _NEAR) : at + size + _NEAR]}
    if "diversity" in beside or "inclusion" in beside:
        return True
    if size > 1 and not term.weak:
        return False
    last = at + size - 1
    before = at > 0 and _touch(text, words, at - 1) and words[at - 1].text
    after = last + 1 < len(words) and _touch(text, words, last) and words[last + 1].text
    return before in term.family.not_before or after in term.family.not_after


def _joined(
    text: str, words: Sequence[_Word], phrases: Sequence[_Phrase], complete: frozenset[str]
) -> list[_Phrase]:
    """Phrases of one kind that share the last one's noun become one ("medical, dental cover")."""
    joined: list[_Phrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind == phrase.kind
            and words[last.last].text not in complete
            and _LISTED.fullmatch(text, words[last.last].end, words[phrase.first].start)
        ):
            joined[-1] = replace(last, last=phrase.last)
        else:
            joined.append(phrase)
    return joined


def _widened(
    text: str, words: Sequence[_Word], phrase: _Phrase, terms: BenefitTerms
) -> tuple[int, int]:
    """Offsets of a phrase with the words that belong to it."""
    first, last = phrase.first, phrase.last
    if words[last].text in terms.head:
        while (
            first > max(0, phrase.first - _NAMED_BY)
            and words[first - 1].text not in terms.stop
            and text[words[first - 1].end : words[first].start] in {" ", "-", "\u00a0"}
        ):
            first -= 1
    while (
        first > 0
        and _belongs(words[first - 1].text, terms.lead)
        and _beside(text, words, first - 1)
    ):
        first -= 1
    while (
        first < phrase.first
        and words[first].text in terms.inner
        and words[first + 1].text != "site"
    ):
        first += 1
    while (
        last + 1 < len(words) and words[last + 1].text in terms.tail and _beside(text, words, last)
    ):
        last += 1
    start, end = words[first].start, words[last].end
    if start > 0 and text[start - 1] in "$£€":
        start -= 1
    with_match = context("pension_match").match(text, end)
    if phrase.kind == "retirement" and with_match is not None:
        return start, with_match.end()
    return start, closed(text, start, end)


def _belongs(word: str, lead: frozenset[str]) -> bool:
    return word in lead or word[0].isdigit()


def _beside(text: str, words: Sequence[_Word], left: int) -> bool:
    """Whether a word and the next have nothing but spaces, hyphens or brackets between them.

    Two words with nothing between stood on two lines ("Paid HolidaysVacation").
    """
    between = text[words[left].end : words[left + 1].start]
    glued = not between and words[left].text.isalpha()
    return not glued and not between.strip(" -‑\u00a0()")


def _touch(text: str, words: Sequence[_Word], left: int) -> bool:
    """Whether nothing parts a word and the next but spaces, hyphens, slashes or an apostrophe."""
    return not text[words[left].end : words[left + 1].start].strip(" -‑/&'’\u00a0")


def _words_of(name: str) -> tuple[str, ...]:
    return tuple(word.group().lower() for word in _WORD.finditer(name))


class BenefitsComponent:
    """Sets `doc._.jdparse_benefits`."""

    def __init__(self, terms: BenefitTerms) -> None:
        self.terms = terms

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with its benefits."""
        write_values(doc, "benefits", extract_benefits(passages(doc), self.terms))
        return doc


@Language.factory(
    "jdparse_benefits", assigns=["doc._.jdparse_benefits"], requires=["doc._.jdparse_units"]
)
def make_benefits(nlp: Language, name: str) -> BenefitsComponent:
    """The component, with its lexicons read."""
    return BenefitsComponent(read_benefit_terms())
