"""Pairs of neighbouring words, found for a whole posting at once: all trained models weigh them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import repeat
from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]


class WordPairs:
    """The pairs of a vocabulary, each "first second", by their number in it.

    A posting has as many pairs as words and most are unknown: joining each to a string and looking
    it up takes several times as long as numbering the words and searching sorted numbers.

    >>> pairs = WordPairs(["machine learning", "deep learning"])
    >>> pairs.rows(["deep", "learning", "machine", "learning"]).tolist()
    [1, 2, 0]
    """

    def __init__(self, pairs: Collection[str]) -> None:
        both = [pair.partition(" ") for pair in pairs]
        self._numbers: dict[str, int] = {}
        for first, _, second in both:
            self._numbers.setdefault(first, len(self._numbers))
            self._numbers.setdefault(second, len(self._numbers))
        keys = self._keys([word for first, _, second in both for word in (first, second)])[::2]
        self._order = np.append(np.argsort(keys), len(keys))
        self._sorted = np.append(np.sort(keys), np.iinfo(np.int64).max)

    def rows(self, words: Sequence[str]) -> Ints:
        """For each word but the last the number of its pair with the next.

        A pair that is not known has the number after the last. "" is no word and parts passages.
        """
        keys = self._keys(words)
        found = np.searchsorted(self._sorted, keys)
        return np.where(self._sorted[found] == keys, self._order[found], self._order[-1])

    def _keys(self, words: Sequence[str]) -> Ints:
        unknown = len(self._numbers)
        numbers = np.array(list(map(self._numbers.get, words, repeat(unknown))), np.int64)
        keys: Ints = numbers[:-1] * (unknown + 1) + numbers[1:]
        return keys
