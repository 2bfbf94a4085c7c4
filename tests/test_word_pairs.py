from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jdparse.word_pairs import WordPairs

WORDS = st.sampled_from(["data", "science", "c++", "<edge>", "the", "é", ""])
KNOWN = st.tuples(WORDS, WORDS).filter(all).map(" ".join)


@given(st.lists(KNOWN, unique=True, max_size=12), st.lists(WORDS, max_size=12))
def test_pairs_are_found_as_a_dict_of_strings_finds_them(known, words):
    expected = [
        known.index(f"{first} {second}") if f"{first} {second}" in known else len(known)
        for first, second in pairwise(words)
    ]
    assert WordPairs(known).rows(words).tolist() == expected
