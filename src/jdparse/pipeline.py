"""The only composition: ingest, segment, extract, classify; what they found becomes a `Posting`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from typing import Final, TypeVar, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from jdparse.annotations import Conditions, Term, prepare, read_values
from jdparse.classify.verdict import judge, model_name
from jdparse.document import Document, Fact, Readable
from jdparse.extract.benchmark import pay_benchmark
from jdparse.extract.coverage import coverage
from jdparse.ingest.printable import printable_document
from jdparse.ingest.read import read, unread
from jdparse.lexicon import lexicon_digest
from jdparse.posting import (
    SCHEMA_VERSION,
    Coverage,
    Parser,
    Posting,
    Problem,
    Provenance,
    Status,
    WorkMode,
)
from jdparse.processes import map_chunks

# One factory a noun, in the order in which they read one another's values.
COMPONENTS: Final = (
    "jdparse_sectionizer",
    "jdparse_responsibilities",
    "jdparse_degrees",
    "jdparse_skills",
    "jdparse_experience",
    "jdparse_pay",
    "jdparse_benefits",
    "jdparse_languages",
    "jdparse_conditions",
)

# Problems after which there is nothing to extract: the input is no single posting.
FATAL: Final = frozenset(
    {
        "empty_input",
        "undecodable",
        "not_a_posting",
        "several_postings",
        "unreadable",
        "bad_row",
        "unexpected",
    }
)

# Postings a worker takes at a time: few enough for flat memory, enough to hide the hand-over.
CHUNK: Final = 32

T = TypeVar("T")


@cache
def load() -> Language:
    """The spaCy pipeline, loaded once a process: posting tokenizer and one component a noun.

    >>> [name for name in load().pipe_names][:2]
    ['jdparse_sectionizer', 'jdparse_responsibilities']
    """
    tokenizer = {"@tokenizers": "jdparse.PostingTokenizer.v1"}
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": tokenizer}})
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def parse(source: Readable, *, id: str | None = None, title: str | None = None) -> Posting:  # noqa: A002
    """One posting from text, HTML, bytes, a path, a schema.org JobPosting dict or a `Listing`.

    A string is the posting itself, never a path: give a `pathlib.Path` for a file. `id` and
    `title`, where not empty, go before what the source states. Never raises for what the source
    holds: one that is unreadable, or breaks the parser, has `status == "failed"` and a problem that
    says why.

    >>> posting = parse("Duties: you will train and deploy models in Python. Pay: $150-190k.")
    >>> [(pay.min, pay.max, pay.currency) for pay in posting.pay]
    [(150000.0, 190000.0, 'USD')]
    """
    return _parse_together([_Draft(source, id, title)])[0]


def parse_many(sources: Iterable[Readable], *, workers: int = 1) -> Iterator[Posting]:
    """Postings one by one, in the order of the sources, holding no more than a few chunks.

    `workers` processes share the work (-1: one a core); the result is the same for any number.
    `CHUNK` sources are read before the first posting comes. A source that breaks the parser
    becomes a failed posting; the rest goes on.

    >>> [posting.status for posting in parse_many(["", "We are hiring a data scientist. Apply."])]
    ['failed', 'ok']
    """
    return map_postings(_same, sources, workers=workers)


def map_postings(
    finish: Callable[[Posting], T],
    sources: Iterable[Readable],
    *,
    workers: int = 1,
    keep_workers: bool = True,
) -> Iterator[T]:
    """What `finish` makes of each posting, in the order of the sources, as `parse_many` goes.

    The worker that parsed a posting finishes it too. A posting takes longer to be handed over to
    this process than to be written as a line of JSON, so give a `finish` with a small result.
    The workers wait for another call, with the memory they hold, unless `keep_workers` is false.
    """
    work = partial(_finish_chunk, finish)
    return map_chunks(work, sources, CHUNK, workers, keep_workers=keep_workers)


def _same(posting: Posting) -> Posting:
    return posting


def _finish_chunk(finish: Callable[[Posting], T], sources: list[Readable]) -> list[T]:
    return [finish(posting) for posting in parse_chunk(sources)]


def parse_chunk(sources: Iterable[Readable]) -> list[Posting]:
    """Postings of one chunk (some `CHUNK` sources), as a worker parses them.

    All of them go through one stage before any goes through the next: what a stage looks up then
    stays in the processor's cache, which takes some tenth less time than posting by posting.
    """
    return _parse_together([_Draft(source) for source in sources])


def _parse_together(drafts: Sequence[_Draft]) -> list[Posting]:
    _each(drafts, _begin)
    for _, component in load().pipeline:
        if not _extract_together(component, drafts):
            _each(drafts, partial(_extract, component))
    _each(drafts, _finish)
    return [draft.posting for draft in drafts if draft.posting is not None]


def _each(drafts: Sequence[_Draft], stage: Callable[[_Draft], None]) -> None:
    for draft in drafts:
        draft.take(stage)


def _extract_together(component: Callable[[Doc], Doc], drafts: Sequence[_Draft]) -> bool:
    """Whether a component took all postings at once: one that can, unless it broke on one of them.

    It then takes them one by one, so that the one it breaks on fails alone.
    """
    pipe = getattr(component, "pipe", None)
    if pipe is None:
        return False
    try:
        for _ in pipe([draft.doc for draft in drafts if draft.doc is not None]):
            pass
    except Exception:
        return False
    return True


@dataclass(slots=True)
class _Draft:
    """A posting on its way through the stages; `id` and `title` are given beside its source.

    `document` is None until the source is read; `doc` before that, and once a stage failed.
    """

    source: Readable
    id: str | None = None
    title: str | None = None
    document: Document | None = None
    doc: Doc | None = None
    posting: Posting | None = None

    def take(self, stage: Callable[[_Draft], None]) -> None:
        """Go through a stage unless it is over; a stage that breaks ends it as a failure."""
        if self.posting is not None and self.doc is None:
            return
        try:
            stage(self)
        except Exception as error:
            what = f"The parser broke on this posting ({type(error).__name__}: {error})."
            problem = Problem("unexpected", f"{what} Please report it with its source.")
            broken = printable_document(self._broken(problem))
            self.posting, self.doc = _without_findings(broken), None

    def _broken(self, problem: Problem) -> Document:
        """What is known of a posting that broke the parser: all that was read before it did."""
        if self.document is None:
            return unread(self.source, problem, self.id)
        return replace(self.document, problems=(problem, *self.document.problems))


def _begin(draft: _Draft) -> None:
    document = read(draft.source, id=draft.id, title=draft.title)
    draft.document = printable_document(document)
    draft.posting = _without_findings(draft.document)
    if draft.posting.status != "failed":
        draft.doc = _doc(draft.document)


def _extract(component: Callable[[Doc], Doc], draft: _Draft) -> None:
    if draft.doc is not None:
        draft.doc = component(draft.doc)


def _finish(draft: _Draft) -> None:
    if draft.posting is not None and draft.doc is not None:
        draft.posting = _judged(_with_findings(draft.posting, draft.doc))


def _doc(document: Document) -> Doc:
    english = document.language in {None, "en"}
    doc = Doc(load().vocab)
    return prepare(doc, document.blocks, document.facts, document.text, english=english)


def _judged(posting: Posting) -> Posting:
    return replace(posting, role=judge(posting))


def _status(document: Document) -> Status:
    if not document.text or any(problem.code in FATAL for problem in document.problems):
        return "failed"
    return "partial" if document.problems else "ok"


def _without_findings(document: Document) -> Posting:
    facts = document.facts
    return Posting(
        schema_version=SCHEMA_VERSION,
        id=document.id,
        status=_status(document),
        problems=document.problems,
        source=document.source,
        language=document.language,
        title=_value(facts.title),
        company=_value(facts.company),
        locations=tuple(fact.value for fact in facts.locations),
        date_posted=_value(facts.date_posted),
        valid_through=_value(facts.valid_through),
        employment_type=_value(facts.employment_type),
        work_mode=None if facts.work_mode is None else cast(WorkMode, facts.work_mode.value),
        text=document.text,
        sections=(),
        responsibilities=(),
        skills=(),
        degrees=(),
        experience=(),
        pay=(),
        pay_benchmark=None,
        requirement_alternatives=(),
        seniority=None,
        visa_sponsorship=None,
        security_clearance=None,
        spoken_languages=(),
        coverage=Coverage(),
        benefits=(),
        role=None,
        provenance=_provenance_of_facts(document),
        parser=installed_parser(),
    )


def _with_findings(posting: Posting, doc: Doc) -> Posting:
    conditions: Conditions = read_values(doc, "conditions")
    stated = {
        name: term
        for name in ("employment_type", "work_mode", "seniority", "visa_sponsorship",
                     "security_clearance")
        if (term := getattr(conditions, name)) is not None
    }  # fmt: skip
    posting = replace(
        posting,
        sections=read_values(doc, "sections"),
        responsibilities=read_values(doc, "responsibilities"),
        skills=read_values(doc, "skills"),
        degrees=read_values(doc, "degrees"),
        experience=read_values(doc, "experience"),
        pay=read_values(doc, "pay"),
        requirement_alternatives=read_values(doc, "alternatives"),
        spoken_languages=read_values(doc, "languages"),
        benefits=read_values(doc, "benefits"),
        provenance={**posting.provenance, **{n: _from_term(t) for n, t in stated.items()}},
        **{name: term.value for name, term in stated.items()},
    )
    return replace(posting, coverage=coverage(posting), pay_benchmark=pay_benchmark(posting))


@cache
def installed_parser() -> Parser:
    """What parses here, as records name it: no model is loaded for it."""
    return Parser(version("jdparse"), model_name(), lexicon_digest())


def _value(fact: Fact | None) -> str | None:
    return None if fact is None else fact.value


def _from_term(term: Term) -> Provenance:
    return Provenance(term.origin, term.start, term.end)


def _provenance_of_facts(document: Document) -> dict[str, Provenance]:
    facts = document.facts
    scalars = {
        "title": facts.title,
        "company": facts.company,
        "locations": facts.locations[0] if facts.locations else None,
        "date_posted": facts.date_posted,
        "valid_through": facts.valid_through,
        "employment_type": facts.employment_type,
        "work_mode": facts.work_mode,
    }
    return {
        name: Provenance(fact.origin, fact.start, fact.end)
        for name, fact in scalars.items()
        if fact is not None
    }
