"""The lexicon of headings against its own matcher."""

from collections import Counter

import pytest

from jdparse.lexicon import read_lexicon
from jdparse.segment.headings import HeadingEntry, Headings, normalize

ENTRIES = read_lexicon("headings", HeadingEntry)
HEADINGS = Headings(ENTRIES)
PHRASES = [(kind, phrase) for kind, entry in ENTRIES.items() for phrase in entry.phrases]

CASES = [
    ("developed on: capitals, colon", "RESPONSIBILITIES:", "responsibilities"),
    ("developed on: apostrophe", "What You’ll Do", "responsibilities"),
    ("developed on: wildcard", "As a Tea Taster, you will:", "responsibilities"),
    ("developed on: preferred before required", "Preferred Qualifications", "preferred"),
    ("developed on: company", "About Leaf & Kettle", "about"),
    ("developed on: a sentence", "Responsibilities are shared by all who work at the house", None),
    ("developed on: no heading", "Brew tea", None),
    ("developed on: nothing", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_kind_of(text, kind):
    assert HEADINGS.kind_of(text) == kind


@pytest.mark.parametrize("kind", ENTRIES)
def test_each_phrase_finds_itself(kind):
    entry = ENTRIES[kind]
    assert entry.kind == kind
    for phrase in entry.phrases:
        assert phrase == normalize(phrase) or "*" in phrase, phrase
        assert HEADINGS.kind_of(phrase.replace("*", "leaf")) == kind, phrase


def test_each_inline_heading_is_written_as_the_lexicon_writes():
    for phrase in HEADINGS.inline:
        assert phrase == normalize(phrase)
        assert len(phrase) < 40


def test_no_phrase_twice():
    assert [p for p, n in Counter(phrase for _, phrase in PHRASES).items() if n > 1] == []
    inline = Counter(phrase for entry in ENTRIES.values() for phrase in entry.inline)
    assert [p for p, n in inline.items() if n > 1] == []
