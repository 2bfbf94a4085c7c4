"""Which postings of a batch are the same: equal cleaned texts, or nearly equal ones."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from jdparse.batch.disk import cause
from jdparse.batch.options import Duplicates
from jdparse.batch.store import Store
from jdparse.errors import BatchError

if TYPE_CHECKING:
    from datasketch import MinHash
    from numpy.typing import NDArray

# Share of three-word runs two texts have in common from which on they are one posting: another
# city or another closing line stays above, another role at the same employer below.
NEAR: Final = 0.8
# Hashes of a text: the estimate of its share errs by some 1/sqrt(128), 0.09.
_HASHES: Final = 128
_WORDS_IN_A_RUN: Final = 3
_WORD: Final = re.compile(r"\w+")
# Nothing of it outlives the run, so it needs no journal.
_FIRSTS: Final = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
CREATE TABLE firsts (number INTEGER PRIMARY KEY, id TEXT, hashes BLOB);
CREATE TABLE bands (band INTEGER, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID;
"""
_SHARING: Final = """
SELECT id, hashes FROM firsts
WHERE number IN (SELECT number FROM bands WHERE band IN ({})) ORDER BY number
"""


def check_duplicates(how: Duplicates) -> None:
    """Raises `BatchError` where near duplicates are asked for and datasketch is not installed."""
    if how is Duplicates.NEAR and find_spec("datasketch") is None:
        raise BatchError("Near duplicates need datasketch: pip install 'jdparse[dedupe]'.")


def mark(store: Store, how: Duplicates) -> None:
    """Marks each posting that has an earlier one's text, by that one's id; failed ones never."""
    if how is Duplicates.EXACT:
        store.mark_same_texts()
        return
    try:
        store.mark_duplicates(_near(store) if how is Duplicates.NEAR else ())
    except sqlite3.Error as error:
        raise BatchError(
            f"Near duplicates are found in a temporary file: {cause(error)}. All is parsed and "
            "kept: set TMPDIR to a folder with room and run the same command again."
        ) from error


def _near(store: Store) -> Iterator[tuple[int, str]]:
    """Number and first posting's id of all near duplicates.

    Only the first of a group is kept for comparison, so a group holds what is near its first
    posting, not chains of ever more distant ones.
    """
    with closing(_Firsts()) as firsts:
        for kept in store.kept():
            record = json.loads(kept.line)
            if record["status"] == "failed":
                continue
            hashes = _hashes(record["text"])
            first = firsts.near(hashes)
            if first is None:
                firsts.add(kept.number, record["id"], hashes)
            else:
                yield kept.number, first


class _Firsts:
    """The first postings of all groups, found by runs of equal hashes (locality-sensitive hashing).

    datasketch says how long the runs are; its own index takes 5 KB of memory a posting. SQLite
    keeps 0.8 KB in a temporary file, and of that some 64 MB in memory.
    """

    def __init__(self) -> None:
        from datasketch import MinHashLSH

        self.ranges = MinHashLSH(threshold=NEAR, num_perm=_HASHES).hashranges
        self.database = sqlite3.connect("")  # a temporary file, which SQLite removes
        self.database.executescript(_FIRSTS)

    def near(self, hashes: NDArray[Any]) -> str | None:
        """The id of the earliest first posting that is near these hashes."""
        bands = self._bands(hashes)
        found = self.database.execute(_SHARING.format(", ".join("?" * len(bands))), bands)
        return next(
            (
                id_
                for id_, kept in found
                if np.mean(np.frombuffer(kept, hashes.dtype) == hashes) >= NEAR
            ),
            None,
        )

    def add(self, number: int, id_: str, hashes: NDArray[Any]) -> None:
        """Keeps one more first posting."""
        self.database.execute(
            "INSERT INTO firsts VALUES (?, ?, ?)", (number, id_, hashes.tobytes())
        )
        rows = [(band, number) for band in self._bands(hashes)]
        self.database.executemany("INSERT INTO bands VALUES (?, ?)", rows)

    def close(self) -> None:
        """Removes the temporary file."""
        self.database.close()

    def _bands(self, hashes: NDArray[Any]) -> list[int]:
        """Each run of hashes with its place, as 64 bits."""
        return [
            int.from_bytes(
                blake2b(b"%d:" % start + hashes[start:end].tobytes(), digest_size=8).digest(),
                signed=True,
            )
            for start, end in self.ranges
        ]


def _hashes(text: str) -> NDArray[Any]:
    hashes = _no_hashes().copy()
    hashes.update_batch({run.encode() for run in _runs(text)})
    values: NDArray[Any] = hashes.hashvalues
    return values


@cache
def _no_hashes() -> MinHash:
    """Drawing the hash functions takes as long as a sixth of a text."""
    from datasketch import MinHash

    return MinHash(num_perm=_HASHES)


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    if len(words) < _WORDS_IN_A_RUN:
        yield " ".join(words)
    shifted = (islice(words, start, None) for start in range(_WORDS_IN_A_RUN))
    yield from map(" ".join, zip(*shifted, strict=False))
