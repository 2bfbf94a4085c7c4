"""Reading labelled samples."""

import csv
import json

import duckdb
import pytest

from jdparse.classify.samples import employer_key, read_samples
from jdparse.errors import TrainingError
from jdparse.lexicon import read_words

ROWS = [
    {"id": "1", "description": "Train models", "role": "mle", "company": "Nebel GmbH"},
    {"id": "2", "description": "Count things", "role": "ds", "company": "Nebel"},
]


def write_jsonl(path, rows=ROWS):
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return path


def test_the_same_samples_from_every_kind_of_file(tmp_path):
    jsonl = write_jsonl(tmp_path / "s.jsonl")
    for name in ("s.csv", "s.parquet"):
        form = "(header true)" if name.endswith("csv") else "(format parquet)"
        duckdb.execute(f"copy (from read_json('{jsonl}')) to '{tmp_path / name}' {form}")
        assert read_samples(tmp_path / name) == read_samples(jsonl)
    first, second = read_samples(jsonl)
    assert (first.label, first.listing.content) == ("machine_learning_engineer", "Train models")
    assert first.employer == second.employer


def test_a_folder_of_samples_is_its_train_split(tmp_path):
    (tmp_path / "gold").mkdir()
    write_jsonl(tmp_path / "gold" / "train.jsonl")
    write_jsonl(tmp_path / "gold" / "test.jsonl", ROWS[:1])
    assert len(read_samples(tmp_path)) == 2
    assert len(read_samples(tmp_path, "test")) == 1  # what a model is to be judged on


def test_samples_without_an_employer_are_their_own_group(tmp_path):
    rows = [{"id": str(n), "text": "x", "label": "y"} for n in range(2)]
    first, second = read_samples(write_jsonl(tmp_path / "s.jsonl", rows))
    assert first.employer != second.employer


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '{"text": "x", "etikett": "y"}\n',
            "no column has a label; .* columns text, etikett. A label is looked for in label, role",
        ),
        ('{"label": "x"}\n', "no column has a text; .* columns label. A text is looked for in"),
        ('{"x": 1}\n', "no column has a text and none a label;"),
        ('{"text": "", "label": "x"}\n', "no row has both a text and a label;"),
        ("{broken\n", "cannot be read"),
        ('{"text": "x", "label": "y"}\n[1]\n', "line 2 is not a JSON object"),
        ("", "holds no samples"),
    ],
    ids=["no label", "no text", "neither", "an empty text", "broken", "a list", "empty"],
)
def test_what_is_missing_is_said(tmp_path, content, message):
    path = tmp_path / "s.jsonl"
    path.write_text(content)
    with pytest.raises(TrainingError, match=message):
        read_samples(path)


def test_other_files_are_refused(tmp_path):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    for name in ("s.txt", "absent.csv", "broken.parquet"):
        with pytest.raises(TrainingError):
            read_samples(tmp_path / name)


CELLS = [("Train models; count\nthings", "エンジニア"), ("x" * 200_000, "b|c")]


