"""What a batch keeps of a posting: the record as a line of JSON, and what is counted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from jdparse.posting import Posting, Problem, RoleLabel, Status
from jdparse.report.serialize import to_jsonl


@dataclass(frozen=True, slots=True)
class Parsed:
    """One posting as it is handed from the worker that parsed it to the checkpoint.

    `text_digest` is the SHA-256 of the cleaned text and `digest` that of the source, in hex;
    `failure` says why there is nothing but the source. `line` is the record, with its newline.
    """

    id: str
    status: Status
    role: RoleLabel | None
    text_digest: str | None
    digest: str
    failure: Problem | None
    line: str


def to_parsed(posting: Posting) -> Parsed:
    """What is kept of one posting.

    >>> from jdparse.pipeline import parse
    >>> to_parsed(parse("", id="a")).failure.code
    'empty_input'
    """
    failed = posting.status == "failed"
    return Parsed(
        id=posting.id,
        status=posting.status,
        role=None if posting.role is None else posting.role.label,
        text_digest=None if failed else hashlib.sha256(posting.text.encode()).hexdigest(),
        digest=posting.source.sha256,
        failure=next(iter(posting.problems), None) if failed else None,
        line=to_jsonl(posting),
    )
