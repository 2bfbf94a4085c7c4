"""Which language a posting is in: by its script, else by its function words.

A posting is long enough for function words to tell; a trained identifier costs a model and ten
times the time, and was no better on the corpora.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain, repeat
from typing import Final

from jdparse.lexicon import read_words

# As much as is read: the beginning, since many postings close with English boilerplate.
_SAMPLE: Final = 2000
_WORD: Final = re.compile(r"[a-z]++[^\W\d_]*|[^\W\d_]+")
# Scripts that tell the language, or the most likely one; Kana before Han, which Japanese has too.
_SCRIPTS: Final = (
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("uk", re.compile("[іїєґ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)  # fmt: skip
_OTHER_SCRIPT: Final = re.compile(
    "[\u0370-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)
# Share of such letters above which the posting is in that script; Japanese needs few Kana.
_SCRIPT_SHARE: Final = 0.25
# Another language must be this much ahead of English, and show this many function words.
_LEAD: Final = 1.3
_LEAST_WORDS: Final = 4


@cache
def _languages_of_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in read_words("function_words").items():
        for word in words:
            found[word] = (*found.get(word, ()), language)
    return found


def identify_language(text: str) -> str | None:
    """ISO 639-1 of the language of a posting; None where a text has too few words to tell.

    >>> identify_language("You will work with our data team in Berlin.")
    'en'
    >>> identify_language("Du arbeitest mit dem Team und entwickelst Modelle für unsere Kunden.")
    'de'
    >>> identify_language("Python, SQL, Docker") is None
    True
    """
    sample = text[:_SAMPLE]
    if _OTHER_SCRIPT.search(sample) is not None and (script := _script(sample)) is not None:
        return script
    of_word = _languages_of_word()
    words = _WORD.findall(sample.lower())
    counts = Counter(chain.from_iterable(map(of_word.get, words, repeat(()))))
    english = counts.pop("en", 0)
    if not counts:
        return "en" if english else None
    other, most = max(counts.items(), key=lambda item: (item[1], item[0]))
    if most >= _LEAST_WORDS and most > _LEAD * english:
        return other
    return "en" if english else None


def _script(sample: str) -> str | None:
    letters = sum(map(str.isalpha, sample))
    for language, pattern in _SCRIPTS:
        share = len(pattern.findall(sample)) / max(1, letters)
        if share > (0.05 if language in {"ja", "uk"} else _SCRIPT_SHARE):
            return language
    return None
