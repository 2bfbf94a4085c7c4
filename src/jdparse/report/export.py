"""Postings as training data for others' tools: spaCy DocBin, CoNLL and JSONL of spans.

Spans come in layers (sections, responsibilities, skills, degrees, experience, pay, benefits), for
they lie within one another: a skill within a duty within a section.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

import spacy
from spacy.tokens import Doc, DocBin

from jdparse.errors import ListingsError
from jdparse.posting import Posting
from jdparse.tokenizer import PostingTokenizer

ExportFormat = Literal["spacy", "conll", "jsonl"]

LAYERS: Final = (
    "sections", "responsibilities", "skills", "degrees", "experience", "pay", "benefits",
)  # fmt: skip
# Gold's short labels, in the record's words.
_UNITS: Final[Mapping[str, str]] = {
    "about": "about", "resp": "responsibilities", "req": "requirements", "pref": "preferred",
    "pay": "pay", "benefits": "benefits", "legal": "legal", "apply": "apply", "meta": "meta",
}  # fmt: skip
_CATEGORIES: Final[Mapping[str, str]] = {
    "lang": "programming_language", "math": "mathematics_statistics", "ml": "machine_learning",
    "mlfw": "ml_framework", "data": "data_engineering", "viz": "analysis_visualization",
    "cloud": "cloud_mlops", "swe": "software_engineering", "soft": "soft_skill", "other": "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A labelled run of characters in one of `LAYERS`."""

    layer: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpanText:
    """A posting's text and its spans, in the order of layer and start."""

    id: str
    text: str
    spans: tuple[LabelledSpan, ...]


def spans_of_posting(posting: Posting) -> SpanText:
    """What the parser found in a posting."""
    values: list[LabelledSpan] = []
    for layer in LAYERS:
        for value in getattr(posting, layer):
            label = next((getattr(value, k) for k in _LABELS if hasattr(value, k)), layer)
            for at in getattr(value, "mentions", (value,)):
                if at.start is not None:
                    values.append(LabelledSpan(layer, label, at.start, at.end))
    return _span_text(posting.id, posting.text, values)


def spans_of_gold(row: Mapping[str, Any]) -> SpanText:
    """What an annotator found: a line of a gold file; a quote stands for all its whole-word places.

    >>> row = {"id": "a", "text": "Python, R", "skills": [{"quote": "R", "cat": "lang"}]}
    >>> spans_of_gold(row).spans
    (LabelledSpan(layer='skills', label='programming_language', start=8, end=9),)
    """
    text = row["text"]
    values = []
    for unit in row.get("units", ()):
        kind = _UNITS.get(unit["label"])
        if kind is not None:
            values.append(LabelledSpan("sections", kind, unit["start"], unit["end"]))
        if kind == "responsibilities":
            values.append(LabelledSpan(kind, kind, unit["start"], unit["end"]))
    for layer in ("skills", "degrees", "experience", "pay"):
        for item in row.get(layer, ()):
            label = _CATEGORIES.get(item.get("cat"), item.get("level") or item.get("kind") or layer)
            values += [LabelledSpan(layer, label, *at) for at in _places(text, item["quote"])]
    return _span_text(str(row["id"]), text, values)


def read_gold(path: Path) -> Iterator[SpanText]:
    """The annotated postings of a gold file, JSON lines.

    Raises `ListingsError`, naming the line, where one is not an annotated posting.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _gold_line(line, f"{path}, line {number}")


def _gold_line(line: bytes, where: str) -> SpanText:
    try:
        return spans_of_gold(json.loads(line))
    except UnicodeDecodeError as error:
        raise ListingsError(f"{where}: is not UTF-8. Save the file as UTF-8.") from error
    except KeyError as error:
        raise ListingsError(f"{where}: an annotated posting lacks {error}.") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ListingsError(
            f"{where} is not an annotated posting as samples/README.md describes them: {error}."
        ) from error


def export(texts: Iterable[SpanText], path: Path, form: ExportFormat) -> int:
    """Write span texts in a form; returns how many. Spans that cut a token grow to whole tokens."""
    if form == "jsonl":
        return _write_lines(path, (json.dumps(asdict(one), ensure_ascii=False) for one in texts))
    vocab = spacy.blank("en").vocab
    tokenizer = PostingTokenizer(vocab)
    if form == "conll":
        return _write_lines(path, (_conll(one, tokenizer(one.text)) for one in texts))
    docs = DocBin(store_user_data=True)
    for one in texts:
        docs.add(_with_spans(tokenizer(one.text), one))
    docs.to_disk(path)
    return len(docs)


_LABELS: Final = ("kind", "area", "category", "level")


def _span_text(id_: str, text: str, values: Iterable[LabelledSpan]) -> SpanText:
    order = {layer: index for index, layer in enumerate(LAYERS)}
    distinct = set(values)
    spans = sorted(distinct, key=lambda s: (order[s.layer], s.start, -s.end, s.label))
    return SpanText(id_, text, tuple(spans))


def _places(text: str, quote: str) -> Iterator[tuple[int, int]]:
    edge_before = r"(?<!\w)" if quote[:1].isalnum() else ""
    edge_after = r"(?!\w)" if quote[-1:].isalnum() else ""
    for match in re.finditer(edge_before + re.escape(quote) + edge_after, text):
        yield match.span()


def _write_lines(path: Path, lines: Iterable[str]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line + "\n")
            count += 1
    return count


def _with_spans(doc: Doc, one: SpanText) -> Doc:
    """Each layer as a span group of its name, the id as user data (`doc.user_data["id"]`)."""
    for layer in LAYERS:
        found = [
            doc.char_span(span.start, span.end, label=span.label, alignment_mode="expand")
            for span in one.spans
            if span.layer == layer
        ]
        doc.spans[layer] = [span for span in found if span is not None]
    doc.user_data["id"] = one.id
    return doc


def _conll(one: SpanText, doc: Doc) -> str:
    """A comment with the id, then a token a line with a BIO tag for each layer."""
    columns = [_bio(doc, [s for s in one.spans if s.layer == layer]) for layer in LAYERS]
    rows = [
        "\t".join((token.text, *(column[token.i] for column in columns)))
        for token in doc
        if not token.is_space
    ]
    return "\n".join([f"# id = {one.id}", f"# columns = token {' '.join(LAYERS)}", *rows, ""])


def _bio(doc: Doc, spans: list[LabelledSpan]) -> list[str]:
    """Tags of one layer; of spans that overlap, the longer one stays."""
    tags = ["O"] * len(doc)
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        found = doc.char_span(span.start, span.end, alignment_mode="expand")
        if found is None or any(tags[token.i] != "O" for token in found):
            continue
        for token in found:
            tags[token.i] = f"{'B' if token.i == found.start else 'I'}-{span.label}"
    return tags
