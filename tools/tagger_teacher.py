"""A larger network that labels postings for the skill tagger's to learn from.

Four convolutions see eight words to either side of a word, where the tagger sees two. It learns
the postings that one guideline labels, then the fewer of another, and labels many more as the
second would: a small network learns more from many labels that are nearly right than from a few
that are (Hinton et al., "Distilling the Knowledge in a Neural Network", 2015).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from tagger_network import (
    LABELS,
    Course,
    Labelled,
    Network,
    Vocabulary,
    WordVectors,
    batch_of,
    train,
)
from torch import nn

HIDDEN = 192
DISTANCES = (1, 2, 4, 1)  # of the words that each convolution sees beside one another
DROPPED = 0.2  # between convolutions, in training
FIRST = Course(epochs=3, steps=480, rate=1.5e-3)
THEN = Course(epochs=6, steps=170, rate=1e-3)
AT_A_TIME = 64  # units


class Convolution(nn.Module):
    """What the words beside a word add to its hidden layer, each value through a gate."""

    def __init__(self, distance: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(HIDDEN)
        self.window = nn.Conv1d(HIDDEN, 2 * HIDDEN, 3, padding=distance, dilation=distance)
        self.dropout = nn.Dropout(DROPPED)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The hidden layers, words that pad their unit masked."""
        seen = (self.norm(hidden) * mask).transpose(1, 2)
        values, gates = self.window(seen).transpose(1, 2).chunk(2, -1)
        added: torch.Tensor = self.dropout(values * torch.sigmoid(gates))
        return hidden + added


class Teacher(Network):
    """The tagger's network with convolutions in place of its window."""

    def __init__(self, vocabulary: Vocabulary, vectors: WordVectors) -> None:
        super().__init__(vocabulary, vectors, HIDDEN)
        self.window = nn.Conv1d(self.window.in_channels, HIDDEN, 1)
        self.convolutions = nn.ModuleList(map(Convolution, DISTANCES))
        self.norm = nn.LayerNorm(HIDDEN)

    def hidden(self, inputs: torch.Tensor, about: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The hidden layer of each word."""
        hidden = super().hidden(inputs, about, mask)
        for convolution in self.convolutions:
            hidden = convolution(hidden, mask)
        normed: torch.Tensor = self.norm(hidden)
        return normed


def taught(
    first: Sequence[Labelled],
    then: Sequence[Labelled],
    asked: Sequence[Labelled],
    vocabulary: Vocabulary,
    vectors: WordVectors,
    seeds: Sequence[int],
) -> Iterator[Labelled]:
    """The units asked about, labelled as those learned second are, by one teacher a seed.

    Each begins anew: three that share their beginning agree more, and are right less often.
    """
    teachers = []
    for seed in seeds:
        torch.manual_seed(seed)
        teacher = Teacher(vocabulary, vectors)
        train(teacher, vocabulary, first, seed, FIRST)
        torch.manual_seed(seed)
        train(teacher, vocabulary, then, seed, THEN)
        teachers.append(teacher.eval())
    return _labelled(asked, teachers, vocabulary)


def _labelled(
    units: Sequence[Labelled], teachers: Sequence[Teacher], vocabulary: Vocabulary
) -> Iterator[Labelled]:
    encoded = [vocabulary.encoded(unit.words) for unit in units]
    order = sorted(range(len(units)), key=lambda at: len(encoded[at]))
    transition = _mean([teacher.transition.detach() for teacher in teachers])
    for start in range(0, len(order), AT_A_TIME):
        group = order[start : start + AT_A_TIME]
        batch = batch_of(units, encoded, group)
        with torch.inference_mode():
            told = [teacher.scores(batch.seen, batch.mask, batch.by_others) for teacher in teachers]
        for at, scores in zip(group, _mean(told), strict=True):
            labels = _best(scores[: len(encoded[at])], transition)
            yield replace(units[at], labels=[LABELS[label] for label in labels])


def _mean(tensors: Sequence[torch.Tensor]) -> np.ndarray:
    mean: np.ndarray = torch.stack(list(tensors)).mean(0).numpy()
    return mean


def _best(scores: np.ndarray, transition: np.ndarray) -> list[int]:
    """The best labels of a unit as a chain."""
    best, back = scores[0], []
    for score in scores[1:]:
        paths = best[:, None] + transition
        back.append(paths.argmax(0))
        best = paths.max(0) + score
    labels = [int(best.argmax())]
    for before in reversed(back):
        labels.append(int(before[labels[-1]]))
    return labels[::-1]
