"""What must not stand on both sides of a split: an employer's postings, and near-duplicates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from jdparse.errors import TrainingError

_SHINGLE: Final = 5
_SIMILARITY: Final = 0.7
_PERMUTATIONS: Final = 64
_WORD: Final = re.compile(r"\w+")


def split_groups(texts: Sequence[str], employers: Sequence[str]) -> np.ndarray[Any, Any]:
    """A group for each text: those of one employer and near-duplicates share theirs.

    Near-duplicates have some 0.7 of their five-word runs in common, by MinHash. Raises
    `TrainingError` where datasketch is not installed.

    >>> split_groups(["one two three four five", "six", "six seven"], ["a", "b", "a"]).tolist()
    ['0', '1', '0']
    """
    try:
        from datasketch import MinHash, MinHashLSH  # an extra
    except ImportError as error:
        raise TrainingError(
            "Finding near-duplicates needs datasketch: pip install 'jdparse[train]'."
        ) from error
    parent = list(range(len(texts)))
    first_of: dict[str, int] = {}
    index = MinHashLSH(threshold=_SIMILARITY, num_perm=_PERMUTATIONS)
    for row, (text, employer) in enumerate(zip(texts, employers, strict=True)):
        _join(parent, row, first_of.setdefault(employer, row))
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch(_shingles(text))
        for other in index.query(sketch):
            _join(parent, row, other)
        index.insert(row, sketch)
    return np.array([str(_root(parent, row)) for row in range(len(texts))])


def _shingles(text: str) -> list[bytes]:
    found = _WORD.findall(text.lower())
    runs = range(max(1, len(found) - _SHINGLE + 1))
    return sorted({" ".join(found[at : at + _SHINGLE]).encode() for at in runs})


def _root(parent: list[int], row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


def _join(parent: list[int], row: int, other: int) -> None:
    first, second = sorted((_root(parent, row), _root(parent, other)))
    parent[second] = first
