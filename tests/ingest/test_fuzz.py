"""Pages broken at random: never an exception, always text with its blocks or a problem."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from jdparse.ingest.read import read

DATA = {"@type": "JobPosting", "title": "Data Scientist", "description": "<p>Bake bread.</p>"}
PAGE = (
    "<!doctype html><html lang=en><head><title>Data Scientist at Crumb</title>"
    f'<script type="application/ld+json">{json.dumps(DATA)}</script></head><body>'
    "<nav><a href=/a>Home</a></nav><main><h1>Data Scientist</h1><h2>Requirements</h2><ul>"
    "<li>Three years of Python</ul><p>Pay: £50,000 &ndash; 60,000</p></main>"
    "<form><label>Name</label><input></form><h3>Similar jobs</h3><p>Baker</p>"
    "<div itemscope itemtype='https://schema.org/JobPosting' itemref='a a'><b id=a>x</b></div>"
).encode()
PIECES = (
    b"<", b">", b"</div>", b"<div>", b"<script>", b"</script>", b"<!--", b'"', b"'", b"\x00",
    b"&#1;", b"&#55296;", b"&lt;p&gt;", b"\xff\xfe", b"\xc2\x85", b"{", b"[", b"}", b"<svg>",
    b"<li>", b"\\n", b"<body>", b"<a href=x\">", b"<h3>Share</h3>", b"1e999", b"\xe2\x80",
    "â€™".encode(),
)  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.integers(0, len(PAGE)),
        st.integers(0, 60),
        st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)),
        st.sampled_from((1, 1, 1, 40)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(CHANGES)
def test_a_broken_page_is_read_or_named(changes):
    data = PAGE
    for at, cut, piece, times in changes:
        data = data[:at] + piece * times + data[at + cut :]
    document = read(data)
    assert document.text or document.problems
    lines = [document.text[block.start : block.end] for block in document.blocks]
    assert "\n".join(lines) == document.text
    assert all(line.strip() == line and line for line in lines)
    document.text.encode()
