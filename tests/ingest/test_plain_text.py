"""Plain text and Markdown to lines."""

import pytest

from jdparse.ingest import hyphens
from jdparse.ingest.plain_text import read_text
from jdparse.lexicon import read_words


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
        pytest.param("***Pay:*** *10*", ["Pay: 10"], id="three stars"),
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
        *[
            pytest.param(
                f"{sign} Train\n{sign} Explain it to\n  bakers\n{sign} Write",
                ["- Train", "- Explain it to", "bakers", "- Write"],
                id=f"caught a bug: lettered bullets {sign}",
            )
            for sign in "o§üØ"
        ],
        pytest.param(
            "o Train\nWe bake\n§ Write to us",
            ["o Train", "We bake", "§ Write to us"],
            id="negative: single letters",
        ),
        pytest.param(
            "o learn to do so to o\no teach",
            ["- learn to do so to o", "- teach"],
            id="a letter inside",
        ),
        pytest.param(
            "*Duties:*\nBake\n*Needs*:\n*Yeast*\n*Pay:* *10* or *20* an hour\n*Perks:",
            ["# Duties:", "Bake", "# Needs", "Yeast", "Pay: 10 or 20 an hour", "# Perks:"],
            id="caught a bug: a chat's headings",
        ),
        pytest.param(
            "2 * 3 * 4 and **/*.py of *args, **kwargs",
            ["2 * 3 * 4 and **/*.py of *args, **kwargs"],
            id="negative: other stars",
        ),
        pytest.param(
            "_We are open to all who like bread and numbers._\n*Bake *and* sell",
            ["We are open to all who like bread and numbers.", "*Bake and sell"],
            id="a sentence in italics, and a star that closes nothing",
        ),
        pytest.param(
            "See [our *story*](https://crumb.example/a_(b)) and ![bread](/b.png 'x')",
            ["See our story and ![bread](/b.png 'x')"],
            id="caught a bug: Markdown links; negative: no address",
        ),
        pytest.param(
            "Calls f[0](x), [a](b) and [mail](mailto:a@crumb.example)",
            ["Calls f[0](x), [a](b) and mail"],
            id="negative: code in brackets",
        ),
        pytest.param(
            "Use `pandas` and ``git``\n```python\nbake(x)\n```\nthe baker`s `own",
            ["Use pandas and git", "bake(x)", "the baker`s `own"],
            id="caught a bug: marks of code; negative: one alone",
        ),
        pytest.param(
            "R&amp;D&nbsp;team&rsquo;s\n&bull; item\nA&amp;amp;B",
            ["R&D team’s", "- item", "A&B"],
            id="caught a bug: entities",
        ),
        pytest.param(
            "https://x.example/?a=1&copy=2 &c; AT&T; Q&A",
            ["https://x.example/?a=1&copy=2 &c; AT&T; Q&A"],
            id="negative: no entities",
        ),
        pytest.param(
            "We bake.\nPage 1 of 2\n- page 3 -\nPage 2/2\nPage one matters",
            ["We bake.", "Page one matters"],
            id="caught a bug: numbers of pages",
        ),
        pytest.param(
            "You are experi-\nenced\n\nin self-\nmotivated state-of-the-\nart data-\ndriven work",
            ["You are experienced", "in self-motivated state-of-the-art data-driven work"],
            id="caught a bug: words broken at a hyphen",
        ),
        pytest.param(
            "front-\nand back-end\nGrade 2-\nor better\nPay -\ngood\nApply at-\nwww.crumb.example",
            [
                "front- and back-end",
                "Grade 2-",
                "or better",
                "Pay -",
                "good",
                "Apply at-",
                "www.crumb.example",
            ],
            id="negative: hyphens that break no word",
        ),
        pytest.param("- experi-\n- enced", ["- experi-", "- enced"], id="negative: items"),
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
    ("text", "expected"),
    [
        pytest.param(
            "- Build models that tell bakers how much bread to bake\ntomorrow and on\nSunday\n"
            "- Explain your results.\n"
            "- Keep the pipelines of all our bakeries fed and\nrunning, night and day",
            [
                "Build models that tell bakers how much bread to bake tomorrow and on",
                "Sunday",
                "Explain your results.",
                "Keep the pipelines of all our bakeries fed and running, night and day",
            ],
            id="caught a bug: each went on as a line of its own",
        ),
        pytest.param(
            "- Build models that tell bakers how much bread to bake\nall night\n"
            "- Explain your results to\npeople",
            [
                "Build models that tell bakers how much bread to bake",
                "all night",
                "Explain your results to",
                "people",
            ],
            id="negative: short items are followed too",
        ),
        pytest.param(
            "- Build models that tell bakers how much bread to bake\nwhat you need:\n- Yeast",
            ["Build models that tell bakers how much bread to bake", "what you need:", "Yeast"],
            id="negative: a heading",
        ),
        pytest.param(
            "- Build the models that tell bakers how much bread to bake\nBonus: bread\nof rye",
            [
                "Build the models that tell bakers how much bread to bake",
                "Bonus: bread",
                "of rye",
            ],
            id="negative: not in small letters",
        ),
        pytest.param(
            "- Python\nsql\n- rye\nrolls", ["Python", "sql", "rye", "rolls"], id="negative: short"
        ),
    ],
)  # fmt: skip
def test_items_that_go_on_in_the_next_line(text, expected):
    assert [line.text for line in read_text(text)] == expected


@pytest.mark.parametrize("side", ["before", "after"])
def test_every_compound_keeps_its_hyphen(side):
    for word in read_words("compounds")[side]:
        first, second = (word, "zzz") if side == "before" else ("zzz", word)
        assert hyphens.join([f"{first}-", second]) == f"{first}-{second}"


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
