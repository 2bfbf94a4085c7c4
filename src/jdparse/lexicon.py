"""Reads and checks the vocabularies in `lexicons/`: data only, TOML, one table an entry.

Each module that uses a lexicon declares its entries' schema (pydantic, unknown keys refused) and
reads it inside its factory, so that importing a component costs nothing. Those that search a text
for words make their pattern by `any_of`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from jdparse.errors import LexiconError

_FOLDER: Final = files("jdparse") / "lexicons"


class Entry(BaseModel):
    """Base of every lexicon entry: frozen, and a key it does not declare is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WordList(Entry):
    """An entry that is nothing but words."""

    words: tuple[str, ...]


E = TypeVar("E", bound=Entry)


def read_lexicon(name: str, schema: type[E]) -> dict[str, E]:
    """All entries of `lexicons/<name>.toml` by id, checked.

    Raises `LexiconError` where the file is missing, empty, or an entry breaks the schema.
    """
    try:
        tables = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"lexicons/{name}.toml cannot be read: {error}") from error
    if not tables:
        raise LexiconError(f"lexicons/{name}.toml is empty")
    return {key: _check(name, key, table, schema) for key, table in tables.items()}


def read_words(name: str) -> dict[str, tuple[str, ...]]:
    """The words of a lexicon of nothing but lists of words, by the name of the list."""
    return {key: entry.words for key, entry in read_lexicon(name, WordList).items()}


def _check(name: str, key: str, table: object, schema: type[E]) -> E:
    try:
        return schema.model_validate(table)
    except ValidationError as error:
        raise LexiconError(f"lexicons/{name}.toml, entry [{key}]: {error}") from error


def any_of(words: Iterable[str]) -> str:
    r"""The regular expression of any of some words: the longest first, so that none hides another.

    Words that begin alike stand together: one alternative a letter is tried, not one a word.

    >>> any_of(["C", "C++", "Java"])
    'Java|C(?:\\+\\+|)'
    """
    together: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        together.setdefault(word[:1].lower(), []).append(word)
    return "|".join(map(_any_alike, together.values()))


def _any_alike(words: Sequence[str]) -> str:
    """Any of some words that begin alike, in their order."""
    first = words[0][:1]
    if len(words) == 1 or any(not word.startswith(first) for word in words):
        return "|".join(map(re.escape, words))
    return f"{re.escape(first)}(?:{'|'.join(re.escape(word[1:]) for word in words)})"


def lexicon_names() -> list[str]:
    """Names of all lexicon files, sorted."""
    return sorted(file.name.removesuffix(".toml") for file in _lexicon_files())


@cache
def lexicon_digest() -> str:
    """Twelve hex digits that change when any lexicon does (the record's `parser.lexicon`)."""
    digest = hashlib.sha256()
    for file in sorted(_lexicon_files(), key=lambda file: file.name):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _lexicon_files() -> list[Traversable]:
    return [file for file in _FOLDER.iterdir() if file.name.endswith(".toml")]
