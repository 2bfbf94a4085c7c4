"""Lines of text as an array of bytes: how names stand in a model's file that nothing executes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


def to_bytes(lines: Iterable[str]) -> Bytes:
    """The lines, none of which holds a line break, as UTF-8.

    >>> to_lines(to_bytes(["train", "train models"]))
    ['train', 'train models']
    """
    return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)


def to_lines(stored: Bytes) -> list[str]:
    """The lines of an array; of an empty one there is none."""
    text = bytes(stored).decode("utf-8")
    return text.split("\n") if text else []
