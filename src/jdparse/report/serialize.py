"""The record as JSON: one indented document, or a line a posting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from jdparse.posting import Posting
from jdparse.record import shallow, to_record

# Asking for the keys of one value at a time is several times as fast as making the record first.
_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=shallow
)


def to_json(postings: Sequence[Posting], *, array: bool = False) -> str:
    """One posting as an object, several as an array; indented, UTF-8 kept, final newline.

    With `array` one is an array too: where there could have been several.
    """
    records = [to_record(posting) for posting in postings]
    shown = records[0] if len(records) == 1 and not array else records
    return json.dumps(shown, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_jsonl(posting: Posting) -> str:
    """One record on one line, with its newline; the same posting gives the same bytes."""
    return _ENCODER.encode(posting) + "\n"
