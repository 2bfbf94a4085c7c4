"""HTML to lines."""

import pytest

from jdparse.ingest.html_blocks import read_html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            "<ul><li>A1<ul><li>B1</ul><li>C1</ul>", ["- A1", "- B1", "- C1"], id="nested list"
        ),
        pytest.param("<p>A1 \ud83d B1</p>", ["A1 B1"], id="caught a bug: half of an emoji"),
        pytest.param("<p>• A1<br>• B1</p>", ["- A1", "- B1"], id="bullets and br"),
        pytest.param("<li><p>A1</p><p>B1</p></li>", ["- A1", "B1"], id="two paragraphs in an item"),
        pytest.param("<b>Duties</b><br>Train", ["# Duties", "Train"], id="lone bold line"),
        pytest.param("<p><strong>Duties:</strong></p>", ["# Duties:"], id="bold paragraph"),
        pytest.param(
            "<p><b>You will</b> train</p>", ["You will train"], id="bold start is no heading"
        ),
        pytest.param(
            "<p><b>We do it all ourselves.</b></p>", ["We do it all ourselves."], id="bold sentence"
        ),
        pytest.param(
            '<p style="x"><span style="font-weight:700">Perks</span></p>', ["# Perks"], id="style"
        ),
        pytest.param("<h3>Perks</h3>x1", ["# Perks", "x1"], id="heading tag"),
        pytest.param("<a>Python</a><a>SQL</a>", ["Python SQL"], id="links never glue"),
        pytest.param(
            "<span>our team.</span><span>We</span>", ["our team. We"], id="spans never glue"
        ),
        pytest.param(
            "Mach<b>ine</b> learning", ["Machine learning"], id="a word across a tag stays one"
        ),
        pytest.param("<table><tr><td>Pay</td><td>$50</td></table>", ["Pay: $50"], id="cells"),
        pytest.param(
            "<table><tr><th>Job title:</th><td><p>Baker</p></td></tr><tr><td>Duties</td><td><ul>"
            "<li>Bake</ul></td></tr><tr><td>Requirements</td><td>Flour</td></tr></table>",
            ["Job title: Baker", "# Duties", "- Bake", "# Requirements", "Flour"],
            id="caught a bug: two cells are a label and its value, or a heading and what it heads",
        ),
        pytest.param(
            "<dl><dt>Location</dt><dd>Leeds</dd><dt>Perks</dt><dd>Bread</dd><dd>Cake</dd></dl>",
            ["Location: Leeds", "# Perks", "Bread", "Cake"],
            id="caught a bug: terms and what they say",
        ),
        pytest.param(
            "<table><tr><th>Skill</th><th>Level</th></tr><tr><td>R</td><td>2</td><td>3</td></tr>"
            "<tr><td>We bake.</td><td>You eat</td></tr></table>",
            ["Skill Level", "R 2 3", "We bake. You eat"],
            id="negative: a head, three cells, a sentence",
        ),
        pytest.param(
            "<table><tr><td><table><tr><td>Pay</td><td>$50</td></tr></table></td><td>Crumb</td>"
            "</tr></table><dl><dt>Type</dt><dd>Type: Intern</dd></dl>",
            ["Pay: $50", "Crumb", "Type: Intern"],
            id="negative: a table in a cell, a value with its label",
        ),
        pytest.param("<script>x()</script><style>p{}</style>A1", ["A1"], id="no code"),
        pytest.param("A1\nB1\nC1 <b>x</b>", ["A1", "B1", "C1 x"], id="text with a few tags"),
        pytest.param(r"<p>A1\n\n* B1\n* C1</p>", ["A1", "- B1", "- C1"], id="literal line breaks"),
        pytest.param(
            "<p>R&amp;amp;D you&amp;rsquo;ll&amp;nbsp;lead</p>&lt;br/&gt;&lt;br/&gt;<p>A1"
            "&lt;br /&gt;&lt;b&gt;Perks&lt;/b&gt;</p>",
            ["R&D you’ll lead", "A1", "# Perks"],
            id="caught a bug: escaped twice beside real tags",
        ),
        pytest.param(
            "<p>List&lt;int&gt;, AT&amp;T; the tag &lt;b&gt;</p>",
            ["List<int>, AT&T; the tag <b>"],
            id="negative: signs that are no tags",
        ),
        pytest.param("<p>R&amp;D caf&eacute;</p>", ["R&D café"], id="entities"),
        pytest.param(
            "<p>A1 and B1</p><p hidden>C1</p><i style='display:none'>D1</i>",
            ["A1 and B1"],
            id="caught a bug: what is hidden",
        ),
        pytest.param(
            "<p>A1</p><div style='display:none'><p>B1 and all the rest</p></div>",
            ["A1", "B1 and all the rest"],
            id="negative: most is hidden",
        ),
    ],
)
def test_lines_of_html(html, expected):
    marks = {"heading": "# ", "item": "- ", "paragraph": ""}
    assert [marks[line.kind] + line.text for line in read_html(html)] == expected
