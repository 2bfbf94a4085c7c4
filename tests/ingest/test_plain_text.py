"""Plain text and Markdown to lines."""

import pytest

from jdparse.ingest.plain_text import read_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            pytest.param(f"{sign} Train", ["- Train"], id=f"bullet {sign!r}")
            for sign in "•·●▪◦–—*➢✓\uf0b7"
        ],
        pytest.param("-Train models", ["- Train models"], id="dash without space"),
        pytest.param("o\tTrain", ["- Train"], id="Word's round bullet"),
        pytest.param("o Train", ["o Train"], id="negative: a letter"),
        pytest.param("-5 °C", ["-5 °C"], id="negative: a number"),
        pytest.param("*one footnote", ["*one footnote"], id="negative: a footnote"),
        pytest.param("*Aa\n*Bb\n*Cc", ["- Aa", "- Bb", "- Cc"], id="starred lines"),
        pytest.param("- • Train", ["- Train"], id="two bullets"),
        pytest.param("**Duties**\nx y", ["# Duties", "x y"], id="Markdown bold line"),
        pytest.param("## Duties ##", ["# Duties"], id="Markdown heading"),
        pytest.param("*** NO AGENCIES ***", ["NO AGENCIES"], id="caught a bug: stars around"),
        pytest.param("-----\nx1", ["x1"], id="a rule"),
        pytest.param(r"Aa\nBb\nCc", ["Aa", "Bb", "Cc"], id="literal line breaks"),
        pytest.param(r"C\+\+ and R\&D", ["C++ and R&D"], id="Markdown escapes"),
        pytest.param(
            "You: • train the models of our bakery • explain all of them to the bakers • write",
            [
                "You:",
                "- train the models of our bakery",
                "- explain all of them to the bakers",
                "- write",
            ],
            id="bullets inside a line",
        ),
        pytest.param(
            "Leeds • Full time • Remote", ["Leeds • Full time • Remote"], id="negative: tags"
        ),
        pytest.param("a\u2028b\r\nc", ["a", "b", "c"], id="every line break"),
    ],
)
def test_lines_of_text(text, expected):
    marks = {"heading": "# ", "item": "- ", "paragraph": ""}
    assert [marks[line.kind] + line.text for line in read_text(text)] == expected


MAIL = """Hello,

we help four hundred bakeries in the north waste less of the bread
that they bake every night, and for that we look for somebody who
knows numbers and likes people who get up before the sun does and
who would never call them users.

Duties:
- build the models that tell bakers how much bread to bake tomorrow
  and the day after
- explain your results
"""


def test_a_text_wrapped_at_a_width_is_joined():
    lines = [line.text for line in read_text(MAIL)]
    assert lines[1].endswith("who would never call them users.")
    assert lines[2:] == [
        "Duties:",
        "build the models that tell bakers how much bread to bake tomorrow and the day after",
        "explain your results",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Python and SQL\nA degree\nThree years in a team of ours", id="a short list"),
        pytest.param(
            "Build the models that plan the bread of tomorrow in the north\nWrite tests\n"
            "Explain your results to people who have never seen a number\nLike bread\n"
            "Measure what your models change in the shops that use them all\nBake",
            id="a list without bullets",
        ),
        pytest.param(  # caught a bug: parsed anew, its own output was another text
            "- Train and deploy ranking models in Python and PyTorch\n"
            "BSc/MSc in statistics or equivalent experience\n"
            "$150-190k plus 10% bonus; €55.000; ₹12–18 LPA; £500/day\nWhat you bring",
            id="lines that begin anew",
        ),
        pytest.param("\n".join(["Some words of a whole paragraph. " * 9] * 6), id="long lines"),
        pytest.param("Location: Leeds\nPay: 50,000\nType: full time\nTeam: models", id="labels"),
    ],
)
def test_negative_lines_that_were_not_wrapped_stay(text):
    assert len(read_text(text)) == text.count("\n") + 1
