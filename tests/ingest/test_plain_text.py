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