@pytest.mark.parametrize(
    ("delimiter", "encoding", "header"),
    [
        (",", "utf-8", ("text", "label")),
        (";", "utf-8-sig", ("Job Description", "Role")),
        ("\t", "utf-16", ("TEXT", "LABEL")),
        ("|", "utf-8", ("content", "Class")),
    ],
    ids=["plain", "European Excel", "Excel's Unicode text", "bars"],
)
def test_csv_as_programs_write_it(tmp_path, delimiter, encoding, header):
    path = tmp_path / "s.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *CELLS])
    assert [(s.listing.content, s.label) for s in read_samples(path)] == CELLS


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text,label\nCafé,a\n".encode("latin-1"), "not UTF-8"),
        (b"text,label\nCook, clean,a\n", "row 1 has more cells than the header"),
        (b'text,label\n"Cook,a\nDrive,b\n', "unexpected end"),
    ],
    ids=["another encoding", "loose separator", "open quote"],
)
def test_csv_that_would_be_misread_is_refused(tmp_path, content, message):
    (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(TrainingError, match=message):
        read_samples(tmp_path / "s.csv")


def test_rows_without_text_or_label_are_left_out_and_told(tmp_path):
    rows = [{"text": "x", "label": 0}, {"text": " ", "label": 1}, {"text": "y", "label": None}]
    told = []
    (only,) = read_samples(write_jsonl(tmp_path / "s.jsonl", rows), say=told.append)
    assert (only.label, only.listing.id) == ("0", "1")
    assert told == [f"{tmp_path / 's.jsonl'}: left out 2 without a text or a label: rows 2, 3"]


def test_an_id_that_repeats_gets_its_row(tmp_path):
    rows = [{"id": "a", "text": word, "label": "b"} for word in ("one", "two", "three")]
    samples = read_samples(write_jsonl(tmp_path / "s.jsonl", rows))
    assert [sample.listing.id for sample in samples] == ["a", "a#2", "a#3"]


@pytest.mark.parametrize(
    ("name", "key"),
    [("The Nebel Group, Inc.", "nebel"), ("Nebel\n4.1", "nebel"), ("", ""), (None, "")],
)
def test_employer_key(name, key):
    assert employer_key(name) == key


def test_no_legal_form_tells_employers_apart():
    forms = read_words("legal_forms")["left_out"]
    assert {employer_key(f"Nebel {form.title()}") for form in forms} == {"nebel"}


@pytest.mark.parametrize(
    "content",
    ["sep=;\nid;text;label\n1;Train, test;mle\n", "'id','text','label'\n'1','Train, test','mle'\n",
     'id,text,label\n1,"Train, test",mle\n',
     'id;"text";label;"notes, by me"\n1;Train, test;mle\n',
     '\n\nid;text;label\n1;Train, test;mle\n'],
    ids=["Excel's hint", "single quotes", "double quotes", "commas in the header", "blank lines"],
)  # fmt: skip
def test_samples_come_in_every_dialect_of_a_batch(tmp_path, content):
    (tmp_path / "s.csv").write_text(content)
    (sample,) = read_samples(tmp_path / "s.csv")
    assert (sample.listing.id, sample.listing.content) == ("1", "Train, test")
    assert sample.label == "machine_learning_engineer"


@pytest.mark.parametrize(
    ("sides", "kept"),
    [
        ({"focus": "mle", "duty": "both"}, {"focus": "machine_learning_engineer", "duty": "both"}),
        ({"focus": "mle", "duty": "train models"}, {"focus": "machine_learning_engineer"}),
        ({"expertise": ["Python"], "duty": float("nan")}, {}),
    ],
    ids=["distinctions", "a user's own column", "not even texts"],
)
def test_only_a_column_of_distinctions_is_read_as_one(tmp_path, sides, kept):
    """Caught a bug: whatever a column named duty held was trained on."""
    told = []
    rows = [ROWS[0] | sides, ROWS[1] | {"focus": "none"}]
    first, _ = read_samples(write_jsonl(tmp_path / "s.jsonl", rows), say=told.append)
    strange = [name for name in sides if name not in kept and sides[name] == sides[name]]
    assert first.sides == kept
    assert told == [
        f"{tmp_path / 's.jsonl'}: {name}: not read as the article's distinctions"
        for name in strange
    ]


def test_a_missing_number_is_no_label_and_bytes_are_a_text(tmp_path):
    """Caught a bug: there was a class "nan", and texts that began with "b'"."""
    path = tmp_path / "s.parquet"
    values = r"(encode('Café'), 1.0), ('\xE9t\xE9'::blob, 2.0), (encode('x'), 'nan'::double)"
    duckdb.execute(f"copy (from (values {values}) t(text, label)) to '{path}' (format parquet)")
    found = [(s.listing.content, s.label) for s in read_samples(path)]
    assert found == [("Café".encode(), "1.0"), (b"\xe9t\xe9", "2.0")]
