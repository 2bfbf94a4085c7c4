"""Strings of others that a record carries beside the text: nothing in them commands a terminal."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any, Final

from jdparse.document import Document, Fact, Facts

# Controls, halves of surrogate pairs (no encoding has them) and marks that turn the reading round.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    r"""The text with a replacement character for what no terminal, file or page should get.

    >>> printable("\x1b]0;owned\x07 Müller \ud800")
    '�]0;owned� Müller �'
    """
    return text if text.isprintable() else _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def printable_document(document: Document) -> Document:
    """The document with all that is not its text made printable; its text is clean already."""
    source = document.source
    problems = tuple(replace(p, message=printable(p.message)) for p in document.problems)
    return replace(
        document,
        id=printable(document.id),
        source=replace(source, uri=None if source.uri is None else printable(source.uri)),
        facts=_facts(document.facts),
        problems=problems,
    )


def _facts(facts: Facts) -> Facts:
    stated = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return Facts(**{name: _fact(value) for name, value in stated.items()})


def _fact(value: Any) -> Any:
    if isinstance(value, Fact):
        return value if value.value.isprintable() else replace(value, value=printable(value.value))
    return tuple(map(_fact, value)) if isinstance(value, tuple) else value
