"""Where the trained models are: one function knows.

A wheel carries them inside the package (`jdparse/_models`), a source tree beside `src/`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from jdparse.errors import ModelError

_PACKAGE: Final = Path(__file__).resolve().parent
# What a model is loaded from.
_LOADED: Final = frozenset({".json", ".npz", ".skops"})
_FOLDERS: Final = (_PACKAGE / "_models", _PACKAGE.parents[1] / "models")


def model_path(name: str) -> Path:
    """The folder of the newest version of a shipped model: `models/<name>/<version>`.

    Versions are whole numbers. Raises `ModelError` where no such model is installed.
    """
    for folder in _FOLDERS:
        versions = [path for path in (folder / name).glob("*") if path.name.isdigit()]
        if versions:
            return max(versions, key=lambda path: int(path.name))
    raise ModelError(f"No model named {name!r} is installed; looked in {_FOLDERS[0].parent}.")


@cache
def models_digest() -> str:
    """Twelve hex digits that change when an installed model does; cards and plots do not count."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if path.suffix in _LOADED:
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
