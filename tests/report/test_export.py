"""Spans for others' tools."""

import json

import pytest
import spacy
from spacy.tokens import DocBin

from jdparse.errors import ListingsError
from jdparse.report.export import LAYERS, export, read_gold, spans_of_gold, spans_of_posting

TEXT = "Tidewell Analytics\nYou train models in Python.\nR or Python, BSc required"
GOLD = {
    "id": "tidewell",
    "text": TEXT,
    "units": [
        {"start": 0, "end": 18, "label": "about"},
        {"start": 19, "end": 46, "label": "resp"},
        {"start": 47, "end": 72, "label": "req"},
    ],
    "skills": [{"quote": "Python", "cat": "lang"}, {"quote": "R", "cat": "lang"}],
    "degrees": [{"quote": "BSc", "level": "bachelor"}],
}


def quotes(one, layer):
    return [(one.text[s.start : s.end], s.label) for s in one.spans if s.layer == layer]


def test_gold_becomes_spans_at_every_whole_word_place():
    one = spans_of_gold(GOLD)
    lang = "programming_language"
    assert quotes(one, "skills") == [("Python", lang), ("R", lang), ("Python", lang)]
    assert quotes(one, "degrees") == [("BSc", "bachelor")]
    assert quotes(one, "responsibilities") == [("You train models in Python.", "responsibilities")]


def test_a_posting_becomes_spans_of_its_text(posting):
    one = spans_of_posting(posting)
    assert {span.layer for span in one.spans} <= set(LAYERS)
    assert {"responsibilities", "skills", "degrees"} <= {span.layer for span in one.spans}
    assert all(0 <= span.start < span.end <= len(one.text) for span in one.spans)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2 is not an annotated posting"),
        ("[1]", "line 2 is not an annotated posting"),
        ('{"id": "a"}', "line 2: an annotated posting lacks 'text'"),
        ('{"id": "a", "text": "R", "skills": [{"cat": "lang"}]}', "lacks 'quote'"),
    ],
)
def test_a_line_that_is_no_gold_is_named(tmp_path, line, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n" + line + "\n")
    with pytest.raises(ListingsError, match=message):
        list(read_gold(path))


def test_a_gold_file_in_another_encoding_is_named(tmp_path):
    """Caught a bug: a traceback."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(json.dumps(GOLD).encode() + '\n{"id": "é"}'.encode("latin-1"))
    with pytest.raises(ListingsError, match="line 2: is not UTF-8"):
        list(read_gold(path))


def test_docbin_holds_a_span_group_a_layer(tmp_path):
    path = tmp_path / "out.spacy"
    assert export([spans_of_gold(GOLD)], path, "spacy") == 1
    (doc,) = DocBin().from_disk(path).get_docs(spacy.blank("en").vocab)
    assert doc.text == TEXT
    assert [span.text for span in doc.spans["skills"]] == ["Python", "R", "Python"]
    assert doc.user_data["id"] == "tidewell"


def test_conll_has_a_tag_a_layer_and_token(tmp_path):
    path = tmp_path / "out.conll"
    export([spans_of_gold(GOLD)], path, "conll")
    lines = path.read_text().splitlines()
    assert lines[0] == "# id = tidewell"
    rows = [line.split("\t") for line in lines[2:] if line]
    assert {len(row) for row in rows} == {1 + len(LAYERS)}
    column = 1 + LAYERS.index("responsibilities")
    tags = [row[column][0] for row in rows]
    assert "".join(tags) == "OOBIIIIIOOOOOO"


def test_of_overlapping_spans_the_longer_is_tagged(tmp_path):
    row = GOLD | {"skills": [{"quote": "models in Python", "cat": "ml"}, *GOLD["skills"]]}
    path = tmp_path / "out.conll"
    export([spans_of_gold(row)], path, "conll")
    column = 1 + LAYERS.index("skills")
    tags = [line.split("\t")[column] for line in path.read_text().splitlines()[2:] if line]
    assert tags[4:7] == ["B-machine_learning", "I-machine_learning", "I-machine_learning"]


@pytest.mark.parametrize("count", [0, 2])
def test_jsonl_is_a_line_a_posting(tmp_path, count):
    path = tmp_path / "out.jsonl"
    assert export([spans_of_gold(GOLD)] * count, path, "jsonl") == count
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert len(lines) == count
    assert all(line["text"] == TEXT and line["spans"] for line in lines)
