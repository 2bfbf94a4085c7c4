"""Every lexicon is read by some module, and reading checks it."""

from pathlib import Path

import pytest
from pydantic import ConfigDict

from jdparse.errors import LexiconError
from jdparse.lexicon import Entry, lexicon_digest, lexicon_names, read_lexicon

REPOSITORY = Path(__file__).resolve().parents[1]


class Anything(Entry):
    model_config = ConfigDict(extra="allow")


class Narrow(Entry):
    size: int


@pytest.mark.parametrize("name", lexicon_names())
def test_every_lexicon_is_used_and_not_empty(name):
    sources = (REPOSITORY / "src" / "jdparse").rglob("*.py")
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in sources)
    assert read_lexicon(name, Anything)


def test_a_key_that_the_schema_does_not_know_is_an_error():
    with pytest.raises(LexiconError, match=r"columns.toml, entry \[id\]"):
        read_lexicon("columns", Narrow)


def test_a_missing_lexicon_is_an_error():
    with pytest.raises(LexiconError, match=r"absent.toml cannot be read"):
        read_lexicon("absent", Anything)


def test_the_digest_is_short_and_steady():
    assert lexicon_digest() == lexicon_digest()
    assert len(lexicon_digest()) == 12


def test_every_lexicon_says_where_it_comes_from():
    folder = REPOSITORY / "src" / "jdparse" / "lexicons"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert [n for n in lexicon_names() if f"`{n}.toml`" not in readme] == []
