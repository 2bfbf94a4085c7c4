"""The skill tagger's network in PyTorch: fits it to labelled units, gives its weights as arrays.

What it computes is what `jdparse.extract.skill_tagger` computes from the arrays. A word's vector is
one learned from many postings (`train_word_classes.py`) plus what this training adds.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from jdparse.extract.skill_features import PARTS, REACH, Words, word_parts
from jdparse.extract.skill_tagger import TaggerWeights, Vectors
from jdparse.stored_text import to_lines

LABELS = ("O", "B-hard", "I-hard", "B-soft", "I-soft")
HIDDEN = 128
DIMENSIONS = {"shape": 16, "ending": 24, "start": 24, "tag": 24}  # of a word: its vector's own
VECTOR_SCALE = 3.0  # of the vectors of length 1, beside parts that begin at random
RAREST = {"word": 2, "shape": 3, "ending": 3, "start": 3, "tag": 1}  # seen less: not known
DECAY = 0.01
LONGEST_STEP = 5.0  # norm of a gradient


@dataclass(frozen=True, slots=True)
class Labelled:
    """A unit with the label of each word; `by_others` says that others than the gold's read it."""

    words: Words
    labels: Sequence[str]
    by_others: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """How long a network is trained, and how much is hidden from it meanwhile."""

    epochs: int = 10
    # an epoch: with few units, as with many, the weights need some thousand to settle
    steps: int = 250
    rate: float = 2e-3
    dropped: float = 0.35  # of the values of vectors and hidden layers
    unknown: float = 0.1  # of the words


COURSE = Course()


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Words, and a vector of length 1 for each."""

    words: Sequence[str]
    vectors: np.ndarray


def load_vectors(path: Path) -> WordVectors:
    """What `train_word_classes.py --vectors` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return WordVectors(to_lines(arrays["vocabulary"]), arrays["vectors"].astype(np.float32))


class Vocabulary:
    """The values of each part of a word, and the kinds of units, by their row; 0 is not known."""

    def __init__(self, units: Sequence[Labelled], vectors: WordVectors) -> None:
        seen: dict[str, Counter[str]] = {part: Counter() for part in PARTS}
        for unit in units:
            for word, tag in zip(unit.words.words, unit.words.tags, strict=True):
                for part, value in zip(PARTS, word_parts(word, tag), strict=True):
                    seen[part][value] += 1
        self.rows = {
            part: _numbered(sorted(v for v, n in seen[part].items() if n >= RAREST[part]))
            for part in PARTS
        }
        # words that training sees come first, then those that have a vector alone
        met = [*self.rows["word"], *filter(seen["word"].__contains__, vectors.words)]
        self.met = len(set(met))
        self.rows["word"] = _numbered(dict.fromkeys([*met, *vectors.words]))
        self.rows["kind"] = _numbered(sorted({unit.words.kind for unit in units}))

    def encoded(self, unit: Words) -> np.ndarray:
        """Words × parts, and the kind last."""
        kind = self.rows["kind"].get(unit.kind, 0)
        return np.array(
            [
                [*(self.rows[p].get(v, 0) for p, v in zip(PARTS, parts, strict=True)), kind]
                for parts in map(word_parts, unit.words, unit.tags)
            ],
            np.int64,
        )


def _numbered(values: Sequence[str] | Mapping[str, None]) -> dict[str, int]:
    return {value: row for row, value in enumerate(values, 1)}


