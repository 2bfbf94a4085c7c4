"""Learn word classes from postings: words that keep the same company share a class number.

    python tools/train_word_classes.py postings.parquet models/skills/1 --vectors vectors.npz

Positive pointwise mutual information of each word with its neighbours (three to either side, the
sides apart), reduced to 100 dimensions by truncated SVD, then k-means at three grains. Needs
pandas, pyarrow and scikit-learn; takes about a minute for 22,000 postings. The vectors, which
`train_skills.py` begins with, are no part of the model's folder.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

from jdparse.extract.skill_tagger import save_classes
from jdparse.stored_text import to_bytes
from jdparse.tokenizer import TOKEN

GRAINS = (1500, 512, 128)
RAREST = 8  # a word seen less often has no class
NEIGHBOURS = 12_000  # the most frequent words serve as company
NEARNESS = {1: 1.0, 2: 0.7, 3: 0.4}  # weight of a neighbour by distance
DIMENSIONS = 100
SEED = 0


def main() -> None:
    """Read the postings, learn the classes, write `classes.npz`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("postings", type=Path, help="parquet with `description` and `lang`")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", type=Path, required=True, help="where to write them")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    table = pd.read_parquet(args.postings, columns=["description", "lang"])
    table = table[(table.lang == "en") | table.lang.isna()]
    vocabulary, sequence = _index(table.description)
    vectors = _vectors(sequence, len(vocabulary))
    np.savez_compressed(
        args.vectors,
        vocabulary=to_bytes(_words(vocabulary)),
        vectors=vectors[[not word.isspace() for word in vocabulary]].astype(np.float32),
    )
    grains = [_classes(vectors, grain) for grain in GRAINS]
    numbers = np.stack(grains, axis=1).tolist()
    classes = dict(zip(vocabulary, map(tuple, numbers), strict=True))
    save_classes({word: classes[word] for word in _words(vocabulary)}, args.folder)


def _words(vocabulary: list[str]) -> list[str]:
    return [word for word in vocabulary if not word.isspace()]


def _index(texts: pd.Series) -> tuple[list[str], np.ndarray]:
    documents = [[w.lower() for w in TOKEN.findall(text) if _counts(w)] for text in texts]
    frequency = Counter(word for words in documents for word in words)
    vocabulary = [word for word, count in frequency.most_common() if count >= RAREST]
    place = {word: at for at, word in enumerate(vocabulary)}
    gap = [-1] * max(NEARNESS)
    numbers = [[place.get(word, -1) for word in words] + gap for words in documents]
    return vocabulary, np.concatenate([np.array(n, np.int32) for n in numbers])


def _counts(word: str) -> bool:
    return word == "\n" or not word.isspace()


def _vectors(sequence: np.ndarray, size: int) -> np.ndarray:
    company = sp.hstack([_company(sequence, size, left) for left in (True, False)]).tocoo()
    total = np.asarray(company.sum(axis=1)).ravel() + 1e-6
    expected = (np.asarray(company.sum(axis=0)).ravel() + 1e-6) ** 0.75
    expected /= expected.sum()
    information = np.log(company.data / (total[company.row] * expected[company.col]))
    kept = information > 0
    places = (company.row[kept], company.col[kept])
    positive = sp.csr_matrix((information[kept], places), shape=company.shape)
    left, strength, _ = randomized_svd(positive, DIMENSIONS, n_iter=3, random_state=SEED)
    vectors: np.ndarray = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return vectors


def _company(sequence: np.ndarray, size: int, left: bool) -> sp.csr_matrix:
    counts = sp.csr_matrix((size, NEIGHBOURS), dtype=np.float32)
    for distance, weight in NEARNESS.items():
        before, after = sequence[:-distance], sequence[distance:]
        word, other = (after, before) if left else (before, after)
        seen = (word >= 0) & (other >= 0) & (other < NEIGHBOURS)
        weights = np.full(int(seen.sum()), weight, np.float32)
        places = (word[seen], other[seen])
        counts = counts + sp.coo_matrix((weights, places), (size, NEIGHBOURS)).tocsr()
    return counts


def _classes(vectors: np.ndarray, grain: int) -> np.ndarray:
    model = MiniBatchKMeans(grain, random_state=SEED, batch_size=4096, n_init=2, max_iter=40)
    classes: np.ndarray = model.fit_predict(vectors)
    return classes


if __name__ == "__main__":
    main()
