"""What the role model reads of a posting: used by training and by prediction alike.

A posting is read sentence by sentence. Each sentence gives its words, their pairs and the named
features of the article's distinctions; what it gives counts by the section it stands in, so that
duties and demands weigh more than an employer's praise of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from jdparse.classify.distinctions import CueMatcher, make_cue_matcher
from jdparse.classify.masking import Clause, Masker, make_masker
from jdparse.lexicon import read_words
from jdparse.posting import Posting, Section

# A sentence ends at a line break, or after a mark where a capital or a list mark follows; not at
# the last dot of "e.g.", "i.e.", "etc." or "U.S.".
_SENTENCE_END: Final = re.compile(
    r"[\n.!?;](?:(?<=\n)|(?=\s++[A-Z•*·-])"
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bU\.S\.))"
)
# Prefix of the named features' columns: no word of a text holds a colon.
CUE: Final = "cue:"
# What a section's words count, set by judgement: an employer's praise of itself says little of the
# duties, its pay, its legal text and what a board prints around a posting nothing. Text that no
# section holds counts fully.
SECTION_WEIGHTS: Final[Mapping[str, float]] = {
    "about": 0.5,
    "meta": 0.3,
    "pay": 0.0,
    "benefits": 0.0,
    "legal": 0.0,
    "apply": 0.0,
    "other": 0.0,
}
# Sections of which less than this share of the text counts at all are not believed.
_LEAST_COUNTED: Final = 0.4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the posting: its place, what it counts, and its words without role names."""

    start: int
    end: int
    weight: float
    clauses: tuple[Clause, ...]

    def words(self) -> int:
        """How many words it has."""
        return sum(map(len, self.clauses))


@dataclass(frozen=True, slots=True)
class Reading:
    """A posting as the model sees it."""

    sentences: tuple[Sentence, ...]

    def words(self) -> int:
        """How many words it has, role names left out."""
        return sum(sentence.words() for sentence in self.sentences)


def read_posting(posting: Posting, *, mask_titles: bool = True) -> Reading:
    """The sentences of a parsed posting, its title and all role names taken out.

    `mask_titles=False` leaves them in: for the bench, to show what titles give away.
    """
    return read_text(posting.text, posting.sections, posting.title, mask_titles=mask_titles)


def read_text(
    text: str,
    sections: Sequence[Section] = (),
    title: str | None = None,
    *,
    mask_titles: bool = True,
) -> Reading:
    """The sentences of a text that say something of the job; `sections` in the record's order."""
    sections = sections if _credible(sections, len(text)) else ()
    masker = _masker().with_title(title) if mask_titles else _NO_MASK
    found: list[Sentence] = []
    for begin, stop, weight in _parts(sections, len(text)):
        for start, end in _sentences(text, begin, stop):
            if clauses := masker.clauses(text[start:end]):
                found.append(Sentence(start, end, weight, clauses))
    return Reading(tuple(found))


_NO_MASK: Final = Masker(frozenset(), frozenset(), frozenset(), {})


@cache
def _masker() -> Masker:
    return make_masker()


@cache
def cue_matcher() -> CueMatcher:
    """The matcher of the distinctions' cues, made once a process."""
    return make_cue_matcher()


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(read_words("stop_words")["en"])


def _sentences(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends, white space around it left out."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, begin, stop)]
    for start, end in pairwise([begin, *ends, stop]):
        quoted = text[start:end].rstrip()
        yield start + len(quoted) - len(quoted.lstrip()), start + len(quoted)


def _credible(sections: Sequence[Section], length: int) -> bool:
    left_out = sum(s.end - s.start for s in sections if SECTION_WEIGHTS.get(s.kind) == 0)
    return length - left_out >= _LEAST_COUNTED * length


def _parts(sections: Sequence[Section], length: int) -> Iterator[tuple[int, int, float]]:
    """Sections and the text between them that counts: a sentence that runs on ends with its own."""
    at = 0
    for section in sections:
        if at < section.start:
            yield at, section.start, 1.0
        if weight := SECTION_WEIGHTS.get(section.kind, 1.0):
            yield section.start, section.end, weight
        at = section.end
    if at < length:
        yield at, length, 1.0


def grams(sentence: Sentence) -> list[str]:
    """The features of a sentence, each as often as it has them: named cues, words, pairs.

    >>> reading = read_text("Deploy the models.")
    >>> grams(reading.sentences[0])
    ['cue:deploying_models', 'deploy', 'models', 'deploy models']
    """
    find, stop_words = cue_matcher().find, _stop_words()
    found: list[str] = []
    for clause in sentence.clauses:
        found += [CUE + name for name in find(clause)]
        words = [word for word in clause if word not in stop_words and not word[0].isdigit()]
        found += words
        found += [f"{first} {second}" for first, second in pairwise(words)]
    return found