class Network(nn.Module):
    """Vectors of the parts, one hidden layer over a window, scores, transitions."""

    def __init__(self, vocabulary: Vocabulary, vectors: WordVectors, hidden: int = HIDDEN) -> None:
        super().__init__()
        own = torch.zeros(len(vocabulary.rows["word"]) + 1, vectors.vectors.shape[1])
        rows = [vocabulary.rows["word"][word] for word in vectors.words]
        own[rows] = torch.tensor(vectors.vectors) * VECTOR_SCALE
        self.learned = nn.Embedding.from_pretrained(own, freeze=True)
        sizes = {"word": own.shape[1], **DIMENSIONS}
        unmet = vocabulary.met + 1  # nothing is added to the vectors of words that it does not see
        self.added = nn.Embedding(unmet + 1, own.shape[1], padding_idx=unmet)
        nn.init.zeros_(self.added.weight)
        self.parts = nn.ModuleList(
            nn.Embedding(len(vocabulary.rows[part]) + 1, sizes[part]) for part in PARTS[1:]
        )
        self.window = nn.Conv1d(sum(sizes.values()), hidden, 2 * REACH + 1, padding=REACH)
        self.kinds = nn.Embedding(len(vocabulary.rows["kind"]) + 1, hidden)
        self.output = nn.Linear(hidden, len(LABELS))
        # what others than the gold's readers do differently: nothing for the gold (row 0)
        self.style = nn.Embedding(2, hidden, padding_idx=0)
        self.style_output = nn.Embedding(2, len(LABELS), padding_idx=0)
        for table in (self.kinds, self.style, self.style_output):
            nn.init.zeros_(table.weight)
        self.transition = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.dropout = nn.Dropout(COURSE.dropped)
        self.unknown = COURSE.unknown

    def scores(
        self, seen: torch.Tensor, mask: torch.Tensor, by_others: torch.Tensor
    ) -> torch.Tensor:
        """Units × words × labels."""
        words = seen[..., 0]
        if self.training:
            words = words * (torch.rand(words.shape) >= self.unknown)
        added = self.added(words.clamp(max=self.added.num_embeddings - 1))
        vectors = [self.learned(words) + added]
        vectors += [part(seen[..., at]) for at, part in enumerate(self.parts, 1)]
        inputs = self.dropout(torch.cat(vectors, -1)) * mask[..., None]
        about = self.kinds(seen[..., -1]) + self.style(by_others)[:, None]
        hidden = self.hidden(inputs, about, mask[..., None])
        scores: torch.Tensor = self.output(self.dropout(torch.relu(hidden)))
        return scores + self.style_output(by_others)[:, None]

    def hidden(self, inputs: torch.Tensor, about: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The hidden layer of each word: of the words near it, and what is known of its unit."""
        window: torch.Tensor = self.window(inputs.transpose(1, 2)).transpose(1, 2)
        return window + about

    def loss(self, batch: Batch) -> torch.Tensor:
        """The negative logarithm of the probability of all labels, of each unit as a chain."""
        scores = self.scores(batch.seen, batch.mask, batch.by_others)
        best = scores.gather(2, batch.labels[..., None])[..., 0] * batch.mask
        steps = self.transition[batch.labels[:, :-1], batch.labels[:, 1:]] * batch.mask[:, 1:]
        total = scores[:, 0]
        for at in range(1, scores.shape[1]):
            paths = torch.logsumexp(total[:, :, None] + self.transition, 1) + scores[:, at]
            total = torch.where(batch.mask[:, at, None] > 0, paths, total)
        return (torch.logsumexp(total, 1) - best.sum(1) - steps.sum(1)).sum()


@dataclass(frozen=True, slots=True)
class Batch:
    """Units side by side, padded: `seen` units × words × parts, the others without parts."""

    seen: torch.Tensor
    labels: torch.Tensor
    mask: torch.Tensor
    by_others: torch.Tensor


def fit_network(
    units: Sequence[Labelled],
    vectors: WordVectors,
    classes: Mapping[str, tuple[int, ...]],
    seed: int = 0,
) -> TaggerWeights:
    """The weights of a network trained on labelled units."""
    torch.manual_seed(seed)
    units = [unit for unit in units if unit.words.words]
    vocabulary = Vocabulary(units, vectors)
    network = Network(vocabulary, vectors)
    train(network, vocabulary, units, seed, COURSE)
    return weights_of(network, vocabulary, dict(classes))


def train(
    network: Network,
    vocabulary: Vocabulary,
    units: Sequence[Labelled],
    seed: int,
    course: Course,
) -> None:
    """Fit a network's weights, from what they are, to labelled units."""
    shuffler = random.Random(seed)  # noqa: S311 - no secret
    encoded = [vocabulary.encoded(unit.words) for unit in units]
    learned = [weights for weights in network.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=course.rate, weight_decay=DECAY)
    batch = sum(len(unit.words.words) for unit in units) // course.steps
    steps = course.epochs * len(_groups(units, batch, shuffler))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, course.rate, total_steps=steps, pct_start=0.1
    )
    network.dropout.p, network.unknown = course.dropped, course.unknown
    network.train()
    for _ in range(course.epochs):
        for group in _groups(units, batch, shuffler):
            loss = network.loss(batch_of(units, encoded, group)) / len(group)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learned, LONGEST_STEP)
            optimizer.step()
            schedule.step()


def _groups(units: Sequence[Labelled], batch: int, shuffler: random.Random) -> Sequence[list[int]]:
    """Numbers of units of like length, some `batch` words together, in no order."""
    sizes = [len(unit.words.words) for unit in units]
    order = sorted(range(len(units)), key=lambda at: (sizes[at], shuffler.random()))
    groups: list[list[int]] = [[]]
    for at in order:
        if groups[-1] and (len(groups[-1]) + 1) * sizes[at] > batch:
            groups.append([])
        groups[-1].append(at)
    shuffler.shuffle(groups)
    return groups


def batch_of(
    units: Sequence[Labelled], encoded: Sequence[np.ndarray], group: Sequence[int]
) -> Batch:
    """The units of these numbers side by side."""
    longest = max(len(encoded[at]) for at in group)
    seen = np.zeros((len(group), longest, len(PARTS) + 1), np.int64)
    labels = np.zeros((len(group), longest), np.int64)
    mask = np.zeros((len(group), longest), np.float32)
    for row, at in enumerate(group):
        size = len(encoded[at])
        seen[row, :size] = encoded[at]
        labels[row, :size] = [LABELS.index(label) for label in units[at].labels]
        mask[row, :size] = 1
    by_others = torch.tensor([int(units[at].by_others) for at in group])
    return Batch(torch.tensor(seen), torch.tensor(labels), torch.tensor(mask), by_others)


def weights_of(
    network: Network, vocabulary: Vocabulary, classes: dict[str, tuple[int, ...]]
) -> TaggerWeights:
    """The network as arrays, without what belongs to other readers' style."""
    words = network.learned.weight.numpy().copy()
    words[: vocabulary.met + 1] += network.added.weight.detach().numpy()[:-1]
    tables = [words, *(part.weight.detach().numpy().copy() for part in network.parts)]
    bias = network.window.bias.detach().numpy()
    output = np.vstack([network.output.weight.detach().numpy().T, network.output.bias.detach()])
    return TaggerWeights(
        labels=LABELS,
        parts=tuple(
            Vectors(vocabulary.rows[part], table) for part, table in zip(PARTS, tables, strict=True)
        ),
        kernel=network.window.weight.detach().numpy().transpose(2, 1, 0).copy(),
        kinds=Vectors(vocabulary.rows["kind"], network.kinds.weight.detach().numpy() + bias),
        output=output.astype(np.float32),
        transition=network.transition.detach().numpy().copy(),
        classes=classes,
    )
