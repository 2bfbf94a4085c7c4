import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from jdparse.pipeline import load
from jdparse.tokenizer import TOKEN, PostingTokenizer


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("C++/Spark", ["C++", "/", "Spark"]),
        ("SQL+X", ["SQL", "+", "X"]),
        ("R.", ["R", "."]),
        ("C#, F# and .NET", ["C#", ",", "F#", "and", ".NET"]),
        ("$120K–$150k", ["$", "120K", "–", "$", "150k"]),
        ("150,000.50", ["150,000.50"]),
        ("1,000,000k of 3.5m", ["1", ",", "000", ",", "000k", "of", "3", ".", "5m"]),
        ("B.S./M.S.", ["B", ".", "S", ".", "/", "M", ".", "S", "."]),
        ("S3 GPT-4", ["S3", "GPT", "-", "4"]),
        ("a  b\nc", ["a", " ", "b", "\n", "c"]),
    ],
)
def test_tokens(text, tokens):
    assert [token.text for token in load().make_doc(text)] == tokens


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_tokens_give_back_the_text(text):
    assert PostingTokenizer(spacy.blank("xx").vocab)(text).text == text


def test_a_row_of_numbers_is_read_in_one_pass():
    """Caught a bug: with a letter behind it, each of its numbers looked through all that follow."""
    assert TOKEN.findall("1." * 200_000 + "1k")[-1] == "1k"
