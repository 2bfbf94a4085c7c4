"""Why a label: what each sentence adds to its log-odds, summing to them exactly.

Decision values f are sums over sentences and p is their softmax. With the rivals' shares q (their
probabilities, scaled to sum to 1) the log-odds of a label, log(p / (1 - p)), are

    f(label) - sum_r q(r) f(r) - H(q),    H(q) = -sum_r q(r) log q(r)

so a sentence's weight is what it adds to the label less what it adds to the rivals. What belongs
to no sentence (intercepts, H, rounding) is spread over the sentences by their number of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any, Final

import numpy as np

from jdparse.classify.reading import Sentence
from jdparse.posting import Evidence

Array = np.ndarray[Any, Any]

DIGITS: Final = 6


def rounded(probabilities: Array) -> Array:
    """Six digits, none 0 or 1, and a sum of 1 exactly.

    >>> rounded(np.array([1.0, 0.0, 0.0])).tolist()
    [0.999998, 1e-06, 1e-06]
    """
    units = np.maximum(np.round(probabilities * 10**DIGITS), 1).astype(np.int64)
    units[units.argmax()] += 10**DIGITS - units.sum()
    return np.asarray(units / 10**DIGITS)


def log_odds_by_sentence(added: Array, probabilities: Array, words: Array) -> Array:
    """Weights of sentences for the most probable label, six digits each.

    `added` is what each sentence (row) adds to each class (column), `probabilities` the rounded
    ones, `words` how many words each sentence has.
    """
    best = int(probabilities.argmax())
    against = -probabilities / (1 - probabilities[best])
    against[best] = 1.0
    p = float(probabilities[best])
    odds = round(log(p / (1 - p)), DIGITS)
    weights = added @ against
    weights = np.round(weights + (odds - weights.sum()) * words / words.sum(), DIGITS)
    # What rounding lost goes where it changes least.
    weights[np.abs(weights).argmax()] += odds - weights.sum()
    return np.asarray(np.round(weights, DIGITS))


def heaviest_first(
    text: str, sentences: Sequence[Sentence], weights: Array, most: int | None = None
) -> tuple[Evidence, ...]:
    """The sentences as evidence, the heaviest on either side first, at most `most`."""
    order = np.argsort(-np.abs(weights), kind="stable")[:most]
    return tuple(
        Evidence(text[s.start : s.end], s.start, s.end, float(weights[index]))
        for index in order.tolist()
        for s in (sentences[index],)
    )
