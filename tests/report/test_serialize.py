import json
from dataclasses import replace

from jdparse import to_record
from jdparse.report.serialize import to_json, to_jsonl


def test_one_posting_is_an_object_and_several_are_an_array(posting):
    assert json.loads(to_json([posting])) == to_record(posting)
    assert json.loads(to_json([posting, posting])) == [to_record(posting)] * 2
    assert json.loads(to_json([])) == []


def test_a_line_a_posting_whatever_its_text(posting):
    awkward = replace(posting, text="a\nb\u2028c\u0085d")
    line = to_jsonl(awkward)
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert json.loads(line)["text"] == awkward.text
