"""Which postings of a batch are the same: equal cleaned texts, or nearly equal ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Final

from jdparse.batch.options import Duplicates
from jdparse.batch.store import Store
from jdparse.errors import BatchError

if TYPE_CHECKING:
    from datasketch import MinHash

# Share of three-word runs two texts have in common from which on they are one posting: another
# city or another closing line stays above, another role at the same employer below.
NEAR: Final = 0.8
# Hashes of a text: the estimate of its share errs by some 1/sqrt(128), 0.09.
_HASHES: Final = 128
_WORDS_IN_A_RUN: Final = 3
_WORD: Final = re.compile(r"\w+")


def check_duplicates(how: Duplicates) -> None:
    """Raises `BatchError` where near duplicates are asked for and datasketch is not installed."""
    if how is Duplicates.NEAR and find_spec("datasketch") is None:
        raise BatchError("Near duplicates need datasketch: pip install 'jdparse[dedupe]'.")


def mark(store: Store, how: Duplicates) -> None:
    """Marks each posting that has an earlier one's text, by that one's id; failed ones never."""
    if how is Duplicates.EXACT:
        store.mark_same_texts()
    else:
        store.mark_duplicates(_near(store) if how is Duplicates.NEAR else ())


def _near(store: Store) -> Iterator[tuple[int, str]]:
    """Number and first posting's id of all near duplicates.

    Only the first of a group is kept for comparison (some 4 KB a distinct posting), so a group
    holds what is near its first posting, not chains of ever more distant ones.
    """
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=NEAR, num_perm=_HASHES)
    firsts: dict[int, tuple[str, MinHash]] = {}
    for kept in store.kept():
        record = json.loads(kept.line)
        if record["status"] == "failed":
            continue
        hashes = _hashes(record["text"])
        near = [n for n in index.query(hashes) if firsts[n][1].jaccard(hashes) >= NEAR]
        if near:
            yield kept.number, firsts[min(near)][0]
        else:
            index.insert(kept.number, hashes)
            firsts[kept.number] = (record["id"], hashes)


def _hashes(text: str) -> MinHash:
    from datasketch import MinHash

    hashes = MinHash(num_perm=_HASHES)
    hashes.update_batch(sorted({run.encode() for run in _runs(text)}))
    return hashes


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    if len(words) < _WORDS_IN_A_RUN:
        yield " ".join(words)
    shifted = (islice(words, start, None) for start in range(_WORDS_IN_A_RUN))
    yield from map(" ".join, zip(*shifted, strict=False))
