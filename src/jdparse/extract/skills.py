"""Component `jdparse_skills`: the skills a posting asks for or uses, each once.

A lexicon says what may be a skill, a tagger trained on annotated postings says what is one here
(and finds what no lexicon has), a requirement reader says whether it is required or preferred.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, compress
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import batches, read_values, text_of, write_values
from jdparse.extract.currency import read_currencies
from jdparse.extract.requirement import requirement_reader
from jdparse.extract.skill_category import load_categorizer
from jdparse.extract.skill_lexicon import SkillMatcher, skill_lexicon
from jdparse.extract.skill_spans import SkillReader, Tokens
from jdparse.extract.skill_tagger import load_tagger
from jdparse.models import model_path
from jdparse.posting import Degree, Mention, Skill
from jdparse.tokenizer import TOKEN

MODEL: Final = "skills"
_FIELDS: Final = 160  # characters behind a degree that can hold its fields of study


class Skills:
    """Writes `skills`: canonical name, category, requirement and every mention of each."""

    def __init__(self, reader: SkillReader) -> None:
        self._reader = reader

    def __call__(self, doc: Doc) -> Doc:
        """Read the skills of a posting whose units are known."""
        self._read([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], **_: object) -> Iterator[Doc]:
        """The same for many Docs: some postings' worth of text at a time, which takes less time."""
        for some in batches(docs):
            self._read(some)
            yield from some

    def _read(self, docs: Sequence[Doc]) -> None:
        reader, words, read = self._reader, [], []
        for doc in docs:
            text, units = text_of(doc), read_values(doc, "units")
            words.append(tokens_of(text, (unit.start for unit in units)))
            read.append(reader.read(text, words[-1], units))
        spans = reader.tagger.tag_all([[tagged.words for tagged in each] for each in read])
        for doc, tokens, tagged, named in zip(docs, words, read, spans, strict=True):
            found = reader.skills(text_of(doc), tokens, tagged, named)
            found = _without_fields(text_of(doc), found, read_values(doc, "degrees"))
            if not read_values(doc, "english"):  # the tagger guesses at words it has not learned
                found = tuple(skill for skill in found if reader.lexicon.named(skill.name))
            write_values(doc, "skills", found)


def tokens_of(text: str, cuts: Iterable[int] = ()) -> Tokens:
    """The words of a text with their places, white space left out.

    They are those of the posting tokenizer, read from the text: making spaCy's `Token` objects
    takes several times as long. `cuts` are offsets at which a word begins, whatever it is glued to.

    >>> tokens_of("Know PythonAbility", [11]).words
    ['Know', 'Python', 'Ability']
    """
    pieces = TOKEN.findall(text)
    starts = accumulate(map(len, pieces), initial=0)  # nothing lies between two pieces
    wanted = [not space for space in map(str.isspace, pieces)]
    words, begins = list(compress(pieces, wanted)), list(compress(starts, wanted))
    for cut in cuts:
        at = bisect_right(begins, cut) - 1
        if at >= 0 and 0 < (left := cut - begins[at]) < len(words[at]):
            words[at : at + 1] = [words[at][:left], words[at][left:]]
            begins.insert(at + 1, cut)
    lower = " ".join(words).lower().split(" ") if words else []  # all at once: a third of the time
    return Tokens(words, lower, begins)


def _without_fields(
    text: str, skills: Iterable[Skill], degrees: Sequence[Degree]
) -> tuple[Skill, ...]:
    """The skills, but for mentions that are the field of a degree ("MSc in Machine Learning")."""
    with_fields = [degree for degree in degrees if degree.fields]
    kept = []
    for skill in skills:
        mentions = tuple(m for m in skill.mentions if not _is_field(text, m, with_fields))
        if len(mentions) == len(skill.mentions):
            kept.append(skill)
        elif mentions:
            kept.append(replace(skill, mentions=mentions))
    return tuple(sorted(kept, key=lambda skill: skill.mentions[0].start))


def _is_field(text: str, mention: Mention, degrees: Sequence[Degree]) -> bool:
    return any(
        0 < mention.start - degree.end < _FIELDS
        and "\n" not in text[degree.end : mention.start]
        and mention.text.casefold() in (field.casefold() for field in degree.fields)
        for degree in degrees
    )


def make_skill_reader() -> SkillReader:
    """The shipped lexicon, model and cues, made into a reader."""
    folder = model_path(MODEL)
    lexicon = skill_lexicon()
    return SkillReader(
        lexicon,
        SkillMatcher(lexicon),
        load_tagger(folder),
        load_categorizer(folder),
        requirement_reader(),
        read_currencies(),
    )


@Language.factory(
    "jdparse_skills", assigns=["doc._.jdparse_skills"], requires=["doc._.jdparse_units"]
)
def make_skills(nlp: Language, name: str) -> Skills:
    """The factory spaCy calls for `add_pipe("jdparse_skills")`."""
    return Skills(make_skill_reader())
