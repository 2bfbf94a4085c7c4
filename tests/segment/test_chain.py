"""The model's decoding and store, checked by counting every sequence of labels."""

from itertools import pairwise, product

import numpy as np
import pytest

from jdparse.models import model_path
from jdparse.segment.chain import (
    PARTS,
    ChainModel,
    Table,
    context_size,
    find_pairs,
    headings_above,
    load_chain,
    marginals,
    save_chain,
    surroundings,
)
from jdparse.segment.features import HEADING, JOINTS, UnitView

LIMIT = 2_000_000


def view(words: str, joint: int = 2, *, marked: bool = False) -> UnitView:
    return UnitView(words.split(), [], [], joint, None, marked, marked)


def test_marginals_are_those_of_all_sequences():
    """Of each posting by itself, also where one among them has no units."""
    generator = np.random.default_rng(3)
    scores = generator.normal(size=(7, 3)).astype(np.float32)
    transitions = generator.normal(size=(JOINTS, 3, 3)).astype(np.float32)
    start, end = generator.normal(size=(2, 3)).astype(np.float32)
    one, other = [2, 0, 1], [2, 0, 1, 1]
    rest = transitions, start, end
    found = marginals(scores, [one, [], other], *rest)
    assert found[:3] == pytest.approx(of_all_sequences(scores[:3], one, *rest), abs=1e-5)
    assert found[3:] == pytest.approx(of_all_sequences(scores[3:], other, *rest), abs=1e-5)


def of_all_sequences(scores, joints, transitions, start, end):
    expected = np.zeros_like(scores)
    for path in product(range(3), repeat=len(scores)):
        total = (
            sum(scores[i, label] for i, label in enumerate(path)) + start[path[0]] + end[path[-1]]
        )
        total += sum(transitions[joints[i + 1], a, b] for i, (a, b) in enumerate(pairwise(path)))
        for i, label in enumerate(path):
            expected[i, label] += np.exp(total)
    return expected / expected.sum(axis=1, keepdims=True)


def test_the_nearest_heading_above_counts():
    views = [view("a"), view("b", marked=True), view("c"), view("d"), view("e"), view("f")]
    chance = np.log(np.array([0.1, 0.1, 0.1, 0.9, 0.1, 0.1], np.float32))
    assert headings_above(views, chance, [6]).tolist() == [-1, -1, 1, 1, 3, 3]
    assert headings_above(views, chance, [3, 2, 0, 1]).tolist() == [-1, -1, 1, -1, 3, -1]


def test_surroundings_have_one_distance_each():
    reader = np.log(np.full((30, 4), 0.25, np.float32))
    found = surroundings(reader, np.array([-1] + [0] * 29), [30])
    assert found.shape == (30, context_size(4))
    assert (found[:, -9:].sum(axis=1) == 1).all()


def test_surroundings_end_with_the_posting():
    reader = np.random.default_rng(4).normal(size=(30, 4)).astype(np.float32)
    above = np.array([-1] + [0] * 17 + [-1] * 12)
    both = surroundings(reader, above, [18, 0, 12])
    assert (both[:18] == surroundings(reader[:18], above[:18], [18])).all()
    assert (both[18:] == surroundings(reader[18:], above[18:], [12])).all()


def test_a_stored_model_says_the_same(tmp_path):
    generator = np.random.default_rng(5)
    labels = (HEADING, "about", "pay")
    words = [*(f"w{i}" for i in range(38)), "w1 w2", "w2 w9"]
    table = generator.normal(size=(41, PARTS * 3)).astype(np.float32)
    table[-1] = 0
    model = ChainModel(
        labels, {word: i for i, word in enumerate(words[:38])}, find_pairs(words, 38),
        Table.of(table),
        generator.normal(size=(context_size(3), 3)).astype(np.float32),
        generator.normal(size=(JOINTS, 3, 3)).astype(np.float32),
        np.zeros(3, np.float32), np.zeros(3, np.float32),
    )  # fmt: skip
    save_chain(model, tmp_path)
    views = [view("w1 w2 w3"), view("w4 new", 0), view("nothing known", 1), view("w37")]
    stored = load_chain(tmp_path)
    (found,) = stored.probabilities([views])
    assert found == pytest.approx(model.probabilities([views])[0], abs=0.05)
    assert found == pytest.approx(load_chain(tmp_path).probabilities([views])[0])
    alone = [stored.probabilities([some])[0] for some in (views[:1], [], views[1:])]
    together = stored.probabilities([views[:1], [], views[1:]])
    assert all((one == other).all() for one, other in zip(alone, together, strict=True))


def test_scores_are_sums_over_the_features_that_training_sees():
    """A unit with no known feature, or with none at all, neither takes nor gives anything."""
    generator = np.random.default_rng(6)
    table = generator.normal(size=(4, PARTS)).astype(np.float32)
    table[-1] = 0
    stored = Table.of(table)
    table = stored.numbers * stored.scales
    nothing = np.zeros(1, np.float32)
    words = {"a": 0, "b": 1, "a b": 2}
    model = ChainModel(
        (HEADING,), {"a": 0, "b": 1}, find_pairs([*words], 2), stored,
        nothing, nothing, nothing, nothing,
    )  # fmt: skip
    features = [["a", "b"], [], ["new"], ["b", "new", "b"], []]
    expected = [sum(table[words.get(f, -1)] for f in some) for some in features]
    for sums, wanted in zip(model._sums(features), expected, strict=True):
        assert sums == pytest.approx(np.zeros(PARTS) + wanted, abs=1e-6)
    units = (["b", "a", "b", "a"], [], ["new"], ["a", "new"])
    views = [view(" ".join(unit)) for unit in units]
    expected = [sum(table[words.get(f, -1)] for f in v.content()) for v in views]
    for sums, wanted in zip(model._sums_of_words([v.words for v in views]), expected, strict=True):
        assert sums == pytest.approx(np.zeros(PARTS) + wanted, abs=1e-6)


def test_the_shipped_model_is_small_and_whole():
    folder = model_path("segmenter")
    assert sum(file.stat().st_size for file in folder.iterdir()) < LIMIT
    model = load_chain(folder)
    assert len(model.labels) == 11
    features = len(model.vocabulary) + len(model.pairs.keys)
    assert model.none == features
    assert model.table.numbers.shape == (features + 1, PARTS * 11)
    assert (np.diff(model.pairs.keys) > 0).all()
    assert not model.table.numbers[-1].any()
    assert np.isfinite(model.table.scales).all()
